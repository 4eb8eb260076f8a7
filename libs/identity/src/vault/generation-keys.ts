import * as sodium from 'sodium-native';
import { type EntityManager, IsNull } from 'typeorm';
import { lockInTransaction, type PrimaryDatabase, primaryLocks } from '../primary/primary-database';
import { KEY_BYTES, keyCopy, ownBytes, randomBytes, wipe } from '../sealing/secret-bytes';
import { GenerationRow } from './entities';
import { type GenerationKey, type KeyFile, VaultLocked } from './key-file';

const CHECK_BYTES = 16;
const CHECK_INPUT = Buffer.from('liushui/vault/1 generation check');

export function keyCheck(key: Buffer): Buffer {
  const check = ownBytes(CHECK_BYTES);
  sodium.crypto_generichash(check, CHECK_INPUT, key);
  return check;
}

const wipeAll = (keys: readonly GenerationKey[] | undefined): void =>
  wipe(...(keys ?? []).map(({ key }) => key));

/** Wraps again, inside the rotation's transaction, everything that `from` wraps. */
export type Rewrap = (
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
) => Promise<void>;

/**
 * The generation keys: in the key file, numbered in the database.
 *
 * What always holds, wherever a process was killed: the file has the key of the database's current
 * generation, and every wrapped key was wrapped by that one. Between the two steps of a rotation
 * the file has one more, which the next start or rotation removes.
 */
export class GenerationKeys {
  private constructor(
    private readonly database: PrimaryDatabase,
    private readonly file: KeyFile,
    private readonly now: () => Date,
  ) {}

  /** @throws VaultLocked when the key file is missing, foreign, damaged or open to others. */
  static async open(
    database: PrimaryDatabase,
    file: KeyFile,
    now: () => Date,
  ): Promise<GenerationKeys> {
    const generations = new GenerationKeys(database, file, now);
    await generations.settleAlone();
    // Once more for the first start of all, whose key file is new until its number is committed.
    await generations.settleAlone();
    return generations;
  }

  /**
   * The key to wrap with; no rotation happens until the transaction ends. The key lives for the
   * duration of `act` only.
   */
  async wrapping<T>(
    manager: EntityManager,
    act: (current: GenerationKey) => Promise<T>,
  ): Promise<T> {
    await lockInTransaction(manager, primaryLocks.generation, 'shared');
    const row = await currentRow(manager);
    if (!row) throw new VaultLocked('The vault has no generation of keys.');
    const key = this.keyOf(row.number);
    if (!key) throw this.missingGeneration(row.number);
    try {
      return await act({ generation: row.number, key });
    } finally {
      wipe(key);
    }
  }

  /** A copy for the caller to wipe; undefined when the file no longer has that generation. */
  keyOf(generation: number): Buffer | undefined {
    const keys = this.file.read()?.keys;
    const found = keys?.find((entry) => entry.generation === generation);
    const copy = found && keyCopy(found.key);
    wipeAll(keys);
    return copy;
  }

  /** A new generation wraps everything; the old key is gone from the file when this resolves. */
  async rotate(rewrap: Rewrap): Promise<void> {
    try {
      await this.database.transaction(async (manager) => {
        const from = await this.settle(manager);
        const to = { generation: from.generation + 1, key: randomBytes(KEY_BYTES) };
        try {
          this.file.replace([from, to]);
          await this.recordRotation(manager, from, to);
          await rewrap(manager, from, to);
        } finally {
          wipeAll([from, to]);
        }
      });
    } finally {
      await this.settleAlone();
    }
  }

  private settleAlone(): Promise<void> {
    return this.database.transaction(async (manager) => wipeAll([await this.settle(manager)]));
  }

  /**
   * Brings file and database together, both ways safe: a key that the database never began to use
   * goes, as does one that it no longer uses. Answers the current key, for the caller to wipe.
   */
  private async settle(manager: EntityManager): Promise<GenerationKey> {
    await lockInTransaction(manager, primaryLocks.generation, 'exclusive');
    const row = await currentRow(manager);
    return row ? this.settleOn(row) : this.settleFirst(manager);
  }

  private settleOn(row: GenerationRow): GenerationKey {
    const content = this.file.read();
    if (!content) {
      throw new VaultLocked(
        `The key file ${this.file.path} is missing, but this database holds keys that only it ` +
          `can open. Put the file back from its copy; without it the holders stay sealed.`,
      );
    }
    const { state, keys } = content;
    const current = keys.find(({ generation }) => generation === row.number);
    if (!current || !keyCheck(current.key).equals(row.keyCheck)) {
      wipeAll(keys);
      throw current ? this.foreignFile() : this.missingGeneration(row.number);
    }
    if (keys.length > 1 || state === 'new') this.file.replace([current]);
    wipeAll(keys.filter((entry) => entry !== current));
    return current;
  }

  /** The first start, or the one after a first start that was killed before its commit. */
  private async settleFirst(manager: EntityManager): Promise<GenerationKey> {
    const found = this.file.read();
    if (found && (found.state !== 'new' || found.keys.length !== 1)) {
      wipeAll(found.keys);
      throw new VaultLocked(
        `The key file ${this.file.path} is in use with a database, and this one is empty. Put ` +
          `back that database, or move the key file away to begin anew without its holders.`,
      );
    }
    const first = found?.keys[0] ?? { generation: 1, key: randomBytes(KEY_BYTES) };
    if (!found) this.file.create(first);
    await manager.insert(GenerationRow, {
      number: first.generation,
      keyCheck: keyCheck(first.key),
      createdAt: this.now(),
      replacedAt: null,
    });
    return first;
  }

  private async recordRotation(
    manager: EntityManager,
    from: GenerationKey,
    to: GenerationKey,
  ): Promise<void> {
    const at = this.now();
    await manager.update(GenerationRow, { number: from.generation }, { replacedAt: at });
    await manager.insert(GenerationRow, {
      number: to.generation,
      keyCheck: keyCheck(to.key),
      createdAt: at,
      replacedAt: null,
    });
  }

  private foreignFile(): VaultLocked {
    return new VaultLocked(
      `The key file ${this.file.path} belongs to another database. ` +
        `Put back the one that was made with this database.`,
    );
  }

  private missingGeneration(generation: number): VaultLocked {
    return new VaultLocked(
      `The key file ${this.file.path} has no key of generation ${generation}, which this ` +
        `database uses. Put back the copy made after the last replacement of keys.`,
    );
  }
}

const currentRow = (manager: EntityManager): Promise<GenerationRow | null> =>
  manager.findOneBy(GenerationRow, { replacedAt: IsNull() });
