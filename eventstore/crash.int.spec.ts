/**
 * Kills the serving node with SIGKILL at random moments under load, round after round on one folder,
 * and looks at everything after every restart. CRASH_ROUNDS and CRASH_SEED set another extent and
 * repeat a run.
 *
 * SIGKILL leaves what was written in the kernel's cache: that writes are synced before they are
 * acknowledged is shown elsewhere, by the order of the file operations.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  ANY,
  type AppendResult,
  binaryEvent,
  EventStoreDBClient,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { checkLog } from './log/check';
import { randomFrom } from './test/random';

const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 50);
const SEED = Number(process.env.CRASH_SEED ?? randomInt(1, 2 ** 31));
const WRITER_COUNT = 16;
const EVENTS_PER_APPEND_MAX = 4;
const DATA_SIZE_BYTES_MAX = 6_000;
const KILL_AFTER_APPENDS_MAX = 100;
/** How long after the last of them, at most. */
const KILL_AFTER_MS_MAX = 8;
/** All that is stored is read again after so many rounds; after the others, what is new. */
const READ_ALL_EVERY_ROUNDS = 10;
const ROUND_MS_MAX = 30_000;
const PROGRAM = join(__dirname, '..', 'dist', 'eventstore', 'main.js');

interface Append {
  readonly stream: string;
  readonly ids: readonly string[];
  /** What was acknowledged, if it was. */
  acknowledged: { readonly lastRevision: number; readonly position: number } | null;
}

interface Stored {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

async function startNode(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const args = ['--dir', folder, '--port', '0', '--insecure', '--parent-watch'];
  const child = spawn(process.execPath, [PROGRAM, ...args, '--segment-size-bytes', '65536'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    return { child, url: (JSON.parse(line) as { connectionString: string }).connectionString };
  }
  throw new Error('The node did not start; is it built?');
}

function kill(child: ChildProcess): Promise<unknown> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  return gone;
}

async function readFrom(client: EventStoreDBClient, from: number): Promise<Stored[]> {
  const stored: Stored[] = [];
  const position = { commit: BigInt(from), prepare: BigInt(from) };
  for await (const { event } of client.readAll({ fromPosition: position })) {
    if (!event) throw new Error('An event is missing from $all.');
    stored.push({
      position: Number(event.position?.commit),
      stream: event.streamId,
      revision: Number(event.revision),
      id: event.id,
    });
  }
  return stored;
}

/** Appends from many writers until the node is killed, which it is after so many acknowledgements. */
class Load {
  readonly appends: Append[] = [];
  readonly seenLive: Stored[] = [];
  private acknowledgedCount = 0;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly round: number,
    private readonly random: (below: number) => number,
  ) {}

  async runUntil(killAfterCount: number, killNode: () => void): Promise<void> {
    const filter = streamNameFilter({ prefixes: [`round-${this.round}-`] });
    const watch = this.client.subscribeToAll({ fromPosition: START, filter });
    watch.on('data', ({ event }) => {
      if (!event) return;
      const position = Number(event.position.commit);
      const revision = Number(event.revision);
      this.seenLive.push({ position, stream: event.streamId, revision, id: event.id });
    });
    watch.on('error', () => {});
    const writers = Array.from({ length: WRITER_COUNT }, (_, writer) =>
      this.write(writer, () => {
        this.acknowledgedCount += 1;
        if (this.acknowledgedCount === killAfterCount) killNode();
      }),
    );
    await Promise.all(writers);
  }

  /** A writer stops at its first failure: that is the kill. */
  private async write(writer: number, acknowledged: () => void): Promise<void> {
    const isShared = writer % 4 === 0;
    const stream = `round-${this.round}-${isShared ? 'shared' : writer}`;
    let expectedRevision: bigint | typeof NO_STREAM = NO_STREAM;
    for (;;) {
      const events = Array.from({ length: 1 + this.random(EVENTS_PER_APPEND_MAX) }, () =>
        binaryEvent({ type: 'Loaded', data: Buffer.alloc(this.random(DATA_SIZE_BYTES_MAX), 7) }),
      );
      const append: Append = { stream, ids: events.map(({ id }) => id), acknowledged: null };
      this.appends.push(append);
      try {
        const result: AppendResult = await this.client.appendToStream(stream, events, {
          expectedRevision: isShared ? ANY : expectedRevision,
        });
        expectedRevision = result.nextExpectedRevision;
        append.acknowledged = {
          lastRevision: Number(result.nextExpectedRevision),
          position: Number(result.position?.commit),
        };
        acknowledged();
      } catch {
        return;
      }
    }
  }
}

/** Positions from 1 and, in every stream, revisions from 0, all without a gap. */
function expectOrder(stored: readonly Stored[]): void {
  const revisions = new Map<string, number>();
  const wanted = stored.map(({ stream }, index) => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return [index + 1, revision];
  });
  expect(stored.map(({ position, revision }) => [position, revision])).toEqual(wanted);
}

function expectAppends(stored: readonly Stored[], appends: readonly Append[]): void {
  const byId = new Map<string, Stored[]>();
  for (const event of stored) byId.set(event.id, [...(byId.get(event.id) ?? []), event]);
  for (const { stream, ids, acknowledged } of appends) {
    const found = ids.map((id) => byId.get(id) ?? []);
    const counts = new Set(found.map(({ length }) => length));
    expect([...counts]).toEqual(acknowledged ? [1] : [found[0]?.length === 1 ? 1 : 0]);
    if (!acknowledged) continue;
    expect(found.at(-1)?.[0]).toMatchObject({
      stream,
      revision: acknowledged.lastRevision,
      position: acknowledged.position,
    });
    const positions = found.map(([event]) => event?.position ?? 0);
    expect(positions).toEqual(ids.map((_, at) => (positions[0] ?? 0) + at));
  }
}

describe(`a node that is killed again and again (CRASH_SEED=${SEED})`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'liushui-crash-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    `keeps what it acknowledged over ${ROUNDS} rounds`,
    async () => {
      const random = randomFrom(SEED);
      const appends: Append[] = [];
      let stored: Stored[] = [];
      let node = await startNode(folder);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const client = EventStoreDBClient.connectionString(node.url);
        const load = new Load(client, round, random);
        const { child } = node;
        let killed: Promise<unknown> = Promise.resolve();
        await load.runUntil(1 + random(KILL_AFTER_APPENDS_MAX), () => {
          killed = new Promise((resolve) => {
            setTimeout(() => void kill(child).then(resolve), random(KILL_AFTER_MS_MAX + 1));
          });
        });
        await killed;
        await client.dispose();
        appends.push(...load.appends);
        const { findings } = checkLog(join(folder, 'log'));
        expect(findings.filter(({ finding }) => finding !== 'torn-tail')).toEqual([]);

        node = await startNode(folder);
        const reader = EventStoreDBClient.connectionString(node.url);
        const isFull = round % READ_ALL_EVERY_ROUNDS === 0 || round === ROUNDS;
        const from = isFull ? 0 : stored.length;
        const read = await readFrom(reader, from + 1);
        await reader.dispose();
        if (isFull) expect(read.slice(0, stored.length)).toEqual(stored);
        stored = [...stored.slice(0, from), ...read];
        expectOrder(stored);
        expectAppends(stored, isFull ? appends : load.appends);
        const again = load.seenLive.map(({ position }) => stored[position - 1]);
        expect(again).toEqual(load.seenLive);
      }
      await kill(node.child);
      expect(appends.filter(({ acknowledged }) => acknowledged).length).toBeGreaterThan(ROUNDS);
    },
    ROUNDS * ROUND_MS_MAX,
  );
});
