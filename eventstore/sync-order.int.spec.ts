/**
 * The serving node's file operations, watched from inside its process: every acknowledgement, of
 * both ways to append, comes after a sync that began after the last write before it, and after the
 * folder of a new segment was synced. Planted faults show that the watch sees.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type AppendToStreamOptions, binaryEvent, EventStoreDBClient } from '@eventstore/db-client';

const PROGRAM = join(__dirname, '..', 'dist', 'eventstore', 'main.js');
const APPENDS_PER_WRITER = 20;
/** With credentials the client sends each append in a call of its own. */
const SINGLY = { credentials: { username: 'any', password: 'any' } };

interface Counted {
  readonly writes: number;
  readonly syncs: number;
  readonly waitedSyncs: number;
  readonly segments: number;
  readonly acknowledged: number;
  readonly tooEarly: number;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function watchLoad(
  plant: string,
  writerCount: number,
  options: AppendToStreamOptions,
): Promise<Counted> {
  const report = join(folder, 'report.json');
  const watch = ['--require', join(__dirname, 'sync-watch.cjs'), PROGRAM];
  const serve = ['--dir', folder, '--port', '0', '--insecure', '--parent-watch'];
  const args = [...watch, ...serve, '--segment-size-bytes', '65536'];
  const env = { ...process.env, SYNC_WATCH_REPORT: report, SYNC_WATCH_PLANT: plant };
  const node = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const gone = once(node, 'close');
  for await (const line of createInterface({ input: node.stdout })) {
    const { connectionString } = JSON.parse(line) as { connectionString: string };
    const client = EventStoreDBClient.connectionString(connectionString);
    const write = async (stream: string) => {
      for (let count = 0; count < APPENDS_PER_WRITER; count += 1) {
        const event = binaryEvent({ type: 'T', data: Buffer.alloc(600) });
        await client.appendToStream(stream, event, options);
      }
    };
    await Promise.all(Array.from({ length: writerCount }, (_, writer) => write(`s${writer}`)));
    await client.dispose();
    break;
  }
  node.stdin.end();
  await gone;
  return JSON.parse(readFileSync(report, 'utf8')) as Counted;
}

const WAYS: ReadonlyArray<[string, AppendToStreamOptions]> = [
  ['BatchAppend', {}],
  ['Append', SINGLY],
];

describe.each(WAYS)('the order of write, sync and acknowledgement, %s', (_name, options) => {
  it('is that, over segments and batches', async () => {
    const counted = await watchLoad('', 16, options);
    expect(counted).toMatchObject({ acknowledged: 16 * APPENDS_PER_WRITER, tooEarly: 0 });
    expect(counted.segments).toBeGreaterThan(3);
    const syncs = counted.syncs + counted.waitedSyncs;
    expect(syncs).toBeGreaterThan(10);
    expect(counted.syncs).toBeLessThan(counted.writes);
  });

  it('is that, one by one', async () => {
    const counted = await watchLoad('', 1, options);
    expect(counted).toMatchObject({ acknowledged: APPENDS_PER_WRITER, tooEarly: 0 });
    expect(counted.syncs + counted.waitedSyncs).toBeGreaterThan(APPENDS_PER_WRITER);
  });

  it.each([
    ['no-sync', 16],
    ['no-sync', 1],
    ['no-folder-sync', 16],
  ])('would be seen to be broken: %s, %i at once', async (plant, writerCount) => {
    const counted = await watchLoad(plant, writerCount, options);
    expect(counted.acknowledged).toBe(writerCount * APPENDS_PER_WRITER);
    expect(counted.tooEarly).toBeGreaterThan(0);
  });
});
