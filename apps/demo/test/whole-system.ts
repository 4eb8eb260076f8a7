/** The built system on a folder of its own, as `npm start` runs it, and ways to end it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { becomesTrue, projectRoot } from '#engines';

export const built = (file: string): string => {
  const path = join(projectRoot(), 'dist', file);
  if (!existsSync(path)) throw new Error(`${path} is missing: run "npm run build" first`);
  return path;
};

const readyMsMax = 90_000;
const goneMsMax = 15_000;

export class WholeSystem {
  private constructor(
    private readonly supervisor: ChildProcess,
    private readonly dataDir: string,
    readonly address: string,
  ) {}

  static async start(dataDir: string, env: NodeJS.ProcessEnv): Promise<WholeSystem> {
    const supervisor = spawn(process.execPath, [built('apps/supervisor/src/main.js')], {
      env: { ...env, PORT: '0', LIUSHUI_PARENT_WATCH: '1' },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    let said = '';
    for (const stream of [supervisor.stdout, supervisor.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const address = await new Promise<string>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the system ${why}:\n${said}`));
      const timer = setTimeout(() => fail('is not ready'), readyMsMax);
      supervisor.once('exit', () => fail('ended')).once('exit', () => clearTimeout(timer));
      supervisor.on('message', (message: { type?: string; address?: string }) => {
        if (message.type !== 'ready') return;
        clearTimeout(timer);
        resolve(message.address ?? '');
      });
    });
    return new WholeSystem(supervisor, dataDir, address);
  }

  /** SIGKILL for every process at once; settles when none is left. */
  async kill(): Promise<void> {
    const { pids } = JSON.parse(readFileSync(join(this.dataDir, 'run', 'system.json'), 'utf8'));
    const all = Object.values(pids as Record<string, number>);
    for (const pid of all) signal(pid, 'SIGKILL');
    const isGone = await becomesTrue(() => !all.some((pid) => signal(pid, 0)), goneMsMax);
    if (!isGone) throw new Error('a killed process is still there');
  }

  async stop(): Promise<void> {
    const { supervisor } = this;
    if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
    const exited = new Promise((resolve) => supervisor.once('exit', resolve));
    supervisor.stdin?.end();
    await exited;
  }
}

/** Whether the process was there to be told. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningProgram {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Settles when the program has written this, or has ended. */
  says(text: string): Promise<void>;
}

/** A built program, and what it writes. */
export function startProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): RunningProgram {
  const child = spawn(process.execPath, [built(file), ...args], { env, stdio: 'pipe' });
  let [out, err] = ['', ''];
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
    for (const { text, resolve } of waiting) if (out.includes(text)) resolve();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
  const says = async (text: string): Promise<void> => {
    if (out.includes(text)) return;
    const said = new Promise<void>((resolve) => waiting.push({ text, resolve }));
    await Promise.race([said, ended]);
  };
  return { pid: child.pid ?? 0, ended, says };
}
