/** The live side: follows the log and keeps the views that answer up to date. */
import { setTimeout as delay } from 'node:timers/promises';
import { DamagedStream, type Delivery, type EventLog, UnknownEvent } from '#event-log';
import { applyBatch, eventText, ProjectionFault } from './apply';
import { inBatches, weightOfDelivery } from './batches';
import { AnotherWriter, Builds } from './builds/builds';
import { projectionVersion } from './builds/names';
import { holdLock } from './database/session-lock';
import type { HolderIndexing } from './holders/indexing';
import { proveOwnLog } from './own-log';
import { heartbeatMs, type ProjectorStatement, writeProjectorState } from './projector-state';
import { rebuild } from './rebuild';

const batchLimit = { weightMax: 2_000, weigh: weightOfDelivery };
/**
 * After a batch of so many the next begins this long after it began, at the earliest: under load few
 * large transactions cost less than half of what many small ones do. What comes alone never waits.
 */
const gatherFromCount = 8;
const gatherMs = 50;
const retryDelayMsMin = 250;
const retryDelayMsMax = 30_000;
const housekeepingMs = 60_000;

/** What the projector tells its process, to log and count. */
export type ProjectorNews =
  /** Another one is active. */
  | { readonly kind: 'standing-by' }
  | { readonly kind: 'active'; readonly build: number; readonly position: bigint }
  | {
      readonly kind: 'applied';
      readonly eventCount: number;
      readonly position: bigint;
      /** Record time of the newest event applied, against which lag is told. */
      readonly recordedAt?: Date;
    }
  | { readonly kind: 'caught-up' }
  | { readonly kind: 'dropped'; readonly builds: readonly number[] }
  | { readonly kind: 'another-writer'; readonly reason: string }
  /** A sealed block that nobody can open: its lines are in no index. */
  | { readonly kind: 'holders-unreadable'; readonly reason: string }
  | {
      readonly kind: 'faulted';
      readonly error: unknown;
      readonly attempts: number;
      readonly retryMs: number;
    };

export interface ProjectorOptions {
  readonly log: Pick<EventLog, 'follow' | 'scan' | 'readAt'>;
  readonly databaseUrl: string;
  /** For the blind index of holders. */
  readonly holders: HolderIndexing;
  readonly onNews?: (news: ProjectorNews) => void;
}

/**
 * Of all projectors on a database one is active; the others stand by. An event that does not fit
 * the views stops it there: it says which and why, and tries again with growing pauses, for ever.
 * So does a log that the views were not made from, until they are rebuilt.
 */
export class Projector {
  private said: ProjectorStatement = { state: 'running', caughtUp: false, attempts: 0 };
  private attempts = 0;

  constructor(private readonly options: ProjectorOptions) {}

  /** Runs until `signal` aborts, then resolves; never rejects on what may pass. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.standThenWork(signal);
      } catch (error) {
        if (!signal.aborted) await this.pauseAfter(error, signal);
      }
    }
  }

  private async standThenWork(signal: AbortSignal): Promise<void> {
    const { databaseUrl, holders } = this.options;
    const standBy = (): void => this.tell({ kind: 'standing-by' });
    const lock = await holdLock(databaseUrl, 'projector', signal, standBy);
    const stop = AbortSignal.any([signal, lock.lost]);
    try {
      const builds = await Builds.open(databaseUrl, stop, (index) => holders.destroy(index));
      try {
        await this.work(builds, stop);
      } finally {
        await builds.close();
      }
    } finally {
      await lock.release();
    }
  }

  /** Works, and says every two seconds how it fares, until `signal` aborts. */
  private async work(builds: Builds, signal: AbortSignal): Promise<void> {
    await this.beat(builds);
    const heartbeat = setInterval(() => void this.beat(builds), heartbeatMs);
    const housekeeping = setInterval(() => void this.dropRetired(builds), housekeepingMs);
    try {
      while (!signal.aborted) {
        try {
          await this.followCurrent(builds, signal);
        } catch (error) {
          if (signal.aborted) return;
          await this.sayFault(builds, error);
          await this.pauseAfter(error, signal);
        }
      }
    } finally {
      clearInterval(heartbeat);
      clearInterval(housekeeping);
    }
  }

  /** The build that answers, made first when there is none or these projections differ. */
  private async currentBuild(builds: Builds, signal: AbortSignal): Promise<number> {
    const current = await builds.current();
    if (current?.version === projectionVersion) return current.number;
    const { log, databaseUrl, holders } = this.options;
    const { onUnreadable } = this;
    const sources = { log, databaseUrl, holders, onUnreadable };
    return (await rebuild({ ...sources, signal, onlyIfNeeded: true })).build;
  }

