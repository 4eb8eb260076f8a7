/**
 * Every state in which a killed process or a cut of the power can leave the folder: a disk dies at
 * the first, the second, … the last operation of the same small history, which makes, fills, seals
 * and opens segments. In each of them checking and opening agree, nothing that was acknowledged is
 * missing, appends are whole or absent, and nothing is called damage.
 *
 * CRASH_SEED repeats a run; it decides what a cut of the power leaves.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LastGasp, listing, MortalDisk } from '../test/mortal-disk';
import { randomFrom } from '../test/random';
import { backupLog } from './backup';
import type { AppendOutcome } from './batch';
import { checkLog } from './check';
import { EventLog } from './event-log';
import type { FileOperations } from './file-operations';

const SEED = Number(process.env.CRASH_SEED ?? randomInt(1, 2 ** 31));
const SEGMENT_SIZE_BYTES = 4_000;
const DATA_SIZES_BYTES = [90, 700, 1_300, 10];
const POWER_CUTS_PER_OPERATION = 6;
const OPERATION_COUNT_MAX = 500;

interface Append {
  readonly firstId: number;
  readonly count: number;
  acknowledged: boolean;
}

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'liushui-states-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function eventWith(id: number) {
  const idBytes = Buffer.alloc(16);
  idBytes.writeUInt32BE(id, 12);
  const data = Buffer.alloc(DATA_SIZES_BYTES[id % DATA_SIZES_BYTES.length] as number, 0x61);
  return { id: idBytes, type: Buffer.from('T'), isJson: true, data, metadata: Buffer.alloc(0) };
}

/** What was asked of one log over all its lives. */
class History {
  readonly appends: Append[] = [];
  private lastId = 0;

  constructor(private readonly disk: MortalDisk) {}

  /** False when the disk died. */
  async live(folder: string, batchCount: number): Promise<boolean> {
    const { files, died } = this.disk;
    let log: EventLog;
    try {
      log = EventLog.open(folder, { files, segmentSizeBytesMax: SEGMENT_SIZE_BYTES });
    } catch (error) {
      if (this.disk.isDead) return false;
      throw error;
    }
    for (let batch = 0; batch < batchCount; batch += 1) {
      await Promise.race([this.append(log, 1 + (batch % 3)), died]);
      await Promise.race([Promise.all([this.append(log, 1), this.append(log, 2)]), died]);
    }
    await nextTurn();
    if (this.disk.isDead) log.abandon();
    else await log.close();
    return !this.disk.isDead;
  }

  private append(log: EventLog, count: number): Promise<void> {
    const append = { firstId: this.lastId + 1, count, acknowledged: false };
    this.lastId += count;
    this.appends.push(append);
    const events = Array.from({ length: count }, (_, at) => eventWith(append.firstId + at));
    const request = { streamName: Buffer.from(`s${count}`), expected: 'any', events } as const;
    return new Promise((resolve) => {
      log.append(request, ({ kind }) => {
        append.acknowledged = kind === 'appended';
        resolve();
      });
    });
  }
}

const cheap = (): FileOperations => new MortalDisk().files;

async function idsIn(log: EventLog): Promise<number[]> {
  const ids: number[] = [];
  for (let position = 1; position <= log.lastPosition; position += 1) {
    const { responses, damage } = await log.read([position]);
    expect(damage).toBeNull();
    const [id] = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]+/.exec(String(responses[0])) ?? [];
    ids.push(Number.parseInt(String(id).slice(-8), 16));
  }
  return ids;
}

/** Appends lie one behind the other, in any order, and each is whole. */
function expectWholeAppends(ids: readonly number[], appends: readonly Append[]): void {
  const firsts = new Map(appends.map((append) => [append.firstId, append]));
  const stored = new Set<Append>();
  for (let at = 0; at < ids.length; ) {
    const append = firsts.get(ids[at] as number);
    if (!append) throw new Error(`Id ${ids[at]} begins no append.`);
    const wanted = Array.from({ length: append.count }, (_, index) => append.firstId + index);
    expect(ids.slice(at, at + append.count)).toEqual(wanted);
    expect(stored.has(append)).toBe(false);
    stored.add(append);
    at += append.count;
  }
  const missing = appends.filter((append) => append.acknowledged && !stored.has(append));
  expect(missing).toEqual([]);
}

