/** The custody statement of a period, summed from the movements. */
import {
  addDays,
  addsUp,
  type BookEvent,
  type CentreCode,
  compareStatementRows,
  type Days,
  isSomething,
  type Level,
  mergeRanges,
  parseRange,
  type SerialRange,
  type StatementCell,
  type StatementCellName,
  type StatementLine,
  type StatementRow,
  statementCell,
  statementLines,
  statementRangesMax,
  statementRow,
  statementWays,
} from '#domain';
import type { View } from '../database/snapshot';
import { centresOf, type Part, readStock } from '../stock/query';
import { type HeldRange, heldRanges } from './held-query';

/**
 * Centres whose opening and closing are told with their ranges, which all that ever moved is netted
 * for: a great province has some twenty. Of more only the quantities are.
 */
export const balanceRangesCentresMax = 64;

/** Late posts told of one statement. */
export const latePostsMax = 1_000;

/** Whose statement, of which days, and as it was known at which instant (now unless said). */
export interface StatementOf {
  readonly part: Part;
  readonly days: Days;
  readonly asOfRecorded?: Date;
}

/** A cell that is not now what it was then. */
export interface StatementDifference {
  readonly level: Level;
  readonly edition: string;
  readonly line: StatementLine;
  readonly cell: StatementCellName;
  readonly knownThen: number;
  readonly knownNow: number;
}

/** What one event brought into a line or took out of it. */
export interface StatementPost {
  readonly position: bigint;
  readonly event: BookEvent['type'];
  readonly centre: CentreCode;
  readonly revision: bigint;
  readonly occurredOn: string;
  readonly recordedAt: Date;
  readonly reference?: string;
  readonly level: Level;
  readonly edition: string;
  readonly line: StatementLine;
  /** As of the event's own day; a post before the period changes the opening. */
  readonly cell: StatementCellName;
  readonly direction: 'in' | 'out';
  readonly quantity: number;
  /** At most `statementRangesMax`. */
  readonly ranges: StatementCell['ranges'];
  readonly rangesComplete: boolean;
}

export interface Statement {
  readonly rows: readonly StatementRow[];
  /** Whether opening and movements make the closing, each counted by itself. */
  readonly addsUp: boolean;
  /** When asked as of an instant: what was posted for these days since. */
  readonly since?: {
    readonly differences: readonly StatementDifference[];
    /** By position, at most `latePostsMax`. */
    readonly posts: readonly StatementPost[];
    readonly postsComplete: boolean;
  };
}

/** A cell told apart: its name and the row and line it stands in. */
interface Place {
  readonly level: Level;
  readonly edition: string;
  readonly line: StatementLine;
  readonly cell: StatementCellName;
}

/** The classification of the domain, for the database to sum by. */
const waysTable = `(VALUES ${statementWays
  .map(
    ({ event, upward, line, direction, cell }) =>
      `('${event}', ${upward}, '${line}', '${direction}', '${cell}')`,
  )
  .join(', ')}) AS way (event, upward, line, direction, cell)`;

export async function readStatement(view: View, of: StatementOf): Promise<Statement> {
  const rows = await statementRows(view, of);
  const told = { rows, addsUp: addsUp(rows) };
  if (of.asOfRecorded === undefined) return told;
  const now = await statementRows(view, { ...of, asOfRecorded: undefined });
  const posts = await readPosts(view, of, {
    condition: (values) =>
      `recorded_at > $${values.push(of.asOfRecorded?.toISOString())}::timestamptz
       AND occurred_on <= $${values.push(of.days.to)}::date`,
    limit: latePostsMax + 1,
  });
  const since = {
    differences: differences(rows, now),
    posts: posts.slice(0, latePostsMax),
    postsComplete: posts.length <= latePostsMax,
  };
  return { ...told, since };
}

