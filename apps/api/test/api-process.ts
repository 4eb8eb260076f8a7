/** The API as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../src/settings';

const program = join(__dirname, '../../../dist/apps/api/src/main.js');

interface Ready {
  readonly type: string;
  readonly address?: string;
}

export class ApiProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** Starts what `npm run build` built, on the engines of the settings. */
  static async start(settings: Settings): Promise<ApiProcess> {
    const child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        LIUSHUI_DATA: settings.dataFolder,
        DATABASE_URL: settings.databaseUrl,
        EVENTSTORE_URL: settings.eventStoreUrl,
        LIUSHUI_LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const port = await new Promise<number>((resolve, reject) => {
      child.on('message', ({ type, address = '' }: Ready) => {
        if (type === 'ready') resolve(Number(new URL(address).port));
      });
      child.on('exit', (code) => reject(new Error(`the API ended with ${code}`)));
    });
    return new ApiProcess(child, port);
  }

  /** The most memory it ever had, in MiB; only where there is /proc. */
  peakMemoryMib(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}
