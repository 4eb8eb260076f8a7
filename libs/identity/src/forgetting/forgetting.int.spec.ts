import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { HolderLine, LiushuiEvent, SealedLine } from '#domain';
import type { NewEvent } from '#event-log';
import { MemoryLog, type TestEngine, testPostgres } from '#testing';
import { Identity } from '../identity';
import { PrimaryDatabase } from '../primary/primary-database';
import { SealedBlock } from '../sealing/block';
import { deriveLineKeys, KeyTree, LINE_KEYS_BYTES, lineLabel, saltPath } from '../sealing/key-tree';
import { line } from '../sealing/sealing-fixtures';
import { KEY_BYTES } from '../sealing/secret-bytes';
import { ForgottenUpToRow, KeyHolderRow, MonthRow, TreeNodeRow } from '../vault/entities';
import { KeyFile } from '../vault/key-file';
import { unwrapMonth } from '../vault/month-keys';

jest.setTimeout(120_000);

const stream = 'book-52000001';
const months = ['2013-05', '2013-06'];
const metadata = {
  schema: 1,
  actor: { user: 'u', role: 'supervisor', centre: '00000000' },
  occurredOn: '2013-06-03',
  decidedAt: '2013-06-03T02:03:04.567Z',
  correlationId: 'r',
} as const;

interface Sealed {
  readonly place: { readonly stream: string; readonly eventId: string };
  readonly data: Uint8Array;
  readonly lines: readonly HolderLine[];
  readonly revision: bigint;
}

let postgres: TestEngine;
let dataFolder: string;
let log: MemoryLog;
const opened: Identity[] = [];

