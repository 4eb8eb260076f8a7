/**
 * What specs stand on: engines to run against, fixtures, suites that several implementations share.
 *
 * Imported by specs only. Whatever a spec starts from here it also stops.
 */

export { type ChildProgram, childProgram } from './child-program';
export * from './commands';
export * from './custody-check';
export {
  embeddedEventStore,
  encryptedEventStore,
  type TestEngine,
  testEventStore,
  testPostgres,
  wholeEventStore,
} from './engines';
export {
  type EpcisObjectEvent,
  epcisContradictions,
  epcisFaults,
  eventsIn,
} from './epcis/epcis-check';
export { compatibilityPage } from './event-store/compatibility';
export {
  describeEventStoreContract,
  type StoreUnderTest,
} from './event-store/event-store-contract';
export { describeRecordedAnswers } from './event-store/recorded-answers';
export { StoreWithRights } from './event-store/store-with-rights';
export { EMBEDDED_NODE, EVENT_STORE_DB, type EventStoreSupports } from './event-store/supports';
export { hledger, hledgerBalances, stockBalances } from './hledger';
export { type LossyProxy, lossyProxy } from './lossy-proxy';
export { type AppendFate, MemoryLog } from './memory-log';
export { mendMistakes } from './mistakes';
export * from './numbers-check';
export {
  type BookStep,
  bookSteps,
  centreOfStep,
  commandOfStep,
  stepCentres,
  stepOrdinalsMax,
  stockedTree,
} from './random-steps';
export { statementFaults, statementOf } from './statement-check';
export { type LeaderLoss, type StoreCluster, storeCluster } from './store-cluster/store-cluster';
export * from './vouchers';
export * from './vouchers-check';
export { workbookOf, zipOf } from './workbook-file';
export * from './world';
