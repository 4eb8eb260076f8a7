/**
 * The Merkle log of the events: every event of ours but the signed heads is a leaf, in the order of
 * the store; its heads are signed, and proofs show that an event is in it and that it only grew.
 *
 * What always holds: the same events make the same tree, whatever store they stand in and however
 * often they were moved; a checker throws on nothing that it is given and takes nothing for proved
 * that is not; a head is signed only if it goes on from every head signed before.
 *
 * It must not know of the store's client, how HTTP is spoken, nor what events mean: to it they are
 * bytes.
 */
export {
  type Checkpoint,
  type CheckpointRefusal,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint';
export { cosign, cosignedAt } from './cosignature';
export {
  type CheckedEvidence,
  type CheckedStep,
  type CustodyStep,
  checkEvidence,
} from './evidence/check-evidence';
export type { Told } from './evidence/custody-text';
export { type Evidence, evidenceSizeBytesMax } from './evidence/evidence';
export { fingerprintOf, type PublicKey, parsePublicKey } from './evidence/heads';
export {
  type EvidenceBounds,
  EvidenceMaker,
  type MadeEvidence,
  type ProofState,
  type ReadLeafEvent,
} from './evidence/make-evidence';
export { emptyRoot, leafHashOf } from './hashing';
export { type KnowsKey, LogForked } from './keeping/checkpoint-events';
export {
  headIntervalMs,
  type KeeperNews,
  type KeeperOptions,
  type LogDelivery,
  LogKeeper,
  type LogSource,
  unsignedLeavesMax,
} from './keeping/keeper';
export {
  type LogKeyFile,
  logKeyPath,
  nextLogKeyPath,
  putNextLogKey,
  readLogKey,
  readLogKeyFile,
  readOrMakeLogKey,
  readOrMakeNextLogKey,
} from './keeping/log-key-file';
export { type LogState, LogStore, type PlacedEvent } from './keeping/log-store';
export {
  KeyFileUnusable,
  makeKeyFile,
  readKeyFile,
  syncFolder,
} from './keeping/private-key-file';
export {
  type PublishedHead,
  type PublishedKey,
  PublishedLog,
  type WitnessedHead,
} from './keeping/published-log';
export {
  announceKey,
  judgeReason,
  type KeyAnnouncement,
  KeyChain,
  type KeyChainFault,
  logKeysMax,
  openAnnouncement,
} from './key-chain';
export { isLeaf, type LoggedEvent, leafBytes, leafHash } from './leaf';
export { type LogCheckId, type LogFinding, logCheckIds, type NamedEvent } from './log-finding';
export type { StoredRoot } from './map/verify-map';
export { formatNote, type Note, type NoteSignature, parseNote, signaturesOf } from './note';
export {
  type Inclusion,
  provesConsistency,
  provesEntry,
  provesInclusion,
  type TreeHead,
} from './proofs';
export { SigningKey } from './signing-key';
export { formatTilePath, parseTilePath, type TileName, tileWidthMax } from './tiles';
export { GrowingTree, type ReadTile, type Tile, TiledTree } from './tree';
export {
  formatVerifierKey,
  keyIdOf,
  parseVerifierKey,
  signatureTypes,
  type VerifierKey,
} from './verifier-key';
export {
  type LogToVerify,
  type StoredAnnouncement,
  type StoredHead,
  type VerifiedLog,
  verifyLog,
} from './verify-log';
export { type Answer, AnsweredLog, AnswerTooLong, LogUnread } from './witness/answered-log';
export { type ComparedHeads, compareHeads } from './witness/compare-heads';
export type { RemoteBook, ShownBlock, ShownBookLeaf, ShownLeaf } from './witness/held-book';
export { HeldBookMaker, type MadeBlock, type MadeBookPage } from './witness/held-book-maker';
export {
  type CosignatureGround,
  type CosignatureRefusal,
  type HandedIn,
  type JudgedCosignature,
  judgeCosignature,
} from './witness/judge-cosignature';
export {
  keptFinding,
  verifyAsWitness,
  type WitnessedLog,
  type WitnessFinding,
} from './witness/verify-as-witness';
export { type SeenLog, SeenLogDamaged, type WatchedLog } from './witness/watch-log';
export { HeldMap, MapAheadOfHead, readHeldMap, type WatchedMap } from './witness/watch-map';