  /** Follows into the build that answers now; returns when another writer calls for a new look. */
  private async followCurrent(builds: Builds, signal: AbortSignal): Promise<void> {
    const build = await this.currentBuild(builds, signal);
    const checkpoint = await builds.checkpoint(build);
    const after = checkpoint.position;
    this.tell({ kind: 'active', build, position: after });
    await proveOwnLog(this.options.log, checkpoint, signal);
    const follow = (stop: AbortSignal): AsyncIterable<Delivery> =>
      this.options.log.follow({
        after: after < 0n ? undefined : after,
        holders: true,
        signal: stop,
      });
    try {
      for await (const deliveries of inBatches(follow, batchLimit, signal)) {
        const beganAtMs = performance.now();
        await this.apply(builds, build, deliveries, signal);
        if (deliveries.length >= gatherFromCount) await pauseUntil(beganAtMs + gatherMs, signal);
      }
    } catch (error) {
      if (!(error instanceof AnotherWriter)) throw error;
      this.tell({ kind: 'another-writer', reason: error.message });
    }
  }

  private async apply(
    builds: Builds,
    build: number,
    deliveries: readonly Delivery[],
    signal: AbortSignal,
  ): Promise<void> {
    const events = deliveries.flatMap((given) => (given.kind === 'event' ? [given.event] : []));
    const positions = deliveries.flatMap((given) => {
      if (given.kind === 'event') return [given.event.position];
      return given.kind === 'checkpoint' ? [given.position] : [];
    });
    const upTo = positions.at(-1);
    if (upTo !== undefined) {
      const position = await applyBatch(builds.pool, {
        build,
        live: true,
        isIndexed: true,
        events,
        upTo,
        holders: this.options.holders,
        onUnreadable: this.onUnreadable,
      });
      const recordedAt = events.at(-1)?.recordedAt;
      this.tell({ kind: 'applied', eventCount: events.length, position, recordedAt });
    }
    const caughtUp = deliveries.some(({ kind }) => kind === 'caught-up');
    // The log opens a broken subscription again by itself, maybe on a store restored meanwhile.
    if (caughtUp) await proveOwnLog(this.options.log, await builds.checkpoint(build), signal);
    if (caughtUp) this.tell({ kind: 'caught-up' });
    if (caughtUp || this.said.state === 'faulted') await this.sayRunning(builds, caughtUp);
  }

  private readonly onUnreadable = ({ message }: Error): void =>
    this.tell({ kind: 'holders-unreadable', reason: message });

  private async sayRunning(builds: Builds, caughtUp: boolean): Promise<void> {
    this.attempts = 0;
    this.said = { state: 'running', caughtUp: caughtUp || this.said.caughtUp, attempts: 0 };
    await writeProjectorState(builds.pool, this.said);
  }

  private async sayFault(builds: Builds, error: unknown): Promise<void> {
    this.said = {
      state: 'faulted',
      caughtUp: false,
      ...faultyEvent(error),
      reason: error instanceof Error ? error.message : String(error),
      attempts: this.attempts + 1,
    };
    await this.beat(builds);
  }

  /** A database that is away cannot be told; whoever reads the row sees that it grows old. */
  private async beat(builds: Builds): Promise<void> {
    await writeProjectorState(builds.pool, this.said).catch(() => undefined);
  }

  private async dropRetired(builds: Builds): Promise<void> {
    const dropped = await builds.dropRetired().catch(() => []);
    if (dropped.length > 0) this.tell({ kind: 'dropped', builds: dropped });
  }

  private async pauseAfter(error: unknown, signal: AbortSignal): Promise<void> {
    this.attempts += 1;
    const doubled = retryDelayMsMin * 2 ** Math.min(this.attempts - 1, 20);
    const retryMs = Math.min(doubled, retryDelayMsMax);
    this.tell({ kind: 'faulted', error, attempts: this.attempts, retryMs });
    await delay(retryMs, undefined, { signal }).catch(() => undefined);
  }

  private tell(news: ProjectorNews): void {
    this.options.onNews?.(news);
  }
}

/** Until a moment of `performance.now()`, or until the signal aborts. */
async function pauseUntil(atMs: number, signal: AbortSignal): Promise<void> {
  const leftMs = atMs - performance.now();
  if (leftMs > 0) await delay(leftMs, undefined, { signal }).catch(() => undefined);
}

/** The event that an error is about, whether it did not fit or could not even be read. */
function faultyEvent(error: unknown): Pick<ProjectorStatement, 'event' | 'eventPosition'> {
  if (error instanceof ProjectionFault) {
    return { event: eventText(error.event), eventPosition: error.event.position };
  }
  if (error instanceof UnknownEvent) return { event: eventText(error) };
  return error instanceof DamagedStream ? { event: `${error.stream}@${error.revision}` } : {};
}
