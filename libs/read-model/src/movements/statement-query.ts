/** The custody statement of a period, summed from the movements. */
import {
  addDays,
  addsUp,
  type CentreCode,
  compareStatementRows,
  isSomething,
  type Level,
  mergeRanges,
  parseRange,
  type StatementCell,
  type StatementCellName,
  type StatementLine,
  type StatementRow,
  statementCell,
  statementLines,
  statementRangesMax,
  statementRow,
} from '#domain';
import type { View } from '../database/snapshot';
import { centresOf, readStock } from '../stock/query';
import { type HeldRange, heldRanges } from './held-query';
import { entries, rangesOf, recordedBy, type StatementOf } from './statement-entries';
import { latePostsMax, readLatePosts, type StatementPost } from './statement-posts-query';

/**
 * Centres whose opening and closing are told with their ranges, which all that ever moved is netted
 * for: a great province has some twenty. Of more only the quantities are.
 */
export const balanceRangesCentresMax = 64;

/** A cell that is not now what it was then. */
export interface StatementDifference {
  readonly level: Level;
  readonly edition: string;
  readonly line: StatementLine;
  readonly cell: StatementCellName;
  readonly knownThen: number;
  readonly knownNow: number;
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

export async function readStatement(view: View, of: StatementOf): Promise<Statement> {
  const rows = await statementRows(view, of);
  const told = { rows, addsUp: addsUp(rows) };
  if (of.asOfRecorded === undefined) return told;
  const now = await statementRows(view, { ...of, asOfRecorded: undefined });
  const posts = await readLatePosts(view, of, of.asOfRecorded);
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
