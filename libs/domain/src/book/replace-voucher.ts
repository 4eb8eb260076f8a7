/** A voucher lost while it was valid is replaced as a certificate is (V6, P1). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { Book } from './book';
import type { BookCommand, ReplaceVoucher } from './commands';
import type { BookEvent } from './events';
import { isExpired, judgeVoucherNumber } from './issue-vouchers';
import { judgeNotLater } from './judging';
import { judgeVoucherInForce } from './judging-vouchers';

/**
 * Refuses, in this order: N7 (not a voucher of this centre), V6 (not in force; expired), T3
 * (something happened to it later), T1 (notice later than the post), N7 (the replacement's number
 * malformed, of another centre, given before). All that applies is listed. V1 is not asked: whoever
 * lost a valid paper gets it again whether or not the shortage has ended. The replacement keeps
 * the day on which the lost one expires.
 */
export function replaceVoucher(
  book: Book,
  command: BookCommand<ReplaceVoucher>,
): Decision<BookEvent> {
  const { voucherNumber, replacementNumber, lossNotice, occurredOn } = command;
  const judged = judgeVoucherInForce(book, voucherNumber, occurredOn);
  if ('unknown' in judged) return refusedBy(judged.unknown);
  const { expiresOn, certificateNumber } = judged.voucher;
  const refusals: Refusal[] = [...judged.refusals];
  if (isExpired(expiresOn, occurredOn)) {
    const params = { number: voucherNumber, expiresOn };
    refusals.push({ rule: 'V6', code: 'voucher-expired', params });
  }
  refusals.push(...judgeNotLater(lossNotice.publishedOn, occurredOn, '/lossNotice/publishedOn'));
  for (const { field, ...rest } of judgeVoucherNumber(book, replacementNumber, 'replacementNumber'))
    refusals.push({ ...rest, path: `/${field}` });
  if (refusals.length > 0) return refusedBy(refusals);
  const data = { voucherNumber, replacementNumber, certificateNumber, expiresOn, lossNotice };
  return { events: [{ type: 'VoucherReplaced', data }], warnings: [] };
}
