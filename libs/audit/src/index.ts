/**
 * What an auditor works out from the recorded events alone: where every serial is and has been,
 * what every centre holds, and whether the views in the database say the same. And the books
 * themselves as a file that proves itself, and how they get from one store into another.
 *
 * What always holds: nothing is believed that can be recomputed; a look at the log never stops at
 * the first fault, every finding is reported with the events it rests on; memory grows with
 * centres, consignments and stretches of serials, not with events.
 *
 * It must not know where events and rows come from, nor where findings are shown: it takes async
 * iterables and hands out data, and what a finding means in both languages.
 */
export { type AsOf, isBy } from './as-of';
export { ImpossibleAppend } from './books/appends';
export {
  type BooksSummary,
  GapInStream,
  OtherFormat,
  readBooks,
  readJson,
} from './books/books-file';
export { type ExportOptions, exportBooks, type PlacedEvent, type ScanAfter } from './books/export';
export {
  DamagedFile,
  type Frame,
  FrameWriter,
  NoFramedFile,
  readFrames,
  type Sink,
} from './books/framed-file';
export {
  checkFile,
  type Imported,
  type ImportOptions,
  type ImportPhase,
  ImportUnproven,
  importBooks,
  OtherBooks,
  type TargetStore,
} from './books/import';
export type { HeldRange } from './custody';
export { type EpcisDocument, epcisDocument } from './exports/epcis';
export {
  type EpcisOutlook,
  type EpcisScope,
  epcisOfPeriod,
  epcisOutlook,
} from './exports/epcis-period';
export type { EpcisStep } from './exports/epcis-steps';
export { hledgerAccount, hledgerCommodity, hledgerJournal } from './exports/hledger';
export { movementColumns, movementLines } from './exports/movement-lines';
export { findingPhrase } from './finding-text';
export {
  type CheckId,
  checkIds,
  type EventReference,
  type Finding,
  type Report,
  referenceTo,
} from './findings';
export { type Reconciled, reconcile } from './reconcile/reconcile';
export {
  type ColumnKind,
  type ReconciledView,
  reconciledViews,
  type ViewName,
  type ViewRow,
  type ViewSnapshot,
} from './reconcile/views';
export { type Replay, type ReplayOptions, replay } from './replay';
export { type RecomputedStatement, recomputeStatement } from './statement';
export { type Trace, type TraceOptions, type TraceStep, trace } from './trace';
