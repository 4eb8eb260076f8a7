const dayMs = 86_400_000;
/** Day 0 of spreadsheets that count from 1900, who believe that 29 February 1900 was a day. */
const originMs = Date.UTC(1899, 11, 30);
const leapDayThatWasNot = 60;
/** Between the two ways of counting, from 1900 and from 1904. */
const days1904 = 1_462;
/** 31 December 9999. */
const serialMax = 2_958_465;

/**
 * The calendar day, `YYYY-MM-DD`, that a spreadsheet shows for a number; undefined for a number that
 * is no day. The time of day, after the decimal point, is dropped.
 */
export function dayOfSerial(serial: number, from1904 = false): string | undefined {
  const days = Math.floor(serial) + (from1904 ? days1904 : 0);
  if (!Number.isFinite(days) || days < 1 || days > serialMax || days === leapDayThatWasNot) {
    return undefined;
  }
  const corrected = days < leapDayThatWasNot ? days + 1 : days;
  return new Date(originMs + corrected * dayMs).toISOString().slice(0, 10);
}
