/**
 * The one pure function from event to movements. Write side, projections, auditor and exports all
 * use it, so that they cannot disagree about where a blank is.
 */
import type { BookEvent } from './book/events';
import type { RecordedEvent } from './events';
import { mergeRanges, parseRange, parseSerial, type SerialRange } from './serials/serial';
import type { CentreCode, ConsignmentNumber, IssuedRun, Level, Lot } from './vocabulary';

export type CentreAccountKind = 'stock' | 'issued' | 'void' | 'spoiled' | 'missing' | 'destroyed';

export type Account =
  | { readonly kind: 'origin' }
  | { readonly kind: 'transit'; readonly consignment: ConsignmentNumber }
  | { readonly kind: CentreAccountKind; readonly centre: CentreCode };

/** Blanks of one level and edition going from one account to another. Ranges never overlap. */
export interface Movement {
  readonly from: Account;
  readonly to: Account;
  readonly level: Level;
  readonly edition: string;
  readonly ranges: readonly SerialRange[];
}

/** `stock@52000000`, `transit@52000000-17`, `origin`. */
export function accountText(account: Account): string {
  switch (account.kind) {
    case 'origin':
      return 'origin';
    case 'transit':
      return `transit@${account.consignment}`;
    default:
      return `${account.kind}@${account.centre}`;
  }
}

const origin: Account = { kind: 'origin' };
const at = (kind: CentreAccountKind, centre: CentreCode): Account => ({ kind, centre });
const transit = (consignment: ConsignmentNumber): Account => ({ kind: 'transit', consignment });

/** Ranges in a stored event were checked when it was decided; an unreadable one is damage. */
function storedRange(text: { from: string; to: string }): SerialRange {
  const range = parseRange(text);
  if (!range) throw new Error(`stored event holds no serial range: ${text.from}–${text.to}`);
  return range;
}

function moveLots(lots: readonly Lot[], from: Account, to: Account): Movement[] {
  return lots.map(({ level, edition, ranges }) => ({
    from,
    to,
    level,
    edition,
    ranges: ranges.map(storedRange),
  }));
}

/** The serials of an issued run. */
export function serialsOfRun(run: IssuedRun): SerialRange {
  const serial = parseSerial(run.serial);
  if (!serial) throw new Error(`stored event holds no serial: ${run.serial}`);
  return { series: serial.series, first: serial.ordinal, last: serial.ordinal + run.count - 1 };
}

function moveRuns(centre: CentreCode, level: Level, runs: readonly IssuedRun[]): Movement[] {
  const byEdition = new Map<string, SerialRange[]>();
  for (const run of runs) {
    const ranges = byEdition.get(run.edition);
    if (ranges) ranges.push(serialsOfRun(run));
    else byEdition.set(run.edition, [serialsOfRun(run)]);
  }
  return [...byEdition].map(([edition, ranges]) => ({
    from: at('stock', centre),
    to: at('issued', centre),
    level,
    edition,
    ranges: mergeRanges(ranges),
  }));
}

/** What a book's event moves, given the centre whose book it is. */
export function bookMovements(event: BookEvent, centre: CentreCode): Movement[] {
  switch (event.type) {
    case 'BlanksRegistered':
      return moveLots(event.data.lots, origin, at('stock', centre));
    case 'BlanksDispatched':
      return moveLots(event.data.lots, at('stock', centre), transit(event.data.consignment));
    case 'BlanksReceived': {
      const from = transit(event.data.consignment);
      return [
        ...moveLots(event.data.accepted, from, at('stock', centre)),
        ...moveLots(event.data.damaged, from, at('spoiled', centre)),
        ...moveLots(event.data.missing, from, at('missing', centre)),
      ];
    }
    case 'BlanksTakenBack':
      return moveLots(event.data.lots, transit(event.data.consignment), at('stock', centre));
    case 'CertificatesIssued':
      return moveRuns(centre, event.data.level, event.data.runs);
    case 'ReplacementPrinted': {
      const { printed, replaced, level } = event.data;
      const one = (serial: string) => [storedRange({ from: serial, to: serial })];
      return [
        {
          from: at('issued', centre),
          to: at(replaced.becomes, centre),
          level,
          edition: replaced.edition,
          ranges: one(replaced.serial),
        },
        {
          from: at('stock', centre),
          to: at('issued', centre),
          level,
          edition: printed.edition,
          ranges: one(printed.serial),
        },
      ];
    }
    case 'SerialsSpoiled':
      return moveLots(event.data.lots, at('stock', centre), at('spoiled', centre));
    case 'SerialDestroyed':
      return moveLots(event.data.lots, at('spoiled', centre), at('destroyed', centre));
    case 'BlanksRefused':
    case 'HoldersSealed':
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
      return [];
    default:
      event satisfies never;
      throw new Error(`unknown event in a book: ${(event as BookEvent).type}`);
  }
}

/** The centre whose book a stream is; undefined for every other stream. */
export function centreOfBook(stream: string): CentreCode | undefined {
  return stream.startsWith('book-') ? stream.slice('book-'.length) : undefined;
}

/** What any recorded event of ours moves; events outside books move nothing. */
export function movements(event: RecordedEvent): Movement[] {
  const centre = centreOfBook(event.stream);
  return centre === undefined ? [] : bookMovements(event as BookEvent, centre);
}
