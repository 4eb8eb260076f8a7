/**
 * Files that are cut and bits that are turned: what is whole is served, what is damaged is named and
 * never served, and nothing makes the opening fail.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { backupLog } from './backup';
import type { AppendOutcome } from './batch';
import { checkLog } from './check';
import { EventLog } from './event-log';
import { claimedLengthAt } from './frame';

/** Events per append; the last append has several, so that it can be cut in the middle. */
const APPEND_SIZES = [1, 1, 2, 4];
const EVENT_COUNT = APPEND_SIZES.reduce((sum, count) => sum + count, 0);

let root: string;
let original: string;
/** Where the frame of each event begins, by position, and where the last one ends. */
let offsets: number[];
let bytes: Buffer;
let served: Map<number, Buffer>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'liushui-damage-'));
  original = join(root, 'original');
  const log = EventLog.open(original);
  let number = 0;
  for (const count of APPEND_SIZES) {
    const events = Array.from({ length: count }, () => {
      number += 1;
      return {
        id: Buffer.alloc(16, number),
        type: Buffer.from('T'),
        isJson: true,
        data: Buffer.from(`{"number":${number}}`),
        metadata: Buffer.alloc(0),
      };
    });
    await new Promise<AppendOutcome>((settle) =>
      log.append({ streamName: Buffer.from(`s${count}`), expected: 'any', events }, settle),
    );
  }
  offsets = Array.from({ length: EVENT_COUNT }, (_, index) => log.index.offsetOf(index + 1));
  served = (await read(log)).events;
  log.abandon();
  const file = readFileSync(segmentIn(original));
  const lastAt = offsets[EVENT_COUNT - 1] as number;
  bytes = file.subarray(0, lastAt + claimedLengthAt(file, lastAt));
  offsets.push(bytes.length);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

function segmentIn(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.segment'));
  return join(folder, String(name));
}

/** A log of its own with these bytes in its only segment. */
function logWith(changed: Buffer): string {
  const folder = mkdtempSync(join(root, 'copy-'));
  writeFileSync(join(folder, '000000000001.segment'), changed);
  return folder;
}

async function read(log: EventLog) {
  const events = new Map<number, Buffer>();
  const damaged: number[] = [];
  let next = 1;
  while (next <= log.lastPosition) {
    const left = Array.from({ length: log.lastPosition - next + 1 }, (_, at) => next + at);
    const { responses, damage } = await log.read(left);
    for (const response of responses) events.set(next++, response);
    if (damage) damaged.push(next++);
  }
  return { events, damaged };
}

function expectWhole(events: Map<number, Buffer>): void {
  const changed = [...events].filter(([at, response]) => !served.get(at)?.equals(response));
  expect(changed).toEqual([]);
}

/** The last position of the last append that ends at or before a place in the file. */
function wholeUpTo(sizeBytes: number): number {
  let position = 0;
  for (const count of APPEND_SIZES) {
    const end = offsets[position + count] as number;
    if (end > sizeBytes) break;
    position += count;
  }
  return position;
}

async function appendOne(log: EventLog): Promise<AppendOutcome> {
  const event = {
    id: Buffer.alloc(16, 0xff),
    type: Buffer.from('T'),
    isJson: true,
    data: Buffer.from('{}'),
    metadata: Buffer.alloc(0),
  };
  return new Promise((settle) =>
    log.append({ streamName: Buffer.from('new'), expected: 'any', events: [event] }, settle),
  );
}

