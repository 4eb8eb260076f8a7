/** The custody history in plain words. */
import type { Account, BookEvent, Level } from '#domain';

export interface Told {
  readonly en: string;
  readonly zh: string;
}

export const levelText: Readonly<Record<Level, Told>> = {
  5: { en: 'level 5', zh: '五级（初级）' },
  4: { en: 'level 4', zh: '四级（中级）' },
  3: { en: 'level 3', zh: '三级（高级）' },
  2: { en: 'level 2', zh: '二级（技师）' },
  1: { en: 'level 1', zh: '一级（高级技师）' },
};

export function accountTold(account: Account): Told {
  switch (account.kind) {
    // Nothing comes to be there but by a registration that is reversed.
    case 'origin':
      return { en: 'registration reversed', zh: '已撤销登记' };
    case 'transit': {
      const { consignment } = account;
      return {
        en: `on its way, consignment ${consignment}`,
        zh: `调拨途中（调拨单 ${consignment}）`,
      };
    }
    case 'stock':
      return { en: `in stock at ${account.centre}`, zh: `${account.centre} 库存` };
    case 'issued':
      return { en: `issued by ${account.centre}`, zh: `${account.centre} 已核发` };
    case 'void':
      return { en: `void at ${account.centre}`, zh: `${account.centre} 已作废` };
    case 'spoiled':
      return { en: `spoiled at ${account.centre}`, zh: `${account.centre} 废证` };
    case 'missing':
      return { en: `missing at ${account.centre}`, zh: `${account.centre} 遗失` };
    case 'destroyed':
      return { en: `destroyed at ${account.centre}`, zh: `${account.centre} 已销毁` };
    default:
      account satisfies never;
      throw new Error('no such account');
  }
}

/** Events that move serials. */
export type Moving = Exclude<
  BookEvent['type'],
  | 'BlanksRefused'
  | 'StockCounted'
  | 'VouchersIssued'
  | 'VoucherSuperseded'
  | 'VoucherReplaced'
  | 'VoucherVoided'
  | 'CentreClosed'
  | 'HoldersSealed'
  | 'ProposalMade'
  | 'ProposalApproved'
  | 'ProposalRefused'
  | 'ProposalExpired'
>;

const happenings: Readonly<Record<Moving, Told>> = {
  BlanksRegistered: { en: 'registered', zh: '登记入库' },
  RegistrationReversed: { en: 'registration reversed', zh: '撤销登记' },
  BlanksDispatched: { en: 'dispatched', zh: '调拨发出' },
  BlanksReceived: { en: 'received', zh: '验收' },
  BlanksTakenBack: { en: 'taken back after refusal', zh: '拒收后收回' },
  CertificatesIssued: { en: 'certificate issued', zh: '核发证书' },
  ReplacementPrinted: { en: 'replacement printed', zh: '补发证书' },
  IssueCorrected: { en: 'record of an issue corrected', zh: '更正核发记录' },
  IssueVoided: { en: 'issue voided', zh: '撤销核发' },
  SerialsSpoiled: { en: 'spoiled', zh: '登记废证' },
  SpoilageReversed: { en: 'spoilage reversed', zh: '撤销废证登记' },
  SerialDestroyed: { en: 'destroyed before witnesses', zh: '监销' },
  SerialsReportedMissing: { en: 'reported missing', zh: '报失' },
  SerialsRecovered: { en: 'found again', zh: '找回' },
};

/** What an event is called; its own name where it is none that moves serials. */
export const happeningTold = (type: string): Told =>
  Object.hasOwn(happenings, type) ? happenings[type as Moving] : { en: type, zh: type };
