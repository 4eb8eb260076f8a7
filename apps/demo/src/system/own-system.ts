/** A system of the demo's own: the same supervisor as `npm start`, ended with the demo. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { OutputTail, projectRoot } from '#engines';
import { DemoFault } from '../faults';

type Environment = Readonly<Record<string, string | undefined>>;

export type StartedSystem =
  | { readonly ok: true; readonly address: string; stop(): Promise<void> }
  | { readonly ok: false; readonly fault: DemoFault };

/** The supervisor promises to end everything within ten seconds. */
const stopMsMax = 15_000;

/** Starts it on a free port unless PORT is set; settles when it is ready or has given up. */
export async function startOwnSystem(dataDir: string, env: Environment): Promise<StartedSystem> {
  const file = join(projectRoot(), 'dist/apps/supervisor/src/main.js');
  const child = spawn(process.execPath, [file], {
    // It ends when its stdin ends: also when this process is killed.
    env: { ...env, LIUSHUI_DATA: dataDir, PORT: env.PORT || '0', LIUSHUI_PARENT_WATCH: '1' },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  const said = new OutputTail();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => said.add(text));
  }
  const exited = new Promise<undefined>((resolve) => {
    child.once('exit', () => resolve(undefined)).once('error', () => resolve(undefined));
  });
  const ready = new Promise<string>((resolve) => {
    child.on('message', (message: { type?: unknown; address?: unknown }) => {
      if (message.type === 'ready') resolve(String(message.address));
    });
  });
  const address = await Promise.race([ready, exited]);
  if (address !== undefined) return { ok: true, address, stop: () => stop(child, exited) };
  return { ok: false, fault: new DemoFault(`Liushui could not be started:\n${said}`) };
}

async function stop(child: ChildProcess, exited: Promise<undefined>): Promise<void> {
  child.stdin?.end();
  const forced = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
  await exited;
  clearTimeout(forced);
}
