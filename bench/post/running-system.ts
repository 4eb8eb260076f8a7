/** A whole Liushui on embedded engines in a folder of its own, as `npm start` starts it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const adminPassword = 'first-administrator-of-benchmarks';
const stopMsMax = 15_000;

export interface RunningSystem {
  readonly address: string;
  readonly eventStoreUrl: string;
  /** Of the supervisor, whose children are all the other processes. */
  readonly pid: number;
  stop(): Promise<void>;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** In a folder that is there, which stays; or in one of its own, which goes with it. */
export async function startSystem(filled?: string): Promise<RunningSystem> {
  const folder = filled ?? mkdtempSync(join(tmpdir(), 'liushui-bench-'));
  const remove = () => {
    if (filled === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const program = join(__dirname, '../../apps/supervisor/src/main.js');
  const env = {
    ...process.env,
    PORT: String(await freePort()),
    HOST: '127.0.0.1',
    LIUSHUI_DATA: folder,
    LIUSHUI_ADMIN_PASSWORD: adminPassword,
    LIUSHUI_PARENT_WATCH: '1',
  };
  const child = spawn(process.execPath, [program], {
    env,
    stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
    await gone;
    clearTimeout(timer);
    remove();
  };
  const ready = new Promise<void>((resolve) => child.once('message', () => resolve()));
  await Promise.race([ready, gone]);
  if (child.exitCode !== null) {
    remove();
    throw new Error('the system did not start');
  }
  const told = JSON.parse(readFileSync(join(folder, 'run/system.json'), 'utf8'));
  const { address, eventStoreUrl } = told as { address: string; eventStoreUrl: string };
  return { address, eventStoreUrl, pid: child.pid ?? 0, stop };
}
