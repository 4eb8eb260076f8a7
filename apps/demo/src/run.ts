/** The demo from beginning to end. */
import { join } from 'node:path';
import { statisticalDays } from '#domain';
import { type Language, languageOf, type Output, type Phrase, Progress, spoken } from '#terminal';
import { ApiClient } from './api/client';
import { Sessions } from './api/sessions';
import { DemoFault, WrongUse } from './faults';
import { type Loaded, Loader } from './load/load';
import { RosterFolder } from './load/rosters';
import { lastDay, quarters } from './scenario/calendar';
import { auditor } from './scenario/installation';
import { province } from './scenario/places';
import type { Scenario } from './scenario/posts';
import { planScenario } from './scenario/scenario';
import { readSettings, type Settings } from './settings';
import type { AnomaliesAnswer } from './show/anomaly-counts';
import type { BoardAnswer } from './show/boards';
import { assertAsPlanned, type StatementAnswer } from './show/reconciled';
import type { SerialAnswer } from './show/serial-path';
import { type Sight, showSights } from './show/sights';
import type { StockAnswer } from './show/stock-table';
import { type Check, checks, runCheck } from './system/checks';
import { type FoundSystem, findSystem } from './system/find-system';
import { Secrets } from './system/secrets';

/** The first page of anomalies is enough to say what kinds there are. */
const anomaliesCountedMax = 1_000;
const { from: firstDay } = statisticalDays(quarters[0]);

type LookedBack = Pick<Sight, 'stock' | 'path' | 'boards' | 'statement' | 'anomalies'>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Answers the exit code: 0 done, 1 could not be done (it says why), 2 wrong use. */
export async function run(
  args: readonly string[],
  stdout: Output,
  stderr: Output,
  env: Environment,
): Promise<0 | 1 | 2> {
  try {
    const settings = readSettings(args, env, stdout);
    if (settings) await new Demo(settings, stdout, env).run();
    return 0;
  } catch (fault) {
    if (!(fault instanceof DemoFault)) throw fault;
    stderr.write(`demo: ${fault.message}\n`);
    return fault instanceof WrongUse ? 2 : 1;
  }
}

class Demo {
  private readonly language: Language;

  constructor(
    private readonly settings: Settings,
    private readonly output: Output,
    private readonly env: Environment,
  ) {
    this.language = languageOf(env);
  }

  async run(): Promise<void> {
    const { dataDir } = this.settings;
    this.say({
      en: 'Guizhou, December 2012 to November 2014: nine cities, eight quarters',
      zh: '贵州省 2012 年 12 月至 2014 年 11 月：九个市州，八个季度',
    });
    const system = await findSystem(dataDir, this.env, () =>
      this.say({
        en: 'Nothing runs here yet: starting Liushui',
        zh: '系统尚未运行，正在启动',
      }),
    );
    try {
      this.say({ en: `Loading into ${system.address}`, zh: `载入 ${system.address}` });
      await this.load(system);
    } finally {
      await system.stop();
    }
    if (system.isOwn) {
      this.say({
        en: 'Stopped again; "npm start" runs the system with what was loaded',
        zh: '系统已停止；运行 npm start 即可继续使用已载入的数据',
      });
    }
  }

  private async load(system: FoundSystem): Promise<void> {
    const { dataDir, seed, certificateCount } = this.settings;
    const scenario = planScenario(seed, certificateCount);
    const secrets = Secrets.open(dataDir, scenario.users, this.env);
    const sessions = new Sessions(new ApiClient(system.address), secrets.passwordOf);
    const folder = new RosterFolder(join(dataDir, 'demo', 'rosters'));
    this.writeRosters(folder, scenario);
    const loaded = await this.post(scenario, {
      sessions,
      passwordOf: secrets.passwordOf,
      lines: (part) => folder.lines(part),
    });
    const sight = await this.lookBack(scenario, sessions, loaded.position);
    const apiKey = await ensureApiKey(sessions, secrets);
    if (system.isHere) await this.fileChecks(system, sessions, apiKey);
    const { output, language } = this;
    const places = { system, secretsPath: secrets.path, dataDir };
    showSights({ ...sight, ...places, scenario, loaded }, output, language);
    assertAsPlanned(sight, scenario);
  }

