/**
 * Whether the log is whole: streams without gaps, positions that only grow, moved books first; and
 * whether its times fit one another and its books are somebody's.
 */
import { checkpointStream, type HoldersBefore, holdersBefore, type RecordedEvent } from '#domain';
import { BookOwners } from './book-owners';
import { breach, type Report } from './findings';
import { RecordTimes } from './record-times';

interface StreamEnd {
  readonly revision: bigint;
  readonly isSealedHolders: boolean;
}

const beforeFirst: StreamEnd = { revision: -1n, isSealedHolders: false };

export class LogOrder {
  private readonly ends = new Map<string, StreamEnd>();
  private position = -1n;
  private hasOwnEvents = false;
  private leaves = 0n;

  private readonly times: RecordTimes;
  private readonly owners: BookOwners;

  constructor(private readonly report: Report) {
    this.times = new RecordTimes(report);
    this.owners = new BookOwners(report);
  }

  /**
   * Leaves of the transparency log up to the event that was followed last (TL-1), by the revisions:
   * sealed holders are among them.
   */
  get leafCount(): number {
    return Number(this.leaves);
  }

  follow(event: RecordedEvent): void {
    const { stream, revision, type, position } = event;
    const last = this.ends.get(stream) ?? beforeFirst;
    const expected = stepsTo(event, last).map((step) => last.revision + step);
    if (!expected.includes(revision)) {
      this.report(breach('revision-gap', event, { expected: expected.join(', ') }));
    }
    if (position <= this.position) {
      this.report(breach('position-order', event, { after: String(this.position) }));
    }
    this.checkRecordTime(event);
    this.times.follow(event);
    this.owners.follow(event);
    if (stream !== checkpointStream && revision > last.revision) {
      this.leaves += revision - last.revision;
    }
    this.ends.set(stream, { revision, isSealedHolders: type === 'HoldersSealed' });
    this.position = position;
  }

  /** Books are moved into an empty store only: nothing moved can stand behind what came later. */
  private checkRecordTime(event: RecordedEvent): void {
    const { importedCreated } = event.metadata;
    if (importedCreated === undefined) this.hasOwnEvents = true;
    else if (this.hasOwnEvents) {
      this.report(breach('record-time-claimed', event, { claimed: importedCreated }));
    }
  }
}

/** By how much a stream's revision may grow over holders that are left out. */
const steps: Readonly<Record<HoldersBefore, readonly bigint[]>> = {
  always: [2n],
  perhaps: [1n, 2n],
  never: [1n],
};

/**
 * Sealed holders stand right before the fact they belong to; readers of custody leave them out, so
 * exactly one revision is passed over there, and nowhere else.
 */
function stepsTo(event: RecordedEvent, last: StreamEnd): readonly bigint[] {
  return last.isSealedHolders ? [1n] : steps[holdersBefore(event)];
}
