/** A voucher that is wrong or was altered is void (V2, V6); its number stays the roster's (C7). */
import { type Decision, refusedBy } from '../refusals';
import type { Book } from './book';
import type { BookCommand, VoidVoucher } from './commands';
import type { BookEvent } from './events';
import { judgeVoucherInForce } from './judging-vouchers';

/**
 * Refuses, in this order: N7 (not a voucher of this centre), V6 (replaced, superseded or void
 * before), T3 (something happened to it later). An expired one can be voided: if it is wrong, the
 * certificate waits for it (V2).
 */
export function voidVoucher(book: Book, command: BookCommand<VoidVoucher>): Decision<BookEvent> {
  const { voucherNumber, reason, occurredOn } = command;
  const judged = judgeVoucherInForce(book, voucherNumber, occurredOn);
  if ('unknown' in judged) return refusedBy(judged.unknown);
  if (judged.refusals.length > 0) return refusedBy(judged.refusals);
  const { certificateNumber } = judged.voucher;
  const data = { voucherNumber, certificateNumber, reason };
  return { events: [{ type: 'VoucherVoided', data }], warnings: [] };
}
