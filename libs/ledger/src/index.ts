/**
 * The write path: commands decided against folded streams and appended to the event store.
 *
 * What always holds: a stream is changed only at the exact revision that its change was decided
 * on; a refusal was judged on everything stored at that moment; a request with an idempotency key
 * leads to one append at most, and its repetition gets the answer of the first; what was answered
 * as appended is durable.
 *
 * It must not know of HTTP, of views, or of how holders are sealed.
 */
export { ChangeAccess } from './access.handlers';
export { AccessLedger } from './access.ledger';
export { AuditLedger } from './audit.ledger';
export { PostInBook } from './book.handlers';
export { BookLedger, type BookLedgerOptions, bookCacheSizeBytesMax } from './book.ledger';
export type { BookSources } from './book-facts';
export { ChangeCentres } from './centres.handlers';
export { CentresLedger } from './centres.ledger';
export { CheckpointsLedger } from './checkpoints.ledger';
export { CommandLoop, type GatherOptions, type Job, type Judgement } from './command-loop';
export { ChangeEdition } from './editions.handlers';
export { EditionsLedger } from './editions.ledger';
export { StreamBusy, TooManyConflicts } from './faults';
export type { Fold, FoldedState } from './folded-streams';
export { ForgetPerson } from './forgetting.handlers';
export { ForgettingLedger } from './forgetting.ledger';
export { LEDGER_PORTS, LedgerModule, type LedgerModuleOptions } from './ledger.module';
export type {
  AppendedOutcome,
  CountedDifferences,
  EventAnswer,
  Outcome,
  PendingOutcome,
  Request,
} from './outcome';
export type { HolderSealing, LedgerPorts, RequestMacs, SealedPlace, StreamLog } from './ports';
export { FileInQuarter } from './quarters.handlers';
export { type QuarterOutlook, QuartersLedger } from './quarters.ledger';
export { requestKeyHash } from './request-marks';
export { ChangeShortage } from './shortages.handlers';
export { ShortagesLedger } from './shortages.ledger';
