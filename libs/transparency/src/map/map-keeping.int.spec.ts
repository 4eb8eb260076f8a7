import { Client } from 'pg';
import { type TestEngine, testPostgres } from '#testing';
import { openCheckpoint } from '../checkpoint';
import { type KeeperNews, LogKeeper } from '../keeping/keeper';
import { LogStore, type PlacedEvent } from '../keeping/log-store';
import { MemorySource } from '../keeping/memory-source.fixture';
import { isLeaf, leafHash } from '../leaf';
import { SigningKey } from '../signing-key';
import { formatVerifierKey, parseVerifierKey, signatureTypes } from '../verifier-key';
import { SerialMap } from './serial-map';
import { touchesOf } from './touches';

jest.setTimeout(60_000);

let database: TestEngine;
const running: { stop: AbortController; done: Promise<void> }[] = [];
const key = SigningKey.fromSeed('liushui/map', signatureTypes.note, Buffer.alloc(32, 4));

beforeEach(async () => {
  database = await testPostgres();
});

afterEach(async () => {
  for (const { stop, done } of running.splice(0)) {
    stop.abort();
    await done;
  }
  await database.stop();
});

const serial = (ordinal: number): string => `A${String(ordinal).padStart(9, '0')}`;

/** Serials are spoiled: what moves them does not matter to the map. */
function spoil(source: MemorySource, first: number, last: number): PlacedEvent {
  const lots = [{ level: 5, edition: '普通', ranges: [{ from: serial(first), to: serial(last) }] }];
  return source.put('book-52010000', 'SerialsSpoiled', { lots, cause: 'misprint' });
}

function keep(source: MemorySource, intervalMs = 1) {
  const news: KeeperNews[] = [];
  const looks = new Set<() => void>();
  const stop = new AbortController();
  const keeper = new LogKeeper({
    source,
    databaseUrl: database.url,
    key: () => key,
    intervalMs,
    onNews: (one) => {
      news.push(one);
      for (const look of looks) look();
    },
  });
  const entry = { stop, done: keeper.run(stop.signal) };
  running.push(entry);
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (condition()) resolve();
      };
      looks.add(look);
      look();
    });
  return {
    news,
    until,
    said: (kind: KeeperNews['kind']) => until(() => news.some((one) => one.kind === kind)),
    stop: async () => {
      stop.abort();
      await entry.done;
    },
  };
}

interface Root {
  readonly treeSize: number;
  readonly root: string;
}

const rootsOf = ({ events }: MemorySource): Root[] =>
  events
    .filter(({ stream }) => stream === 'serial-map')
    .map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')));

function headSizes({ heads }: MemorySource): number[] {
  return heads.map(({ checkpoint }) => {
    const verifier = parseVerifierKey(formatVerifierKey(key.verifier));
    const opened = verifier && openCheckpoint(checkpoint, verifier);
    return opened?.kind === 'signed' ? opened.checkpoint.size : -1;
  });
}

/** The map of the first leaves, in memory. */
function madeOf(source: MemorySource, treeSize: number): string {
  const map = new SerialMap();
  for (const [index, event] of source.events.filter(isLeaf).slice(0, treeSize).entries()) {
    map.touch(touchesOf(event), index, leafHash(event));
  }
  return Buffer.from(map.root()).toString('base64');
}

async function mapInDatabase(): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ row: string }>(
    ['map_block', 'map_node', 'map_chain']
      .map((table) => `SELECT to_jsonb(t)::text AS row FROM liushui_transparency.${table} t`)
      .join(' UNION ALL '),
  );
  await client.end();
  return rows.map(({ row }) => row).sort();
}

