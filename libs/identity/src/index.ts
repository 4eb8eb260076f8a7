/**
 * Who may log in, and the keys that keep holders' personal data sealed.
 *
 * What always holds: a holder's line is sealed under a key of its own before it leaves this
 * library; keys are derived, never stored one by one; what wraps them all lies in the key file and
 * never in Postgres; a key that was punctured or destroyed cannot be derived again, and nothing
 * else is lost with it. Passwords and tokens are kept as hashes only, and events know users by
 * random ids.
 *
 * It must not know of HTTP, of the event store's client, of what a role may do, or of the read
 * models; it appends nothing: grants are events that the ledger appends.
 */
export { Forgetting, type ForgettingLog } from './forgetting/forgetting';
export { HOLDER_HASH_BYTES, HolderIndex, type IndexedLine } from './holder-index/holder-index';
export * from './identity';
export {
  copyPrimaryIn,
  copyPrimaryOut,
  type KeyGeneration,
  type KeyHistory,
  keyHistory,
  knowsPrimary,
  NoPrimaryData,
  type PrimaryPart,
} from './primary/primary-copy';
export { PrimaryDatabase } from './primary/primary-database';
export { postgresRefusal } from './primary/refusal';
export type { Month } from './sealing/block';
export { HOLDER_BYTES_MAX } from './sealing/holder-text';
export { LINES_MAX as SEALED_LINES_MAX } from './sealing/key-tree';
export { SealFault, type SealFaultReason } from './sealing/seal-fault';
export {
  type OpenedLine,
  type SealedHolders,
  type SealedPlace,
  Sealing,
} from './sealing/sealing';
export type { OpenUpload } from './uploads/open-upload';
export {
  LeaseLost,
  type NewUpload,
  type PieceResult,
  type Upload,
  type UploadPiece,
  type UploadRequestMark,
  type UploadState,
} from './uploads/upload';
export { type Kept, Uploads } from './uploads/uploads';
export {
  API_KEYS_PER_USER_MAX,
  type ApiKey,
  ApiKeys,
  type KeyHolder,
  looksLikeApiKey,
} from './users/api-keys';
export {
  drawPassword,
  isPassword,
  PASSWORD_CHARS_MAX,
  PASSWORD_CHARS_MIN,
} from './users/passwords';
export { type RefreshToken, RefreshTokens, type Renewal } from './users/refresh-tokens';
export {
  ADMINISTRATOR,
  DISPLAY_NAME_CHARS_MAX,
  isDisplayName,
  isUsername,
  USERNAME_CHARS_MAX,
  USERS_PAGE_MAX,
  type User,
  type UserChanges,
  Users,
} from './users/users';
export { judgeKeyFile } from './vault/judge-key-file';
export { VaultLocked } from './vault/key-file';
export { REQUEST_MAC_DAYS, RequestMacs } from './vault/request-macs';
export { ACCESS_TOKEN_SECONDS_MAX, type TokenKey, TokenKeys } from './vault/token-keys';
export { Vault, type VaultOptions } from './vault/vault';