beforeEach(async () => {
  postgres = await testPostgres();
  dataFolder = mkdtempSync(join(tmpdir(), 'liushui-forgetting-'));
  log = new MemoryLog();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((identity) => identity.close()));
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** One process. */
async function instance(): Promise<Identity> {
  const identity = await Identity.open({ databaseUrl: postgres.url, dataFolder, log });
  opened.push(identity);
  return identity;
}

const nextRevision = (of: string): bigint => BigInt(log.streams.get(of)?.length ?? 0);

function append(to: string, event: LiushuiEvent, id: string = randomUUID()): bigint {
  const revision = nextRevision(to);
  log.put(to, [{ ...event, id, metadata } as NewEvent], revision - 1n);
  return revision;
}

async function seal(identity: Identity, month: string, count: number): Promise<Sealed> {
  const place = { stream, eventId: randomUUID() };
  const lines = Array.from({ length: count }, (_, index) => line(index + 1, `考生${index}`));
  const data = await identity.sealing.seal(lines, { ...place, month });
  return {
    place,
    data,
    lines,
    revision: append(stream, { type: 'HoldersSealed', data }, place.eventId),
  };
}

const placeOf = (sealed: Sealed, lineIndex: number): SealedLine => ({
  stream,
  revision: String(sealed.revision),
  event: sealed.place.eventId,
  line: lineIndex + 1,
});

const forget = (...lines: readonly SealedLine[]): bigint =>
  append('forgetting', { type: 'HolderForgotten', data: { lines, reason: '本人申请' } });

const opens = async ({ sealing }: Identity, { data, place, lines }: Sealed) => {
  const read = await sealing.openAll(data, place);
  return read.map(({ holder }, index) =>
    holder === 'forgotten' ? 'forgotten' : holder.name === lines[index]?.holder.name,
  );
};

/** What a process has in memory. */
const treesOf = ({ vault }: Identity) =>
  (vault as unknown as { trees: Map<string, { tree: KeyTree }> }).trees;

describe('carrying out', () => {
  it('makes the lines named unreadable, in every process, and no others', async () => {
    const [one, other] = [await instance(), await instance()];
    const blocks = await Promise.all(months.map((month) => seal(one, month, 3)));
    for (const block of blocks) expect(await opens(other, block)).toEqual([true, true, true]);
    forget(...blocks.map((block) => placeOf(block, 1)));
    expect(await one.forgetting.carryOut()).toBe(2);
    for (const identity of [one, other, await instance()]) {
      for (const block of blocks) {
        expect(await opens(identity, block)).toEqual([true, 'forgotten', true]);
      }
    }
    expect(await other.forgetting.carryOut()).toBe(0);
  });

  it('is over only when no process has old nodes in memory', async () => {
    const [one, other] = [await instance(), await instance()];
    const block = await seal(one, '2013-05', 2);
    await opens(other, block);
    expect(treesOf(other).size).toBe(1);
    forget(placeOf(block, 0));
    await one.forgetting.carryOut();
    // What `other` has in memory is looked at, without its asking anything.
    const label = lineLabel(saltPath(Buffer.from(block.data).subarray(3, 11)), 0);
    for (const { tree } of treesOf(other).values()) expect(tree.leaf(label)).toBeUndefined();
    const versions = await (await database()).rows(KeyHolderRow).find();
    expect(new Set(versions.map(({ version }) => version)).size).toBe(1);
  });

  it('is not waited for by an opening: what is in memory is compared with the database first', async () => {
    const [one, other] = [await instance(), await instance()];
    const block = await seal(one, '2013-05', 2);
    expect(await opens(other, block)).toEqual([true, true]);
    expect(treesOf(other).size).toBe(1);
    await one.vault.puncture(new Map([['2013-05', [labelOf(block, 0)]]]));
    expect(await opens(other, block)).toEqual(['forgotten', true]);
  });

  it('keeps nothing in memory while it may not, and seals and opens all the same', async () => {
    const one = await instance();
    const { lease } = one.vault as unknown as { lease: object };
    Object.defineProperty(lease, 'isValid', { get: () => false });
    const block = await seal(one, '2013-05', 2);
    expect(await opens(one, block)).toEqual([true, true]);
    expect(treesOf(one).size).toBe(0);
  });

  it('waits for a process that was killed no longer than it could have used its memory', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 2);
    await (await database()).transaction((manager) =>
      manager.query(
        `INSERT INTO liushui_primary.key_holders
         VALUES (gen_random_uuid(), 0, clock_timestamp() - interval '11.5 s')`,
      ),
    );
    forget(placeOf(block, 0));
    await one.forgetting.carryOut();
    expect(await (await database()).rows(KeyHolderRow).count()).toBe(1);
  });

  it.each(['before the puncture', 'before the new generation', 'before it was noted'])(
    'is done again by the next start when the process was killed %s',
    async (moment) => {
      const one = await instance();
      const block = await seal(one, '2013-05', 2);
      const generation = keysInFile()[0]?.generation as number;
      forget(placeOf(block, 1));
      const label = lineLabel(saltPath(Buffer.from(block.data).subarray(3, 11)), 1);
      if (moment !== 'before the puncture')
        await one.vault.puncture(new Map([['2013-05', [label]]]));
      if (moment === 'before it was noted') await one.vault.rotateGeneration();
      const next = await instance();
      expect(await opens(next, block)).toEqual([true, 'forgotten']);
      expect(keysInFile()[0]?.generation).toBeGreaterThan(generation);
      expect(await (await database()).rows(ForgottenUpToRow).find()).toMatchObject([
        { revision: '0' },
      ]);
    },
  );

  it('is done again after the vault was restored from before it', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 2);
    const db = await database();
    const [month] = await db.rows(MonthRow).find();
    const nodes = await db.rows(TreeNodeRow).find();
    const keyFile = readFileSync(keyPath());
    forget(placeOf(block, 0));
    await one.forgetting.carryOut();
    const done = await db.rows(ForgottenUpToRow).find();
    expect(done).toHaveLength(1);

    // Database and key file as they were, as a restore of both brings them.
    await restore(db, month as MonthRow, nodes, keyFile);
    const restored = await instance();
    expect(await opens(restored, block)).toEqual(['forgotten', true]);
  });

  it('begins at the start when the database knows another stream than the log has', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 2);
    await (await database())
      .rows(ForgottenUpToRow)
      .insert({ single: true, revision: '7', eventId: randomUUID() });
    forget(placeOf(block, 1));
    expect(await opens(await instance(), block)).toEqual([true, 'forgotten']);
  });

  it('opens nothing before it knows who was forgotten', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 1);
    const away = {
      load: () => {
        throw new Error('the store is away');
      },
      readAt: () => Promise.reject(new Error('the store is away')),
    };
    const options = { databaseUrl: postgres.url, dataFolder, log: away };
    const blind = await Identity.open(options);
    opened.push(blind);
    await expect(opens(blind, block)).rejects.toThrow('the store is away');
    expect(
      await blind.sealing.seal(block.lines, { ...block.place, month: '2013-05' }),
    ).toBeDefined();
  });

  it('refuses to take another event for the block that was named', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 1);
    forget({ ...placeOf(block, 0), event: randomUUID() });
    await expect(one.forgetting.carryOut()).rejects.toThrow('does not hold the sealed holders');
  });

  it('is done once by processes that start at once', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 2);
    forget(placeOf(block, 0));
    const started = await Promise.all([instance(), instance(), instance()]);
    const read = await Promise.all(started.map((identity) => opens(identity, block)));
    expect(read).toEqual(Array(3).fill(['forgotten', true]));
  });

  it('leaves connections to others however many ask for it at once', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 3);
    forget(placeOf(block, 0));
    const crowd = Array.from({ length: 24 }, () => one.forgetting.carryOut());
    expect(await one.users.byId(randomUUID())).toBeUndefined();
    forget(placeOf(block, 1));
    const late = one.forgetting.carryOut();
    const counts = await Promise.all([...crowd, late]);
    expect(counts[0]).toBeGreaterThan(0);
    expect(await opens(one, block)).toEqual(['forgotten', 'forgotten', true]);
  });
});

