/** The events that are lines of a book, and what offices call them and all that stands in them. */
import {
  type Account,
  type BookEvent,
  bookEventTypes,
  type Language,
  type Role,
  referenceOf,
  type SpoilageCause,
} from '#domain';
import { causeWords } from '../forms/words';

export type JournalEvent = Exclude<BookEvent['type'], 'HoldersSealed'>;
const isJournalEvent = (type: BookEvent['type']): type is JournalEvent => type !== 'HoldersSealed';
/** Sealed holders stand in books and are no lines of them. */
export const journalEvents: readonly JournalEvent[] = bookEventTypes.filter(isJournalEvent);

const eventWords: Readonly<Record<BookEvent['type'], string>> = {
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

/** `SerialsReportedMissing` as a person reads it: serials reported missing. */
const inWords = (type: string): string =>
  type.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const eventWord = (type: BookEvent['type'], language: Language): string =>
  language === 'en' ? inWords(type) : eventWords[type];

type Words<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;

export const roleWords: Words<Role> = {
  en: {
    admin: 'Administrator',
    clerk: 'Clerk',
    supervisor: 'Supervisor',
    auditor: 'Auditor',
    viewer: 'Viewer',
  },
  'zh-CN': {
    admin: '管理员',
    clerk: '经办人',
    supervisor: '主管',
    auditor: '审计员',
    viewer: '查看者',
  },
};

const accountKinds: Words<Account['kind']> = {
  en: {
    origin: 'Supplier',
    transit: 'In transit',
    stock: 'Stock',
    issued: 'Issued',
    void: 'Void',
    spoiled: 'Spoiled',
    missing: 'Missing',
    destroyed: 'Destroyed',
  },
  'zh-CN': {
    origin: '供货方',
    transit: '在途',
    stock: '库存',
    issued: '已颁发',
    void: '作废',
    spoiled: '废证',
    missing: '缺失',
    destroyed: '已销毁',
  },
};

/** `库存 52010001`, `在途 52000001-17`, `供货方`. */
export function accountWord(account: Account, language: Language): string {
  const kind = accountKinds[language][account.kind];
  switch (account.kind) {
    case 'origin':
      return kind;
    case 'transit':
      return `${kind} ${account.consignment}`;
    default:
      return `${kind} ${account.centre}`;
  }
}

const causes: Words<SpoilageCause> = {
  en: {
    'quality-defect': 'quality defect',
    misprint: 'misprint',
    'damaged-in-transit': 'damaged in transit',
    'handed-in': 'handed in',
    withdrawn: 'withdrawn',
    other: 'other',
  },
  'zh-CN': causeWords,
};

/** The paper that a line refers to; of spoiled blanks why they are. */
export const referenceWord = (event: BookEvent, language: Language): string =>
  event.type === 'SerialsSpoiled' ? causes[language][event.data.cause] : (referenceOf(event) ?? '');
