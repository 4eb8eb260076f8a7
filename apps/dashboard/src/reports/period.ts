/** The days of a statement, as the address of the page keeps them and as the API is asked. */
import { isQuarter, quarterAfter } from '../quarters/calendar';

export const periodKinds = ['quarter', 'month', 'year', 'days'] as const;
export type PeriodKind = (typeof periodKinds)[number];

export interface Asked {
  readonly period?: string;
  readonly from?: string;
  readonly to?: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

export function kindOf({ period, from, to }: Asked): PeriodKind {
  if (from !== undefined || to !== undefined) return 'days';
  if (period !== undefined && /^\d{4}-\d{2}$/.test(period)) return 'month';
  return period !== undefined && /^\d{4}$/.test(period) ? 'year' : 'quarter';
}

/** The statistical quarter of a day: December belongs to the year after. */
export function statisticalQuarter(today: string): string {
  const isDecember = today.slice(5, 7) === '12';
  const month = Number(today.slice(5, 7));
  if (isDecember) return `${Number(today.slice(0, 4)) + 1}Q1`;
  return `${today.slice(0, 4)}Q${Math.floor(month / 3) + 1}`;
}

/** A period of another kind that ends where people expect it to. */
export function periodOf(kind: PeriodKind, today: string): Asked {
  switch (kind) {
    case 'quarter':
      return { period: statisticalQuarter(today) };
    case 'month':
      return { period: today.slice(0, 7) };
    case 'year':
      return { period: statisticalQuarter(today).slice(0, 4) };
    case 'days':
      return { from: `${today.slice(0, 8)}01`, to: today };
    default:
      kind satisfies never;
      throw new Error('unknown kind of period');
  }
}

/** What the address asks; the present quarter when it asks nothing that can be asked. */
export function readPeriod(search: URLSearchParams, today: string): Asked {
  const [period, from, to] = ['period', 'from', 'to'].map((name) => search.get(name) ?? undefined);
  if (from && to && day.test(from) && day.test(to)) return { from, to };
  const isPeriod = period && (isQuarter(period) || /^\d{4}(-\d{2})?$/.test(period));
  return isPeriod ? { period } : periodOf('quarter', today);
}

/** The period of the same kind before or after. */
export function neighbour({ period, from, to }: Asked, count: 1 | -1): Asked {
  if (period === undefined) return { from, to };
  if (isQuarter(period)) return { period: quarterAfter(period, count) };
  if (/^\d{4}$/.test(period)) return { period: String(Number(period) + count) };
  const [year, month] = period.split('-').map(Number);
  const at = year * 12 + month - 1 + count;
  return { period: `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}` };
}
