/**
 * Why a sealed line cannot be opened although nobody forgot it:
 *
 * - `unknown-suite`, `malformed`: the bytes are no block that this version reads;
 * - `damaged`: the bytes are not those that were written;
 * - `no-such-line`: the block has fewer lines;
 * - `unknown-month`: the vault never had a key for the block's month (a foreign vault, or one
 *   restored from before that month);
 * - `wrong-key`: the key derived is not the one the line was sealed under;
 * - `wrong-place`: the line was sealed for another stream, event, line or certificate number, or
 *   its ciphertext was altered by someone who repaired the digest;
 * - `not-a-holder`: it opens, and what is inside is none of ours.
 */
export type SealFaultReason =
  | 'unknown-suite'
  | 'malformed'
  | 'damaged'
  | 'no-such-line'
  | 'unknown-month'
  | 'wrong-key'
  | 'wrong-place'
  | 'not-a-holder';

/** Names place and reason, never anything of the holder. */
export class SealFault extends Error {
  override readonly name = 'SealFault';

  constructor(
    readonly reason: SealFaultReason,
    readonly place: { readonly stream: string; readonly eventId: string },
    readonly lineIndex?: number,
  ) {
    const line = lineIndex === undefined ? '' : `, line index ${lineIndex}`;
    super(`sealed holders of event ${place.eventId} in ${place.stream}${line}: ${reason}`);
  }
}
