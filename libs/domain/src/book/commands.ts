/** What a user may ask of a book. Dates, actor and numbers arrive inside: nothing is looked up here. */

import type { CommandContext } from '../command-context';
import type { ApproveProposal, ExpireProposal, RefuseProposal } from '../proposals/commands';
import type { QuarterText } from '../quarters/calendar';
import type { RangeText } from '../serials/serial';
import type {
  CentreCode,
  ConsignmentNumber,
  Holder,
  Level,
  LossNotice,
  Minutes,
  Occupation,
  OriginalCertificate,
  Roster,
  SpoilageCause,
} from '../vocabulary';

export interface RegisterBlanks {
  type: 'RegisterBlanks';
  level: Level;
  edition: string;
  ranges: readonly RangeText[];
  deliveryNote: string;
  supplier?: string;
}

export interface ReverseRegistration {
  type: 'ReverseRegistration';
  ranges: readonly RangeText[];
  reason: string;
}

export interface DispatchBlanks {
  type: 'DispatchBlanks';
  to: CentreCode;
  ranges: readonly RangeText[];
  handedOverBy: string;
  /** The quarter of the receiver's approved application (Q7). */
  application?: QuarterText;
  /** Blanks that the receiver counted in its own safe before it went live (C17). */
  opening?: true;
}

export interface ReceiveBlanks {
  type: 'ReceiveBlanks';
  consignment: ConsignmentNumber;
  accepted: readonly RangeText[];
  damaged?: readonly RangeText[];
  missing?: readonly RangeText[];
  unexpected?: readonly RangeText[];
  countedBy: readonly string[];
}

export interface RefuseBlanks {
  type: 'RefuseBlanks';
  consignment: ConsignmentNumber;
  reason: string;
}

export interface TakeBackBlanks {
  type: 'TakeBackBlanks';
  consignment: ConsignmentNumber;
}

export interface IssueLine {
  readonly serial: string;
  readonly certificateNumber: string;
  readonly holder: Holder;
}

export interface IssueCertificates {
  type: 'IssueCertificates';
  roster: Roster;
  level: Level;
  occupation: Occupation;
  station: CentreCode;
  lines: readonly IssueLine[];
}

export interface CorrectedLine {
  readonly certificateNumber: string;
  readonly recordedSerial: string;
  readonly actualSerial: string;
  /** What the recorded sheet is, unless it is another line's actual one. */
  readonly recordedSheet?: 'stock' | 'spoiled' | 'missing';
}

export interface CorrectIssues {
  type: 'CorrectIssues';
  lines: readonly CorrectedLine[];
  reason: string;
}

export interface VoidIssue {
  type: 'VoidIssue';
  certificateNumber: string;
  sheet: 'in-hand' | 'not-found';
  cause: SpoilageCause;
  reason: string;
}

export interface SpoilSerials {
  type: 'SpoilSerials';
  cause: SpoilageCause;
  ranges: readonly RangeText[];
  note?: string;
}

export interface ReverseSpoilage {
  type: 'ReverseSpoilage';
  ranges: readonly RangeText[];
  reason: string;
}

export interface DestroySerials {
  type: 'DestroySerials';
  ranges: readonly RangeText[];
  minutes: Minutes;
}

export interface ReportMissing {
  type: 'ReportMissing';
  ranges: readonly RangeText[];
  circumstances: string;
  noticePublished?: string;
  policeReport?: string;
}

export interface RecoverSerials {
  type: 'RecoverSerials';
  ranges: readonly RangeText[];
  into: 'stock' | 'spoiled';
  circumstances: string;
}

export interface CountStock {
  type: 'CountStock';
  countedBy: readonly string[];
  /** All levels unless said. */
  levels?: readonly Level[];
  /** The blanks that were found. */
  ranges: readonly RangeText[];
  /** The spoiled sheets that were found; left out when they were not counted. */
  spoiled?: readonly RangeText[];
  /** The store's position when counting began: posts made since do not count as differences. */
  asOfPosition?: string;
}

/** A certificate older than the book, as its holder's papers tell (P1). */
export interface OriginalParticulars extends OriginalCertificate {
  readonly holder: Holder;
}

export interface PrintReplacement {
  type: 'PrintReplacement';
  certificateNumber: string;
  serial: string;
  reason: 'lost' | 'damaged';
  lossNotice?: LossNotice;
  remark?: string;
  /** For a certificate older than the book. */
  original?: OriginalParticulars;
  /** Where the holder of the certificate was forgotten. */
  holder?: Holder;
}

export interface VoucherLine {
  readonly voucherNumber: string;
  readonly certificateNumber: string;
  readonly holder: Holder;
}

export interface IssueVouchers {
  type: 'IssueVouchers';
  roster: Roster;
  level: Level;
  occupation: Occupation;
  station: CentreCode;
  lines: readonly VoucherLine[];
}

export interface ReplaceVoucher {
  type: 'ReplaceVoucher';
  voucherNumber: string;
  replacementNumber: string;
  lossNotice: LossNotice;
}

export interface VoidVoucher {
  type: 'VoidVoucher';
  voucherNumber: string;
  reason: string;
}

export interface CloseCentre {
  type: 'CloseCentre';
  reason: string;
}

export type BookCommandBody =
  | RegisterBlanks
  | ReverseRegistration
  | DispatchBlanks
  | ReceiveBlanks
  | RefuseBlanks
  | TakeBackBlanks
  | IssueCertificates
  | CorrectIssues
  | VoidIssue
  | SpoilSerials
  | ReverseSpoilage
  | DestroySerials
  | ReportMissing
  | RecoverSerials
  | CountStock
  | PrintReplacement
  | IssueVouchers
  | ReplaceVoucher
  | VoidVoucher
  | CloseCentre
  | ApproveProposal
  | RefuseProposal
  | ExpireProposal;

/** What a second user can be asked to approve: everything but what is said to proposals. */
export type ProposableCommand = Exclude<
  BookCommandBody,
  ApproveProposal | RefuseProposal | ExpireProposal
>;

/** A command as its ProposalMade keeps it: holders are sealed, not told. */
export type StoredBookCommand =
  | Exclude<ProposableCommand, IssueCertificates | IssueVouchers | PrintReplacement>
  | (Omit<IssueCertificates, 'lines'> & { lines: readonly Omit<IssueLine, 'holder'>[] })
  | (Omit<IssueVouchers, 'lines'> & { lines: readonly Omit<VoucherLine, 'holder'>[] })
  | (Omit<PrintReplacement, 'holder' | 'original'> & { original?: OriginalCertificate });

export type BookCommand<B extends BookCommandBody = BookCommandBody> = B & CommandContext;
