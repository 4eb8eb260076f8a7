/** What can happen in one centre's book. Type strings are for ever: a new shape is a new schema. */

import { type ProposalEvent, proposalEventTypes } from '../proposals/events';
import type { QuarterText } from '../quarters/calendar';
import type { RangeText } from '../serials/serial';
import type {
  CentreCode,
  ConsignmentNumber,
  CorrectedRun,
  IssuedRun,
  Level,
  LossNotice,
  Lot,
  Minutes,
  Occupation,
  OriginalCertificate,
  PlainDate,
  Roster,
  SpoilageCause,
  SupersededRun,
  VoucherRun,
} from '../vocabulary';
import type { StoredBookCommand } from './commands';

export interface BlanksRegistered {
  type: 'BlanksRegistered';
  data: { lots: readonly Lot[]; supplier: string; deliveryNote: string };
}

export interface RegistrationReversed {
  type: 'RegistrationReversed';
  data: { lots: readonly Lot[]; reason: string };
}

export interface BlanksDispatched {
  type: 'BlanksDispatched';
  data: {
    consignment: ConsignmentNumber;
    to: CentreCode;
    lots: readonly Lot[];
    handedOverBy: string;
    /** The quarter of the receiver's approved application that it is sent against (Q7). */
    application?: QuarterText;
    /** Opening stock of a centre that starts with blanks in its safe (C17). */
    opening?: true;
  };
}

export interface BlanksReceived {
  type: 'BlanksReceived';
  data: {
    consignment: ConsignmentNumber;
    from: CentreCode;
    accepted: readonly Lot[];
    damaged: readonly Lot[];
    missing: readonly Lot[];
    /** What lay in the box and was not sent: noted, moves nothing. */
    unexpected: readonly RangeText[];
    countedBy: readonly string[];
  };
}

export interface BlanksRefused {
  type: 'BlanksRefused';
  data: { consignment: ConsignmentNumber; from: CentreCode; reason: string };
}

export interface BlanksTakenBack {
  type: 'BlanksTakenBack';
  data: { consignment: ConsignmentNumber; to: CentreCode; lots: readonly Lot[] };
}

export interface CertificatesIssued {
  type: 'CertificatesIssued';
  data: {
    roster: Roster;
    level: Level;
    occupation: Occupation;
    station: CentreCode;
    /** In the order of the post's lines; so are the sealed lines of the HoldersSealed before it. */
    runs: readonly IssuedRun[];
  };
}

export interface ReplacementPrinted {
  type: 'ReplacementPrinted';
  data: {
    certificateNumber: string;
    level: Level;
    reason: 'lost' | 'damaged';
    printed: { serial: string; edition: string };
    /** Void when lost, spoiled when handed in; absent when the number had no serial in force. */
    replaced?: { serial: string; edition: string; becomes: 'void' | 'spoiled' };
    lossNotice?: LossNotice;
    remark: string;
    /** Of a certificate older than the book; its holder is sealed right before. */
    original?: OriginalCertificate;
    /** The holder, who had been forgotten, is named anew and sealed right before. */
    holderSealed?: true;
  };
}

/** The sheet that the book had for a certificate was not the one that was used. */
export interface IssueCorrected {
  type: 'IssueCorrected';
  data: { runs: readonly CorrectedRun[]; reason: string };
}

export interface IssueVoided {
  type: 'IssueVoided';
  data: {
    certificateNumber: string;
    level: Level;
    /** Spoiled when the sheet is in hand, missing when it was not found. */
    sheet: { serial: string; edition: string; becomes: 'spoiled' | 'missing' };
    /** The serial that a replacement for loss had made void: in force again. */
    restored?: { serial: string; edition: string };
    cause: SpoilageCause;
    reason: string;
  };
}

export interface SerialsSpoiled {
  type: 'SerialsSpoiled';
  data: { lots: readonly Lot[]; cause: SpoilageCause; note?: string };
}

export interface SpoilageReversed {
  type: 'SpoilageReversed';
  data: { lots: readonly Lot[]; reason: string };
}

export interface SerialDestroyed {
  type: 'SerialDestroyed';
  data: { lots: readonly Lot[]; minutes: Minutes };
}

