/**
 * Voucher numbers (N7): the 8-digit code of the centre that issues it, then what the centre likes:
 * 1 to 20 capital letters, digits and hyphens, of which the last is a digit. Numbers advance by
 * their trailing digits, at most 12 of them; what stands before, and how many digits there are, is
 * the *series*. Leading zeros count.
 */
import type { CentreCode } from '../vocabulary';

/** Names a series: what stands before the trailing digits, a colon, how many digits there are. */
export type VoucherSeries = string;

export interface VoucherNumber {
  readonly series: VoucherSeries;
  readonly ordinal: number;
  readonly centre: CentreCode;
}

/** The whole number, centre code included. */
export const voucherNumberLengthMax = 28;

const voucherPattern = /^([0-9]{8})([0-9A-Z-]{0,19}[0-9])$/;
const digitsPattern = /[0-9]{1,12}$/;

/** Reads a voucher number; undefined when it is not one by N7. */
export function parseVoucherNumber(text: string): VoucherNumber | undefined {
  const match = voucherPattern.exec(text);
  const digits = match && digitsPattern.exec(match[2])?.[0];
  if (!match || !digits) return undefined;
  const [, centre] = match;
  const before = text.slice(0, text.length - digits.length);
  return { series: `${before}:${digits.length}`, ordinal: Number(digits), centre };
}

/** The number as printed, leading zeros included. */
export function formatVoucherNumber(series: VoucherSeries, ordinal: number): string {
  const colon = series.indexOf(':');
  return series.slice(0, colon) + String(ordinal).padStart(Number(series.slice(colon + 1)), '0');
}
