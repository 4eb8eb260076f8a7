import type { EntityManager } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import { KEY_BYTES, randomBytes, wipe } from '../sealing/secret-bytes';
import { IndexKeyRow } from './entities';
import type { GenerationKeys } from './generation-keys';
import type { GenerationKey } from './key-file';
import { unwrapKey, wrapKey } from './wrap';

const READ_ATTEMPTS_MAX = 3;

/**
 * The keys of blind indexes, one for each index by name: made with it and destroyed with it, so
 * that building an index anew is what changes its key. None is kept in memory.
 */
export class IndexKeys {
  constructor(
    private readonly database: PrimaryDatabase,
    private readonly generations: GenerationKeys,
  ) {}

  /** Makes the index's key at its first use. The key is wiped when `act` has ended. */
  async using<T>(index: string, act: (key: Buffer) => Promise<T>): Promise<T> {
    const key = (await this.read(index)) ?? (await this.make(index));
    try {
      return await act(key);
    } finally {
      wipe(key);
    }
  }

  /** Destroys an index's key: what copies of its rows remain say nothing without it. */
  async destroy(index: string): Promise<void> {
    await this.database.rows(IndexKeyRow).delete({ indexName: index });
  }

  /** A rotation of generations between reading row and file is answered by reading both again. */
  private async read(index: string): Promise<Buffer | undefined> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
      const row = await this.database.rows(IndexKeyRow).findOneBy({ indexName: index });
      if (!row) return undefined;
      const wrapping = this.generations.keyOf(row.generation);
      if (!wrapping) continue;
      try {
        return unwrapKey(wrapping, row.wrappedKey, ['index', index]);
      } finally {
        wipe(wrapping);
      }
    }
    throw new Error(`the generation of the key of index ${index} is not in the key file`);
  }

  /** When another process was first, its key is the index's. */
  private async make(index: string): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    await this.database.transaction((manager) =>
      this.generations.wrapping(manager, async (current) => {
        const wrappedKey = wrapKey(current.key, key, ['index', index]);
        wipe(key);
        const { generation } = current;
        await manager
          .createQueryBuilder()
          .insert()
          .into(IndexKeyRow)
          .values({ indexName: index, wrappedKey, generation })
          .orIgnore()
          .execute();
      }),
    );
    const made = await this.read(index);
    if (!made) throw new Error(`the key of index ${index} was destroyed as it was made`);
    return made;
  }
}

/** Wraps every index's key by the next generation. */
export async function rewrapIndexKeys(
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
): Promise<void> {
  for (const { indexName, wrappedKey } of await manager.find(IndexKeyRow)) {
    const key = unwrapKey(from.key, wrappedKey, ['index', indexName]);
    const again = wrapKey(to.key, key, ['index', indexName]);
    wipe(key);
    await manager.update(
      IndexKeyRow,
      { indexName },
      { wrappedKey: again, generation: to.generation },
    );
  }
}
