/** Hours, days and numbers that bound what roster files may take up. */

/** An upload that nobody could finish is given up, and its key destroyed, after so many days. */
export const UPLOAD_DAYS_MAX = 14;
/** How long the refused rows of a finished one can be fetched, in days. */
export const FINISHED_UPLOAD_DAYS = 7;
/** Uploads of one centre that may wait or be posted at a time. */
export const UNFINISHED_PER_CENTRE_MAX = 10;
/** Uploads of one centre that are kept at a time, finished or not. */
export const KEPT_PER_CENTRE_MAX = 500;
/** Ids that are listed at a time. */
export const KEPT_IDS_MAX = 500;

export type UploadState = 'waiting' | 'posting' | 'done';

/** An upload as anyone may know it who may know of it. */
export interface Upload {
  readonly id: string;
  readonly centre: string;
  readonly userId: string;
  readonly kind: string;
  readonly state: UploadState;
  readonly rowCount: number;
  /** Rows that were posted or refused. */
  readonly doneCount: number;
  readonly refusedCount: number;
  readonly pieceCount: number;
  readonly nextPiece: number;
  /** Of the last append that came of it. */
  readonly position?: bigint;
  /** What waits for a second user. */
  readonly proposals: readonly string[];
  readonly createdAt: Date;
  readonly finishedAt?: Date;
  /** Since when nothing more of it is to be posted. */
  readonly cancelledAt?: Date;
  readonly expiresAt: Date;
}

/** What makes a repeated request recognisable: hashes only. */
export interface UploadRequestMark {
  readonly key: string;
  readonly mac: string;
  readonly macKey: string;
}

export interface NewUpload {
  readonly centre: string;
  readonly userId: string;
  readonly kind: string;
  readonly request?: UploadRequestMark;
}

/** Some rows of the file, small enough for one append. */
export interface UploadPiece {
  readonly rowCount: number;
  readonly content: object;
}

/** What became of a piece. */
export interface PieceResult {
  readonly doneCount: number;
  readonly refusedCount: number;
  readonly position?: bigint;
  /** What waits for a second user. */
  readonly proposals: readonly string[];
  /** Takes the piece's place: the rows that were refused, and why. The others are not kept. */
  readonly content: object;
}

/** Somebody else works on the upload by now. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
