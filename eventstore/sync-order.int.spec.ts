/**
 * The serving node's file operations, watched from inside its process: every acknowledgement comes
 * after a sync that began after the last write before it. A planted fault shows that the watch sees.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';

const PROGRAM = join(__dirname, '..', 'dist', 'eventstore', 'main.js');
const WRITER_COUNT = 16;
const APPENDS_PER_WRITER = 20;

interface Counted {
  readonly writes: number;
  readonly syncs: number;
  readonly acknowledged: number;
  readonly tooEarly: number;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-sync-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function watchLoad(plant: string): Promise<Counted> {
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
        await client.appendToStream(stream, binaryEvent({ type: 'T', data: Buffer.alloc(600) }));
      }
    };
    await Promise.all(Array.from({ length: WRITER_COUNT }, (_, writer) => write(`s${writer}`)));
    await client.dispose();
    break;
  }
  node.stdin.end();
  await gone;
  return JSON.parse(readFileSync(report, 'utf8')) as Counted;
}

describe('the order of write, sync and acknowledgement', () => {
  const appendCount = WRITER_COUNT * APPENDS_PER_WRITER;

  it('is that, over segments and batches', async () => {
    const counted = await watchLoad('');
    expect(counted).toMatchObject({ acknowledged: appendCount, tooEarly: 0 });
    expect(counted.syncs).toBeGreaterThan(10);
    expect(counted.syncs).toBeLessThan(counted.writes);
  });

  it('would be seen to be broken', async () => {
    const counted = await watchLoad('no-sync');
    expect(counted.acknowledged).toBe(appendCount);
    expect(counted.tooEarly).toBeGreaterThan(0);
  });
});
