import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { PrimaryDatabase } from '../primary/primary-database';
import { KeyHolderRow, PRIMARY_SCHEMA, PuncturesRow } from './entities';

/** How long nodes in memory may be used without the database having been asked. */
export const LEASE_MS = 8_000;
/** After so long without a word a process has dropped its nodes by itself: half as much again. */
const SILENT_MS = 12_000;
const RENEW_EVERY_MS = 500;
const LOOK_EVERY_MS = 100;
/** Longer than any silence: a process that speaks drops its nodes before it does. */
const SETTLE_MS_MAX = 30_000;

const HOLDERS = `${PRIMARY_SCHEMA}.key_holders`;

/** How often keys were punctured so far. */
export async function readVersion(manager: EntityManager): Promise<bigint> {
  const { version } = await manager.findOneByOrFail(PuncturesRow, { single: true });
  return BigInt(version);
}

export async function raiseVersion(manager: EntityManager): Promise<void> {
  await manager.increment(PuncturesRow, { single: true }, 'version', 1);
}

/**
 * A process that has nodes of trees in memory says so in the database, twice a second, and with it
 * how many punctures it knows of. What it learns of a new one, it drops its nodes first and says
 * so afterwards; when it cannot say anything for LEASE_MS it drops them and uses none until it can.
 * So whoever punctures can know when nobody has the old nodes any more: every process has said so,
 * or has been silent for longer than it may be.
 *
 * The clocks of two machines need not agree; that one runs half as fast as another would break it.
 */
export class MemoryLease {
  private readonly id = randomUUID();
  private version = -1n;
  private endsAtMs = 0;
  private renewing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: PrimaryDatabase,
    /** Wipes every node in memory. */
    private readonly dropNodes: () => void,
  ) {}

  get isValid(): boolean {
    return performance.now() < this.endsAtMs;
  }

  /** Of the newest puncture heard of: nodes read before it must not be kept. */
  get newest(): bigint {
    return this.version;
  }

  /** Drops the nodes in memory when there was a puncture since they were read. */
  hear(version: bigint): void {
    if (version <= this.version) return;
    this.dropNodes();
    this.version = version;
  }

  /** Must have resolved before nodes are read to be kept. Rejects when the database is away. */
  async ensure(): Promise<void> {
    if (!this.isValid) await this.renew();
    this.timer ??= setInterval(() => this.tick(), RENEW_EVERY_MS).unref();
  }

  renew(): Promise<void> {
    this.renewing ??= this.ask().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    this.endsAtMs = 0;
    this.dropNodes();
    await this.renewing?.catch(() => undefined);
    this.endsAtMs = 0;
    await this.database
      .rows(KeyHolderRow)
      .delete({ id: this.id })
      .catch(() => undefined);
  }

  private tick(): void {
    if (!this.isValid) this.dropNodes();
    this.renew().catch(() => undefined);
  }

  private async ask(): Promise<void> {
    const startedMs = performance.now();
    await this.database.transaction(async (manager) => {
      const version = await readVersion(manager);
      this.hear(version);
      await manager.query(
        `INSERT INTO ${HOLDERS} AS known (id, version, seen_at)
         VALUES ($1, $2, clock_timestamp()) ON CONFLICT (id)
         DO UPDATE SET version = excluded.version, seen_at = excluded.seen_at`,
        [this.id, String(version)],
      );
    });
    // Whoever punctured may have stopped waiting for us meanwhile.
    if (!this.isValid) this.dropNodes();
    this.endsAtMs = startedMs + LEASE_MS;
  }
}

/**
 * Resolves when no process has nodes in memory that are older than `version`: half a second as a
 * rule, 12 s when a process was killed and left its word behind.
 */
export async function untilAllHeard(database: PrimaryDatabase, version: bigint): Promise<void> {
  const endsAtMs = performance.now() + SETTLE_MS_MAX;
  while (performance.now() < endsAtMs) {
    if (await haveAllHeard(database, version)) return;
    await delay(LOOK_EVERY_MS);
  }
  throw new Error('other processes still have keys in memory that were punctured');
}

function haveAllHeard(database: PrimaryDatabase, version: bigint): Promise<boolean> {
  return database.transaction(async (manager) => {
    await manager.query(
      `DELETE FROM ${HOLDERS} WHERE seen_at < clock_timestamp() - $1 * interval '1 ms'`,
      [SILENT_MS],
    );
    const [{ behind }] = await manager.query(
      `SELECT count(*)::int AS behind FROM ${HOLDERS} WHERE version < $1`,
      [String(version)],
    );
    return behind === 0;
  });
}
