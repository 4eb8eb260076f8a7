import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import type { Month } from '../sealing/block';
import { KeyTree } from '../sealing/key-tree';
import { KEY_BYTES, randomBytes, wipe } from '../sealing/secret-bytes';
import { MonthRow, RotatingKeyRow, TreeNodeRow } from './entities';
import { GenerationKeys } from './generation-keys';
import { type GenerationKey, KeyFile } from './key-file';
import { RotatingKeys, type Rotation } from './rotating-keys';
import { unwrapKey, wrapKey } from './wrap';

/** Trees kept in memory: twenty years of months. */
const MONTHS_CACHED_MAX = 240;
const READ_ATTEMPTS_MAX = 3;
const ROOT_PATH = '';

export interface VaultOptions {
  readonly database: PrimaryDatabase;
  /** LIUSHUI_DATA; the key file lies in `keys/holders.json` under it. */
  readonly dataFolder: string;
  readonly now?: () => Date;
}

/**
 * The keys of holders: a tree of keys for every month, its nodes wrapped by the month's key, the
 * month's key by the generation's, and that one in the key file alone.
 *
 * Trees are given to a function that must use them before it returns: the vault may wipe them at
 * any later moment.
 */
export class Vault {
  private readonly trees = new Map<Month, KeyTree>();
  private readonly loading = new Map<Month, Promise<KeyTree | 'purged' | 'unknown'>>();

  private constructor(
    private readonly database: PrimaryDatabase,
    private readonly generations: GenerationKeys,
    private readonly now: () => Date,
  ) {}

  /**
   * Makes the key file at the very first start, and never again: a database that holds wrapped
   * keys without the file that opens them is refused.
   *
   * @throws VaultLocked with a sentence for the operator.
   */
  static async open(options: VaultOptions): Promise<Vault> {
    const { database, dataFolder, now = () => new Date() } = options;
    const file = new KeyFile(join(dataFolder, 'keys', 'holders.json'));
    return new Vault(database, await GenerationKeys.open(database, file, now), now);
  }

  /** The month's tree, made when this is its first use. Needs no database once it is known. */
  async toSeal<T>(month: Month, act: (tree: KeyTree) => T): Promise<T> {
    const known = await this.use(month, act);
    if (known !== 'unknown' && known !== 'purged') return known.result;
    if (known === 'unknown') await this.createMonth(month);
    const made = await this.use(month, act);
    if (made === 'unknown' || made === 'purged') throw new Error(`month ${month} is ${made}`);
    return made.result;
  }

  /** The month's tree as it is: 'purged' when it was forgotten whole, 'unknown' if never made. */
  async toOpen<T>(month: Month, act: (tree: KeyTree | 'purged' | 'unknown') => T): Promise<T> {
    const known = await this.use(month, act);
    return known === 'unknown' || known === 'purged' ? act(known) : known.result;
  }

  /** Keys that change daily, wrapped by the same generations. */
  rotatingKeys(rotation: Rotation): RotatingKeys {
    return new RotatingKeys(this.database, this.generations, rotation, this.now);
  }

  /**
   * Replaces the generation key: everything is wrapped again in one transaction, then the old key
   * is overwritten. What older copies of the database hold can from then on be opened only with
   * older copies of the key file.
   */
  rotateGeneration(): Promise<void> {
    return this.generations.rotate(rewrapEverything);
  }

  /** Wipes every key in memory; the vault can be used on and reads them anew. */
  wipe(): void {
    for (const tree of this.trees.values()) tree.wipe();
    this.trees.clear();
  }

  private async use<T>(
    month: Month,
    act: (tree: KeyTree) => T,
  ): Promise<{ result: T } | 'purged' | 'unknown'> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
      const tree = this.trees.get(month);
      if (tree) {
        this.keep(month, tree);
        return { result: act(tree) };
      }
      const loaded = await this.load(month);
      if (loaded === 'purged' || loaded === 'unknown') return loaded;
    }
    throw new Error(`the keys of ${month} are wiped faster than they can be used`);
  }

  /** Concurrent callers share one read. */
  private load(month: Month): Promise<KeyTree | 'purged' | 'unknown'> {
    const running = this.loading.get(month);
    if (running) return running;
    const reading = this.readTree(month)
      .then((tree) => {
        if (tree instanceof KeyTree) this.keep(month, tree);
        return tree;
      })
      .finally(() => this.loading.delete(month));
    this.loading.set(month, reading);
    return reading;
  }

  /** Remembers the tree as the one used last and wipes the one not used for longest. */
  private keep(month: Month, tree: KeyTree): void {
    this.trees.delete(month);
    this.trees.set(month, tree);
    const oldest = this.trees.entries().next();
    if (this.trees.size <= MONTHS_CACHED_MAX || oldest.done) return;
    this.trees.delete(oldest.value[0]);
    oldest.value[1].wipe();
  }

  /** A rotation between reading the row and the file is answered by reading both again. */
  private async readTree(month: Month): Promise<KeyTree | 'purged' | 'unknown'> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
      const rows = await this.database.transaction(
        async (manager) => ({
          month: await manager.findOneBy(MonthRow, { month }),
          nodes: await manager.findBy(TreeNodeRow, { month }),
        }),
        'REPEATABLE READ',
      );
      if (!rows.month) return 'unknown';
      if (!rows.month.wrappedKey) return 'purged';
      const wrapping = this.generations.keyOf(rows.month.generation);
      if (!wrapping) continue;
      const monthKey = unwrapKey(wrapping, rows.month.wrappedKey, ['month', month]);
      wipe(wrapping);
      return unwrapTree(monthKey, rows.nodes);
    }
    throw new Error(`the generation that wraps ${month} is not in the key file`);
  }

  /** Two processes may come here for the same month at once: the second keeps the first's keys. */
  private createMonth(month: Month): Promise<void> {
    return this.database.transaction((manager) =>
      this.generations.wrapping(manager, (current) => this.insertMonth(manager, month, current)),
    );
  }

  private async insertMonth(
    manager: EntityManager,
    month: Month,
    current: GenerationKey,
  ): Promise<void> {
    const monthKey = randomBytes(KEY_BYTES);
    const root = randomBytes(KEY_BYTES);
    const row = {
      month,
      wrappedKey: wrapKey(current.key, monthKey, ['month', month]),
      generation: current.generation,
      createdAt: this.now(),
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
}

function unwrapTree(monthKey: Buffer, rows: readonly TreeNodeRow[]): KeyTree {
  const nodes = rows.map(
    ({ month, path, wrappedNode }) =>
      [path, unwrapKey(monthKey, wrappedNode, ['node', month, path])] as const,
  );
  wipe(monthKey);
  const tree = new KeyTree(nodes);
  wipe(...nodes.map(([, node]) => node));
  return tree;
}

async function rewrapEverything(
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
): Promise<void> {
  const rewrap = (wrapped: Buffer, purpose: Parameters<typeof wrapKey>[2]): Buffer => {
    const key = unwrapKey(from.key, wrapped, purpose);
    const again = wrapKey(to.key, key, purpose);
    wipe(key);
    return again;
  };
  for (const { month, wrappedKey } of await manager.find(MonthRow)) {
    await manager.update(
      MonthRow,
      { month },
      {
        wrappedKey: wrappedKey && rewrap(wrappedKey, ['month', month]),
        generation: to.generation,
      },
    );
  }
  for (const { id, wrappedKey } of await manager.find(RotatingKeyRow)) {
    await manager.update(
      RotatingKeyRow,
      { id },
      { wrappedKey: rewrap(wrappedKey, ['rotating', id]), generation: to.generation },
    );
  }
}
