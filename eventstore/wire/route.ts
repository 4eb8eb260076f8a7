/**
 * The way of one reader through the log: which positions come next. Routes only look at the index;
 * they read nothing, hold nothing back and can be asked again when more has been committed.
 */
import { type EventIndex, LOST } from '../log/event-index';
import type { Filter } from './filter';

export type Step =
  | { readonly kind: 'event'; readonly position: number }
  /** The reader has come this far, whether or not anything passed its filter. */
  | { readonly kind: 'checkpoint'; readonly position: number };

export interface Route {
  /** The next steps, at most about `countMax`; none means none now. */
  next(countMax: number): readonly Step[];
  /** False when there is more to look at, though `next` may have found nothing to send. */
  readonly atEnd: boolean;
}

/** Events that one call of `next` looks at, so that nobody else waits long for the loop. */
const CONSIDERED_COUNT_MAX = 16_384;

export class StreamRoute implements Route {
  constructor(
    private readonly index: EventIndex,
    private readonly streamKey: string,
    private revision: number,
    private readonly direction: 'forwards' | 'backwards',
  ) {}

  get atEnd(): boolean {
    if (this.direction === 'backwards') return this.revision < 0;
    return this.revision > this.index.lastRevision(this.streamKey);
  }

  next(countMax: number): readonly Step[] {
    const stream = this.index.streamNumber(this.streamKey);
    const steps: Step[] = [];
    while (stream !== undefined && !this.atEnd && steps.length < countMax) {
      steps.push({ kind: 'event', position: this.index.positionAt(stream, this.revision) });
      this.revision += this.direction === 'forwards' ? 1 : -1;
    }
    return steps;
  }
}

export class AllRoute implements Route {
  private consideredCount = 0;
  private lastCheckpoint = LOST;

  constructor(
    private readonly index: EventIndex,
    private position: number,
    private readonly direction: 'forwards' | 'backwards',
    private readonly filter: Filter | null,
    private readonly checkpoints: boolean,
  ) {}

  get atEnd(): boolean {
    if (this.direction === 'backwards') return this.position < 1;
    return this.position > this.index.lastPosition;
  }

  next(countMax: number): readonly Step[] {
    const steps: Step[] = [];
    for (let looked = 0; looked < CONSIDERED_COUNT_MAX; looked += 1) {
      if (this.atEnd || steps.length >= countMax) break;
      const { position } = this;
      if (!this.filter || this.filter.passes(this.index, position)) {
        steps.push({ kind: 'event', position });
      }
      this.consideredCount += 1;
      if (this.isCheckpointDue()) steps.push(this.checkpointAt(position));
      this.position += this.direction === 'forwards' ? 1 : -1;
    }
    return steps;
  }

  /** The checkpoint on going live, unless it was the last thing said. */
  checkpoint(): Step | null {
    const reached = this.position - 1;
    if (!this.checkpoints || reached === this.lastCheckpoint) return null;
    return this.checkpointAt(reached);
  }

  private isCheckpointDue(): boolean {
    if (!this.checkpoints || !this.filter) return false;
    return this.consideredCount % this.filter.checkpointEveryCount === 0;
  }

  private checkpointAt(position: number): Step {
    this.lastCheckpoint = position;
    return { kind: 'checkpoint', position };
  }
}
