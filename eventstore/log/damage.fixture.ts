/** A log as it was written, for specs that cut its bytes and turn their bits. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppendOutcome } from './batch';
import { checkLog } from './check';
import { EventLog } from './event-log';
import { claimedLengthAt } from './frame';

/** Events per append; the last append has several, so that it can be cut in the middle. */
const APPEND_SIZES = [1, 1, 2, 4];
export const EVENT_COUNT = APPEND_SIZES.reduce((sum, count) => sum + count, 0);

/** One segment, in a folder of its own, and what it is read as. */
export class WholeLog {
  private constructor(
    /** Below it are this log and what is made of it, until `remove`. */
    readonly root: string,
    readonly original: string,
    /** Where the frame of each event begins, by position, and where the last one ends. */
    readonly offsets: readonly number[],
    readonly bytes: Buffer,
    readonly served: ReadonlyMap<number, Buffer>,
  ) {}

  static async write(): Promise<WholeLog> {
    const root = mkdtempSync(join(tmpdir(), 'liushui-damage-'));
    const original = join(root, 'original');
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
    const offsets = Array.from({ length: EVENT_COUNT }, (_, index) =>
      log.index.offsetOf(index + 1),
    );
    const served = (await read(log)).events;
    log.abandon();
    const file = readFileSync(segmentIn(original));
    const lastAt = offsets[EVENT_COUNT - 1] as number;
    const bytes = file.subarray(0, lastAt + claimedLengthAt(file, lastAt));
    return new WholeLog(root, original, [...offsets, bytes.length], bytes, served);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** A log of its own with these bytes in its only segment. */
  logWith(changed: Buffer): string {
    const folder = mkdtempSync(join(this.root, 'copy-'));
    writeFileSync(join(folder, '000000000001.segment'), changed);
    return folder;
  }

  expectWhole(events: Map<number, Buffer>): void {
    const changed = [...events].filter(([at, response]) => !this.served.get(at)?.equals(response));
    expect(changed).toEqual([]);
  }

  /** The last position of the last append that ends at or before a place in the file. */
  wholeUpTo(sizeBytes: number): number {
    let position = 0;
    for (const count of APPEND_SIZES) {
      const end = this.offsets[position + count] as number;
      if (end > sizeBytes) break;
      position += count;
    }
    return position;
  }
}

export function segmentIn(folder: string): string {
  const name = readdirSync(folder).find((file) => file.endsWith('.segment'));
  return join(folder, String(name));
}

export async function read(log: EventLog) {
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

export async function appendOne(log: EventLog): Promise<AppendOutcome> {
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

export function turnBit(original: Buffer, bit: number): Buffer {
  const turned = Buffer.from(original);
  turned[bit >> 3] = (turned[bit >> 3] as number) ^ (1 << (bit & 7));
  return turned;
}

/** What checking says, as opening says it. */
export function damageByCheck(folder: string) {
  const { findings } = checkLog(folder);
  return findings
    .filter(({ finding }) => finding === 'damage')
    .map(({ finding: _finding, ...damage }) => damage);
}