export interface SerialsReportedMissing {
  type: 'SerialsReportedMissing';
  data: {
    /** Missing from stock. */
    stock: readonly Lot[];
    /** Missing from what was spoiled and not yet destroyed. */
    spoiled: readonly Lot[];
    circumstances: string;
    noticePublished?: string;
    policeReport?: string;
  };
}

export interface SerialsRecovered {
  type: 'SerialsRecovered';
  data: {
    /** Found again. */
    missing: readonly Lot[];
    /** Certificates declared void after a loss that came to light: never stock. */
    void: readonly Lot[];
    into: 'stock' | 'spoiled';
    circumstances: string;
  };
}

/** Moves nothing: what it found is settled by losses and recoveries (C13). */
export interface StockCounted {
  type: 'StockCounted';
  data: {
    levels: readonly Level[];
    ranges: readonly RangeText[];
    spoiled?: readonly RangeText[];
    /** The revision of this book at which counting began; what moved later is told apart. */
    countedAt: string;
    countedBy: readonly string[];
    missing: readonly CountedDifference[];
    unexpected: readonly CountedDifference[];
    movedSince: readonly RangeText[];
  };
}

/** A stretch that the count and the book disagree about, and where the book has it. */
export interface CountedDifference extends RangeText {
  readonly book:
    | 'stock'
    | 'transit'
    | 'issued'
    | 'void'
    | 'spoiled'
    | 'missing'
    | 'destroyed'
    | 'unknown';
  readonly level?: Level;
  readonly edition?: string;
}

export interface VouchersIssued {
  type: 'VouchersIssued';
  data: {
    roster: Roster;
    level: Level;
    occupation: Occupation;
    station: CentreCode;
    /** In the order of the post's lines; so are the sealed lines of the HoldersSealed before it. */
    runs: readonly VoucherRun[];
    /** The last day on which they are valid (V3). */
    expiresOn: PlainDate;
  };
}

/** Their certificates are printed: one event for all vouchers of a post (V5). */
export interface VoucherSuperseded {
  type: 'VoucherSuperseded';
  data: { runs: readonly SupersededRun[] };
}

export interface VoucherReplaced {
  type: 'VoucherReplaced';
  data: {
    voucherNumber: string;
    replacementNumber: string;
    certificateNumber: string;
    expiresOn: PlainDate;
    lossNotice: LossNotice;
  };
}

export interface VoucherVoided {
  type: 'VoucherVoided';
  data: { voucherNumber: string; certificateNumber: string; reason: string };
}

/** The last event of a book but for what its parent's users settle in it (C18). */
export interface CentreClosed {
  type: 'CentreClosed';
  data: { reason: string };
}

/** Sealed holders of the fact that follows in the same append; `data` is binary in the store. */
export interface HoldersSealed {
  type: 'HoldersSealed';
  data: Uint8Array;
}

export type BookEvent =
  | BlanksRegistered
  | RegistrationReversed
  | BlanksDispatched
  | BlanksReceived
  | BlanksRefused
  | BlanksTakenBack
  | CertificatesIssued
  | ReplacementPrinted
  | IssueCorrected
  | IssueVoided
  | SerialsSpoiled
  | SpoilageReversed
  | SerialDestroyed
  | SerialsReportedMissing
  | SerialsRecovered
  | StockCounted
  | VouchersIssued
  | VoucherSuperseded
  | VoucherReplaced
  | VoucherVoided
  | CentreClosed
  | HoldersSealed
  | ProposalEvent<StoredBookCommand>;

export const bookEventTypes = [
  'BlanksRegistered',
  'RegistrationReversed',
  'BlanksDispatched',
  'BlanksReceived',
  'BlanksRefused',
  'BlanksTakenBack',
  'CertificatesIssued',
  'ReplacementPrinted',
  'IssueCorrected',
  'IssueVoided',
  'SerialsSpoiled',
  'SpoilageReversed',
  'SerialDestroyed',
  'SerialsReportedMissing',
  'SerialsRecovered',
  'StockCounted',
  'VouchersIssued',
  'VoucherSuperseded',
  'VoucherReplaced',
  'VoucherVoided',
  'CentreClosed',
  'HoldersSealed',
  ...proposalEventTypes,
] as const satisfies readonly BookEvent['type'][];

export const bookStream = (centre: CentreCode): string => `book-${centre}`;
