/**
 * Somebody with the run of the machine: alters stored events where they lie and makes the file
 * whole again, so that the store itself sees nothing.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { startEventStore } from '#engines';
import type { TestEngine } from '#testing';

const segmentHeadSizeBytes = 128;
const saltAt = 12;
const frameLengthAt = 4;
const recordTimeAt = 24;

/** A copy of a node's folder as it is on the disk. */
export function copyOfStore(dir: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'liushui-insider-'));
  cpSync(dir, copy, { recursive: true, filter: (path) => !/^lock-\d+$/.test(basename(path)) });
  return copy;
}

/** Replaces text of the same length in every event of a type; answers in how many it stood. */
export function alterStore(dir: string, type: string, from: string, to: string): number {
  const [before, after] = [Buffer.from(from), Buffer.from(to)];
  if (before.length !== after.length) throw new Error('an insider keeps the length');
  return alterFrames(dir, (frame) => {
    const at = frame.includes(type) ? frame.indexOf(before) : -1;
    if (at >= 0) after.copy(frame, at);
    return at >= 0;
  });
}

/** Every event recorded so many milliseconds later, or earlier; answers how many they are. */
export function shiftRecordTimes(dir: string, ms: number): number {
  return alterFrames(dir, (frame) => {
    const name = frame.indexOf('\n\x07created');
    if (name < 0) return false;
    // Behind the name and its value's tag and length: a decimal number that begins with them.
    const at = name + 11;
    const recordedMs = Number(frame.toString('latin1', at, at + 13));
    frame.write(String(recordedMs + ms), at, 'latin1');
    frame.writeBigUInt64LE(frame.readBigUInt64LE(recordTimeAt) + BigInt(ms), recordTimeAt);
    return true;
  });
}

/** Changes frames where they lie, with their checksums; answers how many were changed. */
function alterFrames(dir: string, change: (frame: Buffer) => boolean): number {
  let altered = 0;
  for (const name of readdirSync(join(dir, 'log')).filter((file) => file.endsWith('.segment'))) {
    const path = join(dir, 'log', name);
    const bytes = readFileSync(path);
    for (const frame of framesOf(bytes)) {
      if (!change(frame)) continue;
      frame.writeUInt32LE(crc32(frame.subarray(4), bytes.readUInt32LE(saltAt)), 0);
      altered += 1;
    }
    writeFileSync(path, bytes);
  }
  return altered;
}

function* framesOf(bytes: Buffer): Generator<Buffer> {
  let at = segmentHeadSizeBytes;
  while (at + frameLengthAt + 4 <= bytes.length) {
    const length = bytes.readUInt32LE(at + frameLengthAt);
    if (length === 0) return;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** A node on such a folder, which goes with it. */
export async function serveCopy(dir: string): Promise<TestEngine> {
  const node = await startEventStore({ dir, insecure: true });
  const stop = async () => {
    await node.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: node.url, stop };
}