describe('a last segment that is cut short', () => {
  it('opens with every whole append and takes new ones, wherever it was cut', async () => {
    const from = offsets[2] as number;
    for (let sizeBytes = from; sizeBytes <= bytes.length; sizeBytes += 1) {
      const folder = logWith(bytes.subarray(0, sizeBytes));
      const log = EventLog.open(folder);
      expect(log.damage).toEqual([]);
      expect(log.lastPosition).toBe(wholeUpTo(sizeBytes));
      expectWhole((await read(log)).events);
      if (sizeBytes % 40 === 0) {
        expect(await appendOne(log)).toMatchObject({ position: wholeUpTo(sizeBytes) + 1 });
        await log.close();
        expect(checkLog(folder)).toMatchObject({ findings: [], summary: { whole: true } });
      } else log.abandon();
      rmSync(folder, { recursive: true });
    }
  });

  it('ends where its events end, though room was written ahead of them', async () => {
    const folder = logWith(Buffer.concat([bytes, Buffer.alloc(300_000)]));
    expect(checkLog(folder)).toMatchObject({ findings: [], summary: { eventCount: EVENT_COUNT } });
    const log = EventLog.open(folder);
    expect([log.damage, log.cut, log.lastPosition]).toEqual([[], null, EVENT_COUNT]);
    log.abandon();
    expect(readFileSync(segmentIn(folder))).toEqual(bytes);
  });

  it('opens as an empty log when not even its header was finished', async () => {
    for (const sizeBytes of [0, 1, 63, 64, 127]) {
      const folder = logWith(bytes.subarray(0, sizeBytes));
      expect(checkLog(folder)).toMatchObject({
        findings: [{ finding: 'torn-tail', sizeBytes }],
        summary: { whole: true, eventCount: 0 },
      });
      const log = EventLog.open(folder);
      expect(log.lastPosition).toBe(0);
      expect(await appendOne(log)).toMatchObject({ kind: 'appended', position: 1 });
      await log.close();
    }
  });

  it('is damage where a mark knows that more had been on the disk', async () => {
    const folder = logWith(bytes);
    await EventLog.open(folder).close();
    writeFileSync(segmentIn(folder), bytes.subarray(0, bytes.length - 1));
    const log = EventLog.open(folder);
    const last = offsets[EVENT_COUNT - 1] as number;
    expect(log.damage).toMatchObject([{ offset: last, afterPosition: EVENT_COUNT - 1 }]);
    expectWhole((await read(log)).events);
    expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
    await log.close();
    expect(readFileSync(segmentIn(folder))).toHaveLength(bytes.length - 1);
  });

  it('is damage wherever it was cut, also between two frames, where a mark knows more', async () => {
    const folder = logWith(bytes);
    await EventLog.open(folder).close();
    const between = Array.from({ length: bytes.length / 16 - 4 }, (_, at) => 64 + at * 16);
    const near = offsets.slice(0, -1).flatMap((offset) => [offset - 1, offset, offset + 1]);
    for (const sizeBytes of [...between, ...near, bytes.length - 1]) {
      const cut = bytes.subarray(0, sizeBytes);
      writeFileSync(segmentIn(folder), cut);
      const lost = Math.max(
        0,
        offsets.findLastIndex((offset) => offset <= sizeBytes),
      );
      const isInFrame = sizeBytes > (offsets[lost] as number);
      const offset = isInFrame ? offsets[lost] : Math.max(128, sizeBytes);
      const log = EventLog.open(folder);
      expect(log.damage.at(-1)).toMatchObject({ offset, afterPosition: lost });
      expect(damageByCheck(folder)).toEqual(log.damage);
      const { summary } = checkLog(folder);
      expect(summary).toMatchObject({ whole: false, eventCount: lost });
      expect([...(await read(log)).events.keys()]).toHaveLength(lost);
      expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
      log.abandon();
      expect(readFileSync(segmentIn(folder)).equals(cut)).toBe(true);
    }
  });
});

function turnBit(original: Buffer, bit: number): Buffer {
  const turned = Buffer.from(original);
  turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
  return turned;
}

/** What checking says, as opening says it. */
function damageByCheck(folder: string) {
  const { findings } = checkLog(folder);
  return findings
    .filter(({ finding }) => finding === 'damage')
    .map(({ finding: _finding, ...damage }) => damage);
}

