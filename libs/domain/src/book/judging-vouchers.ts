/** Checks of a post that names one voucher of the book. */
import { parseVoucherNumber } from '../numbers/voucher-number';
import type { Refusal } from '../refusals';
import { echoed } from '../text-form';
import type { PlainDate } from '../vocabulary';
import type { Book } from './book';
import type { VoucherEntry } from './voucher-index';

/** The voucher, and why it cannot be replaced or voided: V6 (not in force), T3. */
export function judgeVoucherInForce(
  book: Book,
  text: string,
  occurredOn: PlainDate,
):
  | { readonly unknown: readonly [Refusal] }
  | { readonly voucher: VoucherEntry; readonly refusals: readonly Refusal[] } {
  const number = parseVoucherNumber(text);
  const voucher = number && book.vouchers.find(number);
  if (!voucher) {
    return { unknown: [{ rule: 'N7', code: 'voucher-unknown', params: { number: echoed(text) } }] };
  }
  const { status, on } = voucher;
  if (status !== 'in-force') {
    const params = { number: text, status, on };
    return { voucher, refusals: [{ rule: 'V6', code: 'voucher-not-in-force', params }] };
  }
  if (on <= occurredOn) return { voucher, refusals: [] };
  const params = { from: text, to: text, on };
  return { voucher, refusals: [{ rule: 'T3', code: 'earlier-than-last-event', params }] };
}
