/** Quarters as the API writes them, `2013Q2`, and the days they stand for. */

export interface Quarter {
  readonly year: number;
  readonly number: number;
}

export const isQuarter = (text: string): boolean => /^(19|[2-9]\d)\d{2}Q[1-4]$/.test(text);

export function readQuarter(text: string): Quarter {
  return { year: Number(text.slice(0, 4)), number: Number(text.slice(5)) };
}

/** The quarter `count` quarters later, or earlier if negative. */
export function quarterAfter(quarter: string, count: number): string {
  const { year, number } = readQuarter(quarter);
  const at = year * 4 + number - 1 + count;
  return `${Math.floor(at / 4)}Q${(at % 4) + 1}`;
}

/** The calendar quarter of a day. */
export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/**
 * The quarter applied for that an office works on: from its last month on, when the next return is
 * due, the coming one; else the present one.
 */
export function quarterAtWork(today: string): string {
  const isLastMonth = Number(today.slice(5, 7)) % 3 === 0;
  return quarterAfter(quarterOf(today), isLastMonth ? 1 : 0);
}

/** From the coming quarter back to that of a day: newest first, at most forty years. */
export function quartersSince(day: string, today: string): string[] {
  const quarterCountMax = 160;
  const quarters: string[] = [];
  const first = quarterOf(day);
  let quarter = quarterAfter(quarterOf(today), 1);
  for (; quarter >= first && quarters.length < quarterCountMax; quarter = quarterAfter(quarter, -1))
    quarters.push(quarter);
  return quarters;
}
