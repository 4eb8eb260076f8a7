import { join } from 'node:path';
import type { EntityManager } from 'typeorm';
import { lockInTransaction, type PrimaryDatabase, primaryLocks } from '../primary/primary-database';
import type { Month } from '../sealing/block';
import { KeyTree } from '../sealing/key-tree';
import { wipe } from '../sealing/secret-bytes';
import { GenerationKeys } from './generation-keys';
import { rewrapIndexKeys } from './index-keys';
import { type GenerationKey, KeyFile } from './key-file';
import { MemoryLease, raiseVersion, readVersion, untilAllHeard } from './memory-lease';
import { insertMonth, punctureMonth, readMonth, rewrapMonths, unwrapMonth } from './month-keys';
import { RotatingKeys, type Rotation, rewrapRotatingKeys } from './rotating-keys';

/** Trees kept in memory: twenty years of months. */
const MONTHS_CACHED_MAX = 240;
const READ_ATTEMPTS_MAX = 3;
/** Paths of one puncture; each leaves up to 285 nodes. */
export const PUNCTURES_MAX = 1_000;
/** How long an opening may hold its fence: a process that stands still loses it, and the answer. */
const FENCE_MS_MAX = 10_000;
/** How long a puncture waits for openings under way. */
const PUNCTURE_WAIT_MS_MAX = 15_000;

/** What is left of a month: its tree, nothing since it was purged, or nothing ever known of it. */
export type MonthTree = KeyTree | 'purged' | 'unknown';

/** Gives one month's tree after another to functions that must use it before they return. */
export type OpenMonth = <T>(month: Month, act: (tree: MonthTree) => T) => Promise<T>;

interface KnownTree {
  readonly tree: KeyTree;
  /** Of the newest puncture in it. */
  readonly version: bigint;
}

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
 * any later moment. Opening is fenced: a puncture waits for the openings under way, and an opening
 * answers only if the database confirms at its end that no puncture came in between. Sealing is
 * not, because a fresh salt meets no punctured path; but nodes that a puncture erased are dropped
 * from every process's memory before the act of forgetting is over.
 */
export class Vault {
  private readonly trees = new Map<Month, KnownTree>();
  private readonly loading = new Map<Month, Promise<'kept' | 'purged' | 'unknown'>>();
  private readonly warming = new Map<Month, Promise<void>>();
  private readonly lease: MemoryLease;