async function statementRows(view: View, of: StatementOf): Promise<StatementRow[]> {
  const codes = await centresOf(view, of.part);
  const cells = await passed(view, codes, of);
  await addBalance(view, codes, of, 'opening', cells);
  await addBalance(view, codes, of, 'closing', cells);
  const found = new Map([...cells.values()].map(({ place }) => [rowKey(place), place]));
  return [...found.values()]
    .sort(compareStatementRows)
    .map((row) =>
      statementRow(
        { level: row.level, edition: row.edition },
        (line, cell) => cells.get(cellKey({ ...row, line, cell }))?.told ?? statementCell(0, []),
      ),
    )
    .filter(isSomething);
}

type Cells = Map<string, { readonly place: Place; readonly told: StatementCell }>;

const rowKey = ({ level, edition }: Pick<Place, 'level' | 'edition'>) => `${level}|${edition}`;
const cellKey = (place: Place) => `${place.line}|${place.cell}|${rowKey(place)}`;

interface PassedRow {
  level: Level;
  edition: string;
  line: StatementLine;
  cell: StatementCellName;
  series: string;
  quantity: string;
  ranges: string[];
}

/** What came in and went out on the days, by cell. */
async function passed(
  view: View,
  codes: CentreCode[] | undefined,
  of: StatementOf,
): Promise<Cells> {
  const values: unknown[] = [codes ?? null];
  const within = `occurred_on >= $${values.push(of.days.from)}::date
    AND occurred_on <= $${values.push(of.days.to)}::date AND ${recordedBy(of, values)}`;
  const rows = await view.rows<PassedRow>(
    `SELECT level, edition, line, cell, series, quantity, ${firstRanges('held')} AS ranges
     FROM (SELECT level, edition, line, cell, series,
             sum(upper(serials) - lower(serials)) AS quantity, range_agg(serials) AS held
           FROM ${entries(view, codes, within)}
           GROUP BY level, edition, line, cell, series) AS sums`,
    values,
  );
  const cells: Cells = new Map();
  const byCell = new Map<string, PassedRow[]>();
  for (const row of rows) {
    if (row.cell === null) throw new Error(`movements of ${row.series} that no cell is for`);
    const key = cellKey(row);
    byCell.set(key, [...(byCell.get(key) ?? []), row]);
  }
  for (const [key, parts] of byCell) {
    const [{ level, edition, line, cell }] = parts;
    const quantity = parts.reduce((sum, part) => sum + Number(part.quantity), 0);
    const ranges = mergeRanges(parts.flatMap((part) => rangesOf(part.series, part.ranges)));
    cells.set(key, {
      place: { level, edition, line, cell },
      told: statementCell(quantity, ranges),
    });
  }
  return cells;
}

/** The first ranges of a multirange and one more, as `first-last`. */
const firstRanges = (column: string): string =>
  `(SELECT array_agg(lower(one) || '-' || upper(one) - 1)
    FROM (SELECT unnest(${column}) AS one LIMIT ${statementRangesMax + 1}) AS first)`;

function rangesOf(series: string, texts: readonly string[]): SerialRange[] {
  return texts.map((text) => {
    const [first, last] = text.split('-').map(Number);
    return { series, first, last };
  });
}

/**
 * Movements as entries of lines, each with its cell: one row for what it takes out of a line, one
 * for what it brings in. `$1` are the centres; a movement that no cell is for has a null one.
 */
function entries(view: View, codes: CentreCode[] | undefined, condition: string): string {
  const lines = statementLines.map((line) => `'${line}'`).join(', ');
  const side = (end: 'from' | 'to', direction: 'in' | 'out'): string =>
    `SELECT '${direction}' AS direction, ${end}_kind AS line, position, part, series, serials,
       level, edition, centre, revision, event, reference, occurred_on, recorded_at, to_consignment
     FROM ${view.schema}.movement
     WHERE ${end}_kind IN (${lines})
       AND ${codes ? `${end}_centre = ANY($1::text[])` : '$1::text[] IS NULL'} AND ${condition}`;
  return `(SELECT entry.*, way.cell FROM
      (SELECT moved.*, coalesce(consignment.receiver = sender.parent, false) AS upward
       FROM (${side('from', 'out')} UNION ALL ${side('to', 'in')}) AS moved
       LEFT JOIN ${view.schema}.consignment
         ON moved.event = 'BlanksDispatched' AND consignment.number = moved.to_consignment
       LEFT JOIN ${view.schema}.centre AS sender ON sender.code = consignment.sender) AS entry
    LEFT JOIN ${waysTable} USING (event, upward, line, direction)) AS entry`;
}

