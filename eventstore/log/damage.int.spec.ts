/**
 * Files that are cut and bits that are turned: what is whole is served, what is damaged is named and
 * never served, and nothing makes the opening fail.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLog } from './check';
import {
  appendOne,
  damageByCheck,
  EVENT_COUNT,
  read,
  segmentIn,
  turnBit,
  WholeLog,
} from './damage.fixture';
import { EventLog } from './event-log';

let whole: WholeLog;

beforeAll(async () => {
  whole = await WholeLog.write();
});

afterAll(() => whole.remove());

describe('a last segment that is cut short', () => {
  it('opens with every whole append and takes new ones, wherever it was cut', async () => {
    const from = whole.offsets[2] as number;
    for (let sizeBytes = from; sizeBytes <= whole.bytes.length; sizeBytes += 1) {
      const folder = whole.logWith(whole.bytes.subarray(0, sizeBytes));
      const log = EventLog.open(folder);
      expect(log.damage).toEqual([]);
      expect(log.lastPosition).toBe(whole.wholeUpTo(sizeBytes));
      whole.expectWhole((await read(log)).events);
      if (sizeBytes % 40 === 0) {
        expect(await appendOne(log)).toMatchObject({ position: whole.wholeUpTo(sizeBytes) + 1 });
        await log.close();
        expect(checkLog(folder)).toMatchObject({ findings: [], summary: { whole: true } });
      } else log.abandon();
      rmSync(folder, { recursive: true });
    }
  });

  it('ends where its events end, though room was written ahead of them', async () => {
    const folder = whole.logWith(Buffer.concat([whole.bytes, Buffer.alloc(300_000)]));
    expect(checkLog(folder)).toMatchObject({ findings: [], summary: { eventCount: EVENT_COUNT } });
    const log = EventLog.open(folder);
    expect([log.damage, log.cut, log.lastPosition]).toEqual([[], null, EVENT_COUNT]);
    log.abandon();
    expect(readFileSync(segmentIn(folder))).toEqual(whole.bytes);
  });

  it('opens as an empty log when not even its header was finished', async () => {
    for (const sizeBytes of [0, 1, 63, 64, 127]) {
      const folder = whole.logWith(whole.bytes.subarray(0, sizeBytes));
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
    const folder = whole.logWith(whole.bytes);
    await EventLog.open(folder).close();
    writeFileSync(segmentIn(folder), whole.bytes.subarray(0, whole.bytes.length - 1));
    const log = EventLog.open(folder);
    const last = whole.offsets[EVENT_COUNT - 1] as number;
    expect(log.damage).toMatchObject([{ offset: last, afterPosition: EVENT_COUNT - 1 }]);
    whole.expectWhole((await read(log)).events);
    expect(await appendOne(log)).toMatchObject({ kind: 'refused', reason: 'damaged' });
    await log.close();
    expect(readFileSync(segmentIn(folder))).toHaveLength(whole.bytes.length - 1);
  });

  it('is damage wherever it was cut, also between two frames, where a mark knows more', async () => {
    const folder = whole.logWith(whole.bytes);
    await EventLog.open(folder).close();
    const between = Array.from({ length: whole.bytes.length / 16 - 4 }, (_, at) => 64 + at * 16);
    const near = whole.offsets.slice(0, -1).flatMap((offset) => [offset - 1, offset, offset + 1]);
    for (const sizeBytes of [...between, ...near, whole.bytes.length - 1]) {
      const cut = whole.bytes.subarray(0, sizeBytes);
      writeFileSync(segmentIn(folder), cut);
      const lost = Math.max(
        0,
        whole.offsets.findLastIndex((offset) => offset <= sizeBytes),
      );
      const isInFrame = sizeBytes > (whole.offsets[lost] as number);
      const offset = isInFrame ? whole.offsets[lost] : Math.max(128, sizeBytes);
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

describe('a bit that is turned', () => {
  // All bits of all bytes, in eight tests, each of which has a time limit of its own.
  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'costs at most its event: bit %i of every byte',
    async (which) => {
      const folder = whole.logWith(whole.bytes);
      for (let bit = which; bit < whole.bytes.length * 8; bit += 8) {
        const turned = turnBit(whole.bytes, bit);
        writeFileSync(segmentIn(folder), turned);
        const at = bit >> 3;
        const log = EventLog.open(folder);
        expect(damageByCheck(folder)).toEqual(log.damage);
        const { events, damaged } = await read(log);
        whole.expectWhole(events);
        const hit = whole.offsets.findLastIndex((offset) => offset <= at);
        if (at < 128) {
          expect(log.damage).toMatchObject([{ offset: at < 64 ? 0 : 64 }]);
          expect(events.size).toBe(EVENT_COUNT);
        } else if (turned.at(-1) === 0) {
          // The one bit that leaves a frame as a torn write would: see frame.ts.
          expect(log.cut).toMatchObject({ offset: whole.offsets[4] });
        } else {
          expect(log.damage).toMatchObject([{ offset: whole.offsets[hit], afterPosition: hit }]);
          expect(damaged).toEqual(hit + 1 < EVENT_COUNT ? [hit + 1] : []);
          expect(events.size).toBe(EVENT_COUNT - 1);
        }
        log.abandon();
        expect(readFileSync(segmentIn(folder)).equals(turned)).toBe(turned.at(-1) !== 0);
      }
    },
  );

  it('in room that was written ahead costs nothing', () => {
    const ahead = Buffer.concat([whole.bytes, Buffer.alloc(300)]);
    const folder = whole.logWith(ahead);
    for (let bit = whole.bytes.length * 8; bit < ahead.length * 8; bit += 1) {
      writeFileSync(segmentIn(folder), turnBit(ahead, bit));
      expect(checkLog(folder).summary).toMatchObject({ whole: true, eventCount: EVENT_COUNT });
      const log = EventLog.open(folder);
      expect([log.damage, log.lastPosition]).toEqual([[], EVENT_COUNT]);
      log.abandon();
    }
  });

  it('in the durable mark costs nothing', async () => {
    const folder = whole.logWith(whole.bytes);
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
    const folder = whole.logWith(whole.bytes);
    const log = EventLog.open(folder);
    const turned = Buffer.from(whole.bytes);
    const at = (whole.offsets[3] as number) + 100;
    turned[at] = (turned[at] as number) ^ 1;
    writeFileSync(segmentIn(folder), turned);
    const { responses, damage } = await log.read([2, 3, 4, 5]);
    expect(responses).toEqual([whole.served.get(2), whole.served.get(3)]);
    expect(damage).toMatchObject({ position: 4, offset: whole.offsets[3] });
    log.abandon();
  });
});
