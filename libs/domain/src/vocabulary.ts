/** Small words that events, commands and views share. */
import type { RangeText } from './serials/serial';

/** 5 初级, 4 中级, 3 高级, 2 技师, 1 高级技师. */
export type Level = 1 | 2 | 3 | 4 | 5;
export const levels: readonly Level[] = [5, 4, 3, 2, 1];

/** A number for every level. */
export type LevelQuantities = Readonly<Record<Level, number>>;
export const noQuantities: LevelQuantities = { 5: 0, 4: 0, 3: 0, 2: 0, 1: 0 };

export type Tier = 'ministry' | 'province' | 'city' | 'station';
export const tiers: readonly Tier[] = ['ministry', 'province', 'city', 'station'];

export type Role = 'admin' | 'clerk' | 'supervisor' | 'auditor' | 'viewer';
export const roles: readonly Role[] = ['admin', 'clerk', 'supervisor', 'auditor', 'viewer'];

/** 8-digit institution code (N4): the id of a centre or station. */
export type CentreCode = string;
/** `<sender's code>-<revision of the dispatch in the sender's book>`. */
export type ConsignmentNumber = string;
/**
 * `<the stream's own name>-<revision of the ProposalMade>`: the code of the book's centre,
 * `edition-<edition>` or `forgetting`.
 */
export type ProposalNumber = string;
/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type PlainDate = string;

/** Ranges of one level and edition: what every moving event carries. */
export interface Lot {
  readonly level: Level;
  readonly edition: string;
  readonly ranges: readonly RangeText[];
}

export interface Occupation {
  readonly code?: string;
  readonly name: string;
}

export interface Roster {
  readonly reference: string;
  readonly signedOn: PlainDate;
  readonly passed: number;
}

export interface LossNotice {
  readonly newspaper: string;
  readonly publishedOn: PlainDate;
}

export interface Minutes {
  readonly on: PlainDate;
  readonly place: string;
  readonly method: string;
  readonly witnesses: readonly string[];
}

export const spoilageCauses = [
  'quality-defect',
  'misprint',
  'damaged-in-transit',
  'handed-in',
  'withdrawn',
  'other',
] as const;
export type SpoilageCause = (typeof spoilageCauses)[number];

/** `count` serials from `serial` on, bound to as many certificate numbers, both advancing by one. */
export interface IssuedRun {
  readonly serial: string;
  readonly certificateNumber: string;
  readonly count: number;
  readonly edition: string;
}

/** `count` certificates whose recorded sheet was the wrong one; all three advance by one. */
export interface CorrectedRun {
  readonly certificateNumber: string;
  readonly level: Level;
  readonly count: number;
  readonly recorded: {
    readonly serial: string;
    readonly edition: string;
    /** Absent where the sheet is another certificate's actual one: it stays issued. */
    readonly becomes?: 'stock' | 'spoiled' | 'missing';
  };
  readonly actual: { readonly serial: string; readonly edition: string };
}

/** `count` vouchers from one number on, for as many certificate numbers, both advancing by one. */
export interface VoucherRun {
  readonly voucherNumber: string;
  readonly certificateNumber: string;
  readonly count: number;
}

/** Vouchers whose certificates are now printed; all three advance by one. */
export interface SupersededRun extends VoucherRun {
  readonly serial: string;
}

/** What is known of a certificate that is older than the book (P1), besides its holder. */
export interface OriginalCertificate {
  readonly issuedOn: PlainDate;
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: CentreCode;
  readonly serial?: string;
}

/** The person a certificate names: personal data, sealed before it reaches the store. */
export interface Holder {
  readonly name: string;
  /** As printed on the certificate, such as 男 or 女. */
  readonly sex?: string;
  readonly birthDate?: PlainDate;
  readonly document: {
    readonly type: 'resident-id' | 'passport' | 'other';
    readonly number: string;
  };
  readonly education?: string;
  readonly scores?: {
    readonly theory?: number;
    readonly practical?: number;
    readonly overall?: number;
  };
}
