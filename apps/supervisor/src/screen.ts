import type { StoreDamage } from '#engines';
import type { ProgramName, ProgramNews } from './supervised-program';

/** Where a person reads; a terminal is redrawn while things start, anything else gets lines. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** What a person needs once everything runs. */
export interface Welcome {
  readonly address: string;
  readonly username?: string;
  /** Only when it was just made. */
  readonly password?: string;
  readonly passwordFile?: string;
  readonly dataDir: string;
}

const TITLES: Record<ProgramName, readonly [english: string, chinese: string]> = {
  postgres: ['PostgreSQL', '数据库'],
  'event-store': ['Event store', '事件库'],
  api: ['API and pages', '接口与网页'],
  projector: ['Projector', '视图同步'],
};
const TITLE_CHARS = 15;
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

type StepState = 'waiting' | 'starting' | 'ready' | 'failed';

/** Tells a person, in English and Chinese, what is going on. */
export class Screen {
  private readonly steps = new Map<ProgramName, { state: StepState; note: string }>();
  private frame = 0;
  private drawnLineCount = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly output: Output) {}

  begin(programs: readonly ProgramName[]): void {
    this.line('');
    this.line('  流水 Liushui · every blank certificate accounted for · 空白证书，张张有账');
    this.line('');
    for (const name of programs) this.steps.set(name, { state: 'waiting', note: '' });
    if (!this.output.isTTY) return;
    this.draw();
    this.timer = setInterval(() => this.draw(), FRAME_MS);
    this.timer.unref();
  }

  news(name: ProgramName, news: ProgramNews): void {
    const [english, chinese] = TITLES[name];
    switch (news.kind) {
      case 'starting':
        this.step(name, 'starting', '', `${english}: starting · ${chinese}：启动中`);
        break;
      case 'ready': {
        const took = `${(news.tookMs / 1000).toFixed(1)} s`;
        this.step(name, 'ready', took, `${english}: ready in ${took} · ${chinese}：就绪`);
        break;
      }
      case 'died':
        this.step(name, 'failed', 'restarting · 正在重启');
        this.say(
          `${english} ${lastLines(news.reason)}\n  Restarting in ${news.restartInMs} ms · ` +
            `${chinese}异常退出，即将重启`,
        );
        break;
      case 'given-up':
        this.step(name, 'failed', '');
        this.say(`${english} cannot run, so everything stops · ${chinese}无法运行，全部停止：`);
        this.say(lastLines(news.reason));
        break;
      default:
        news satisfies never;
    }
  }

  welcome(welcome: Welcome): void {
    this.settle();
    this.line('');
    this.line(`  Ready · 就绪          ${welcome.address}`);
    if (welcome.username) this.line(`  User · 用户           ${welcome.username}`);
    if (welcome.password) {
      this.line(`  Password · 密码       ${welcome.password}`);
      this.line('                        shown this once · 只显示这一次');
    }
    if (welcome.passwordFile) this.line(`  Password kept in · 密码文件  ${welcome.passwordFile}`);
    this.line(`  Data · 数据目录       ${welcome.dataDir}`);
    this.line('');
    this.line('  In another terminal · 另开一个终端：');
    this.line('    npm run demo                  load two years of Guizhou · 载入贵州示例');
    this.line('    npx liushui trace <serial>    where a serial is and was · 查一个流水码的去向');
    this.line('    npx liushui --help            everything the auditor can do · 审计命令一览');
    this.line('');
    this.line('  Stop · 停止           Ctrl-C');
    this.line('');
  }

  /** A sentence or several lines, below whatever is being redrawn. */
  say(text: string): void {
    this.erase();
    for (const line of text.split('\n')) this.line(`  ${line}`);
    if (this.timer) this.draw();
  }

  /** That the event store has lost events: in red where there are colours. */
  damage(damaged: readonly StoreDamage[], dir: string): void {
    const lines = [
      'THE EVENT STORE IS DAMAGED: events are lost, and it may take no new ones.',
      '事件库已损坏：部分事件丢失，可能无法继续记账。',
      ...damaged.map(
        ({ file, offset, afterPosition }) =>
          `  ${file}, offset ${offset}, after position ${afterPosition} · ` +
          `偏移 ${offset}，位置 ${afterPosition} 之后`,
      ),
      'Stop, then see all of it with · 停止后查看全部损坏：',
      `  npm run eventstore -- check --dir "${dir}"`,
    ];
    const red = (line: string) => (this.output.isTTY ? `\u001b[31m${line}\u001b[0m` : line);
    this.say(lines.map(red).join('\n'));
  }

  /** Ends the redrawing and leaves the last state on the screen. */
  settle(): void {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.draw();
    this.drawnLineCount = 0;
  }

  private step(name: ProgramName, state: StepState, note: string, plainLine?: string): void {
    this.steps.set(name, { state, note });
    if (this.timer) this.draw();
    else if (plainLine) this.line(`  ${plainLine}`);
  }

  private draw(): void {
    this.erase();
    this.frame++;
    const mark: Record<StepState, string> = {
      waiting: '·',
      starting: SPINNER[this.frame % SPINNER.length] ?? '·',
      ready: '✔',
      failed: '✖',
    };
    for (const [name, { state, note }] of this.steps) {
      const [english, chinese] = TITLES[name];
      this.line(`  ${mark[state]} ${english.padEnd(TITLE_CHARS)} ${note.padEnd(8)} ${chinese}`);
    }
    this.drawnLineCount = this.steps.size;
  }

  /** Moves up over the block drawn last and clears from there to the end. */
  private erase(): void {
    if (this.drawnLineCount > 0) this.output.write(`\u001b[${this.drawnLineCount}A\u001b[0J`);
    this.drawnLineCount = 0;
  }

  private line(text: string): void {
    this.output.write(`${text}\n`);
  }
}

const SHOWN_LINES_MAX = 12;

/** The log file has the rest. */
function lastLines(text: string): string {
  const [first, ...rest] = text.split('\n');
  return [first, ...rest.slice(-SHOWN_LINES_MAX)].join('\n');
}
