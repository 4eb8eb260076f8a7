import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { becomesTrue, identifyProcess, sendSignal } from '../process-identity';
import { projectRoot } from '../project-root';
import type { RunningEngine } from '../running-engine';
import { startEventStore } from './start-event-store';

let dir: string;
let started: RunningEngine[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'liushui-node-'));
  started = [];
});

afterEach(async () => {
  for (const node of started) await node.stop();
  rmSync(dir, { recursive: true, force: true });
});

const start = async (options: Partial<Parameters<typeof startEventStore>[0]> = {}) => {
  const node = await startEventStore({ dir, ...options });
  started.push(node);
  return node;
};

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

it('serves with TLS and a password unless told otherwise, and stops when told', async () => {
  const node = await start();
  expect(node.url).toMatch(new RegExp(`^esdb://[^:]+:[^@]+@127.0.0.1:${node.port}[/?]`));
  expect(node.url).not.toContain('tls=false');
  expect(await answers(node.port)).toBe(true);
  await node.stop();
  await expect(node.exited).resolves.toMatchObject({ code: 0 });
  expect(await answers(node.port)).toBe(false);
});

it('serves in plain text when asked to, and again on the same port after it was killed', async () => {
  const node = await start({ insecure: true });
  expect(node.url).toContain('tls=false');
  process.kill(node.pid, 'SIGKILL');
  await expect(node.exited).resolves.toMatchObject({ signal: 'SIGKILL' });
  const again = await start({ insecure: true, port: node.port });
  expect(again.url).toBe(node.url);
  expect(again.pid).not.toBe(node.pid);
});

it('says why it could not start', async () => {
  const node = await start({ insecure: true });
  const elsewhere = mkdtempSync(join(tmpdir(), 'liushui-node-'));
  try {
    await expect(start({ dir: elsewhere, insecure: true, port: node.port })).rejects.toThrow(
      /did not start:\n.*\S/s,
    );
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

describe('when the process that started it is killed', () => {
  let starter: ChildProcess;

  afterEach(() => {
    starter.kill('SIGKILL');
  });

  it('ends as well', async () => {
    const hook = join(projectRoot(), 'libs/testing/src/run-typescript.cjs');
    const program = `require('./start-event-store.ts')
      .startEventStore({ dir: process.argv[1], insecure: true })
      .then(({ pid }) => require('node:fs').writeFileSync(process.argv[1] + '/pid', String(pid)));`;
    starter = spawn(process.execPath, ['-r', hook, '-e', program, dir], {
      cwd: __dirname,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    let pid = 0;
    const hasStarted = () => {
      try {
        pid = Number(readFileSync(join(dir, 'pid'), 'utf8'));
      } catch {
        return false;
      }
      return pid > 0;
    };
    expect(await becomesTrue(hasStarted, 60_000)).toBe(true);
    expect(identifyProcess(pid)).toBeDefined();
    sendSignal(starter.pid as number, 'SIGKILL');
    expect(await becomesTrue(() => identifyProcess(pid) === undefined, 20_000)).toBe(true);
  });
});
