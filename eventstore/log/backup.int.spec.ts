import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { backupLog } from './backup';
import { checkLog } from './check';
import { EVENT_COUNT, read, segmentIn, turnBit, WholeLog } from './damage.fixture';
import { EventLog } from './event-log';

let whole: WholeLog;

beforeAll(async () => {
  whole = await WholeLog.write();
});

afterAll(() => whole.remove());

describe('a backup', () => {
  it('opens with the same events, and is refused into a folder that is not empty', async () => {
    const folder = join(whole.root, 'backup');
    expect(backupLog(whole.original, folder)).toMatchObject({
      whole: true,
      eventCount: EVENT_COUNT,
    });
    const log = EventLog.open(folder);
    const { events } = await read(log);
    expect(events).toEqual(whole.served);
    log.abandon();
    expect(() => backupLog(whole.original, folder)).toThrow('not empty');
  });

  it('cuts what was under way and copies no further', () => {
    const from = join(whole.root, 'under-way');
    mkdirSync(from);
    copyFileSync(segmentIn(whole.original), join(from, '000000000001.segment'));
    writeFileSync(
      join(from, '000000000001.segment'),
      whole.bytes.subarray(0, whole.bytes.length - 5),
    );
    const summary = backupLog(from, join(whole.root, 'backup-under-way'));
    expect(summary.lastPosition).toBe(whole.wholeUpTo(whole.bytes.length - 5));
  });

  it('carries the mark: it fails at what the mark knows, served or not, and its copies have one', async () => {
    const from = whole.logWith(whole.bytes);
    await EventLog.open(from).close();
    const last = whole.offsets[EVENT_COUNT - 1] as number;
    const zeroed = Buffer.from(whole.bytes).fill(0, whole.bytes.length - 40);
    const damages = [turnBit(whole.bytes, (last + 90) * 8), zeroed, whole.bytes.subarray(0, last)];
    for (const damaged of damages) {
      writeFileSync(segmentIn(from), damaged);
      for (const beingServed of [false, true]) {
        const to = mkdtempSync(join(whole.root, 'backup-'));
        expect(() => backupLog(from, to, { beingServed })).toThrow(`"offset":${last}`);
      }
    }
    writeFileSync(segmentIn(from), whole.bytes);
    const copy = join(whole.root, 'backup-marked');
    backupLog(from, copy, { beingServed: true });
    writeFileSync(segmentIn(copy), whole.bytes.subarray(0, last));
    expect(checkLog(copy).summary).toMatchObject({ whole: false });
  });

  it('that fails leaves nothing, and what a killed one left stands in its way by name', async () => {
    const from = whole.logWith(whole.bytes);
    mkdirSync(join(from, '000000000009.segment'));
    const to = mkdtempSync(join(whole.root, 'backup-'));
    expect(() => backupLog(from, to)).toThrow();
    expect([readdirSync(to), existsSync(`${to}.partial`)]).toEqual([[], false]);
    mkdirSync(`${to}.partial`);
    expect(() => backupLog(whole.original, to)).toThrow(`${to}.partial is left of a backup`);
    rmSync(`${to}.partial`, { recursive: true });
    expect(backupLog(whole.original, to)).toMatchObject({
      whole: true,
      eventCount: EVENT_COUNT,
      to,
    });
    expect(existsSync(`${to}.partial`)).toBe(false);
  });
});
