/**
 * The check of evidence by itself: what a page in a browser is built from. Nothing that it reaches
 * needs Node, a network or a clock.
 */
export {
  type CheckedEvidence,
  type CheckedStep,
  type CustodyStep,
  checkEvidence,
} from './evidence/check-evidence';
export type { Told } from './evidence/custody-text';
export { evidenceSizeBytesMax } from './evidence/evidence';
export { fingerprintOf, type PublicKey, parsePublicKey } from './evidence/heads';
