/**
 * Whether the log is whole: streams without gaps, positions that only grow, moved books first; and
 * whether its times fit one another and its books are somebody's.
 */
import type { RecordedEvent } from '#domain';
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

  private readonly times: RecordTimes;
  private readonly owners: BookOwners;

  constructor(private readonly report: Report) {
    this.times = new RecordTimes(report);
    this.owners = new BookOwners(report);
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

/**
 * By how much a stream's revision may grow. Sealed holders stand right before the fact they belong
 * to; readers of custody leave them out, so exactly one revision is passed over there, and nowhere
 * else. A proposal to replace a certificate does not say whether its holder is named anew.
 */
function stepsTo(event: RecordedEvent, last: StreamEnd): readonly bigint[] {
  if (last.isSealedHolders) return [1n];
  switch (event.type) {
    case 'CertificatesIssued':
    case 'VouchersIssued':
      return [2n];
    case 'ReplacementPrinted':
      return [event.data.original || event.data.holderSealed ? 2n : 1n];
    case 'ProposalMade':
      switch (event.data.command.type) {
        case 'IssueCertificates':
        case 'IssueVouchers':
          return [2n];
        case 'PrintReplacement':
          return event.data.command.original ? [2n] : [1n, 2n];
        default:
          return [1n];
      }
    default:
      return [1n];
  }
}
