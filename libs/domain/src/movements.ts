/**
 * The one pure function from event to movements. Write side, projections, auditor and exports all
 * use it, so that they cannot disagree about where a blank is.
 */
import type { BookEvent } from './book/events';
import type { RecordedEvent } from './events';
import {
  countOf,
  intersectRanges,
  mergeRanges,
  type SerialRange,
  subtractRanges,
  totalOf,
} from './serials/serial';
import { storedRange, storedSerial } from './stored-numbers';
import type {
  CentreCode,
  ConsignmentNumber,
  CorrectedRun,
  IssuedRun,
  Level,
  Lot,
} from './vocabulary';

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
export function serialsOfRun(run: Pick<IssuedRun, 'serial' | 'count'>): SerialRange {
  const { series, ordinal: first } = storedSerial(run.serial);
  return { series, first, last: first + run.count - 1 };
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

function moveSheet(
  { serial, edition }: { readonly serial: string; readonly edition: string },
  level: Level,
  from: Account,
  to: Account,
): Movement {
  return { from, to, level, edition, ranges: [storedRange({ from: serial, to: serial })] };
}

/**
 * Sheets recorded by mistake leave, sheets really used come in from stock; a sheet that only
 * changes its certificate goes from issued to issued, so that its history shows it.
 */
function moveCorrected(centre: CentreCode, runs: readonly CorrectedRun[]): Movement[] {
  const sheets = (serial: string, count: number) => serialsOfRun({ serial, count });
  const recorded = mergeRanges(runs.map((run) => sheets(run.recorded.serial, run.count)));
  const issued = at('issued', centre);
  const out = runs.flatMap(({ recorded: { serial, edition, becomes }, level, count }) =>
    becomes === undefined
      ? []
      : [
          {
            from: issued,
            to: at(becomes, centre),
            level,
            edition,
            ranges: [sheets(serial, count)],
          },
        ],
  );
  const used = runs.flatMap(({ actual: { serial, edition }, level, count }): Movement[] => {
    const actual = [sheets(serial, count)];
    const kept = intersectRanges(actual, recorded);
    const fresh = subtractRanges(actual, recorded);
    return [
      { from: issued, to: issued, level, edition, ranges: kept },
      { from: at('stock', centre), to: issued, level, edition, ranges: fresh },
    ].filter(({ ranges }) => ranges.length > 0);
  });
  return [...out, ...used];
}

/** What an event moves that by its type moves nothing; others that move nothing are damaged. */
const nothing: readonly Movement[] = [];

/** What a book's event moves, given the centre whose book it is. */
export function bookMovements(event: BookEvent, centre: CentreCode): readonly Movement[] {
  switch (event.type) {
    case 'BlanksRegistered':
      return moveLots(event.data.lots, origin, at('stock', centre));
    case 'RegistrationReversed':
      return moveLots(event.data.lots, at('stock', centre), origin);
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
      const out =
        replaced && moveSheet(replaced, level, at('issued', centre), at(replaced.becomes, centre));
      return [
        ...(out ? [out] : []),
        moveSheet(printed, level, at('stock', centre), at('issued', centre)),
      ];
    }
    case 'IssueCorrected':
      return moveCorrected(centre, event.data.runs);
    case 'IssueVoided': {
      const { sheet, restored, level } = event.data;
      const back = restored && moveSheet(restored, level, at('void', centre), at('issued', centre));
      return [
        moveSheet(sheet, level, at('issued', centre), at(sheet.becomes, centre)),
        ...(back ? [back] : []),
      ];
    }
    case 'SerialsSpoiled':
      return moveLots(event.data.lots, at('stock', centre), at('spoiled', centre));
    case 'SpoilageReversed':
      return moveLots(event.data.lots, at('spoiled', centre), at('stock', centre));
    case 'SerialDestroyed':
      return moveLots(event.data.lots, at('spoiled', centre), at('destroyed', centre));
    case 'SerialsReportedMissing':
      return [
        ...moveLots(event.data.stock, at('stock', centre), at('missing', centre)),
        ...moveLots(event.data.spoiled, at('spoiled', centre), at('missing', centre)),
      ];
    case 'SerialsRecovered': {
      const to = at(event.data.into, centre);
      return [
        ...moveLots(event.data.missing, at('missing', centre), to),
        ...moveLots(event.data.void, at('void', centre), at('spoiled', centre)),
      ];
    }
    case 'BlanksRefused':
    case 'StockCounted':
    case 'VouchersIssued':
    case 'VoucherSuperseded':
    case 'VoucherReplaced':
    case 'VoucherVoided':
    case 'CentreClosed':
    case 'HoldersSealed':
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
    case 'ProposalExpired':
      return nothing;
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
export function movements(event: RecordedEvent): readonly Movement[] {
  const centre = centreOfBook(event.stream);
  return centre === undefined ? nothing : bookMovements(event as BookEvent, centre);
}

/** More than any installation can have; an event that names more is damaged. */
export const touchedSerialsMax = 1_000_000_000;

/**
 * As `movements`, of an event that anybody may have written. Throws where it cannot be read: its
 * serials are none or not there, a run goes beyond its digits, or there are more than
 * 1,000,000,000. Who judges a log by its custody, traces a serial, makes the serial map or tells the
 * movements of each serial reads by this. What takes ranges as they are, such as ledgers and lines of
 * movements, and rows to compare with the database, reads `movements`: replaying the log names the
 * event that is unreadable.
 */
export function readableMovements(event: RecordedEvent): readonly Movement[] {
  const moved = movements(event);
  if (moved === nothing) return moved;
  let total = 0;
  for (const { ranges } of moved) {
    for (const range of ranges) {
      if (!isRange(range)) throw new Error(`no serials: ${rangeText(range)}`);
      total += countOf(range);
    }
  }
  if (total === 0) throw new Error('moves no serials');
  // A sheet that moves twice counts once.
  const count = total <= touchedSerialsMax ? total : totalOf(touchedBy(moved));
  if (count > touchedSerialsMax) throw new Error(`moves ${count} serials`);
  return moved;
}

function isRange({ series, first, last }: SerialRange): boolean {
  const digits = Number(series.slice(series.indexOf(':') + 1));
  return Number.isSafeInteger(last) && first <= last && last < 10 ** digits;
}

const rangeText = ({ series, first, last }: SerialRange): string =>
  `${first} to ${last} of series ${series}`;

/**
 * The serials that an event touches: those that it moves, as the fewest ranges in order. What else
 * an event names, such as serials counted, asked for in a proposal or told of a voucher, it does
 * not touch: nothing happens to them. Throws as `readableMovements`.
 */
export const touchedSerials = (event: RecordedEvent): SerialRange[] =>
  touchedBy(readableMovements(event));

const touchedBy = (moved: readonly Movement[]): SerialRange[] =>
  mergeRanges(moved.flatMap(({ ranges }) => ranges));
