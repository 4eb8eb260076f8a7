/** Whether the log is whole: streams without gaps, positions that only grow, moved books first. */
import type { RecordedEvent } from '#domain';
import { breach, type Report } from './findings';

interface StreamEnd {
  readonly revision: bigint;
  readonly isSealedHolders: boolean;
}

const beforeFirst: StreamEnd = { revision: -1n, isSealedHolders: false };

export class LogOrder {
  private readonly ends = new Map<string, StreamEnd>();
  private position = -1n;
  private hasOwnEvents = false;

  constructor(private readonly report: Report) {}

  follow(event: RecordedEvent): void {
    const { stream, revision, type, position } = event;
    const last = this.ends.get(stream) ?? beforeFirst;
    const expected = last.revision + (isPrecededUnseen(event, last) ? 2n : 1n);
    if (revision !== expected) {
      this.report(breach('revision-gap', event, { expected: String(expected) }));
    }
    if (position <= this.position) {
      this.report(breach('position-order', event, { after: String(this.position) }));
    }
    this.checkRecordTime(event);
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
 * Sealed holders stand right before the fact they belong to. Readers of custody leave them out, so
 * exactly one revision is passed over there, and nowhere else.
 */
function isPrecededUnseen(event: RecordedEvent, last: StreamEnd): boolean {
  if (last.isSealedHolders) return false;
  if (event.type === 'ProposalMade') return event.data.command.type === 'IssueCertificates';
  return event.type === 'CertificatesIssued';
}
