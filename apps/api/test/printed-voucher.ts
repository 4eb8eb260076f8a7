/** A voucher to print, with everything that a form can hold. */
import { holderOf, tree } from '#testing';
import type { PrintedVoucher } from '../src/vouchers/voucher-page';

export function samplePrinted(): PrintedVoucher {
  return {
    voucher: {
      number: '52010000PZ000017',
      certificateNumber: '1352010000500017',
      status: 'in-force',
      level: 4,
      occupation: { code: '6-07-01-01', name: '车工' },
      station: tree.guiyangStation,
      centre: tree.guiyang,
      roster: { reference: '名册1', signedOn: '2013-03-20' },
      expiresOn: '2014-03-20',
      occurredOn: '2013-04-01',
      recordedAt: new Date('2013-04-01T01:00:00Z'),
      position: 1_000n,
      revision: 7n,
      lineIndex: 0,
    },
    holder: {
      ...holderOf(1),
      sex: '女',
      birthDate: '1980-01-02',
      education: '高中',
      scores: { theory: 81.5, practical: 90, overall: 85 },
    },
    centreName: '贵阳市职业技能鉴定指导中心',
    verifyAt: 'https://zs.example.cn/verify?number=52010000PZ000017',
  };
}