describe('a bit that is turned', () => {
  // All bits of all bytes, in eight tests, each of which has a time limit of its own.
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'costs at most its event: bit %i of every byte',
    async (which) => {
      const folder = logWith(bytes);
      for (let bit = which; bit < bytes.length * 8; bit += 8) {
        const turned = turnBit(bytes, bit);
        writeFileSync(segmentIn(folder), turned);
        const at = bit >> 3;
        const log = EventLog.open(folder);
        expect(damageByCheck(folder)).toEqual(log.damage);
        const { events, damaged } = await read(log);
        expectWhole(events);
        const hit = offsets.findLastIndex((offset) => offset <= at);
        if (at < 128) {
          expect(log.damage).toMatchObject([{ offset: at < 64 ? 0 : 64 }]);
          expect(events.size).toBe(EVENT_COUNT);
        } else if (turned.at(-1) === 0) {
          // The one bit that leaves a frame as a torn write would: see frame.ts.
          expect(log.cut).toMatchObject({ offset: offsets[4] });
        } else {
          expect(log.damage).toMatchObject([{ offset: offsets[hit], afterPosition: hit }]);
          expect(damaged).toEqual(hit + 1 < EVENT_COUNT ? [hit + 1] : []);
          expect(events.size).toBe(EVENT_COUNT - 1);
        }
        log.abandon();
        expect(readFileSync(segmentIn(folder)).equals(turned)).toBe(turned.at(-1) !== 0);
      }
    },
  );

  it('in room that was written ahead costs nothing', () => {
    const ahead = Buffer.concat([bytes, Buffer.alloc(300)]);
    const folder = logWith(ahead);
    for (let bit = bytes.length * 8; bit < ahead.length * 8; bit += 1) {
      writeFileSync(segmentIn(folder), turnBit(ahead, bit));
      expect(checkLog(folder).summary).toMatchObject({ whole: true, eventCount: EVENT_COUNT });
      const log = EventLog.open(folder);
      expect([log.damage, log.lastPosition]).toEqual([[], EVENT_COUNT]);
      log.abandon();
    }
  });

  it('in the durable mark costs nothing', async () => {
    const folder = logWith(bytes);
    await EventLog.open(folder).close();
    const path = join(folder, 'durable');
    const mark = readFileSync(path);
    for (let bit = 0; bit < mark.length * 8; bit += 1) {
      writeFileSync(path, turnBit(mark, bit));
      const { findings, notes, summary } = checkLog(folder);
      expect([findings, summary.whole]).toEqual([[], true]);
      expect(notes).toMatchObject([{ note: 'durable-mark', file: 'durable' }]);
      const log = EventLog.open(folder);
      expect([log.damage, log.cut, log.lastPosition]).toEqual([[], null, EVENT_COUNT]);
      log.abandon();
    }
  });

  it('is found when it is turned while the log is open', async () => {
    const folder = logWith(bytes);
    const log = EventLog.open(folder);
    const turned = Buffer.from(bytes);
    const at = (offsets[3] as number) + 100;
    turned[at] = (turned[at] as number) ^ 1;
    writeFileSync(segmentIn(folder), turned);
    const { responses, damage } = await log.read([2, 3, 4, 5]);
    expect(responses).toEqual([served.get(2), served.get(3)]);
    expect(damage).toMatchObject({ position: 4, offset: offsets[3] });
    log.abandon();
  });
});

