/** The events behind a custody statement: those of one cell, or those posted late. */
import {
  type BookEvent,
  type CentreCode,
  type Days,
  type Level,
  mergeRanges,
  type StatementCell,
  type StatementCellName,
  type StatementLine,
  statementCell,
  statementRangesMax,
} from '#domain';
import type { View } from '../database/snapshot';
import { centresOf } from '../stock/query';
import { entries, rangesOf, recordedBy, type StatementOf } from './statement-entries';

/** Late posts told of one statement. */
export const latePostsMax = 1_000;

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

/**
 * Entries summed by event, line, level and edition, oldest first. Which events they are is found
 * first, so that only those that are told are summed.
 */
async function readPosts(
  view: View,
  { part, days }: StatementOf,
  asked: { readonly condition: (values: unknown[]) => string; readonly limit: number },
): Promise<StatementPost[]> {
  const codes = await centresOf(view, part);
  const values: unknown[] = [codes ?? null];
  const condition = asked.condition(values);
  const first = await view.rows<{ position: string }>(
    `SELECT DISTINCT position FROM ${entries(view, codes, 'true')} WHERE ${condition}
     ORDER BY position LIMIT ${asked.limit}`,
    values,
  );
  const told = `position = ANY($${values.push(first.map(({ position }) => position))}::bigint[])`;
  const rows = await view.rows<PostRow>(
    `SELECT ${postColumns.replace('occurred_on', 'occurred_on::text')},
       sum(upper(serials) - lower(serials)) AS quantity, count(*) AS parts,
       (array_agg(series || ' ' || lower(serials) || '-' || upper(serials) - 1
          ORDER BY series, serials))[1:${statementRangesMax + 1}] AS ranges
     FROM ${entries(view, codes, told)} WHERE ${condition}
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

/** Posted after the instant for days up to the last; one more than `latePostsMax` if there are. */
export const readLatePosts = (view: View, of: StatementOf, after: Date): Promise<StatementPost[]> =>
  readPosts(view, of, {
    condition: (values) =>
      `recorded_at > $${values.push(after.toISOString())}::timestamptz
       AND occurred_on <= $${values.push(of.days.to)}::date`,
    limit: latePostsMax + 1,
  });
