/** How much every centre has, now or at any time, and whether nothing was created or lost. */
import type { CentreCode, Level, StockLine, StockQuantities } from '#domain';
import { type AsOf, asOfCondition, isAsOf } from '../database/as-of';
import type { View } from '../database/snapshot';

export interface Stock {
  /** By centre, then level from 5 to 1, then edition; lines of zeros left out. */
  readonly rows: readonly StockLine[];
  readonly totals: StockQuantities;
  readonly conservation: {
    /** C16, for every level and edition: what is accounted for equals what was registered. */
    readonly holds: boolean;
    /** Registered there less reversed; for a part of the tree also came in less went out. */
    readonly registered: number;
  };
}

/** A part of the tree: a centre alone or with everything below it. Absent: everything. */
export interface Part {
  readonly centre: CentreCode;
  readonly subtree: boolean;
}

interface Sum {
  centre: string;
  level: number;
  edition: string;
  kind: string;
  quantity: string;
}

const columnOfKind: Readonly<Record<string, keyof StockQuantities>> = {
  stock: 'stock',
  transit: 'inTransit',
  issued: 'issued',
  void: 'void',
  spoiled: 'spoiled',
  missing: 'missing',
  destroyed: 'destroyed',
};

const zeros = (): Record<keyof StockQuantities, number> => ({
  stock: 0,
  inTransit: 0,
  issued: 0,
  void: 0,
  spoiled: 0,
  missing: 0,
  destroyed: 0,
});

/** Stock of a part of the tree, or of all of it. */
export async function readStock(view: View, part: Part | undefined, time: AsOf): Promise<Stock> {
  const codes = part && (await centresOf(view, part));
  const sums = isAsOf(time) ? await sumsAsOf(view, codes, time) : await sumsNow(view, codes);
  return stockOf(sums);
}

/** The centres of a part; undefined when it is the whole tree and needs no filter. */
export async function centresOf(view: View, part: Part): Promise<CentreCode[] | undefined> {
  if (!part.subtree) return [part.centre];
  const rows = await view.rows<{ code: string; parent: string | null }>(
    `SELECT code, parent FROM ${view.schema}.centre
     WHERE path @> ARRAY[$1::text] AND tier <> 'station'`,
    [part.centre],
  );
  const isWhole = rows.some(({ code, parent }) => code === part.centre && parent === null);
  return isWhole ? undefined : rows.map(({ code }) => code);
}

function sumsNow(view: View, codes: CentreCode[] | undefined): Promise<Sum[]> {
  return view.rows<Sum>(
    `SELECT centre, level, edition, kind, sum(quantity) AS quantity FROM ${view.schema}.stock
     WHERE ${codes ? 'centre = ANY($1)' : 'true'}
     GROUP BY centre, level, edition, kind`,
    codes ? [codes] : [],
  );
}

/**
 * The same sums from what moved up to a time. Movements are summed by their two ends first, so that
 * posting each sum to both ends and to the contra account costs next to nothing.
 */
function sumsAsOf(view: View, codes: CentreCode[] | undefined, time: AsOf): Promise<Sum[]> {
  const values: unknown[] = [];
  const within = codes && `$${values.push(codes)}::text[]`;
  const touched = within ? `(from_centre = ANY(${within}) OR to_centre = ANY(${within}))` : 'true';
  return view.rows<Sum>(
    `WITH moved AS MATERIALIZED (
       SELECT level, edition, from_kind, coalesce(from_centre, '') AS from_centre,
              to_kind, coalesce(to_centre, '') AS to_centre, sum(quantity) AS quantity
       FROM (${movedUpTo(view, time, touched, values)}) AS part
       GROUP BY 1, 2, 3, 4, 5, 6),
     posting AS (
       SELECT to_centre AS centre, to_kind AS kind, level, edition, quantity FROM moved
       UNION ALL
       SELECT from_centre, from_kind, level, edition, -quantity FROM moved
       UNION ALL
       SELECT to_centre, 'exchange', level, edition, -quantity FROM moved
       WHERE to_centre <> from_centre
       UNION ALL
       SELECT from_centre, 'exchange', level, edition, quantity FROM moved
       WHERE to_centre <> from_centre)
     SELECT centre, level, edition, kind, sum(quantity) AS quantity FROM posting
     WHERE ${within ? `centre = ANY(${within})` : `centre <> ''`}
     GROUP BY centre, level, edition, kind`,
    values,
  );
}

const ends = 'level, edition, from_kind, from_centre, to_kind, to_centre';

/**
 * What moved up to a time. On one axis: whole years, then whole months of the last year from the
 * turnover, and only the last month from its movements. On both axes only the movements know.
 */
function movedUpTo(view: View, time: AsOf, touched: string, values: unknown[]): string {
  const fromMovements = (condition: string): string =>
    `SELECT ${ends}, upper(serials) - lower(serials) AS quantity FROM ${view.schema}.movement
     WHERE ${touched} AND ${asOfCondition(time, values)} AND ${condition}`;
  const { asOf, asOfRecorded } = time;
  const day = asOf ?? asOfRecorded?.toISOString();
  if (day === undefined || (asOf !== undefined && asOfRecorded !== undefined)) {
    return fromMovements('true');
  }
  const axis = asOf === undefined ? 'recorded' : 'occurred';
  const month = day.slice(0, 7);
  const column = asOf === undefined ? 'recorded_at' : 'occurred_on';
  const start = asOf === undefined ? `${month}-01T00:00:00Z` : `${month}-01`;
  const type = asOf === undefined ? 'timestamptz' : 'date';
  const year = `$${values.push(month.slice(0, 4))}`;
  const before = `$${values.push(month)}`;
  return `SELECT ${ends}, quantity FROM ${view.schema}.turnover
     WHERE ${touched} AND axis = '${axis}' AND CASE length(period)
       WHEN 4 THEN period < ${year} ELSE period >= ${year} AND period < ${before} END
     UNION ALL ${fromMovements(`${column} >= $${values.push(start)}::${type}`)}`;
}

function stockOf(sums: readonly Sum[]): Stock {
  const lines = new Map<string, { -readonly [Key in keyof StockLine]: StockLine[Key] }>();
  const totals = zeros();
  const balances = new Map<string, number>();
  let registered = 0;
  for (const { centre, level, edition, kind, quantity: text } of sums) {
    const quantity = Number(text);
    const design = JSON.stringify([level, edition]);
    balances.set(design, (balances.get(design) ?? 0) + quantity);
    const column = columnOfKind[kind];
    if (column === undefined) {
      registered -= quantity;
    } else if (quantity !== 0) {
      const key = JSON.stringify([centre, level, edition]);
      const line = lines.get(key) ?? { centre, level: level as Level, edition, ...zeros() };
      line[column] += quantity;
      totals[column] += quantity;
      lines.set(key, line);
    }
  }
  const holds = [...balances.values()].every((balance) => balance === 0);
  const rows = [...lines.values()].sort(compareLines);
  return { rows, totals, conservation: { holds, registered } };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const compareLines = (a: StockLine, b: StockLine): number =>
  compareText(a.centre, b.centre) || b.level - a.level || compareText(a.edition, b.edition);
