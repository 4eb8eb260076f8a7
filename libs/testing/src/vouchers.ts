/** Commands on vouchers that read aloud, for the small installation of `World`. */
import type { IssueVouchers, ReplaceVoucher } from '#domain';
import { number } from './commands';
import { holderOf, tree } from './world';

/** A voucher number of Guiyang, or of another centre. */
export const voucherNumber = (sequence: number, centre: string = tree.guiyang): string =>
  `${centre}PZ${String(sequence).padStart(6, '0')}`;

export const vouchers = (
  lines: [voucher: number, sequence: number][],
  more: Partial<IssueVouchers> = {},
): IssueVouchers => ({
  type: 'IssueVouchers',
  roster: { reference: 'R-1', signedOn: '2013-03-20', passed: 100 },
  level: 5,
  occupation: { code: '4-03-02-01', name: '中式烹调师' },
  station: tree.guiyangStation,
  lines: lines.map(([voucher, sequence], index) => ({
    voucherNumber: voucherNumber(voucher),
    certificateNumber: number(sequence),
    holder: holderOf(index),
  })),
  ...more,
});

export const replaceVoucher = (lost: number, replacement: number): ReplaceVoucher => ({
  type: 'ReplaceVoucher',
  voucherNumber: voucherNumber(lost),
  replacementNumber: voucherNumber(replacement),
  lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
});