describe('what is stored after forgetting', () => {
  it('derives every other key and none that was punctured, whichever lines they were', async () => {
    const one = await instance();
    const blocks = await Promise.all([5, 4, 6].map((count) => seal(one, '2013-05', count)));
    const all = blocks.flatMap((block) => block.lines.map((_, index) => ({ block, index })));
    const forgotten = new Set<(typeof all)[number]>();
    await fc.assert(
      fc.asyncProperty(fc.subarray(all, { minLength: 1, maxLength: 3 }), async (picked) => {
        forget(...picked.map(({ block, index }) => placeOf(block, index)));
        for (const entry of picked) forgotten.add(entry);
        await one.forgetting.carryOut();
        const tree = await storedTree();
        for (const entry of all) {
          const leaf = tree.leaf(labelOf(entry.block, entry.index));
          expect(leaf === undefined).toBe(forgotten.has(entry));
        }
        tree.wipe();
      }),
      { numRuns: 6 },
    );
    for (const entry of all) {
      const holders = await opens(one, entry.block);
      expect(holders[entry.index]).toBe(forgotten.has(entry) ? 'forgotten' : true);
    }
  });

  it('has nowhere the bytes of a node, leaf or key on the way to the line', async () => {
    const one = await instance();
    const block = await seal(one, '2013-05', 2);
    const secrets = secretsOnTheWay(await storedTree(), block, 0);
    const opensWith = (bytes: Buffer) => secrets.filter((secret) => bytes.includes(secret));
    expect(secrets.length).toBeGreaterThan(19);
    forget(placeOf(block, 0));
    await one.forgetting.carryOut();
    const dumped = Buffer.concat([...(await dumpedTables()), readFileSync(keyPath())]);
    expect(opensWith(dumped)).toEqual([]);
    const keys = keysInFile();
    expect(keys).toHaveLength(1);
    for (const unwrapped of await everythingUnwrapped()) expect(opensWith(unwrapped)).toEqual([]);
  });
});

const keyPath = () => join(dataFolder, 'keys', 'holders.json');
const keysInFile = () => new KeyFile(keyPath()).read()?.keys ?? [];
const labelOf = (block: Sealed, index: number) =>
  lineLabel(saltPath(Buffer.from(block.data).subarray(3, 11)), index);

async function database(): Promise<PrimaryDatabase> {
  const db = await PrimaryDatabase.open(postgres.url, { connectionsMax: 2 });
  opened.push({ close: () => db.close() } as Identity);
  return db;
}

async function storedTree(): Promise<KeyTree> {
  const db = await database();
  const row = await db.rows(MonthRow).findOneByOrFail({ month: '2013-05' });
  const nodes = await db.rows(TreeNodeRow).findBy({ month: '2013-05' });
  const key = keysInFile().find(({ generation }) => generation === row.generation)?.key;
  return unwrapMonth(key as Buffer, { row, nodes });
}

/** Every node from the root on, the leaf, and both keys of the line. */
function secretsOnTheWay(tree: KeyTree, block: Sealed, index: number): Buffer[] {
  const label = labelOf(block, index);
  const leaf = Buffer.from(tree.leaf(label) as Buffer);
  const { steps } = tree as unknown as { steps: Buffer[] };
  const nodes = steps.map((node) => Buffer.from(node));
  const root = Buffer.from([...tree.entries()][0]?.[1] as Buffer);
  const keys = Buffer.alloc(LINE_KEYS_BYTES);
  deriveLineKeys(leaf, keys);
  expect(SealedBlock.read(block.data)).toBeInstanceOf(SealedBlock);
  return [root, ...nodes, leaf, keys.subarray(0, KEY_BYTES)];
}

async function dumpedTables(): Promise<Buffer[]> {
  const db = await database();
  return db.transaction(async (manager) => {
    const tables = await manager.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'liushui_primary'`,
    );
    const found: Buffer[] = [];
    for (const { name } of tables) {
      for (const row of await manager.query(`SELECT * FROM liushui_primary.${name}`)) {
        for (const value of Object.values(row)) {
          found.push(Buffer.isBuffer(value) ? value : Buffer.from(String(value)));
        }
      }
    }
    return found;
  });
}

/** What the tables hold under the keys of the key file, opened. */
async function everythingUnwrapped(): Promise<Buffer[]> {
  const tree = await storedTree();
  return [...tree.entries()].map(([, node]) => Buffer.from(node));
}

async function restore(
  db: PrimaryDatabase,
  month: MonthRow,
  nodes: readonly TreeNodeRow[],
  keyFile: Buffer,
): Promise<void> {
  await db.transaction(async (manager) => {
    await manager.delete(TreeNodeRow, { month: month.month });
    await manager.update(MonthRow, { month: month.month }, month);
    await manager.insert(TreeNodeRow, [...nodes]);
    await manager.query('DELETE FROM liushui_primary.rotating_keys');
    await manager.query('DELETE FROM liushui_primary.generations WHERE number > 1');
    await manager.query('UPDATE liushui_primary.generations SET replaced_at = NULL');
    await manager.query('DELETE FROM liushui_primary.forgotten_up_to');
  });
  writeFileSync(keyPath(), keyFile, { mode: 0o600 });
}
