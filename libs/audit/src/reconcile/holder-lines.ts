/**
 * The rows of `holder_line` that the events call for: one for every line sealed with a fact, except
 * those that were forgotten. What the lines hold, and so the hashes, nobody knows here.
 */
import type { RecordedEvent } from '#domain';
import { type EventReference, type Report, referenceTo } from '../findings';
import { differingColumns, type ExpectedRow, missingRow, unexpectedRow } from './differences';
import type { ViewRow } from './views';

/** Lines of one block whose certificate numbers follow each other. */
interface SealedRun {
  readonly revision: bigint;
  readonly lineIndex: number;
  readonly number: bigint;
  readonly count: number;
  readonly event: EventReference;
}

export type IsForgotten = (stream: string, revision: string, lineIndex: string) => boolean;

export class HolderLines {
  private readonly runs = new Map<string, SealedRun[]>();
  private readonly ends = new Map<string, { revision: bigint; isBlock: boolean }>();

  follow(event: RecordedEvent): void {
    const { stream, revision, type } = event;
    const last = this.ends.get(stream) ?? { revision: -1n, isBlock: false };
    this.ends.set(stream, { revision, isBlock: type === 'HoldersSealed' });
    // Readers of custody leave blocks out: then a revision is passed over where one lies.
    const hasBlock = last.isBlock || revision - last.revision === 2n;
    if (!hasBlock) return;
    const runs = this.runs.get(stream) ?? [];
    this.runs.set(stream, runs);
    let lineIndex = 0;
    for (const { certificateNumber, count } of numbersOf(event)) {
      const number = BigInt(certificateNumber);
      runs.push({ revision: revision - 1n, lineIndex, number, count, event: referenceTo(event) });
      lineIndex += count;
    }
  }

  /** What must be there, stream by stream, in the order of revisions and lines. */
  rows(isForgotten: IsForgotten): ViewRow[] {
    return [...this.runs.keys()].flatMap((stream) =>
      [...this.expected(stream, isForgotten)].map(({ row }) => row),
    );
  }

  /** Rows come stream by stream, in the order of revisions and lines. Answers how many there were. */
  async compare(
    rows: AsyncIterable<ViewRow>,
    isForgotten: IsForgotten,
    report: Report,
  ): Promise<number> {
    const left = new Set(this.runs.keys());
    let rowCount = 0;
    let stream: string | null | undefined;
    let wanted = new Wanted(none(), report);
    for await (const row of rows) {
      rowCount += 1;
      if (row.stream !== stream) {
        wanted.end();
        stream = row.stream;
        const isNew = left.delete(stream ?? '');
        wanted = new Wanted(isNew ? this.expected(stream ?? '', isForgotten) : none(), report);
      }
      wanted.compare(row);
    }
    wanted.end();
    for (const name of left) new Wanted(this.expected(name, isForgotten), report).end();
    return rowCount;
  }

  private *expected(stream: string, isForgotten: IsForgotten): Generator<ExpectedRow> {
    for (const { revision, lineIndex, number, count, event } of this.runs.get(stream) ?? []) {
      for (let index = 0; index < count; index += 1) {
        const place = { revision: String(revision), line_index: String(lineIndex + index) };
        if (isForgotten(stream, place.revision, place.line_index)) continue;
        const certificate = String(number + BigInt(index));
        yield { row: { stream, ...place, certificate_number: certificate }, events: [event] };
      }
    }
  }
}

function* none(): Generator<ExpectedRow> {}

/** What one stream calls for, taken in turns with what is there. */
class Wanted {
  private next: ExpectedRow | undefined;

  constructor(
    private readonly expected: Iterator<ExpectedRow>,
    private readonly report: Report,
  ) {
    this.advance();
  }

  compare(row: ViewRow): void {
    while (this.next && order(this.next.row, row) < 0) this.miss(this.next);
    if (this.next && order(this.next.row, row) === 0) {
      for (const one of differingColumns('holder_line', this.next, row)) this.report(one);
      this.advance();
    } else this.report(unexpectedRow('holder_line', row));
  }

  end(): void {
    while (this.next) this.miss(this.next);
  }

  private miss(row: ExpectedRow): void {
    this.report(missingRow('holder_line', row));
    this.advance();
  }

  private advance(): void {
    const { done, value } = this.expected.next();
    this.next = done ? undefined : value;
  }
}

function order(a: ViewRow, b: ViewRow): number {
  for (const column of ['revision', 'line_index']) {
    const difference = BigInt(a[column] ?? -1) - BigInt(b[column] ?? -1);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

interface Numbers {
  readonly certificateNumber: string;
  readonly count: number;
}

/** The certificate numbers of the lines that are sealed right before an event, in their order. */
function numbersOf(event: RecordedEvent): readonly Numbers[] {
  switch (event.type) {
    case 'CertificatesIssued':
    case 'VouchersIssued':
      return event.data.runs;
    case 'ReplacementPrinted':
      return [{ certificateNumber: event.data.certificateNumber, count: 1 }];
    case 'ProposalMade': {
      const { command } = event.data;
      if (command.type === 'IssueCertificates' || command.type === 'IssueVouchers') {
        return command.lines.map(({ certificateNumber }) => ({ certificateNumber, count: 1 }));
      }
      if (command.type !== 'PrintReplacement') return [];
      return [{ certificateNumber: command.certificateNumber, count: 1 }];
    }
    default:
      return [];
  }
}
