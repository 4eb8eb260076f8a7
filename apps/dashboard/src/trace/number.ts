/**
 * What a person typed or a scanner read: a serial (N1), a range of serials (N2), a certificate
 * number (N3), a voucher number (N7), or nothing of the sort.
 *
 * Chinese input methods type full-width letters and digits; scanners may add spaces. Both are read
 * as what was meant. Nothing else is guessed; numbers that may be of two kinds are read as the
 * first of them in the order above, a certificate's before a voucher's.
 */

export type TracedNumber =
  | { readonly kind: 'serial'; readonly text: string }
  | { readonly kind: 'range'; readonly text: string; readonly from: string; readonly to: string }
  | { readonly kind: 'certificate'; readonly text: string }
  | { readonly kind: 'voucher'; readonly text: string }
  | { readonly kind: 'neither'; readonly text: string }
  | { readonly kind: 'empty' };

const serialPattern = /^[A-Z]{0,6}[0-9]{6,12}$/;
const rangePattern = /^([A-Z]{0,6})([0-9]{6,12})(?:-|–|—|~|至|到|\.\.)([A-Z]{0,6})([0-9]{6,12})$/;
const certificatePattern = /^[0-9]{16}$/;
const voucherPattern = /^[0-9]{8}[0-9A-Z-]{0,19}[0-9]$/;

export function readNumber(typed: string): TracedNumber {
  const text = typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  if (text === '') return { kind: 'empty' };
  if (serialPattern.test(text)) return { kind: 'serial', text };
  const range = readRange(text);
  if (range) return range;
  if (certificatePattern.test(text)) return { kind: 'certificate', text };
  if (voucherPattern.test(text)) return { kind: 'voucher', text };
  return { kind: 'neither', text };
}

/** Two serials of one series, in order: the same letters and as many digits. */
function readRange(text: string): TracedNumber | undefined {
  const [, prefix, first, lastPrefix, last] = rangePattern.exec(text) ?? [];
  const isOneSeries = prefix === lastPrefix && first?.length === last?.length;
  if (first === undefined || !isOneSeries || first > last) return undefined;
  const [from, to] = [`${prefix}${first}`, `${prefix}${last}`];
  return { kind: 'range', text: `${from}-${to}`, from, to };
}

/** Whether a number that was read as something else may be a voucher's as well. */
export const mayBeVoucher = (text: string): boolean => voucherPattern.test(text);
