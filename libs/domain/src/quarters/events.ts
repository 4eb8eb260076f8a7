/**
 * What can happen in one centre's statistical quarter: its return, what the parent notes of its
 * fees, and the application that uses it. One stream, named by the statistical quarter.
 */
import type { RangeText } from '../serials/serial';
import type {
  CentreCode,
  Level,
  LevelQuantities,
  Occupation,
  PlainDate,
  SpoilageCause,
} from '../vocabulary';
import type { QuarterText } from './calendar';

export interface ReturnRow {
  readonly occupation: Occupation;
  readonly level: Level;
  readonly assessed: number;
  readonly passed: number;
}

/** Destroyed blanks of one level, edition and cause, from one destruction (Q8). */
export interface ReportedDestruction {
  readonly on: PlainDate;
  readonly level: Level;
  readonly edition: string;
  readonly cause: SpoilageCause;
  readonly ranges: readonly RangeText[];
  /** Destroyed in an earlier quarter and reported only now. */
  readonly earlier?: true;
}

/** The checkpoint of the transparency log that the centre has verified and cosigned. */
export interface SeenCheckpoint {
  readonly checkpoint: string;
  readonly signature: string;
}

export interface ReturnFiled {
  type: 'ReturnFiled';
  data: {
    quarter: QuarterText;
    rows: readonly ReturnRow[];
    signedBy?: string;
    signedOn?: PlainDate;
    witness?: SeenCheckpoint;
    /** Whether the first filing came after the due day. */
    late: boolean;
    destroyed: readonly ReportedDestruction[];
    /** The revision of the centre's book up to which destructions are reported. */
    bookRevision: string;
  };
}

export interface FeeShareRecorded {
  type: 'FeeShareRecorded';
  /** `amount` in yuan. */
  data: { quarter: QuarterText; paid: boolean; amount?: number; paidOn?: PlainDate };
}

/** What a book says of a quarter; the application's own figures (Q4). */
export interface QuarterFigures {
  /** Accepted and damaged, in the statistical quarter. */
  readonly received: LevelQuantities;
  /** By the return. */
  readonly passed: LevelQuantities;
  /** In the statistical quarter. */
  readonly destroyed: LevelQuantities;
  /** Printed in place of lost and damaged certificates, in the statistical quarter. */
  readonly replaced: LevelQuantities;
  /** At filing. */
  readonly stock: LevelQuantities;
}

export interface ApplicationFiled {
  type: 'ApplicationFiled';
  data: {
    /** The quarter applied for. */
    quarter: QuarterText;
    number: string;
    planned: LevelQuantities;
    figures: QuarterFigures;
    /** The books that were counted, each at which revision; a province's are those of its subtree. */
    countedAt: readonly { readonly centre: CentreCode; readonly revision: string }[];
    contact?: { readonly name: string; readonly phone: string; readonly mobile: string };
    remark?: string;
  };
}

export const signers = ['section-head', 'leader'] as const;
export type Signer = (typeof signers)[number];

export interface ApplicationSigned {
  type: 'ApplicationSigned';
  data: { quarter: QuarterText; as: Signer };
}

export interface ApplicationReviewed {
  type: 'ApplicationReviewed';
  data: {
    quarter: QuarterText;
    decision: 'approved' | 'returned';
    /** When approved. */
    granted?: LevelQuantities;
    reason?: string;
    /** What the reviewer was shown. */
    yardstick: LevelQuantities;
    /** Whether by the same quarter of the year before; not told by the first reviews. */
    ofYearBefore?: boolean;
    returnOnTime: boolean;
    feeSharePaid: boolean;
  };
}

/** Nobody filed within the window: no need for blanks (Q3). */
export interface ZeroApplicationRecorded {
  type: 'ZeroApplicationRecorded';
  data: { quarter: QuarterText };
}

/** A book that was counted, and at which revision. */
export interface CountedBook {
  readonly centre: CentreCode;
  readonly revision: string;
}

/**
 * What happened to certificates in a month went to the national query system (Q9). The file names
 * people and is kept nowhere: made again from the same books at the same revisions it has the same
 * bytes, unless somebody was forgotten since.
 */
export interface MonthlyFileMade {
  type: 'MonthlyFileMade';
  data: {
    /** `2009-06`. */
    month: string;
    /** Of the file as CSV, in hexadecimal. */
    sha256: string;
    /** Which columns in which order: another number, another file. */
    layout: number;
    rowCount: number;
    /** Rows whose holders were forgotten by then. */
    forgottenCount: number;
    /** The centre's book, and those of all centres below. */
    countedAt: readonly CountedBook[];
    /** Whether the month's first file came after the due day. */
    late: boolean;
  };
}

export type QuarterEvent =
  | ReturnFiled
  | FeeShareRecorded
  | ApplicationFiled
  | ApplicationSigned
  | ApplicationReviewed
  | ZeroApplicationRecorded
  | MonthlyFileMade;

export const quarterEventTypes = [
  'ReturnFiled',
  'FeeShareRecorded',
  'ApplicationFiled',
  'ApplicationSigned',
  'ApplicationReviewed',
  'ZeroApplicationRecorded',
  'MonthlyFileMade',
] as const satisfies readonly QuarterEvent['type'][];

/** Named by the statistical quarter. */
export const quarterStream = (centre: CentreCode, quarter: QuarterText): string =>
  `quarter-${centre}-${quarter}`;