async function onStore<T>(use: (store: LogStore) => Promise<T>): Promise<T> {
  const store = await LogStore.open(database.url);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

it('[SM-6] records a root behind leaves that touch serials, and then signs a head over it', async () => {
  const source = new MemorySource();
  source.post('nothing');
  const kept = keep(source);
  await kept.said('signed');
  expect(rootsOf(source)).toEqual([]);
  spoil(source, 1, 5_000);
  spoil(source, 17, 17);
  await kept.until(() => headSizes(source).at(-1) === source.events.filter(isLeaf).length);
  const [{ treeSize }] = rootsOf(source);
  expect(treeSize).toBeGreaterThan(1);
  const last = rootsOf(source).at(-1);
  expect(last).toEqual({ treeSize: 3, root: madeOf(source, 3) });
  const count = rootsOf(source).length;
  source.post('nothing either');
  const size = source.events.filter(isLeaf).length;
  await kept.until(() => headSizes(source).at(-1) === size);
  expect(rootsOf(source)).toHaveLength(count);
});

it('[SM-7] makes the same map by batches of any size, given twice, anew, or moved', async () => {
  const source = new MemorySource();
  spoil(source, 0, 20_000);
  for (let at = 0; at < 450; at += 1) {
    const first = (at * 7_919) % 19_000;
    spoil(source, first, first + (at % 60));
  }
  const upTo = source.events.at(-1)?.position ?? 0n;
  await onStore(async (store) => {
    for (
      let from = 0, step = 1;
      from < source.events.length;
      from += step, step = (step * 3) % 100
    ) {
      const events = source.events.slice(Math.max(0, from - 3), from + step);
      const last = events.at(-1)?.position ?? 0n;
      await Promise.all([store.add(events, last), store.add(events, last)]);
      if (step % 2 === 0) await Promise.all([store.absorb(), store.absorb()]);
    }
    await store.absorb();
    expect((await store.absorbedRoot()).toString('base64')).toBe(madeOf(source, 451));
    const made = await mapInDatabase();
    await store.beginAnew();
    expect(await mapInDatabase()).toEqual([]);
    await store.add(source.events, upTo);
    await store.absorb();
    expect(await mapInDatabase()).toEqual(made);
  });
});

it('[SM-7] a keeper that begins anew on moved books takes over the root that was recorded', async () => {
  const source = new MemorySource();
  spoil(source, 1, 100);
  const kept = keep(source);
  await kept.until(() => headSizes(source).at(-1) === 2);
  await kept.stop();
  const moved = source.moved();
  const again = keep(moved);
  await again.said('begun-anew');
  spoil(moved, 5, 5);
  await again.until(() => headSizes(moved).at(-1) === moved.events.filter(isLeaf).length);
  const [first, second, ...more] = rootsOf(moved);
  expect([first, more]).toEqual([rootsOf(source)[0], []]);
  expect(second).toEqual({ treeSize: 3, root: madeOf(moved, 3) });
  expect(again.news.some(({ kind }) => kind === 'map-differs')).toBe(false);
});

it('[SM-6] two keepers of two databases record each root once', async () => {
  const source = new MemorySource();
  const other = await testPostgres();
  const here = database;
  try {
    keep(source);
    database = other;
    keep(source);
    for (let at = 0; at < 5; at += 1) {
      spoil(source, at, at + 10);
      const size = source.events.filter(isLeaf).length;
      while ((rootsOf(source).at(-1)?.treeSize ?? 0) < size) {
        await new Promise((go) => setImmediate(go));
      }
    }
    const roots = rootsOf(source);
    for (const { treeSize, root } of roots) expect(root).toBe(madeOf(source, treeSize));
    const sizes = roots.map(({ treeSize }) => treeSize);
    expect(sizes).toEqual([...new Set(sizes)].sort((one, two) => one - two));
  } finally {
    for (const { stop, done } of running.splice(0)) {
      stop.abort();
      await done;
    }
    await other.stop();
    database = here;
  }
});

it('[SM-8] says that a root was recorded that is none, and goes on from the next touch', async () => {
  const source = new MemorySource();
  spoil(source, 1, 100);
  source.put('serial-map', 'MapRootRecorded', {
    treeSize: 1,
    root: Buffer.alloc(32, 7).toString('base64'),
  });
  const kept = keep(source);
  await kept.said('map-differs');
  await kept.said('signed');
  expect(rootsOf(source)).toHaveLength(1);
  spoil(source, 2, 2);
  await kept.until(() => rootsOf(source).length === 2);
  expect(rootsOf(source)[1]).toEqual({ treeSize: 3, root: madeOf(source, 3) });
});

it('[SM-8] takes for no root what cannot be one', async () => {
  const source = new MemorySource();
  spoil(source, 1, 100);
  const root = Buffer.alloc(32, 7).toString('base64');
  source.put('serial-map', 'MapRootRecorded', { treeSize: 99, root });
  source.put('serial-map', 'MapRootRecorded', { treeSize: 1, root: 'short' });
  source.put('serial-map', 'SomethingElse', {});
  const kept = keep(source);
  await kept.said('map-recorded');
  expect(rootsOf(source).at(-1)).toEqual({ treeSize: 4, root: madeOf(source, 4) });
});
