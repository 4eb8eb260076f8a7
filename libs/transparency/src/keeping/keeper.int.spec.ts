import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { type TestEngine, testPostgres } from '#testing';
import { openCheckpoint, signCheckpoint } from '../checkpoint';
import { isLeaf, leafHash } from '../leaf';
import { provesConsistency, provesInclusion } from '../proofs';
import { SigningKey } from '../signing-key';
import { hashCountOf, tileWidthMax } from '../tiles';
import { GrowingTree, TiledTree } from '../tree';
import { formatVerifierKey, parseVerifierKey, signatureTypes } from '../verifier-key';
import { LogForked } from './checkpoint-events';
import { type KeeperNews, LogKeeper } from './keeper';
import { logKeyPath, readLogKey, readOrMakeLogKey } from './log-key-file';
import { LogStore, type PlacedEvent } from './log-store';
import { MemorySource } from './memory-source.fixture';
import { PublishedLog } from './published-log';

jest.setTimeout(60_000);

let folder: string;
let database: TestEngine;
const running: { stop: AbortController; done: Promise<void> }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-log-'));
  database = await testPostgres();
});

afterEach(async () => {
  for (const { stop, done } of running.splice(0)) {
    stop.abort();
    await done;
  }
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

const fileKey = (mayMake: boolean): SigningKey | undefined =>
  mayMake ? readOrMakeLogKey(logKeyPath(folder)) : readLogKey(logKeyPath(folder));

interface Kept {
  readonly news: KeeperNews[];
  /** Resolves with the first news, from now or before, that satisfies the condition. */
  said(condition: (news: KeeperNews) => boolean): Promise<KeeperNews>;
  stop(): Promise<void>;
}

function keep(source: MemorySource, intervalMs = 3_600_000, key = fileKey): Kept {
  const news: KeeperNews[] = [];
  const waiting = new Set<() => void>();
  const stop = new AbortController();
  const onNews = (one: KeeperNews): void => {
    news.push(one);
    for (const look of waiting) look();
  };
  const keeper = new LogKeeper({ source, databaseUrl: database.url, key, intervalMs, onNews });
  const entry = { stop, done: keeper.run(stop.signal) };
  running.push(entry);
  return {
    news,
    said: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = news.find(condition);
          if (found) resolve(found);
        };
        waiting.add(look);
        look();
      }),
    stop: async () => {
      stop.abort();
      await entry.done;
    },
  };
}

const isSigned = (size: number) => (news: KeeperNews) =>
  news.kind === 'signed' && news.size === size;
const isGrown = (size: number) => (news: KeeperNews) => news.kind === 'grown' && news.size === size;
const isRefused = ({ kind }: KeeperNews): boolean => kind === 'not-signing';

async function onStore<T>(use: (store: LogStore) => Promise<T>): Promise<T> {
  const store = await LogStore.open(database.url);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Every tile that the events make, as text, and the root. */
function madeOf(events: readonly PlacedEvent[]): { tiles: string[]; root: string; size: number } {
  const tree = new GrowingTree();
  for (const event of events.filter(isLeaf)) tree.add(leafHash(event));
  const tiles = tree
    .takeTiles()
    .map(({ level, index, hashes }) => `${level}/${index} ${hashes.toString('hex')}`);
  return { tiles: tiles.sort(), root: tree.root.toString('hex'), size: tree.size };
}

async function tilesInDatabase(): Promise<string[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ tile: string }>(
    `SELECT level || '/' || index || ' ' || encode(hashes, 'hex') AS tile
     FROM liushui_transparency.tile`,
  );
  await client.end();
  return rows.map(({ tile }) => tile).sort();
}

function openHead({ checkpoint, key }: { checkpoint: string; key: string }) {
  const verifier = parseVerifierKey(key);
  const opened = verifier && openCheckpoint(checkpoint, verifier);
  if (opened?.kind !== 'signed') throw new Error('the head is not signed');
  return opened.checkpoint;
}

