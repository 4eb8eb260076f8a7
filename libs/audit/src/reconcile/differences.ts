/** What differs between a row that the events call for and the row that is there. */
import type { EventReference, Finding } from '../findings';
import {
  canonicalJson,
  type ReconciledView,
  reconciledViews,
  type ViewName,
  type ViewRow,
} from './views';

/** A row as the events call for it, and the events it rests on. */
export interface ExpectedRow {
  readonly row: ViewRow;
  readonly events: readonly EventReference[];
}

export const keyOf = (view: ViewName, row: ViewRow): string =>
  JSON.stringify(reconciledViews[view].key.map((column) => row[column]));

const rowText = (view: ViewName, row: ViewRow): string =>
  reconciledViews[view].key.map((column) => `${column} ${row[column]}`).join(', ');

export function missingRow(view: ViewName, { row, events }: ExpectedRow): Finding {
  return {
    severity: 'error',
    check: 'row-missing',
    events,
    params: { view, row: rowText(view, row) },
  };
}

export function unexpectedRow(view: ViewName, row: ViewRow): Finding {
  return {
    severity: 'error',
    check: 'row-unexpected',
    events: [],
    params: { view, row: rowText(view, row) },
  };
}

/** One finding for every column that differs. */
export function differingColumns(
  view: ViewName,
  { row: expected, events }: ExpectedRow,
  found: ViewRow,
): Finding[] {
  const { columns }: ReconciledView = reconciledViews[view];
  return Object.entries(columns).flatMap(([column, kind]): Finding[] => {
    const wanted = expected[column] ?? null;
    const there = found[column] ?? null;
    if (wanted === there) return [];
    if (kind === 'json' && sameJson(wanted, there)) return [];
    const values = { expected: wanted ?? 'null', found: there ?? 'null' };
    const params = { view, row: rowText(view, expected), column, ...values };
    return [{ severity: 'error', check: 'row-differs', events, params }];
  });
}

function sameJson(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return canonicalJson(JSON.parse(a)) === canonicalJson(JSON.parse(b));
}
