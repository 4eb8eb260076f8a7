/** What is kept of an upload, sealed, besides its rows. */
import type { Reason } from './reasons';
import type { RosterParticulars } from './roster-kinds';
import type { FileNotes } from './uploaded-table';

export interface UploadParticulars {
  readonly roster: RosterParticulars;
  /** Fixed when the file came in. */
  readonly occurredOn: string;
  readonly allOrNothing: boolean;
  /** Of the file, in its order. */
  readonly headings: readonly string[];
  /** Headings of columns that nothing is read from. */
  readonly ignored: readonly string[];
  /** Files that were kept by an earlier version have none. */
  readonly notes?: FileNotes;
}

/** A row that was not posted, as the file of refused rows shows it. */
export interface RefusedRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly reasons: readonly Reason[];
}

/** What takes a piece's place once it was worked on. */
export interface RefusedContent {
  readonly refused: readonly RefusedRow[];
  /** Rows that were taken out because their holders were forgotten. */
  readonly removedCount?: number;
}
