/** What a user may ask of a book. Dates, actor and numbers arrive inside: nothing is looked up here. */

import type { CommandActor } from '../actor';
import type { RangeText } from '../serials/serial';
import type {
  CentreCode,
  ConsignmentNumber,
  Holder,
  Level,
  LossNotice,
  Minutes,
  Occupation,
  PlainDate,
  ProposalNumber,
  Roster,
  SpoilageCause,
} from '../vocabulary';

/** Who asks, when it happened, when it is judged. */
export interface CommandContext {
  readonly centre: CentreCode;
  readonly occurredOn: PlainDate;
  readonly by: CommandActor;
  /** Instant of the judgement, ISO 8601 UTC. */
  readonly decidedAt: string;
}

export interface RegisterBlanks {
  type: 'RegisterBlanks';
  level: Level;
  edition: string;
  ranges: readonly RangeText[];
  deliveryNote: string;
  supplier?: string;
}

export interface DispatchBlanks {
  type: 'DispatchBlanks';
  to: CentreCode;
  ranges: readonly RangeText[];
  handedOverBy: string;
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

export interface SpoilSerials {
  type: 'SpoilSerials';
  cause: SpoilageCause;
  ranges: readonly RangeText[];
  note?: string;
}

export interface DestroySerials {
  type: 'DestroySerials';
  ranges: readonly RangeText[];
  minutes: Minutes;
}

export interface PrintReplacement {
  type: 'PrintReplacement';
  certificateNumber: string;
  serial: string;
  reason: 'lost' | 'damaged';
  lossNotice?: LossNotice;
  remark?: string;
}

export interface ApproveProposal {
  type: 'ApproveProposal';
  proposal: ProposalNumber;
}

export interface RefuseProposal {
  type: 'RefuseProposal';
  proposal: ProposalNumber;
  reason: string;
}

export type BookCommandBody =
  | RegisterBlanks
  | DispatchBlanks
  | ReceiveBlanks
  | RefuseBlanks
  | TakeBackBlanks
  | IssueCertificates
  | SpoilSerials
  | DestroySerials
  | PrintReplacement
  | ApproveProposal
  | RefuseProposal;

/** What a second user can be asked to approve: everything but approving. */
export type ProposableCommand = Exclude<BookCommandBody, ApproveProposal | RefuseProposal>;

/** A command as its ProposalMade keeps it: the holders of an issue are sealed, not told. */
export type StoredCommand =
  | Exclude<ProposableCommand, IssueCertificates>
  | (Omit<IssueCertificates, 'lines'> & { lines: readonly Omit<IssueLine, 'holder'>[] });

export type BookCommand<B extends BookCommandBody = BookCommandBody> = B & CommandContext;