const recordedBy = ({ asOfRecorded }: StatementOf, values: unknown[]): string =>
  asOfRecorded === undefined
    ? 'true'
    : `recorded_at <= $${values.push(asOfRecorded.toISOString())}::timestamptz`;

/** What the lines held at the end of a day: quantities as `/stock` has them, and the ranges. */
async function addBalance(
  view: View,
  codes: CentreCode[] | undefined,
  { part, days, asOfRecorded }: StatementOf,
  cell: 'opening' | 'closing',
  cells: Cells,
): Promise<void> {
  const time = { asOf: cell === 'opening' ? addDays(days.from, -1) : days.to, asOfRecorded };
  const { rows } = await readStock(view, part, time);
  const isSmall = (codes?.length ?? (await centreCount(view))) <= balanceRangesCentresMax;
  for (const line of statementLines) {
    const { ranges } = isSmall
      ? await heldRanges(view, codes, line, time)
      : { ranges: [] as readonly HeldRange[] };
    const heldBy = new Map<string, HeldRange[]>();
    for (const range of ranges) {
      const known = heldBy.get(rowKey(range));
      if (known) known.push(range);
      else heldBy.set(rowKey(range), [range]);
    }
    const quantities = new Map<string, { level: Level; edition: string; quantity: number }>();
    for (const { level, edition, ...row } of rows) {
      const known = quantities.get(rowKey({ level, edition }))?.quantity ?? 0;
      quantities.set(rowKey({ level, edition }), { level, edition, quantity: known + row[line] });
    }
    for (const [key, { level, edition, quantity }] of quantities) {
      const place = { level, edition, line, cell };
      cells.set(cellKey(place), { place, told: balance(quantity, heldBy.get(key) ?? []) });
    }
  }
}

async function centreCount(view: View): Promise<number> {
  const [{ count }] = await view.rows<{ count: string }>(
    `SELECT count(*) FROM ${view.schema}.centre WHERE tier <> 'station'`,
  );
  return Number(count);
}

/** Complete where the ranges that are told make up the quantity. */
function balance(quantity: number, held: readonly HeldRange[]): StatementCell {
  const cell = statementCell(
    quantity,
    held.flatMap((text) => parseRange(text) ?? []),
  );
  const told = held.reduce((sum, { count }) => sum + count, 0);
  return { ...cell, rangesComplete: cell.rangesComplete && told === quantity };
}

function differences(
  then: readonly StatementRow[],
  now: readonly StatementRow[],
): StatementDifference[] {
  const before = new Map(then.map((row) => [rowKey(row), row]));
  const after = new Map(now.map((row) => [rowKey(row), row]));
  const keys = [...new Map([...then, ...now].map((row) => [rowKey(row), row])).values()];
  return keys.sort(compareStatementRows).flatMap(({ level, edition, stock, spoiled }) =>
    Object.entries({ stock, spoiled }).flatMap(([name, cells]) =>
      Object.keys(cells).flatMap((cell): StatementDifference[] => {
        const line = name as StatementLine;
        const quantityIn = (row: StatementRow | undefined): number =>
          (row?.[line] as Record<string, StatementCell> | undefined)?.[cell].quantity ?? 0;
        const key = rowKey({ level, edition });
        const [was, is] = [quantityIn(before.get(key)), quantityIn(after.get(key))];
        if (was === is) return [];
        const place = { level, edition, line, cell: cell as StatementCellName };
        return [{ ...place, knownThen: was, knownNow: is }];
      }),
    ),
  );
}

