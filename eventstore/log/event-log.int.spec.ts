import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { AppendOutcome, AppendRequest, ProposedEvent } from './batch';
import type { ExpectedRevision } from './decision';
import { EventLog, type EventLogOptions } from './event-log';
import { diskOperations, type FileOperations } from './file-operations';

let folder: string;
let logs: EventLog[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-log-'));
  logs = [];
});

afterEach(async () => {
  for (const log of logs) await log.close().catch(() => {});
  rmSync(folder, { recursive: true, force: true });
});

function open(options: EventLogOptions = {}): EventLog {
  const log = EventLog.open(folder, options);
  logs.push(log);
  return log;
}

let lastId = 0;

function event(text: string, id = ++lastId): ProposedEvent {
  const idBytes = Buffer.alloc(16);
  idBytes.writeUInt32BE(id, 12);
  return {
    id: idBytes,
    type: Buffer.from('Counted'),
    isJson: false,
    data: Buffer.from(text),
    metadata: Buffer.alloc(0),
  };
}

function request(
  stream: string,
  events: ProposedEvent[],
  expected: ExpectedRevision = 'any',
): AppendRequest {
  return { streamName: Buffer.from(stream), expected, events };
}

function append(log: EventLog, asked: AppendRequest): Promise<AppendOutcome> {
  return new Promise((settle) => log.append(asked, settle));
}

/** The data of all events, in order of position. */
async function texts(log: EventLog): Promise<string[]> {
  const found: string[] = [];
  while (found.length < log.lastPosition) {
    const positions = Array.from(
      { length: log.lastPosition - found.length },
      (_, index) => found.length + index + 1,
    );
    const { responses, damage } = await log.read(positions);
    if (damage) throw new Error(`Damage at ${damage.position}.`);
    for (const bytes of responses) {
      const recorded = ReadResp.deserializeBinary(bytes).getEvent()?.getEvent();
      found.push(Buffer.from(recorded?.getData_asU8() ?? []).toString());
    }
  }
  return found;
}

/** A disk whose operations are noted and can be made to fail. */
class Disk {
  readonly notes: string[] = [];
  failWriteWith: string | null = null;
  /** Bytes that one write takes at most. */
  takesAtMost = Number.POSITIVE_INFINITY;
  roomBytes = Number.POSITIVE_INFINITY;
  failSync = false;

  readonly files: FileOperations = {
    ...diskOperations,
    write: (fileDescriptor, bytes, from, sizeBytes, offset) => {
      this.notes.push('write');
      const taken = Math.min(sizeBytes, this.takesAtMost, this.roomBytes);
      if (taken === 0) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
      this.roomBytes -= taken;
      return diskOperations.write(fileDescriptor, bytes, from, taken, offset);
    },
    sync: (fileDescriptor, done) => {
      this.notes.push('sync begins');
      diskOperations.sync(fileDescriptor, (error) => {
        this.notes.push('sync ends');
        done(this.failSync ? new Error('the disk is gone') : error);
      });
    },
    syncNow: (fileDescriptor) => {
      if (this.failSync) throw new Error('the disk is gone');
      diskOperations.syncNow(fileDescriptor);
    },
    truncate: (fileDescriptor, sizeBytes) => {
      this.notes.push('truncate');
      diskOperations.truncate(fileDescriptor, sizeBytes);
    },
  };
}

