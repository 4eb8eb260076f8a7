/** Building all views anew from the log, beside those that answer, until they can take over. */
import type { RecordedEvent } from '#domain';
import type { EventLog } from '#event-log';
import { applyBatch } from './apply';
import { inBatches, weightOf } from './batches';
import { Builds, type Checkpoint } from './builds/builds';
import { projectionVersion } from './builds/names';
import { holdLock } from './database/session-lock';
import type { HolderIndexing } from './holders/indexing';
import { isOfLog } from './own-log';

/** Some 5,000 posts in serial order, or ten posts of a thousand lines in none. */
const batchWeightMax = 10_000;

/** Times that the switch is tried when the node read from is behind the one followed. */
const switchTriesMax = 10;

export type RebuildPhase = 'copying' | 'indexing' | 'catching-up' | 'done';

export interface RebuildProgress {
  readonly phase: RebuildPhase;
  /** Copied in this run. */
  readonly eventCount: number;
  readonly position: bigint;
  /** What the views that answer have reached of this log: the end to steer by, if there are any. */
  readonly target?: bigint;
}

export interface RebuildOptions {
  readonly log: Pick<EventLog, 'scan' | 'readAt'>;
  readonly databaseUrl: string;
  /** For the blind index of holders, which gets a key of its own. */
  readonly holders: HolderIndexing;
  /** Told of a sealed block that nobody can open: its lines are in no index. */
  readonly onUnreadable?: (fault: Error) => void;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Stops between two batches; what was copied stays, and the next rebuild goes on from there. */
  readonly signal?: AbortSignal;
  /** Leaves views alone that were made by these very projections. */
  readonly onlyIfNeeded?: boolean;
}

export interface RebuildResult {
  /** The build that answers now. */
  readonly build: number;
  readonly isNew: boolean;
  readonly eventCount: number;
}

/**
 * Fills a new build by COPY while the old one goes on answering, adds the indexes, catches up and
 * switches the pointer in one transaction. Killed anywhere, the next call resumes it. The old build
 * is dropped by a later call, or by the projector, after `retiredGraceSecondsMin`. One rebuild runs
 * at a time: a second waits for its turn. Views that know more of the same log are not replaced;
 * those of another log are. Rejects with ProjectionFault when an event does not fit.
 */
export async function rebuild(options: RebuildOptions): Promise<RebuildResult> {
  const { databaseUrl, signal, holders } = options;
  const builds = await Builds.open(databaseUrl, signal, (index) => holders.destroy(index));
  try {
    const lock = await holdLock(databaseUrl, 'rebuild', signal);
    try {
      const current = await builds.current();
      if (options.onlyIfNeeded && current?.version === projectionVersion) {
        return { build: current.number, isNew: false, eventCount: 0 };
      }
      await builds.dropRetired();
      const stop = signal ? AbortSignal.any([signal, lock.lost]) : lock.lost;
      return await new Rebuild(builds, options, stop).run();
    } finally {
      await lock.release();
    }
  } finally {
    await builds.close();
  }
}

class Rebuild {
  private eventCount = 0;
  private target: bigint | undefined;

  constructor(
    private readonly builds: Builds,
    private readonly options: RebuildOptions,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<RebuildResult> {
    const build = await this.begin();
    await this.readTarget();
    await this.copy(build, 'copying');
    this.report('indexing', (await this.builds.checkpoint(build)).position);
    await this.builds.index(build);
    await this.copy(build, 'catching-up');
    await this.switchTo(build);
    this.report('done', (await this.builds.checkpoint(build)).position);
    return { build, isNew: true, eventCount: this.eventCount };
  }

  private readonly isOwn = (checkpoint: Checkpoint): Promise<boolean> =>
    isOfLog(this.options.log, checkpoint);

  /** A build begun from another log cannot be gone on with. */
  private async begin(): Promise<number> {
    const begun = await this.builds.begin();
    if (await this.isOwn(await this.builds.checkpoint(begun))) return begun;
    await this.builds.drop(begun);
    return this.builds.begin();
  }

  private async readTarget(): Promise<void> {
    this.target = undefined;
    const current = await this.builds.current();
    if (!current) return;
    const checkpoint = await this.builds.checkpoint(current.number);
    if (await this.isOwn(checkpoint)) this.target = checkpoint.position;
  }

  private async switchTo(build: number): Promise<void> {
    for (let tries = 0; tries < switchTriesMax; tries += 1) {
      const catchUp = (): Promise<void> => this.copy(build, 'catching-up');
      if (await this.builds.pointTo(build, catchUp, this.isOwn)) return;
      await this.readTarget();
    }
    throw new Error('the log could not be read as far as the views that answer have been');
  }

  /** Copies what the log holds beyond the build's checkpoint, until caught up. */
  private async copy(build: number, phase: RebuildPhase): Promise<void> {
    const { position: after } = await this.builds.checkpoint(build);
    const isIndexed = await this.builds.isIndexed(build);
    const scan = (signal: AbortSignal): AsyncIterable<RecordedEvent> =>
      this.options.log.scan({ after: after < 0n ? undefined : after, holders: true, signal });
    const limit = { weightMax: batchWeightMax, weigh: weightOf };
    for await (const events of inBatches(scan, limit, this.signal)) {
      this.signal.throwIfAborted();
      const upTo = events[events.length - 1].position;
      const { holders, onUnreadable } = this.options;
      const batch = { build, live: false, isIndexed, events, upTo, holders, onUnreadable };
      await applyBatch(this.builds.pool, batch);
      this.eventCount += events.length;
      this.report(phase, upTo);
    }
    this.signal.throwIfAborted();
  }

  private report(phase: RebuildPhase, position: bigint): void {
    const { eventCount, target } = this;
    this.options.onProgress?.({ phase, eventCount, position, target });
  }
}
