/**
 * A past day that a page looks back to, by either time: when it happened, as clerks stated it, or
 * when it was recorded. The address carries it, so that it can be sent to somebody and printed.
 */

export const axes = ['occurred', 'recorded'] as const;
export type Axis = (typeof axes)[number];

export interface Moment {
  readonly axis: Axis;
  /** The end of this day in Beijing; absent: now. */
  readonly on?: string;
}

const parameters: Readonly<Record<Axis, string>> = {
  occurred: 'asOf',
  recorded: 'asOfRecorded',
};

/** No book speaks of an earlier day, and no later one has come. */
const dayPattern = /^(?:19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A day that the calendar has. */
export function isDay(text: string): boolean {
  if (!dayPattern.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** An address that names no day, or none that there is, means now. */
export function readMoment(search: URLSearchParams): Moment {
  const axis: Axis = search.has(parameters.recorded) ? 'recorded' : 'occurred';
  const on = search.get(parameters[axis]) ?? '';
  return isDay(on) ? { axis, on } : { axis };
}

/**
 * What an address says of a moment and this page does not follow, as `name=value`: what is no day, a
 * day that has not come, and a second moment beside the first.
 */
export function momentPassedOver(search: URLSearchParams, today: string): string[] {
  const { axis, on } = readMoment(search);
  const followed = on !== undefined && on <= today ? parameters[axis] : undefined;
  return Object.values(parameters).flatMap((name) =>
    search
      .getAll(name)
      .filter((value, index) => value !== '' && (name !== followed || index > 0))
      .map((value) => `${name}=${value}`),
  );
}

/** The address with another moment; a moment of now keeps its axis, which is then empty. */
export function writeMoment(search: URLSearchParams, { axis, on }: Moment): URLSearchParams {
  const written = new URLSearchParams(search);
  for (const name of Object.values(parameters)) written.delete(name);
  if (on !== undefined || axis === 'recorded') written.set(parameters[axis], on ?? '');
  return written;
}

/** What a query is asked with; days that are not over mean now. */
export function queryOf(
  { axis, on }: Moment,
  today: string,
): { readonly asOf?: string; readonly asOfRecorded?: string } {
  if (on === undefined || on >= today) return {};
  return axis === 'occurred' ? { asOf: on } : { asOfRecorded: `${on}T15:59:59.999Z` };
}

const dayMs = 86_400_000;
const text = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const dayAfter = (day: string, count: number): string => text(ms(day) + count * dayMs);

/** The end of a month so many months after that of the day. */
function monthEnd(day: string, months: number): string {
  return text(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) + months, 0));
}

/** The next end of a month, and the one before. */
export function stepMonth(day: string, direction: 1 | -1): string {
  if (direction < 0) return monthEnd(day, -1);
  const end = monthEnd(day, 0);
  return end > day ? end : monthEnd(day, 1);
}

export const withinDays = (day: string, first: string, last: string): string =>
  day < first ? first : day > last ? last : day;
