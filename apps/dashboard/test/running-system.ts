/** The whole of Liushui, as built, in a folder and on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `LIUSHUI_BUILT`: the folder above another `dist`, to try pages that are built elsewhere. */
export const root = process.env.LIUSHUI_BUILT ?? join(__dirname, '../../..');
const supervisor = join(root, 'dist/apps/supervisor/src/main.js');
const pages = join(root, 'dist/dashboard/index.html');
const stopMsMax = 20_000;

export const adminPassword = 'a password for the browser specs';

export interface RunningSystem {
  readonly address: string;
  /** The folder of its data. */
  readonly data: string;
  readonly stop: () => Promise<void>;
}

export async function startSystem(): Promise<RunningSystem> {
  for (const file of [supervisor, pages]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first`);
  }
  const data = mkdtempSync(join(tmpdir(), 'liushui-browser-'));
  const { EVENTSTORE_URL: _store, DATABASE_URL: _database, ...env } = process.env;
  const child = spawn(process.execPath, [supervisor], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    env: {
      ...env,
      PORT: '0',
      HOST: '127.0.0.1',
      LIUSHUI_DATA: data,
      LIUSHUI_ADMIN_PASSWORD: adminPassword,
      LIUSHUI_PARENT_WATCH: '1',
    },
  });
  const end = async () => {
    await endOf(child);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    return { address: await addressOf(child), data, stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The supervisor tells its parent when everything serves. */
function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('message', (news: { type: string; address?: string }) => {
      if (news.type === 'ready' && news.address) resolve(news.address);
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`the system ended:\n${output}`)));
  });
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
  await ended;
  clearTimeout(killer);
}