describe('a sealed segment', () => {
  /** A log of several segments, closed. */
  async function sealed(): Promise<string> {
    const folder = mkdtempSync(join(root, 'sealed-'));
    const log = EventLog.open(folder, { segmentSizeBytesMax: 600 });
    for (let count = 0; count < 10; count += 1) await appendOne(log).then(() => {});
    const event = (id: number) => ({
      id: Buffer.alloc(16, id),
      type: Buffer.from('T'),
      isJson: true,
      data: Buffer.from('{}'),
      metadata: Buffer.alloc(0),
    });
    for (let id = 1; id <= 10; id += 1) {
      await new Promise((settle) =>
        log.append({ streamName: Buffer.from('s'), expected: 'any', events: [event(id)] }, settle),
      );
    }
    // The index of a segment that has just been finished is written in another turn.
    await nextTurn();
    await log.close();
    return folder;
  }

  it('that is damaged is served but for the damage, and appends go on', async () => {
    const folder = await sealed();
    const path = join(folder, '000000000001.segment');
    const turned = readFileSync(path);
    turned[200] = (turned[200] as number) ^ 1;
    writeFileSync(path, turned);
    const log = EventLog.open(folder);
    const { events, damaged } = await read(log);
    expect(damaged).toEqual([1]);
    expect(events.size).toBe(log.lastPosition - 1);
    expect(await appendOne(log)).toMatchObject({ kind: 'appended' });
    await log.close();
    const { findings } = checkLog(folder);
    expect(findings[0]).toMatchObject({ finding: 'damage', offset: 128, afterPosition: 0 });
  });

  it('without its index is damaged for good when a frame is, and then takes no appends', async () => {
    const folder = await sealed();
    const path = join(folder, '000000000001.segment');
    rmSync(join(folder, '000000000001.index'));
    const turned = readFileSync(path);
    turned[200] = (turned[200] as number) ^ 1;
    writeFileSync(path, turned);
    const log = EventLog.open(folder);
    expect(log.damage).toMatchObject([{ file: '000000000001.segment', offset: 128 }]);
    expect((await read(log)).damaged).toEqual([1]);
    expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
    log.abandon();
  });

  it.each([
    ['with', false],
    ['without', true],
  ])('that is cut, %s its index, is read up to there and takes no appends', async (_, bare) => {
    const folder = await sealed();
    const [path, index] = [segmentIn(folder), join(folder, '000000000001.index')];
    const whole = readFileSync(path);
    const second = 128 + claimedLengthAt(whole, 128);
    for (let sizeBytes = 64; sizeBytes < whole.length; sizeBytes += 1) {
      const isNear = [128, second, whole.length].some((at) => Math.abs(at - sizeBytes) < 2);
      if (sizeBytes % 16 > 0 && !isNear) continue;
      if (bare) rmSync(index, { force: true });
      writeFileSync(path, whole.subarray(0, sizeBytes));
      const log = EventLog.open(folder);
      expect(damageByCheck(folder)).toEqual(log.damage);
      const lost = sizeBytes < second ? [1, 2] : [2];
      const { events, damaged } = await read(log);
      expect([damaged, events.size]).toEqual([lost, log.lastPosition - lost.length]);
      expect(await log.read([2])).toMatchObject({ responses: [], damage: { position: 2 } });
      expect((await log.read([3, 2, 1])).responses).toEqual([events.get(3)]);
      expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
      log.abandon();
    }
  });

  it('that is missing is named, be it the last', async () => {
    for (const which of [0, 1, -1]) {
      const folder = await sealed();
      const segments = readdirSync(folder).filter((name) => name.endsWith('.segment'));
      const gone = String(segments.at(which));
      rmSync(join(folder, gone));
      const log = EventLog.open(folder);
      expect(log.damage).toHaveLength(1);
      expect(damageByCheck(folder)).toEqual(log.damage);
      expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
      log.abandon();
    }
  });

  it('with any bit of its index turned gets a new one', async () => {
    const folder = await sealed();
    const path = join(folder, '000000000001.index');
    const whole = readFileSync(path);
    expect(checkLog(folder)).toMatchObject({ findings: [], notes: [] });
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      writeFileSync(path, turnBit(whole, bit));
      const { findings, notes } = checkLog(folder);
      expect(findings).toEqual([]);
      expect(notes).toMatchObject([{ note: 'index', file: '000000000001.index' }]);
      const log = EventLog.open(folder);
      expect(log.damage).toEqual([]);
      expect((await read(log)).damaged).toEqual([]);
      log.abandon();
      expect(readFileSync(path).equals(whole)).toBe(true);
      expect(checkLog(folder).findings).toEqual([]);
    }
  });

  it('without its index, or without the mark, is whole, and that they are missing is noted', async () => {
    const folder = await sealed();
    rmSync(join(folder, '000000000001.index'));
    rmSync(join(folder, 'durable'));
    const missing = expect.stringMatching(/^missing: /);
    const notes = [
      { note: 'index', file: '000000000001.index', reason: missing },
      { note: 'durable-mark', file: 'durable', reason: missing },
    ];
    expect(checkLog(folder)).toMatchObject({ findings: [], notes, summary: { whole: true } });
    expect(checkLog(folder, { beingServed: true }).notes).toEqual([]);
    await EventLog.open(folder).close();
    expect(checkLog(folder).notes).toEqual([]);
  });

  it('of another log is named and not served', async () => {
    const [folder, other] = [await sealed(), await sealed()];
    const second = String(readdirSync(folder).filter((name) => name.endsWith('.segment'))[1]);
    copyFileSync(join(other, second), join(folder, second));
    const log = EventLog.open(folder);
    expect(log.damage).toMatchObject([{ file: second, reason: 'the segment is of another log' }]);
    expect(damageByCheck(folder)).toEqual(log.damage);
    expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
    log.abandon();
  });
});

