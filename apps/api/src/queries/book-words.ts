/** The events that are lines of a book, and what offices call them. */
import { type BookEvent, bookEventTypes } from '#domain';

export type JournalEvent = Exclude<BookEvent['type'], 'HoldersSealed'>;
const isJournalEvent = (type: BookEvent['type']): type is JournalEvent => type !== 'HoldersSealed';
/** Sealed holders stand in books and are no lines of them. */
export const journalEvents: readonly JournalEvent[] = bookEventTypes.filter(isJournalEvent);

export const eventWords: Readonly<Record<BookEvent['type'], string>> = {
  BlanksRegistered: '登记入库',
  RegistrationReversed: '撤销登记',
  BlanksDispatched: '调拨发出',
  BlanksReceived: '签收',
  BlanksRefused: '拒收',
  BlanksTakenBack: '发出方收回',
  CertificatesIssued: '颁发证书',
  ReplacementPrinted: '补发换发',
  IssueCorrected: '颁发更正',
  IssueVoided: '撤销颁发',
  SerialsSpoiled: '登记废证',
  SpoilageReversed: '撤销废证',
  SerialDestroyed: '监督销毁',
  SerialsReportedMissing: '报告缺失',
  SerialsRecovered: '找回',
  StockCounted: '盘点',
  VouchersIssued: '发放凭证',
  VoucherSuperseded: '凭证换发证书',
  VoucherReplaced: '凭证补发',
  VoucherVoided: '凭证作废',
  CentreClosed: '中心撤销',
  HoldersSealed: '持证人信息',
  ProposalMade: '提请审批',
  ProposalApproved: '审批通过',
  ProposalRefused: '审批不通过',
  ProposalExpired: '审批过期',
};
