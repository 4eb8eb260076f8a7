/**
 * The custody statement of a period: two lines that add up, one of blanks in stock, one of spoiled
 * sheets. What an event moves into a line or out of it falls into exactly one cell; this page alone
 * says into which. Of several centres together it is the sum of theirs: what one of them sent to
 * another stands in both cells.
 */
import type { Account, Movement } from '../movements';
import type { Days } from '../quarters/calendar';
import { IntervalSet } from '../serials/interval-set';
import {
  compareRanges,
  countOf,
  formatRange,
  type RangeText,
  type SerialRange,
  type Series,
  totalOf,
} from '../serials/serial';
import type { Level, PlainDate } from '../vocabulary';
import { type BookEvent, bookEventTypes } from './events';

export const statementLines = ['stock', 'spoiled'] as const;
export type StatementLine = (typeof statementLines)[number];

export type StatementDirection = 'in' | 'out';

/** Of each line: what comes in, then what goes out. */
const cellsOfLines = {
  stock: {
    in: ['registered', 'received', 'takenBack', 'recovered', 'correctedIn'],
    out: ['issued', 'replaced', 'spoiled', 'missing', 'sent', 'returned', 'correctedOut'],
  },
  spoiled: {
    in: ['spoiled', 'damagedOnReceipt', 'voided', 'handedIn', 'recovered', 'correctedIn'],
    out: ['destroyed', 'missing', 'correctedOut'],
  },
} as const;

type CellIn<
  Line extends StatementLine,
  Direction extends StatementDirection,
> = (typeof cellsOfLines)[Line][Direction][number];
export type StockCell = CellIn<'stock', StatementDirection>;
export type SpoiledCell = CellIn<'spoiled', StatementDirection>;
export type StatementCellName = 'opening' | 'closing' | StockCell | SpoiledCell;

export const stockCells: readonly StockCell[] = [
  ...cellsOfLines.stock.in,
  ...cellsOfLines.stock.out,
];
export const spoiledCells: readonly SpoiledCell[] = [
  ...cellsOfLines.spoiled.in,
  ...cellsOfLines.spoiled.out,
];

/** The cells of a line between its opening and its closing. */
export const cellsOf = (line: StatementLine): readonly (StockCell | SpoiledCell)[] =>
  line === 'stock' ? stockCells : spoiledCells;

/** Whether what stands in a cell came into the line or went out of it. */
export function directionOf(line: StatementLine, cell: StockCell | SpoiledCell) {
  const incoming: readonly string[] = cellsOfLines[line].in;
  return incoming.includes(cell) ? 'in' : 'out';
}

interface CellsOfEvent {
  readonly stock?: { readonly [D in StatementDirection]?: CellIn<'stock', D> };
  readonly spoiled?: { readonly [D in StatementDirection]?: CellIn<'spoiled', D> };
}

/** `upward`: a dispatch to the sender's own parent, which is a return. */
function cellsOfEvent(event: BookEvent['type'], upward: boolean): CellsOfEvent {
  switch (event) {
    case 'BlanksRegistered':
      return { stock: { in: 'registered' } };
    case 'RegistrationReversed':
      return { stock: { out: 'correctedOut' } };
    case 'BlanksDispatched':
      return { stock: { out: upward ? 'returned' : 'sent' } };
    case 'BlanksReceived':
      return { stock: { in: 'received' }, spoiled: { in: 'damagedOnReceipt' } };
    case 'BlanksTakenBack':
      return { stock: { in: 'takenBack' } };
    case 'CertificatesIssued':
      return { stock: { out: 'issued' } };
    case 'ReplacementPrinted':
      return { stock: { out: 'replaced' }, spoiled: { in: 'handedIn' } };
    case 'IssueCorrected':
      return {
        stock: { in: 'correctedIn', out: 'correctedOut' },
        spoiled: { in: 'correctedIn' },
      };
    case 'IssueVoided':
      return { spoiled: { in: 'voided' } };
    case 'SerialsSpoiled':
      return { stock: { out: 'spoiled' }, spoiled: { in: 'spoiled' } };
    case 'SpoilageReversed':
      return { stock: { in: 'correctedIn' }, spoiled: { out: 'correctedOut' } };
    case 'SerialDestroyed':
      return { spoiled: { out: 'destroyed' } };
    case 'SerialsReportedMissing':
      return { stock: { out: 'missing' }, spoiled: { out: 'missing' } };
    case 'SerialsRecovered':
      return { stock: { in: 'recovered' }, spoiled: { in: 'recovered' } };
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
      return {};
    default: {
      event satisfies never;
      throw new Error(`unknown event in a book: ${String(event)}`);
    }
  }
}

