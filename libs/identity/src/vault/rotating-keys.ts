import { type EntityManager, LessThan } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import { KEY_BYTES, randomBytes, wipe } from '../sealing/secret-bytes';
import { RotatingKeyRow } from './entities';
import type { GenerationKeys } from './generation-keys';
import type { GenerationKey } from './key-file';
import { unwrapKey, wrapKey } from './wrap';

export interface RotatingKey {
  /** `<UTC date on which it was made>-<8 random hexadecimal digits>`. */
  readonly id: string;
  /** Belongs to the RotatingKeys that gave it: read it at once, do not keep it. */
  readonly key: Buffer;
}

export interface Rotation {
  readonly purpose: 'request-mac' | 'access-token' | 'upload';
  /** A key is destroyed when more than so many days have passed since the day it was made. */
  readonly keptDays: number;
}

const DAY_MS = 86_400_000;
const ID = /^(\d{4}-\d{2}-\d{2})-[0-9a-f]{8}$/;
const READ_ATTEMPTS_MAX = 3;

const utcDate = (instant: Date): string => instant.toISOString().slice(0, 10);

/**
 * One key a UTC day for one purpose, made by whichever process needs it first and the same for
 * all. Old ones are deleted whenever a new one is made; what copies of the database remember of
 * them ends with the next generation of keys.
 */
export class RotatingKeys {
  private readonly known = new Map<string, Buffer>();
  private currentId: string | undefined;

  constructor(
    private readonly database: PrimaryDatabase,
    private readonly generations: GenerationKeys,
    private readonly rotation: Rotation,
    private readonly now: () => Date,
  ) {}

  /** Today's key. Needs the database once a day. */
  async current(): Promise<RotatingKey> {
    const today = utcDate(this.now());
    if (!this.currentId?.startsWith(today)) {
      const row = await this.madeOn(today);
      await this.learn(row.id);
      this.currentId = row.id;
      this.dropExpired();
    }
    return { id: this.currentId, key: this.known.get(this.currentId) as Buffer };
  }

  /** Undefined for a key that was destroyed, is due to be, or never was. */
  async find(id: string): Promise<RotatingKey | undefined> {
    if (!ID.test(id) || this.isExpired(id)) return undefined;
    if (!this.known.has(id) && !(await this.learn(id))) return undefined;
    return { id, key: this.known.get(id) as Buffer };
  }

  /** Deletes the keys whose days are over: for a daily schedule in a system that stands still. */
  async destroyExpired(): Promise<void> {
    this.dropExpired();
    await this.database
      .rows(RotatingKeyRow)
      .delete({ purpose: this.rotation.purpose, madeOn: LessThan(this.oldestKept()) });
  }

  wipe(): void {
    wipe(...this.known.values());
    this.known.clear();
    this.currentId = undefined;
  }

  private async madeOn(date: string): Promise<RotatingKeyRow> {
    const { purpose } = this.rotation;
    const made = await this.database.rows(RotatingKeyRow).findOneBy({ purpose, madeOn: date });
    if (made) return made;
    await this.destroyExpired();
    await this.make(date);
    return this.database.rows(RotatingKeyRow).findOneByOrFail({ purpose, madeOn: date });
  }

  /** Does nothing when another process made the day's key meanwhile. */
  private make(date: string): Promise<void> {
    const id = `${date}-${randomBytes(4).toString('hex')}`;
    const key = randomBytes(KEY_BYTES);
    return this.database.transaction((manager) =>
      this.generations.wrapping(manager, async (current) => {
        const row = {
          id,
          purpose: this.rotation.purpose,
          madeOn: date,
          wrappedKey: wrapKey(current.key, key, ['rotating', id]),
          generation: current.generation,
        };
        wipe(key);
        await manager
          .createQueryBuilder()
          .insert()
          .into(RotatingKeyRow)
          .values(row)
          .orIgnore()
          .execute();
      }),
    );
  }

  /** A rotation of generations between reading row and file is answered by reading both again. */
  private async learn(id: string): Promise<boolean> {
    for (let attempt = 1; attempt <= READ_ATTEMPTS_MAX; attempt += 1) {
      const { purpose } = this.rotation;
      const row = await this.database.rows(RotatingKeyRow).findOneBy({ id, purpose });
      if (!row) return false;
      const wrapping = this.generations.keyOf(row.generation);
      if (!wrapping) continue;
      const key = unwrapKey(wrapping, row.wrappedKey, ['rotating', id]);
      wipe(wrapping);
      if (this.known.has(id)) wipe(key);
      else this.known.set(id, key);
      return true;
    }
    throw new Error(`the generation of rotating key ${id} is not in the key file`);
  }

  private oldestKept(): string {
    return utcDate(new Date(this.now().getTime() - this.rotation.keptDays * DAY_MS));
  }

  private isExpired(id: string): boolean {
    return id.slice(0, 10) < this.oldestKept();
  }

  private dropExpired(): void {
    for (const [id, key] of this.known) {
      if (!this.isExpired(id)) continue;
      wipe(key);
      this.known.delete(id);
    }
  }
}

/** Wraps every rotating key by the next generation. */
export async function rewrapRotatingKeys(
  manager: EntityManager,
  from: GenerationKey,
  to: GenerationKey,
): Promise<void> {
  for (const { id, wrappedKey } of await manager.find(RotatingKeyRow)) {
    const key = unwrapKey(from.key, wrappedKey, ['rotating', id]);
    const again = wrapKey(to.key, key, ['rotating', id]);
    wipe(key);
    await manager.update(RotatingKeyRow, { id }, { wrappedKey: again, generation: to.generation });
  }
}
