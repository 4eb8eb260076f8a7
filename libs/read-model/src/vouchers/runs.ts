/** A run of vouchers in pieces: what is before a stretch, within it and behind it. */
import type { VoucherRow } from './voucher.entity';

/** How vouchers end: the columns that say so. */
export type Fate = { readonly status: 'superseded' | 'replaced' | 'void' } & Pick<
  VoucherRow,
  'endedOn' | 'endedPosition'
> &
  Partial<Pick<VoucherRow, 'replacedBy' | 'certificateSeries' | 'firstSerial' | 'voidReason'>>;

interface Pieces {
  readonly before?: VoucherRow;
  readonly within?: VoucherRow;
  readonly behind?: VoucherRow;
}

/** Cuts a run at the stretch of numbers `first` to `last`, both included. */
export function cut(row: VoucherRow, first: number, last: number): Pieces {
  const end = row.firstVoucher + row.count - 1;
  return {
    before: piece(row, row.firstVoucher, Math.min(end, first - 1)),
    within: piece(row, Math.max(row.firstVoucher, first), Math.min(end, last)),
    behind: piece(row, Math.max(row.firstVoucher, last + 1), end),
  };
}

function piece(row: VoucherRow, first: number, last: number): VoucherRow | undefined {
  if (first > last) return undefined;
  const offset = first - row.firstVoucher;
  return {
    ...row,
    firstVoucher: first,
    count: last - first + 1,
    firstNumber: row.firstNumber + BigInt(offset),
    lineIndex: row.lineIndex + offset,
    firstSerial: row.firstSerial === null ? null : row.firstSerial + offset,
  };
}

/** The run with its fate; `offset` is how far into the ended stretch it begins. */
export function ending(row: VoucherRow, fate: Fate, offset: number): VoucherRow {
  const firstSerial = fate.firstSerial == null ? null : fate.firstSerial + offset;
  return { ...row, ...fate, firstSerial };
}
