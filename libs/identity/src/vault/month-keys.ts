import type { EntityManager } from 'typeorm';
import type { Month } from '../sealing/block';
import { KeyTree } from '../sealing/key-tree';
import { KEY_BYTES, randomBytes, wipe } from '../sealing/secret-bytes';
import { MonthRow, TreeNodeRow } from './entities';
import type { GenerationKey } from './key-file';
import { unwrapKey, wrapKey } from './wrap';

/** Rows a statement inserts; Postgres takes 65,535 parameters, and a node has three. */
const NODES_A_STATEMENT_MAX = 5_000;
const ROOT_PATH = '';

/** A month as it is stored. */
export interface StoredMonth {
  readonly row: MonthRow;
  readonly nodes: readonly TreeNodeRow[];
}

/** Run it under the fence of punctures, which change row and nodes together. */
export async function readMonth(
  manager: EntityManager,
  month: Month,
): Promise<StoredMonth | undefined> {
  const row = await manager.findOneBy(MonthRow, { month });
  return row ? { row, nodes: await manager.findBy(TreeNodeRow, { month }) } : undefined;
}

/** @throws when the generation's key is not the one that wrapped the month, or a row was altered. */
export function unwrapMonth(generationKey: Buffer, { row, nodes }: StoredMonth): KeyTree {
  if (!row.wrappedKey) return new KeyTree([]);
  const monthKey = unwrapKey(generationKey, row.wrappedKey, ['month', row.month]);
  const unwrapped = nodes.map(
    ({ month, path, wrappedNode }) =>
      [path, unwrapKey(monthKey, wrappedNode, ['node', month, path])] as const,
  );
  wipe(monthKey);
  const tree = new KeyTree(unwrapped);
  wipe(...unwrapped.map(([, node]) => node));
  return tree;
}

/** Does nothing when another process was first: then its keys are the month's. */
export async function insertMonth(
  manager: EntityManager,
  month: Month,
  current: GenerationKey,
  createdAt: Date,
): Promise<void> {
  const monthKey = randomBytes(KEY_BYTES);
  const root = randomBytes(KEY_BYTES);
  const row = {
    month,
    wrappedKey: wrapKey(current.key, monthKey, ['month', month]),
    generation: current.generation,
    createdAt,
    purgedAt: null,
  };
  const wrappedNode = wrapKey(monthKey, root, ['node', month, ROOT_PATH]);
  wipe(monthKey, root);
  const inserted = await manager
    .createQueryBuilder()
    .insert()
    .into(MonthRow)
    .values(row)
    .orIgnore()
    .returning('month')
    .execute();
  if ((inserted.raw as unknown[]).length === 0) return;
  await manager.insert(TreeNodeRow, { month, path: ROOT_PATH, wrappedNode });
}

/**
 * Punctures a stored month, unless nothing of these paths is left, and wraps what is left under a new month key: under the old one, older
 * copies of the database would open the nodes just erased. A month of which nothing is left loses
 * its key altogether.
 */
export async function punctureMonth(
  manager: EntityManager,
  month: Month,
  paths: readonly string[],
  current: GenerationKey,
  at: Date,
): Promise<void> {
  const locked = await manager.findOne(MonthRow, {
    where: { month },
    lock: { mode: 'pessimistic_write' },
  });
  // A month that this vault never knew, or of which nothing is left, has no key to erase.
  if (!locked?.wrappedKey) return;
  const stored = (await readMonth(manager, month)) as StoredMonth;
  const tree = unwrapMonth(current.key, stored);
  const wasPunctured = paths.map((path) => tree.puncture(path)).includes(true);
  if (!wasPunctured) {
    tree.wipe();
    return;
  }
  const monthKey = randomBytes(KEY_BYTES);
  const nodes = [...tree.entries()].map(([path, node]) => ({
    month,
    path,
    wrappedNode: wrapKey(monthKey, node, ['node', month, path]),
  }));
  const wrappedKey = nodes.length > 0 ? wrapKey(current.key, monthKey, ['month', month]) : null;
  wipe(monthKey);
  tree.wipe();
  await manager.delete(TreeNodeRow, { month });
  for (let from = 0; from < nodes.length; from += NODES_A_STATEMENT_MAX) {
    await manager.insert(TreeNodeRow, nodes.slice(from, from + NODES_A_STATEMENT_MAX));
  }
  const purgedAt = wrappedKey ? null : (stored.row.purgedAt ?? at);
  await manager.update(
    MonthRow,
    { month },
    { wrappedKey, generation: current.generation, purgedAt },
  );
}

/** Wraps every month's key by the next generation. */
export async function rewrapMonths(
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
): Promise<void> {
  for (const { month, wrappedKey } of await manager.find(MonthRow)) {
    const key = wrappedKey && unwrapKey(from.key, wrappedKey, ['month', month]);
    const again = key && wrapKey(to.key, key, ['month', month]);
    if (key) wipe(key);
    await manager.update(MonthRow, { month }, { wrappedKey: again, generation: to.generation });
  }
}
