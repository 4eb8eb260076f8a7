/**
 * The read side: what happened, copied from the log into Postgres so that questions are answered
 * quickly, and the questions themselves.
 *
 * What always holds: rows and checkpoint change in one transaction, so every event is in the views
 * exactly once, whoever delivers it and however often; nothing is decided here, projections only
 * copy; an event that does not fit stops the projector and is named; views built anew equal the
 * live ones row for row; every answer comes from one snapshot and says which position it reflects.
 *
 * It must not know of commands being decided, of HTTP, of who may see what, nor who holders are:
 * of their sealed lines it has hashes that somebody else makes.
 */
export {
  type AnomaliesOf,
  type Anomaly,
  type AnomalyBounds,
  type AnomalyEvent,
  anomalyEventsMax,
  anomalyRangesMax,
} from './anomalies/anomaly';
export type { Forecast, ForecastsOf } from './anomalies/forecast';
export type { AnomalyPage } from './anomalies/query';
export { eventText, ProjectionFault } from './apply';
export {
  type Build,
  type Checkpoint,
  retiredGraceSecondsMin,
} from './builds/builds';
export { schemaOfBuild, viewsSchema } from './builds/names';
export type { CentreAnswer, CentreOfficials } from './centres/query';
export {
  type AddedEvent,
  addedEventsMax,
  type BookStretch,
  type CertificateChange,
  type CertificateEvent,
} from './certificates/month-query';
export type { Paper, PaperEnd, PaperStatus } from './certificates/papers';
export type { Certificate } from './certificates/query';
export { ChangeListener } from './changes/change-listener';
export { type ChangeHead, changesKeptMax, type NumberedChange } from './changes/changes';
export { type Change, type ViewName, viewNames } from './changes/touched';
export {
  type Consignment,
  type ConsignmentFilter,
  type ConsignmentStatus,
  consignmentStatuses,
} from './consignments/query';
export { type LastEvent, type StockCount, toldStretchesMax } from './counts/query';
export type { AsOf } from './database/as-of';
export {
  BadCursor,
  type Page,
  type PageOptions,
  pageLimitDefault,
  pageLimitMax,
} from './database/page';
export { NoViewsYet, queryMsMax, type Reflecting } from './database/snapshot';
export type { HashedLine, HolderIndexing, SealedBlock } from './holders/indexing';
export type { IndexedPlace } from './holders/query';
export {
  type HeldKind,
  type HeldRange,
  type HeldRanges,
  heldRangesMax,
} from './movements/held-query';
export type { OverduePage, OverdueSpoiled } from './movements/overdue-query';
export {
  type Remainder,
  type RemainderPage,
  type RemainingRange,
  remainderRangesMax,
} from './movements/remaining-query';
export type { SegmentsPage, SerialSegment } from './movements/segments-query';
export type { HistoryEntry, SerialState, SerialTrace } from './movements/serial-query';
export type { StatementOf } from './movements/statement-entries';
export {
  type CellOf,
  latePostsMax,
  type PostPage,
  type StatementPost,
} from './movements/statement-posts-query';
export {
  balanceRangesCentresMax,
  type Statement,
  type StatementDifference,
} from './movements/statement-query';
export type { SerialStatus } from './movements/status';
export { otherLogReason } from './own-log';
export { Projector, type ProjectorNews, type ProjectorOptions } from './projector';
export type { ProjectorState } from './projector-state';
export {
  type Proposal,
  type ProposalFilter,
  type ProposalStatus,
  proposalStatuses,
} from './proposals/query';
export type { QuarterAnswer } from './quarters/query';
export { ReadModel } from './read-model';
export {
  type RebuildOptions,
  type RebuildPhase,
  type RebuildProgress,
  type RebuildResult,
  rebuild,
} from './rebuild';
export { type Shortage, shortagesMax } from './shortages/query';
export type { Part, Stock } from './stock/query';
export {
  type MonthlyTurnover,
  type Turnover,
  type TurnoverAxis,
  type TurnoverOf,
  turnoverAxes,
  turnoverMonthsDefault,
  turnoverMonthsMax,
} from './turnover/query';
export type { SealedFact, Verifiable } from './verification/query';
export {
  expiringDaysMax,
  type Voucher,
  type VoucherFilter,
  type VoucherInFull,
  type VoucherListStatus,
  type VoucherStatus,
  voucherListStatuses,
} from './vouchers/query';