it('[TL-12] signs a head of what there is, and one that goes on from it', async () => {
  const source = new MemorySource();
  for (let index = 0; index < 300; index += 1) source.post(`${index}`);
  const kept = keep(source, 1);
  await kept.said(isSigned(300));
  for (let index = 0; index < 300; index += 1) source.post(`more ${index}`);
  await kept.said(isSigned(600));
  await kept.said(isGrown(600));
  const first = openHead(source.heads[0]);
  const last = openHead(source.heads.at(-1) ?? source.heads[0]);
  expect([first.size, last.size]).toEqual([300, 600]);
  expect(last.root.toString('hex')).toBe(madeOf(source.events).root);
  await onStore(async ({ readTile }) => {
    const tree = new TiledTree(600, readTile);
    expect(provesConsistency(first, last, await tree.consistencyProof(300))).toBe(true);
    const leaf = leafHash(source.events[299]);
    const path = await tree.inclusionProof(299);
    const { size, root } = last;
    expect(provesInclusion({ index: 299, size, leafHash: leaf, root, path })).toBe(true);
  });
});

it('[TL-12] signs nothing when no leaf was added, nor before the interval is over', async () => {
  const source = new MemorySource();
  const kept = keep(source);
  source.post('one');
  await kept.said(isSigned(1));
  source.post('two');
  await kept.said(isGrown(2));
  source.post('three');
  await kept.said(isGrown(3));
  expect(source.heads).toHaveLength(1);
  await kept.stop();
  await keep(source, 1).said(isSigned(3));
  await keep(source, 1).said(({ kind }) => kind === 'standing-by');
  expect(source.heads.map((head) => openHead(head).size)).toEqual([1, 3]);
});

it('[TL-13] grows by batches of any size, given twice or killed between, to the same tiles', async () => {
  const source = new MemorySource();
  for (let index = 0; index < 1_100; index += 1) source.post(`${index}`);
  await onStore(async (store) => {
    for (let from = 0, step = 1; from < source.events.length; step = (step * 7) % 300) {
      const events = source.events.slice(Math.max(0, from - 5), from + step + 1);
      const upTo = events.at(-1)?.position ?? 0n;
      const again = [store.add(events, upTo), store.add(events, upTo)];
      from += step + 1;
      for (const { size } of await Promise.all(again)) expect(size).toBe(Math.min(from, 1_100));
    }
  });
  const made = madeOf(source.events);
  expect(await tilesInDatabase()).toEqual(made.tiles);
  await onStore((store) => store.beginAnew());
  expect(await tilesInDatabase()).toEqual([]);
  await keep(source).said(isGrown(1_100));
  expect(await tilesInDatabase()).toEqual(made.tiles);
});

it('[TL-13] begins anew on a store that the books were moved to, and goes on signing', async () => {
  const source = new MemorySource();
  for (let index = 0; index < 300; index += 1) source.post(`${index}`);
  const kept = keep(source, 1);
  await kept.said(isSigned(300));
  await kept.stop();
  const moved = source.moved();
  const again = keep(moved, 1);
  await again.said(({ kind }) => kind === 'begun-anew');
  await again.said(isGrown(300));
  expect(await tilesInDatabase()).toEqual(madeOf(source.events).tiles);
  moved.post('behind the move');
  await again.said(isSigned(301));
});

it('[TL-14] signs nothing on a store that is older than a head', async () => {
  const source = new MemorySource();
  source.post('one');
  const kept = keep(source, 1);
  await kept.said(isSigned(1));
  source.post('two');
  await kept.said(isSigned(2));
  await kept.said(isGrown(2));
  await onStore(async (store) => {
    while ((await store.state()).headRevision < 1n) await new Promise((go) => setImmediate(go));
  });
  await kept.stop();
  source.putBack(2);
  source.post('another two');
  const again = keep(source, 1);
  expect(await again.said(isRefused)).toMatchObject({
    reason: expect.stringContaining('put back'),
  });
  expect(source.heads).toHaveLength(1);
});

