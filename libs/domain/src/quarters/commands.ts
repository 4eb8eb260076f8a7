/** What a user may ask of a quarter. `centre` of the context is the one whose quarter it is. */
import type { CommandContext } from '../command-context';
import type { LevelQuantities, PlainDate } from '../vocabulary';
import type { QuarterText } from './calendar';
import type {
  ApplicationFiled,
  MonthlyFileMade,
  ReturnRow,
  SeenCheckpoint,
  Signer,
} from './events';

export interface FileReturn {
  type: 'FileReturn';
  rows: readonly ReturnRow[];
  signedBy?: string;
  signedOn?: PlainDate;
  witness?: SeenCheckpoint;
}

export interface RecordFeeShare {
  type: 'RecordFeeShare';
  paid: boolean;
  amount?: number;
  paidOn?: PlainDate;
}

export interface FileApplication {
  type: 'FileApplication';
  /** Levels left out are zero. */
  planned: Partial<LevelQuantities>;
  contact?: ApplicationFiled['data']['contact'];
  remark?: string;
}

export interface SignApplication {
  type: 'SignApplication';
  as: Signer;
}

export interface ReviewApplication {
  type: 'ReviewApplication';
  decision: 'approved' | 'returned';
  granted?: Partial<LevelQuantities>;
  reason?: string;
}

/** Asked by the system, for a centre that filed nothing (Q3). */
export interface RecordZero {
  type: 'RecordZero';
}

/** Asked when the file has been made: its particulars are the maker's word. */
export interface MakeMonthlyFile extends Omit<MonthlyFileMade['data'], 'late'> {
  type: 'MakeMonthlyFile';
}

export type QuarterCommandBody =
  | FileReturn
  | RecordFeeShare
  | FileApplication
  | SignApplication
  | ReviewApplication
  | RecordZero
  | MakeMonthlyFile;

export interface QuarterContext extends CommandContext {
  /** The statistical quarter. */
  readonly quarter: QuarterText;
}

export type QuarterCommand<B extends QuarterCommandBody = QuarterCommandBody> = B & QuarterContext;
