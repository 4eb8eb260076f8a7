/**
 * The custody domain: what may happen to a blank, and what each happening moves.
 *
 * Everything here is pure. `decide` judges a command against one centre's book and answers with
 * events or with refusals; `evolve` only remembers; `movements` says what an event moves between
 * accounts, once, for the write side, the projections and the auditor alike. Time, ids and actor
 * arrive inside commands. What always holds: a serial is in exactly one account, nothing is
 * created or lost between accounts, and a refused command leaves no trace.
 *
 * It must not know of stores, databases, HTTP, Nest or the clock.
 */
export * from './access/events';
export * from './access/grants';
export * from './actor';
export * from './anomalies/anomalies';
export * from './audit/events';
export * from './audit/file-report';
export * from './book/book';
export * from './book/book-figures';
export * from './book/centre-statement';
export * from './book/commands';
export { type CountedRanges, readCounted } from './book/count-stock';
export { decide, judge } from './book/decide';
export * from './book/events';
export { evolve } from './book/evolve';
export * from './book/facts';
export { type HoldersBefore, holdersBefore } from './book/holders-before';
export { isPost } from './book/posts';
export { referenceOf } from './book/reference';
export * from './book/statement';
export * from './centres/centres';
export * from './centres/events';
export * from './centres/witness-keys';
export * from './checkpoints/events';
export * from './command-context';
export * from './editions/commands';
export * from './editions/edition';
export * from './editions/events';
export * from './events';
export * from './forgetting/commands';
export * from './forgetting/events';
export * from './forgetting/forgetting';
export * from './messages';
export * from './metadata';
export * from './movements';
export * from './numbers/certificate-number';
export * from './numbers/institution-code';
export * from './numbers/resident-id';
export * from './numbers/voucher-number';
export * from './policy';
export * from './proposals/commands';
export * from './proposals/events';
export * from './proposals/place';
export * from './proposals/proposals';
export * from './proposals/stored-command';
export * from './quarters/calendar';
export * from './quarters/commands';
export * from './quarters/decide-quarter';
export * from './quarters/events';
export * from './quarters/facts';
export * from './quarters/quarter-file';
export {
  type QuartersInReach,
  quartersBack,
  quartersInReach,
} from './quarters/quarters-in-reach';
export * from './quarters/yardstick';
export * from './refusals';
export * from './request-log';
export * from './serial-map/events';
export * from './serials/interval-map';
export * from './serials/interval-set';
export * from './serials/serial';
export * from './shortages/events';
export * from './shortages/shortages';
export * from './stock';
export * from './stored-numbers';
export * from './text-form';
export * from './time/plain-date';
export * from './vocabulary';