describe('a backup', () => {
  it('opens with the same events, and is refused into a folder that is not empty', async () => {
    const folder = join(root, 'backup');
    expect(backupLog(original, folder)).toMatchObject({ whole: true, eventCount: EVENT_COUNT });
    const log = EventLog.open(folder);
    const { events } = await read(log);
    expect(events).toEqual(served);
    log.abandon();
    expect(() => backupLog(original, folder)).toThrow('not empty');
  });

  it('cuts what was under way and copies no further', () => {
    const from = join(root, 'under-way');
    mkdirSync(from);
    copyFileSync(segmentIn(original), join(from, '000000000001.segment'));
    writeFileSync(join(from, '000000000001.segment'), bytes.subarray(0, bytes.length - 5));
    const summary = backupLog(from, join(root, 'backup-under-way'));
    expect(summary.lastPosition).toBe(wholeUpTo(bytes.length - 5));
  });

  it('carries the mark: it fails at what the mark knows, served or not, and its copies have one', async () => {
    const from = logWith(bytes);
    await EventLog.open(from).close();
    const last = offsets[EVENT_COUNT - 1] as number;
    const zeroed = Buffer.from(bytes).fill(0, bytes.length - 40);
    const damages = [turnBit(bytes, (last + 90) * 8), zeroed, bytes.subarray(0, last)];
    for (const damaged of damages) {
      writeFileSync(segmentIn(from), damaged);
      for (const beingServed of [false, true]) {
        const to = mkdtempSync(join(root, 'backup-'));
        expect(() => backupLog(from, to, { beingServed })).toThrow(`"offset":${last}`);
      }
    }
    writeFileSync(segmentIn(from), bytes);
    const copy = join(root, 'backup-marked');
    backupLog(from, copy, { beingServed: true });
    writeFileSync(segmentIn(copy), bytes.subarray(0, last));
    expect(checkLog(copy).summary).toMatchObject({ whole: false });
  });

  it('that fails leaves nothing, and what a killed one left stands in its way by name', async () => {
    const from = logWith(bytes);
    mkdirSync(join(from, '000000000009.segment'));
    const to = mkdtempSync(join(root, 'backup-'));
    expect(() => backupLog(from, to)).toThrow();
    expect([readdirSync(to), existsSync(`${to}.partial`)]).toEqual([[], false]);
    mkdirSync(`${to}.partial`);
    expect(() => backupLog(original, to)).toThrow(`${to}.partial is left of a backup`);
    rmSync(`${to}.partial`, { recursive: true });
    expect(backupLog(original, to)).toMatchObject({ whole: true, eventCount: EVENT_COUNT, to });
    expect(existsSync(`${to}.partial`)).toBe(false);
  });
});