async function expectSound(folder: string, appends: readonly Append[]): Promise<void> {
  const before = checkLog(folder);
  expect(before.findings.filter(({ finding }) => finding !== 'torn-tail')).toEqual([]);
  const options = { files: cheap(), segmentSizeBytesMax: SEGMENT_SIZE_BYTES };
  const log = EventLog.open(folder, options);
  expect(log.damage).toEqual([]);
  expect(log.lastPosition).toBe(before.summary.lastPosition);
  const ids = await idsIn(log);
  expectWholeAppends(ids, appends);
  expect(checkLog(folder).findings).toEqual([]);
  const next: AppendOutcome = await new Promise((settle) =>
    log.append(
      { streamName: Buffer.from('next'), expected: 'any', events: [eventWith(9_999)] },
      settle,
    ),
  );
  expect(next).toMatchObject({ kind: 'appended', position: ids.length + 1 });
  await log.close();
  const after = checkLog(folder);
  expect(after).toMatchObject({ findings: [], summary: { eventCount: ids.length + 1 } });
  const again = EventLog.open(folder, options);
  expect([again.damage, again.lastPosition]).toEqual([[], ids.length + 1]);
  again.abandon();
}

async function explained(folder: string, what: string, check: () => Promise<void>): Promise<void> {
  const files = listing(folder);
  try {
    await check();
  } catch (error) {
    throw new Error(`${what} (CRASH_SEED=${SEED}), ${files}: ${String(error)}`);
  }
}

/** Calls `look` for a log whose disk died at each of its operations in turn. */
async function forEachDeath(
  lastGasp: LastGasp,
  look: (folder: string, history: History, disk: MortalDisk, diesAt: number) => Promise<void>,
): Promise<number> {
  for (let diesAt = 1; diesAt <= OPERATION_COUNT_MAX; diesAt += 1) {
    const folder = mkdtempSync(join(root, 'log-'));
    const disk = new MortalDisk(diesAt, lastGasp);
    const history = new History(disk);
    const survived = (await history.live(folder, 5)) && (await history.live(folder, 3));
    if (survived) return diesAt;
    await look(folder, history, disk, diesAt);
    rmSync(folder, { recursive: true, force: true });
  }
  throw new Error('The history has too many operations.');
}

describe('a process that is killed at any of its file operations', () => {
  it.each(['nothing', 'half', 'all'] as const)('of which %s is done', async (lastGasp) => {
    const count = await forEachDeath(lastGasp, (folder, history, _disk, diesAt) =>
      explained(folder, `Killed at ${diesAt}`, () => expectSound(folder, history.appends)),
    );
    expect(count).toBeGreaterThan(60);
  });

  it('and is killed again while it opens what that left', async () => {
    await forEachDeath('half', async (folder, history, _disk, diesAt) => {
      for (let again = 1; again < 20; again += 1) {
        const disk = new MortalDisk(again, 'half');
        let log: EventLog | undefined;
        try {
          log = EventLog.open(folder, { files: disk.files });
        } catch (error) {
          if (!disk.isDead) throw error;
        }
        log?.abandon();
        if (!disk.isDead) break;
      }
      await explained(folder, `Killed at ${diesAt} and again`, () =>
        expectSound(folder, history.appends),
      );
    });
  });

  it('leaves what can be backed up', async () => {
    await forEachDeath('half', async (folder, history, _disk, diesAt) => {
      const copy = join(folder, 'copy');
      await explained(folder, `Killed at ${diesAt}`, async () => {
        const { lastPosition } = backupLog(folder, copy);
        expect(lastPosition).toBe(checkLog(folder).summary.lastPosition);
        await expectSound(copy, history.appends);
      });
    });
  });
});

describe('a cut of the power at any file operation', () => {
  it(`leaves what was acknowledged (CRASH_SEED=${SEED})`, async () => {
    const random = randomFrom(SEED);
    await forEachDeath('all', async (folder, history, disk, diesAt) => {
      for (let cut = 0; cut < POWER_CUTS_PER_OPERATION; cut += 1) {
        const left = join(folder, `left-${cut}`);
        disk.afterPowerCut(left, random);
        await explained(left, `Power cut at ${diesAt}`, () => expectSound(left, history.appends));
      }
    });
  });
});
