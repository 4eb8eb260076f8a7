/** Calendar days in Asia/Shanghai as `YYYY-MM-DD` text, which sorts as it should. */
import type { PlainDate } from '../vocabulary';

/** China keeps UTC+8 all year, and has since 1991; record times are all later. */
const shanghaiOffsetMs = 8 * 3_600_000;
const dayMs = 86_400_000;
const datePattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/** The day it is in Shanghai at an instant. */
export function shanghaiDate(instant: Date): PlainDate {
  return new Date(instant.getTime() + shanghaiOffsetMs).toISOString().slice(0, 10);
}

/** Nothing that a book can speak of is older; and every database knows all later days. */
export const firstDay: PlainDate = '1900-01-01';

/** Whether the text is a day that exists, from 1900 on. */
export function isPlainDate(text: string): boolean {
  if (!datePattern.test(text) || text < firstDay) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day `days` later, or earlier if negative. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The same day of the next year; 28 February for 29 February (V3). */
export function oneYearLater(date: PlainDate): PlainDate {
  const [year, rest] = [Number(date.slice(0, 4)) + 1, date.slice(4)];
  return `${String(year).padStart(4, '0')}${rest === '-02-29' ? '-02-28' : rest}`;
}

/** The last instant of a day in Shanghai. */
export function endOfDay(date: PlainDate): Date {
  return new Date(Date.parse(`${date}T00:00:00Z`) + dayMs - shanghaiOffsetMs - 1);
}
