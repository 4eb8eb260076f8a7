/** `--as-of` and `--as-of-recorded`: a past time on either axis, as it is asked for. */
import type { AsOf } from '#audit';
import { isPlainDate, shanghaiDate } from '#domain';
import { type Phrase, spoken } from '#terminal';
import { WrongUse } from './exit-codes';
import type { Surroundings } from './surroundings';

export interface PastTimeOptions {
  readonly asOf?: string;
  readonly asOfRecorded?: string;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Throws WrongUse for what is no time, or has not come yet. */
export function pastTime({ asOf, asOfRecorded }: PastTimeOptions, now = new Date()): AsOf {
  if (asOf !== undefined && !isPlainDate(asOf)) {
    throw new WrongUse(`--as-of takes a day as YYYY-MM-DD, not "${asOf}"`);
  }
  const today = shanghaiDate(now);
  if (asOf !== undefined && asOf > today) {
    throw new WrongUse(`--as-of ${asOf} is in the future: today is ${today}`);
  }
  const recorded = recordedBy(asOfRecorded);
  if (recorded && recorded > now) {
    throw new WrongUse(`--as-of-recorded ${asOfRecorded} is in the future`);
  }
  return { asOf, asOfRecorded: recorded };
}

/** An instant in ISO 8601 with its zone, on a day that there is. Throws WrongUse for all else. */
export function recordedBy(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  // What the 30th of February is, every program decides for itself.
  const isDay = isPlainDate(text.slice(0, 10));
  if (instant.test(text) && isDay && !Number.isNaN(time.getTime())) return time;
  throw new WrongUse(`--as-of-recorded takes an instant as 2013-04-01T08:00:00Z, not "${text}"`);
}

/** What `--json` says of the time that was asked for. */
export const toldTime = ({ asOf, asOfRecorded }: AsOf) => ({
  asOf: asOf ?? null,
  asOfRecorded: asOfRecorded?.toISOString() ?? null,
});

/** Begins with a comma; empty when no time was asked for. */
export function timeText({ asOf, asOfRecorded }: AsOf, { language }: Surroundings): string {
  const happened: Phrase = { en: `as of ${asOf}`, zh: `截至 ${asOf}` };
  const at = asOfRecorded?.toISOString();
  const recorded: Phrase = { en: `as recorded by ${at}`, zh: `按 ${at} 前的记录` };
  const parts = [
    ...(asOf === undefined ? [] : [spoken(happened, language)]),
    ...(at === undefined ? [] : [spoken(recorded, language)]),
  ];
  return parts.map((part) => `, ${part}`).join('');
}