it('[TL-14] stops at a head that does not agree with the leaves before it, and names it', async () => {
  const source = new MemorySource();
  source.post('one');
  const kept = keep(source);
  await kept.said(isSigned(1));
  await kept.stop();
  const rewritten = source.events.map((event, index) =>
    index === 0 ? { ...event, data: new TextEncoder().encode('{"note":"!"}') } : event,
  );
  const upTo = rewritten.at(-1)?.position ?? 0n;
  await onStore(async (store) => {
    await store.beginAnew();
    await expect(store.add(rewritten, upTo)).rejects.toThrow(LogForked);
    await expect(store.add(rewritten, upTo)).rejects.toThrow(
      'CheckpointSigned checkpoint-log@0 has another root than the 1 leaves',
    );
    expect(await store.state()).toMatchObject({ size: 0, position: -1n });
    await expect(store.add(rewritten.slice(1), upTo)).rejects.toThrow(
      'says that there are 1 leaves, there are 0',
    );
  });
});

it('[TL-14] takes no head that another key signed, however right it is', async () => {
  const source = new MemorySource();
  source.post('one');
  const kept = keep(source);
  await kept.said(isSigned(1));
  await kept.stop();
  const thief = SigningKey.fromSeed('liushui/thief', signatureTypes.note, Buffer.alloc(32, 9));
  const checkpoint = signCheckpoint(
    { ...openHead(source.heads[0]), origin: 'liushui/thief' },
    thief,
  );
  const forged = { checkpoint, key: formatVerifierKey(thief.verifier) };
  const { position } = source.put('checkpoint-log', 'CheckpointSigned', forged);
  await onStore(async (store) => {
    await expect(store.add(source.events, position)).rejects.toThrow(
      'CheckpointSigned checkpoint-log@1 is signed with another key',
    );
  });
});

it('[TL-15] signs with the key of the log alone', async () => {
  const source = new MemorySource();
  source.post('one');
  const kept = keep(source, 1);
  await kept.said(isSigned(1));
  await kept.stop();
  source.post('two');
  rmSync(logKeyPath(folder));
  const without = keep(source, 1);
  expect(await without.said(isRefused)).toMatchObject({
    reason: 'the key file of the log is missing: put back its copy',
  });
  await without.stop();
  const other = keep(source, 1, () => readOrMakeLogKey(logKeyPath(folder)));
  expect(await other.said(isRefused)).toMatchObject({
    reason: 'the key file is not the one that signed the log: put back its copy',
  });
  expect(source.heads).toHaveLength(1);
});

it('[TL-5] serves what a head needs, and nothing before there is one', async () => {
  const pool = new Pool({ connectionString: database.url, max: 1 });
  try {
    const published = new PublishedLog(pool);
    const level = 0;
    expect(await published.head()).toBeUndefined();
    expect(await published.tile({ level, index: 0, width: 1 })).toBeUndefined();
    const source = new MemorySource();
    for (let index = 0; index < 300; index += 1) source.post(`${index}`);
    const kept = keep(source);
    await kept.said(isSigned(300));
    while (!(await published.head())) await new Promise((go) => setImmediate(go));
    expect(await published.head()).toEqual(source.heads[0]);
    const first = await published.tile({ level, index: 0, width: 256 });
    expect(first).toHaveLength(8_192);
    const part = await published.tile({ level, index: 0, width: 7 });
    expect(part).toEqual(first?.subarray(0, 7 * 32));
    expect(await published.tile({ level, index: 1, width: 44 })).toHaveLength(44 * 32);
    expect(await published.tile({ level, index: 1, width: 45 })).toBeUndefined();
    expect(await published.tile({ level: 1, index: 0, width: 1 })).toHaveLength(32);
    expect(hashCountOf(1, 300)).toBe(1);
    expect(await published.tile({ level: 1, index: 0, width: tileWidthMax })).toBeUndefined();
    const tree = new TiledTree(300, async (name) => {
      const tile = await published.tile(name);
      if (!tile) throw new Error('a tile of a signed head must be there');
      return tile;
    });
    expect(await tree.root()).toEqual(openHead(source.heads[0]).root);
  } finally {
    await pool.end();
  }
});
