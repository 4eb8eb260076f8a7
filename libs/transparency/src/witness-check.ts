/**
 * What a witness verifies, by itself: what the script of the page in a browser is built from. Nothing
 * that it reaches needs Node, a network or a clock: what Node does faster, `#transparency/bytes` has
 * for both.
 */
export { formatNote } from './note';
export { formatVerifierKey, parseVerifierKey, type VerifierKey } from './verifier-key';
export { type Answer, AnsweredLog, AnswerTooLong, LogUnread } from './witness/answered-log';
export {
  keptFinding,
  verifyAsWitness,
  type WitnessedLog,
  type WitnessFinding,
} from './witness/verify-as-witness';
export { type SeenLog, SeenLogDamaged } from './witness/watch-log';
export { MapAheadOfHead, type WatchedMap } from './witness/watch-map';