export interface CellOf extends StatementOf {
  readonly line: StatementLine;
  readonly cell: StatementCellName;
  readonly level: Level;
  readonly edition: string;
}

/** `after`: `next` of the page before. */
export interface PostPage {
  readonly items: readonly StatementPost[];
  readonly next?: string;
}

const cursorPattern = /^([0-9]{1,18})-(in|out)$/;
export const isPostCursor = (text: string): boolean => cursorPattern.test(text);

/**
 * The events behind a cell, oldest first; behind an opening or a closing, all that the line ever
 * saw until then.
 */
export async function readStatementCell(
  view: View,
  of: CellOf,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<PostPage> {
  const { line, cell, level, edition, days } = of;
  const [, position = '-1', direction = 'out'] = cursorPattern.exec(after ?? '') ?? [];
  const posts = await readPosts(view, of, {
    condition: (values) =>
      [
        `line = $${values.push(line)}`,
        `level = $${values.push(level)} AND edition = $${values.push(edition)}`,
        cell === 'opening'
          ? `occurred_on < $${values.push(days.from)}::date`
          : `occurred_on <= $${values.push(days.to)}::date`,
        cell === 'opening' || cell === 'closing'
          ? 'true'
          : `cell = $${values.push(cell)} AND occurred_on >= $${values.push(days.from)}::date`,
        recordedBy(of, values),
        `(position, direction) > ($${values.push(position)}::bigint, $${values.push(direction)})`,
      ].join(' AND '),
    limit: limit + 1,
  });
  const items = posts.slice(0, limit);
  const last = items.at(-1);
  const next = posts.length > limit && last ? `${last.position}-${last.direction}` : undefined;
  return { items, next };
}

interface PostRow {
  position: string;
  direction: 'in' | 'out';
  event: BookEvent['type'];
  centre: string;
  revision: string;
  occurred_on: string;
  recorded_at: Date;
  reference: string | null;
  level: Level;
  edition: string;
  line: StatementLine;
  cell: StatementCellName;
  quantity: string;
  parts: string;
  ranges: string[];
}

const postColumns =
  'position, direction, event, centre, revision, occurred_on, recorded_at, reference, ' +
  'level, edition, line, cell';

/** Entries summed by event, line, level and edition, oldest first. */
async function readPosts(
  view: View,
  { part, days }: StatementOf,
  asked: { readonly condition: (values: unknown[]) => string; readonly limit: number },
): Promise<StatementPost[]> {
  const codes = await centresOf(view, part);
  const values: unknown[] = [codes ?? null];
  const condition = asked.condition(values);
  const rows = await view.rows<PostRow>(
    `SELECT ${postColumns.replace('occurred_on', 'occurred_on::text')},
       sum(upper(serials) - lower(serials)) AS quantity, count(*) AS parts,
       (array_agg(series || ' ' || lower(serials) || '-' || upper(serials) - 1
          ORDER BY series, serials))[1:${statementRangesMax + 1}] AS ranges
     FROM ${entries(view, codes, 'true')} WHERE ${condition}
     GROUP BY ${postColumns} ORDER BY position, direction, line, level DESC, edition
     LIMIT ${asked.limit}`,
    values,
  );
  return rows.map((row) => postOf(row, days));
}

function postOf(row: PostRow, days: Days): StatementPost {
  const ranges = mergeRanges(
    row.ranges.flatMap((text) => {
      const [series, stretch] = text.split(' ');
      return rangesOf(series, [stretch]);
    }),
  );
  const told = statementCell(Number(row.quantity), ranges);
  const { level, edition, line, direction, event, centre } = row;
  return {
    position: BigInt(row.position),
    event,
    centre,
    revision: BigInt(row.revision),
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    ...(row.reference === null ? {} : { reference: row.reference }),
    level,
    edition,
    line,
    cell: row.occurred_on < days.from ? 'opening' : row.cell,
    direction,
    quantity: told.quantity,
    ranges: told.ranges,
    rangesComplete: told.rangesComplete && Number(row.parts) <= statementRangesMax,
  };
}