/** One way in which events bring serials into a line or take them out of it. */
export interface StatementWay {
  readonly event: BookEvent['type'];
  readonly upward: boolean;
  readonly line: StatementLine;
  readonly direction: StatementDirection;
  readonly cell: StockCell | SpoiledCell;
}

/** All there are: the same classification as a table, for whoever sums in a database. */
export const statementWays: readonly StatementWay[] = bookEventTypes.flatMap((event) =>
  [false, true].flatMap((upward) =>
    statementLines.flatMap((line) =>
      (['in', 'out'] as const).flatMap((direction) => {
        const cell = cellsOfEvent(event, upward)[line]?.[direction];
        return cell === undefined ? [] : [{ event, upward, line, direction, cell }];
      }),
    ),
  ),
);

export interface StatementEntry {
  readonly line: StatementLine;
  readonly direction: StatementDirection;
  readonly cell: StockCell | SpoiledCell;
}

/**
 * Where a movement stands: in none of the lines, in one, or in both. All of them are the lines of
 * the centre in whose book the event stands. Throws where an event moves what it never can.
 */
export function statementEntries(
  event: BookEvent['type'],
  { from, to }: Pick<Movement, 'from' | 'to'>,
  upward: boolean,
): StatementEntry[] {
  const cells = cellsOfEvent(event, upward);
  const entry = ({ kind }: Account, direction: StatementDirection): StatementEntry[] => {
    if (kind !== 'stock' && kind !== 'spoiled') return [];
    const cell = cells[kind]?.[direction];
    if (cell === undefined) throw new Error(`${event} moves ${kind} ${direction}`);
    return [{ line: kind, direction, cell }];
  };
  return [...entry(from, 'out'), ...entry(to, 'in')];
}

/** Ranges told of one cell. */
export const statementRangesMax = 100;

export interface StatementCell {
  readonly quantity: number;
  /** In order, each once even where its serials passed twice; at most `statementRangesMax`. */
  readonly ranges: readonly RangeText[];
  readonly rangesComplete: boolean;
}

/** Of one level and edition. */
export interface StatementRow {
  readonly level: Level;
  readonly edition: string;
  readonly stock: Readonly<Record<'opening' | StockCell | 'closing', StatementCell>>;
  readonly spoiled: Readonly<Record<'opening' | SpoiledCell | 'closing', StatementCell>>;
}

/** A row from one function that tells every cell of it. */
export function statementRow(
  { level, edition }: Pick<StatementRow, 'level' | 'edition'>,
  cellOf: (line: StatementLine, cell: StatementCellName) => StatementCell,
): StatementRow {
  const line = <Cell extends StatementCellName>(
    name: StatementLine,
    cells: readonly Cell[],
  ): Record<Cell, StatementCell> =>
    Object.fromEntries(cells.map((cell) => [cell, cellOf(name, cell)])) as Record<
      Cell,
      StatementCell
    >;
  return {
    level,
    edition,
    stock: line('stock', ['opening', ...stockCells, 'closing']),
    spoiled: line('spoiled', ['opening', ...spoiledCells, 'closing']),
  };
}

/** Whether opening, what came in and what went out make the closing, in both lines of every row. */
export const addsUp = (rows: readonly StatementRow[]): boolean =>
  rows.every((row) =>
    statementLines.every((line) => {
      const cells: Readonly<Record<string, StatementCell>> = row[line];
      const passed = cellsOf(line).reduce((sum, cell) => {
        const { quantity } = cells[cell];
        return directionOf(line, cell) === 'in' ? sum + quantity : sum - quantity;
      }, cells.opening.quantity);
      return passed === cells.closing.quantity;
    }),
  );