  private writeRosters(folder: RosterFolder, scenario: Scenario): void {
    const progress = this.progress({ en: 'Writing rosters', zh: '生成名册' }, 'CSV');
    progress.begin(scenario.rosters.length);
    folder.write(scenario, () => progress.step());
    progress.end();
    const { length } = scenario.rosters;
    this.say({ en: `${length} rosters in ${folder.path}`, zh: `${length} 份名册：${folder.path}` });
  }

  private async post(
    { phases }: Scenario,
    sources: Omit<ConstructorParameters<typeof Loader>[0], 'onPosted'>,
  ): Promise<Loaded> {
    const unit = spoken({ en: 'posts', zh: '笔' }, this.language);
    let progress: Progress | undefined;
    const loader = new Loader({ ...sources, onPosted: () => progress?.step() });
    for (const phase of phases) {
      const postCount = phase.tracks.reduce((sum, track) => sum + track.length, 0);
      progress = this.progress(phase.title, unit);
      progress.begin(postCount);
      try {
        await loader.load(phase);
      } finally {
        progress.end();
      }
      const { en, zh } = phase.title;
      this.say({ en: `${en}: ${postCount} posts`, zh: `${zh}：${postCount} 笔` });
    }
    return loader.loaded;
  }

  /** What the system itself says now of what was posted. */
  private async lookBack(
    { lost }: Scenario,
    sessions: Sessions,
    waitFor: bigint,
  ): Promise<LookedBack> {
    const read = async (path: string) =>
      (await sessions.send(auditor, { method: 'GET', path, waitFor })).body;
    const stock = (await read('/stock')) as unknown as StockAnswer;
    const path = (await read(`/serials/${lost.serial}`)) as unknown as SerialAnswer;
    const boards: BoardAnswer[] = [];
    for (const quarter of quarters.slice(1)) {
      const board = await read(`/quarters/${quarter}?province=${province.code}`);
      boards.push(board as unknown as BoardAnswer);
    }
    const statement = (await read(
      `/centres/${province.code}/statement?subtree=true&from=${firstDay}&to=${lastDay}`,
    )) as unknown as StatementAnswer;
    const anomalies = (await read(
      `/anomalies?asOf=${lastDay}&limit=${anomaliesCountedMax}`,
    )) as unknown as AnomaliesAnswer;
    return { stock, path, boards, statement, anomalies };
  }

  /** Of what was loaded just now: a demo that is repeated files nothing again. */
  private async fileChecks(
    { address }: FoundSystem,
    sessions: Sessions,
    apiKey: string,
  ): Promise<void> {
    const { env } = this;
    const { dataDir } = this.settings;
    for (const check of checks) {
      const path = `/audit/reports?check=${check}&limit=1`;
      const { body } = await sessions.send(auditor, { method: 'GET', path });
      if ((body.items as readonly unknown[]).length > 0) continue;
      const said = (await runCheck(check, { dataDir, address, apiKey, env })).join(' ');
      const { en, zh } = checkTitles[check];
      this.say({ en: `${en}: ${said}`, zh: `${zh}：${said}` });
    }
  }

  private progress(title: Phrase, unit: string): Progress {
    return new Progress(this.output, { title: spoken(title, this.language), unit });
  }

  private say(phrase: Phrase): void {
    this.output.write(`  ${spoken(phrase, this.language)}\n`);
  }
}

/** One key of the auditor's own; it is shown once, so it is kept beside the passwords. */
async function ensureApiKey(sessions: Sessions, secrets: Secrets): Promise<string> {
  if (secrets.apiKey) return secrets.apiKey;
  const path = `/users/${auditor}/api-keys`;
  const { body } = await sessions.send(auditor, { method: 'POST', path, body: {} });
  const apiKey = String(body.key);
  secrets.keepApiKey(apiKey);
  return apiKey;
}

const checkTitles: Readonly<Record<Check, Phrase>> = {
  verify: { en: 'Verification by the auditor', zh: '审计员核验日志' },
  reconcile: { en: 'Reconciliation by the auditor', zh: '审计员对账' },
};
