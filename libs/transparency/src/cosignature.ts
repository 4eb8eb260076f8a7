/**
 * Cosignatures of c2sp.org/tlog-cosignature, version 1: a witness says that, at a time, a head was
 * the largest it had seen of a log, and goes on from all that it had seen before.
 */
import { isSignature } from '#transparency/bytes';
import { timeSecondsMax } from './evidence/note-form';
import { formatSignature, type Note, type NoteSignature, signaturesOf } from './note';
import type { SigningKey } from './signing-key';
import { ed25519SizeBytes, keyIdOf, signatureTypes, type VerifierKey } from './verifier-key';

const timeSizeBytes = 8;

const messageOf = (text: string, timeSeconds: bigint): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${timeSeconds}\n${text}`);

/** A line to be added to the note. `timeSeconds` since 1970, UTC. */
export function cosign({ text }: Note, key: SigningKey, timeSeconds: number): string {
  const { verifier } = key;
  if (verifier.type !== signatureTypes.cosignature) {
    throw new Error(`${verifier.name} is not the key of a witness`);
  }
  const time = Buffer.alloc(timeSizeBytes);
  time.writeBigUInt64BE(BigInt(timeSeconds));
  const signature = key.sign(messageOf(text, BigInt(timeSeconds)));
  const bytes = Buffer.concat([time, signature]);
  return formatSignature({ name: verifier.name, keyId: keyIdOf(verifier), bytes });
}

/** When the witness cosigned the note, in seconds since 1970; undefined when it did not. */
export function cosignedAt(note: Note, witness: VerifierKey): bigint | undefined {
  if (witness.type !== signatureTypes.cosignature) return undefined;
  const times = signaturesOf(note, witness).map((one) => timeOf(note, witness, one));
  return times.every((time) => time !== undefined) ? times[0] : undefined;
}

function timeOf(
  { text }: Note,
  { publicKey }: VerifierKey,
  { bytes }: NoteSignature,
): bigint | undefined {
  if (bytes.length !== timeSizeBytes + ed25519SizeBytes) return undefined;
  const timeSeconds = bytes.readBigUInt64BE();
  if (timeSeconds > timeSecondsMax) return undefined;
  const signature = bytes.subarray(timeSizeBytes);
  return isSignature(publicKey, messageOf(text, timeSeconds), signature) ? timeSeconds : undefined;
}
