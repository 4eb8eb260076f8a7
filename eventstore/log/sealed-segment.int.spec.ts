import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkLog } from './check';
import { appendOne, damageByCheck, read, segmentIn, turnBit } from './damage.fixture';
import { EventLog } from './event-log';
import { claimedLengthAt } from './frame';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'liushui-sealed-'));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

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