describe('the log', () => {
  it('gives the same answers and events after it is opened again', async () => {
    const log = open();
    const first = [event('a'), event('b')];
    expect(await append(log, request('s', first, 'no_stream'))).toEqual({
      kind: 'appended',
      lastRevision: 1,
      position: 2,
    });
    await append(log, request('t', [event('c')]));
    const anyhow = [event('d')];
    await append(log, request('s', anyhow));
    await log.close();

    const again = open();
    expect(await texts(again)).toEqual(['a', 'b', 'c', 'd']);
    expect(await append(again, request('s', first, 'no_stream'))).toEqual({
      kind: 'appended',
      lastRevision: 1,
      position: 2,
    });
    expect(await append(again, request('s', anyhow))).toEqual({
      kind: 'appended',
      lastRevision: 2,
      position: 4,
    });
    expect(again.lastPosition).toBe(4);
  });

  it('decides appends of one batch in their order', async () => {
    const log = open();
    const same = [event('x')];
    const outcomes = await Promise.all([
      append(log, request('s', same, 'no_stream')),
      append(log, request('s', same, 'no_stream')),
      append(log, request('s', [event('y')], 'no_stream')),
      append(log, request('s', [event('z')], 0n)),
      append(log, request('s', same, 'any')),
    ]);
    expect(outcomes).toEqual([
      { kind: 'appended', lastRevision: 0, position: 1 },
      { kind: 'appended', lastRevision: 0, position: 1 },
      { kind: 'wrongRevision', lastRevision: 0 },
      { kind: 'appended', lastRevision: 1, position: 2 },
      { kind: 'appended', lastRevision: 0, position: 1 },
    ]);
    expect(await texts(log)).toEqual(['x', 'z']);
  });

  it('acknowledges only after a sync that began after the last write', async () => {
    const disk = new Disk();
    disk.takesAtMost = 100;
    const log = open({ files: disk.files });
    const acknowledged = append(log, request('s', [event('a')])).then(() => {
      disk.notes.push('acknowledged');
    });
    await acknowledged;
    const at = (note: string) => disk.notes.lastIndexOf(note);
    expect(at('write')).toBeLessThan(at('sync begins'));
    expect(at('sync begins')).toBeLessThan(at('sync ends'));
    expect(at('sync ends')).toBeLessThan(at('acknowledged'));
    expect(log.lastPosition).toBe(1);
  });

  it('shows nothing to readers before it is durable', async () => {
    const seen: number[] = [];
    let log: EventLog | undefined;
    const files: FileOperations = {
      ...diskOperations,
      sync: (fileDescriptor, done) => {
        seen.push(log?.lastPosition ?? 0);
        diskOperations.sync(fileDescriptor, done);
      },
      syncNow: (fileDescriptor) => {
        seen.push(log?.lastPosition ?? 0);
        diskOperations.syncNow(fileDescriptor);
      },
    };
    log = open({ files });
    for (const text of ['a', 'b', 'c', 'd']) await append(log, request('s', [event(text)]));
    // The first of all is the new segment's own.
    expect(seen).toEqual([0, 0, 1, 2, 3]);
  });

  it('refuses appends while the disk is full, goes on reading, and resumes', async () => {
    const disk = new Disk();
    const log = open({ files: disk.files });
    await append(log, request('s', [event('a')]));
    disk.roomBytes = 50;
    const refused = await append(log, request('s', [event('b')]));
    expect(refused).toMatchObject({ kind: 'refused', reason: 'full' });
    expect(disk.notes.at(-1)).toBe('truncate');
    expect(await texts(log)).toEqual(['a']);
    disk.roomBytes = Number.POSITIVE_INFINITY;
    expect(await append(log, request('s', [event('c')], 0n))).toMatchObject({ lastRevision: 1 });
    await log.close();
    expect(await texts(open())).toEqual(['a', 'c']);
  });

  it('refuses appends while there is no room for a new segment, and resumes', async () => {
    const disk = new Disk();
    const log = open({ files: disk.files, segmentSizeBytesMax: 1_000 });
    const long = 'x'.repeat(700);
    await append(log, request('s', [event(long)]));
    disk.roomBytes = 0;
    expect(await append(log, request('s', [event(long)]))).toMatchObject({ reason: 'full' });
    disk.roomBytes = Number.POSITIVE_INFINITY;
    expect(await append(log, request('s', [event(long)]))).toMatchObject({ lastRevision: 1 });
    await log.close();
    const again = open();
    expect(await texts(again)).toEqual([long, long]);
    expect(again.damage).toEqual([]);
  });

  it('stops for good when a sync fails, and still serves what it had', async () => {
    const disk = new Disk();
    const warnings: string[] = [];
    const log = open({ files: disk.files, warn: (warning) => warnings.push(warning) });
    await append(log, request('s', [event('a')]));
    disk.failSync = true;
    const both = await Promise.all([
      append(log, request('s', [event('b')])),
      append(log, request('s', [event('c')])),
    ]);
    for (const outcome of both) expect(outcome).toMatchObject({ reason: 'stopped' });
    disk.failSync = false;
    expect(await append(log, request('s', [event('d')]))).toMatchObject({ reason: 'stopped' });
    expect(await texts(log)).toEqual(['a']);
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['appends come one by one', 700, 3],
    ['a segment is to be sealed and a new one made', 1_000, 1],
  ])('stops for good, too, when it fails while %s', async (_name, sizeBytes, countBefore) => {
    const disk = new Disk();
    const log = open({ files: disk.files, segmentSizeBytesMax: sizeBytes * (countBefore + 1) });
    const long = 'x'.repeat(sizeBytes - 300);
    const texts = Array.from({ length: countBefore }, () => long);
    for (const text of texts) await append(log, request('s', [event(text)]));
    disk.failSync = true;
    for (let count = 0; count < 2; count += 1) {
      const outcome = await append(log, request('s', [event('x'.repeat(sizeBytes))]));
      expect(outcome).toMatchObject({ reason: 'stopped' });
    }
    disk.failSync = false;
    expect(await append(log, request('s', [event('d')]))).toMatchObject({ reason: 'stopped' });
    await log.close();
    const again = open();
    expect(again.damage).toEqual([]);
    expect(again.lastPosition).toBeGreaterThanOrEqual(countBefore);
  });

  it('refuses an append whose encoding would be too large, and stays as it was', async () => {
    const log = open();
    const streamName = Buffer.alloc(60_000, 'n');
    const events = Array.from({ length: 300 }, () => event('x'));
    const outcome = await append(log, { streamName, expected: 'any', events });
    expect(outcome).toMatchObject({ kind: 'refused', reason: 'tooLarge' });
    expect(log.lastPosition).toBe(0);
    expect(await append(log, request('s', [event('a')]))).toMatchObject({ position: 1 });
  });

  it('counts types in what it writes together and in what may wait', async () => {
    const type = Buffer.alloc(65_000, 'T');
    const typed = (name: string) => {
      const events = Array.from({ length: 100 }, () => ({ ...event(''), type }));
      return request(name, events);
    };
    const disk = new Disk();
    const log = open({ files: disk.files, segmentSizeBytesMax: 8_000_000 });
    await Promise.all(['a', 'b', 'c'].map((name) => append(log, typed(name))));
    const segments = readdirSync(folder).filter((name) => name.endsWith('.segment'));
    expect(segments).toHaveLength(3);
    disk.roomBytes = 0;
    const many = Array.from({ length: 11 }, (_, at) => append(log, typed(`s${at}`)));
    const reasons = (await Promise.all(many)).map(
      (outcome) => 'reason' in outcome && outcome.reason,
    );
    expect(reasons).toEqual([...Array.from({ length: 10 }, () => 'full'), 'overloaded']);
  });

  it('spreads over segments and opens from their index files', async () => {
    const log = open({ segmentSizeBytesMax: 2_000 });
    const expected = Array.from({ length: 40 }, (_, index) => `number ${index}`);
    for (const text of expected) await append(log, request(`s${text.length}`, [event(text)]));
    await log.close();
    const files = readdirSync(folder);
    const segmentCount = files.filter((name) => name.endsWith('.segment')).length;
    expect(segmentCount).toBeGreaterThan(3);
    expect(files.filter((name) => name.endsWith('.index'))).toHaveLength(segmentCount - 1);

    const again = open({ segmentSizeBytesMax: 2_000 });
    expect(await texts(again)).toEqual(expected);
    expect(again.damage).toEqual([]);
    expect(again.index.lastRevision('s8')).toBe(9);
    await append(again, request('s8', [event('one more')], 9n));
    await again.close();
    for (const name of files.filter((file) => file.endsWith('.index'))) rmSync(join(folder, name));
    const rebuilt = open();
    expect(await texts(rebuilt)).toEqual([...expected, 'one more']);
    expect(readdirSync(folder).filter((name) => name.endsWith('.index'))).not.toHaveLength(0);
  });

  it('goes on when the durable mark cannot be written', async () => {
    const warnings: string[] = [];
    const log = open({ warn: (warning) => warnings.push(warning) });
    mkdirSync(join(folder, 'durable.partial'));
    await append(log, request('s', [event('a')]));
    await log.close();
    expect(warnings).toEqual([expect.stringContaining('mark')]);
    expect(await texts(open())).toEqual(['a']);
  });

  it('keeps the time of record from going back', async () => {
    let now = 5_000;
    const log = open({ now: () => now });
    await append(log, request('s', [event('a')]));
    now = 4_000;
    await append(log, request('s', [event('b')]));
    const { responses } = await log.read([1, 2]);
    const created = responses.map((bytes) =>
      ReadResp.deserializeBinary(bytes).getEvent()?.getEvent()?.getMetadataMap().get('created'),
    );
    expect(created).toEqual(['50000000', '50000000']);
  });
});
