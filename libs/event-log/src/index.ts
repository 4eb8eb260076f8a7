/**
 * The event store as Liushui sees it: append at an exact revision, load a stream, follow the whole
 * log. The only place that speaks to the store's client.
 *
 * What always holds: an append is stored whole or not at all, once, however often the connection
 * breaks; reads that decide come from the leader, in order and without a gap; what is read has the
 * shape that its type promises, or reading stops with the stream and revision named (`tolerant`
 * reads tell it instead); streams that are not ours are passed over.
 *
 * It must not know of commands, decisions, databases or HTTP.
 */
export {
  encode,
  isUnreadable,
  lineCountOf,
  type NewEvent,
  type UnreadableEvent,
  unreadableReasons,
} from './codec';
export {
  type Appended,
  type Delivery,
  EventLog,
  type FollowOptions,
  type ScanOptions,
} from './event-log';
export {
  AppendTooLarge,
  DamagedStream,
  StoreAway,
  StoreDamaged,
  StoreRefuses,
  storeDamagedText,
  UnknownEvent,
  WrongRevision,
} from './faults';
export { appendLinesMax, appendSizeBytesMax } from './limits';
export { assertMovable, type StoredEvent } from './moving';
export type { StreamReads } from './stream-reads';
export { isOurs, streamPrefixes } from './streams';
export { schemaOf } from './upcasters';
