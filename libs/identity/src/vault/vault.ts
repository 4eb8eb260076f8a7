import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import type { Month } from '../sealing/block';
import { KeyTree } from '../sealing/key-tree';
import { wipe } from '../sealing/secret-bytes';
import { GenerationKeys } from './generation-keys';
import { type GenerationKey, KeyFile } from './key-file';
import { insertMonth, punctureMonth, readMonth, rewrapMonths, unwrapMonth } from './month-keys';
import { RotatingKeys, type Rotation, rewrapRotatingKeys } from './rotating-keys';

/** Trees kept in memory: twenty years of months. */
const MONTHS_CACHED_MAX = 240;
const READ_ATTEMPTS_MAX = 3;
/** Paths of one puncture; each leaves up to 285 nodes. */
export const PUNCTURES_MAX = 1_000;

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
   * Makes the keys at and below these paths (a line's label, a post's salt, or '' for the whole
   * month; at most PUNCTURES_MAX at once) underivable for ever, in one transaction.
   *
   * The act is done when three things have happened: this; `wipe` in every other process that has
   * the month's tree in memory; and `rotateGeneration`, without which older copies of the database
   * still open.
   */
  async puncture(month: Month, paths: readonly string[]): Promise<void> {
    if (paths.length > PUNCTURES_MAX) throw new RangeError(`at most ${PUNCTURES_MAX} paths`);
    await this.database.transaction((manager) =>
      this.generations.wrapping(manager, (current) =>
        punctureMonth(manager, month, paths, current, this.now()),
      ),
    );
    await this.drop(month);
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
      const stored = await this.database.transaction(
        (manager) => readMonth(manager, month),
        'REPEATABLE READ',
      );
      if (!stored) return 'unknown';
      if (!stored.row.wrappedKey) return 'purged';
      const wrapping = this.generations.keyOf(stored.row.generation);
      if (!wrapping) continue;
      try {
        return unwrapMonth(wrapping, stored);
      } finally {
        wipe(wrapping);
      }
    }
    throw new Error(`the generation that wraps ${month} is not in the key file`);
  }

  private createMonth(month: Month): Promise<void> {
    return this.database.transaction((manager) =>
      this.generations.wrapping(manager, (current) =>
        insertMonth(manager, month, current, this.now()),
      ),
    );
  }

  /** Also the tree that a read begun earlier is about to keep. */
  private async drop(month: Month): Promise<void> {
    await this.loading.get(month)?.catch(() => undefined);
    this.trees.get(month)?.wipe();
    this.trees.delete(month);
  }
}

async function rewrapEverything(
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
): Promise<void> {
  await rewrapMonths(manager, from, to);
  await rewrapRotatingKeys(manager, from, to);
}