  private constructor(
    private readonly database: PrimaryDatabase,
    readonly generations: GenerationKeys,
    private readonly now: () => Date,
  ) {
    this.lease = new MemoryLease(database, () => this.wipe());
  }

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
    const known = this.known(month);
    if (known) return act(known);
    await this.warm(month);
    const warmed = this.known(month);
    if (warmed) return act(warmed);
    return this.fenced((manager) =>
      this.use(manager, month, (tree) => {
        if (!(tree instanceof KeyTree)) throw new Error(`month ${month} is ${tree}`);
        return act(tree);
      }),
    );
  }

  /** The month's tree as it is: 'purged' when it was forgotten whole, 'unknown' if never made. */
  toOpen<T>(month: Month, act: (tree: MonthTree) => T): Promise<T> {
    return this.opening((openMonth) => openMonth(month, act));
  }

  /**
   * Any number of months under one fence. What `work` answers is given out only when no puncture
   * came in between; rejects when the process stood still for more than 10 s meanwhile.
   */
  opening<T>(work: (openMonth: OpenMonth) => Promise<T>): Promise<T> {
    return this.fenced((manager) => work((month, act) => this.use(manager, month, act)));
  }

  /** Keys that change daily, wrapped by the same generations. */
  rotatingKeys(rotation: Rotation): RotatingKeys {
    return new RotatingKeys(this.database, this.generations, rotation, this.now);
  }

  /**
   * Makes the keys at and below these paths (a line's label, a post's salt, or '' for the whole
   * month; at most PUNCTURES_MAX at once) underivable for ever, in one transaction over all months.
   * What is underivable already stays as it is.
   *
   * The act is done when `rotateGeneration` and `untilAllHeard` have resolved too: until then older
   * copies of the database open, and other processes may have the nodes in memory.
   */
  async puncture(punctures: ReadonlyMap<Month, readonly string[]>): Promise<void> {
    const pathCount = [...punctures.values()].reduce((sum, paths) => sum + paths.length, 0);
    if (pathCount > PUNCTURES_MAX) throw new RangeError(`at most ${PUNCTURES_MAX} paths`);
    await this.database.transaction(async (manager) => {
      await manager.query(`SET LOCAL lock_timeout = ${PUNCTURE_WAIT_MS_MAX}`);
      await lockInTransaction(manager, primaryLocks.puncture, 'exclusive');
      await this.generations.wrapping(manager, async (current) => {
        for (const [month, paths] of [...punctures].sort(([a], [b]) => (a < b ? -1 : 1))) {
          await punctureMonth(manager, month, paths, current, this.now());
        }
      });
      await raiseVersion(manager);
    });
    // Nodes that a reader of before the commit has yet to keep are refused by their version.
    await this.lease.renew();
    this.wipe();
  }

  /** Resolves when no process has nodes in memory that a puncture up to now erased. */
  async untilAllHeard(): Promise<void> {
    const version = await this.database.transaction(readVersion);
    this.lease.hear(version);
    await this.lease.renew();
    await untilAllHeard(this.database, version);
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
    for (const { tree } of this.trees.values()) tree.wipe();
    this.trees.clear();
  }

  /** Wipes every key and ends what runs in the background. */
  close(): Promise<void> {
    return this.lease.release();
  }

  /** A tree in memory that may be used as it is. */
  private known(month: Month): KeyTree | undefined {
    if (!this.lease.isValid) return undefined;
    const known = this.trees.get(month);
    if (!known) return undefined;
    this.trees.delete(month);
    this.trees.set(month, known);
    return known.tree;
  }

  /** Brings a month's tree into memory, making it at its first use; whoever asks meanwhile waits. */
  private warm(month: Month): Promise<void> {
    const running = this.warming.get(month);
    if (running) return running;
    const warming = this.readOrMake(month).finally(() => this.warming.delete(month));
    this.warming.set(month, warming);
    return warming;
  }

  private async readOrMake(month: Month): Promise<void> {
    if ((await this.fenced((manager) => this.load(manager, month))) !== 'unknown') return;
    await this.createMonth(month);
    await this.fenced((manager) => this.load(manager, month));
  }

  /** Work during which nothing is punctured: the lock is given back by whatever ends it. */
  private async fenced<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    await this.lease.ensure();
    return this.database.transaction(async (manager) => {
      await manager.query(`SET LOCAL idle_in_transaction_session_timeout = ${FENCE_MS_MAX}`);
      await lockInTransaction(manager, primaryLocks.puncture, 'shared');
      this.lease.hear(await readVersion(manager));
      return work(manager);
    });
  }

  /** Under the fence. A tree that may not stay in memory is read for this one use. */
  private async use<T>(
    manager: EntityManager,
    month: Month,
    act: (tree: MonthTree) => T,
  ): Promise<T> {
    const known = this.known(month);
    if (known) return act(known);
    const loaded = await this.load(manager, month);
    if (loaded === 'purged' || loaded === 'unknown') return act(loaded);
    const kept = this.known(month);
    if (kept) return act(kept);
    const tree = await this.readTree(manager, month);
    try {
      return act(tree);
    } finally {
      if (tree instanceof KeyTree) tree.wipe();
    }
  }

  /** Reads the tree and keeps it if it may be kept. Concurrent callers share one read. */
  private load(manager: EntityManager, month: Month): Promise<'kept' | 'purged' | 'unknown'> {
    const running = this.loading.get(month);
    if (running) return running;
    const reading = this.readAndKeep(manager, month).finally(() => this.loading.delete(month));
    this.loading.set(month, reading);
    return reading;
  }

  private async readAndKeep(
    manager: EntityManager,
    month: Month,
  ): Promise<'kept' | 'purged' | 'unknown'> {
    const version = await readVersion(manager);
    const tree = await this.readTree(manager, month);
    if (tree instanceof KeyTree) this.keep(month, { tree, version });
    return tree instanceof KeyTree ? 'kept' : tree;
  }

  /** Remembers the tree as the one used last and wipes the one not used for longest. */
  private keep(month: Month, known: KnownTree): void {
    if (known.version < this.lease.newest || !this.lease.isValid) {
      known.tree.wipe();
      return;
    }
    this.trees.get(month)?.tree.wipe();
    this.trees.delete(month);
    this.trees.set(month, known);
    const oldest = this.trees.entries().next();
    if (this.trees.size <= MONTHS_CACHED_MAX || oldest.done) return;
    this.trees.delete(oldest.value[0]);
    oldest.value[1].tree.wipe();
  }

  /**
   * Under the fence month and nodes change by a rotation alone, which is answered by reading both
   * row and file again.
   */
  private async readTree(manager: EntityManager, month: Month): Promise<MonthTree> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
      const stored = await readMonth(manager, month);
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
}

async function rewrapEverything(
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
): Promise<void> {
  await rewrapMonths(manager, from, to);
  await rewrapRotatingKeys(manager, from, to);
  await rewrapIndexKeys(manager, from, to);
}