export function statementCell(quantity: number, ranges: readonly SerialRange[]): StatementCell {
  const told = ranges.slice(0, statementRangesMax);
  const rangesComplete = told.length === ranges.length;
  return { quantity, ranges: told.map(formatRange), rangesComplete };
}

/** By level from 5 to 1, then edition. */
export const compareStatementRows = (
  a: Pick<StatementRow, 'level' | 'edition'>,
  b: Pick<StatementRow, 'level' | 'edition'>,
): number => b.level - a.level || (a.edition < b.edition ? -1 : a.edition > b.edition ? 1 : 0);

/** Serials of any series, and how often they were counted. */
class Gathered {
  quantity = 0;
  private readonly sets = new Map<Series, IntervalSet>();

  add(ranges: readonly SerialRange[]): void {
    this.quantity += totalOf(ranges);
    for (const { series, first, last } of ranges) {
      const set = this.sets.get(series) ?? new IntervalSet();
      set.add(first, last);
      this.sets.set(series, set);
    }
  }

  take(ranges: readonly SerialRange[]): void {
    this.quantity -= totalOf(ranges);
    for (const { series, first, last } of ranges) this.sets.get(series)?.delete(first, last);
  }

  /** What is there, counted serial by serial. */
  held(): SerialRange[] {
    return [...this.sets]
      .flatMap(([series, set]) => [...set.entries()].map((stretch) => ({ series, ...stretch })))
      .sort(compareRanges);
  }
}

/**
 * A statement folded from movements, in the order of the log. The closing is what is really left
 * there, serial by serial, so that `addsUp` says something. Grows with stretches of serials.
 */
export class StatementFold {
  private readonly rows = new Map<string, { level: Level; edition: string }>();
  private readonly cells = new Map<string, Gathered>();

  constructor(private readonly days: Days) {}

  add(
    { type, occurredOn }: { readonly type: BookEvent['type']; readonly occurredOn: PlainDate },
    movement: Movement,
    upward: boolean,
  ): void {
    if (occurredOn > this.days.to) return;
    for (const { line, direction, cell } of statementEntries(type, movement, upward)) {
      const isBefore = occurredOn < this.days.from;
      for (const balance of isBefore ? ['opening', 'closing'] : ['closing']) {
        const gathered = this.gathered(movement, line, balance);
        if (direction === 'in') gathered.add(movement.ranges);
        else gathered.take(movement.ranges);
      }
      if (!isBefore) this.gathered(movement, line, cell).add(movement.ranges);
    }
  }

  /** By level from 5 to 1, then edition; rows of zeros left out. */
  statement(): StatementRow[] {
    return [...this.rows.values()]
      .sort(compareStatementRows)
      .map((row) => statementRow(row, (line, cell) => this.told(row, line, cell)))
      .filter(isSomething);
  }

  private told(
    row: { level: Level; edition: string },
    line: StatementLine,
    cell: StatementCellName,
  ): StatementCell {
    const gathered = this.cells.get(keyOf(row, line, cell));
    if (!gathered) return statementCell(0, []);
    const held = gathered.held();
    const isBalance = cell === 'opening' || cell === 'closing';
    const quantity = isBalance ? held.reduce((sum, range) => sum + countOf(range), 0) : undefined;
    return statementCell(quantity ?? gathered.quantity, held);
  }

  private gathered({ level, edition }: Movement, line: StatementLine, cell: string): Gathered {
    const key = keyOf({ level, edition }, line, cell);
    const known = this.cells.get(key);
    if (known) return known;
    this.rows.set(`${level}|${edition}`, { level, edition });
    const gathered = new Gathered();
    this.cells.set(key, gathered);
    return gathered;
  }
}

const keyOf = (
  { level, edition }: { readonly level: Level; readonly edition: string },
  line: StatementLine,
  cell: string,
): string => `${level}|${line}|${cell}|${edition}`;

/** Whether any cell of a row has something in it. */
export const isSomething = ({ stock, spoiled }: StatementRow): boolean =>
  [...Object.values(stock), ...Object.values(spoiled)].some(({ quantity }) => quantity !== 0);
