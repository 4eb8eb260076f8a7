/**
 * A whole Liushui that has years of a nation behind it: filled through the engines, its views built,
 * and then started as `npm start` starts it. With a folder of its own it is filled once and used
 * again; blocks of holders are placeholders, which nobody opens.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shanghaiDate } from '#domain';
import { startEventStore, startPostgres } from '#engines';
import { EventLog } from '#event-log';
import { type HolderIndexing, rebuild } from '#read-model';
import { Caller } from '../post/caller';
import { adminPassword, type RunningSystem, startSystem } from '../post/running-system';
import { ministry } from './country';
import { Nation } from './nation';
import { type Poured, Pourer } from './pour';
import { zerosUntil } from './zeros';

const seed = 20_130_401;
const caughtUpMsMax = 1_800_000;
const lookEveryMs = 3_000;
/** Of one core: what it takes to look now and then whether there is anything to do. */
const restingShareMax = 0.05;
const password = 'a-password-of-benchmarks';

const noHolders: HolderIndexing = {
  index: async (_, blocks) => blocks.map(() => []),
  destroy: async () => undefined,
};

export interface Filling {
  readonly certificatesPerYear: number;
  readonly certificates: number;
  readonly linesPerPost: number;
}

/** Fills the folder, unless it was filled so before. */
export async function fillSystem(folder: string, filling: Filling): Promise<Poured> {
  const note = join(folder, 'filled.json');
  const told = JSON.stringify(filling);
  if (existsSync(note)) {
    const before = JSON.parse(readFileSync(note, 'utf8')) as { filling: string; poured: Poured };
    if (before.filling === told) return before.poured;
    throw new Error(`${folder} is filled otherwise: ${before.filling}`);
  }
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const node = await startEventStore({ dir: join(folder, 'event-store') });
  const postgres = await startPostgres({ dir: join(folder, 'postgres') });
  const log = EventLog.connect(node.url);
  try {
    const nation = new Nation({ seed, ...filling, hasPeople: false });
    const say = ({ eventCount, certificateCount }: Poured) =>
      process.stderr.write(`${certificateCount} certificates in ${eventCount} events\n`);
    const pourer = new Pourer(log, nation);
    await pourer.until(filling.certificates, say);
    const poured = await pourer.apart(zerosUntil(shanghaiDate(new Date())));
    await rebuild({ log, databaseUrl: postgres.url, holders: noHolders });
    writeFileSync(note, JSON.stringify({ filling: told, poured }));
    return poured;
  } finally {
    await log.dispose();
    await Promise.all([node.stop(), postgres.stop()]);
  }
}

/** Starts it, and waits until nothing of the past is left to do. */
export async function startFilled(
  folder: string,
  { eventCount }: Poured,
): Promise<{
  readonly system: RunningSystem;
  /** Reads everything. */
  readonly auditor: Caller;
}> {
  const system = await startSystem(folder);
  try {
    const anonymous = new Caller(system.address);
    const login = { username: 'admin', password: adminPassword };
    const { accessToken } = await anonymous.must<{ accessToken: string }>('auth/login', login);
    const auditor = await auditorOf(anonymous.as(accessToken));
    await logWritten(anonymous, eventCount);
    await resting(system.address);
    return { system, auditor };
  } catch (fault) {
    await system.stop();
    throw fault;
  }
}

async function auditorOf(admin: Caller): Promise<Caller> {
  const username = `auditor-${process.pid}-${Date.now()}`;
  const roles = ['auditor'];
  const user = { username, displayName: username, password, centre: ministry, roles };
  await admin.must('users', user);
  const { key } = await admin.must<{ key: string }>(`users/${username}/api-keys`, {});
  return admin.as(key);
}

/** Until a head of the transparency log is over all that was poured. */
async function logWritten(anonymous: Caller, eventCount: number): Promise<void> {
  const endsAt = performance.now() + caughtUpMsMax;
  while (performance.now() < endsAt) {
    const { status, text } = await anonymous.send('GET', 'transparency/checkpoint');
    if (status === 200 && Number(text.split('\n')[1]) >= eventCount) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  throw new Error('the transparency log does not catch up');
}

/** Until the API does nothing by itself any more, such as reading the books for the first posts. */
async function resting(address: string): Promise<void> {
  const endsAt = performance.now() + caughtUpMsMax;
  let before = await cpuSeconds(address);
  while (performance.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const now = await cpuSeconds(address);
    if (now - before < (restingShareMax * lookEveryMs) / 1000) return;
    before = now;
  }
  throw new Error('the API does not come to rest');
}

async function cpuSeconds(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}
