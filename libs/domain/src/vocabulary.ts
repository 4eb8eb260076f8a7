/** Small words that events, commands and views share. */
import type { RangeText } from './serials/serial';

/** 5 初级, 4 中级, 3 高级, 2 技师, 1 高级技师. */
export type Level = 1 | 2 | 3 | 4 | 5;
export const levels: readonly Level[] = [5, 4, 3, 2, 1];

export type Tier = 'ministry' | 'province' | 'city' | 'station';
export const tiers: readonly Tier[] = ['ministry', 'province', 'city', 'station'];

export type Role = 'admin' | 'clerk' | 'supervisor' | 'auditor' | 'viewer';
export const roles: readonly Role[] = ['admin', 'clerk', 'supervisor', 'auditor', 'viewer'];

/** 8-digit institution code (N4): the id of a centre or station. */
export type CentreCode = string;
/** `<sender's code>-<revision of the dispatch in the sender's book>`. */
export type ConsignmentNumber = string;
/** `<code of the book's centre>-<revision of the ProposalMade>`. */
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
