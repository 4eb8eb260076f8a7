/**
 * Checkpoints of c2sp.org/tlog-checkpoint: the head of the log, as a note that its key signed.
 *
 *     liushui/5e0f2c9d41b7a860
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 */
import { type Bytes, base64Of, bytesOfBase64, utf8 } from '#transparency/bytes';
import { hashSizeBytes } from './hashing';
import { formatNote, isNoteSignedBy, type Note, parseNote } from './note';
import { isTreeSize, type TreeHead } from './proofs';
import { keyIdOf, type Signer, type VerifierKey } from './verifier-key';

export interface Checkpoint extends TreeHead {
  /** Which log: also the name of its key. */
  readonly origin: string;
  readonly root: Bytes;
}

export type CheckpointRefusal =
  /** It is no signed note with the three lines of a checkpoint of ours. */
  | 'malformed'
  | 'other-log'
  /** The key did not sign it, or what is said to be its signature is none. */
  | 'not-signed'
  /** A key signed it that another had replaced at a smaller size. */
  | 'key-retired';

export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${base64Of(root)}\n`;

/** Undefined for whatever `formatCheckpoint` would not write: further lines are none of ours. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root] = text.split('\n');
  if (!origin || size === undefined || root === undefined) return undefined;
  const parsed = { origin, size: Number(size), root: bytesOfBase64(root) };
  if (!isTreeSize(parsed.size) || parsed.root?.length !== hashSizeBytes) return undefined;
  const checkpoint = { ...parsed, root: parsed.root };
  return formatCheckpoint(checkpoint) === text ? checkpoint : undefined;
}

export function signCheckpoint(checkpoint: Checkpoint, key: Signer): string {
  const text = formatCheckpoint(checkpoint);
  const { verifier } = key;
  const bytes = key.sign(utf8(text));
  return formatNote({
    text,
    signatures: [{ name: verifier.name, keyId: keyIdOf(verifier), bytes }],
  });
}

export type OpenedCheckpoint =
  | { readonly kind: 'signed'; readonly checkpoint: Checkpoint; readonly note: Note }
  | { readonly kind: 'refused'; readonly why: CheckpointRefusal };

const refused = (why: CheckpointRefusal): OpenedCheckpoint => ({ kind: 'refused', why });

/** The head that the key of a log signed; signatures of others are passed over. Never throws. */
export function openCheckpoint(signedNote: string, key: VerifierKey): OpenedCheckpoint {
  const note = parseNote(signedNote);
  const checkpoint = note && parseCheckpoint(note.text);
  if (!checkpoint) return refused('malformed');
  if (checkpoint.origin !== key.name) return refused('other-log');
  return isNoteSignedBy(note, key) ? { kind: 'signed', checkpoint, note } : refused('not-signed');
}
