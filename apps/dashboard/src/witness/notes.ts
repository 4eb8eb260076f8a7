/** Signed notes, keys and heads of the log (SPECIFICATION.md, TL-9 to TL-11), as a witness reads them. */
import { type Bytes, base64Of, bytesOfBase64, bytesOfText, hexOf, joined, sha256 } from './bytes';

export interface VerifierKey {
  readonly name: string;
  /** Four bytes, hexadecimal. */
  readonly id: string;
  readonly type: number;
  readonly publicKey: Bytes;
  readonly text: string;
}

export interface NoteSignature {
  readonly name: string;
  readonly id: string;
  readonly bytes: Bytes;
}

export interface Note {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

export const signatureTypes = { note: 1, cosignature: 4 } as const;
const noteLengthMax = 65_536;
const signaturesMax = 100;
const keySizeBytes = 32;

export async function verifierKeyOf(
  name: string,
  type: number,
  publicKey: Bytes,
): Promise<VerifierKey> {
  const material = joined(Uint8Array.of(type), publicKey);
  const hash = await sha256(joined(bytesOfText(`${name}\n`), material));
  const id = hexOf(hash.subarray(0, 4));
  return { name, id, type, publicKey, text: `${name}+${id}+${base64Of(material)}` };
}

export async function parseVerifierKey(text: string): Promise<VerifierKey | undefined> {
  const [, name = '', material = ''] =
    /^([^+\s\p{C}]{1,200})\+[0-9a-f]{8}\+(.+)$/u.exec(text) ?? [];
  const bytes = bytesOfBase64(material);
  if (bytes?.length !== 1 + keySizeBytes) return undefined;
  const key = await verifierKeyOf(name, bytes[0], bytes.slice(1));
  return key.text === text ? key : undefined;
}

export function parseNote(note: string): Note | undefined {
  const blank = note.lastIndexOf('\n\n');
  if (note.length > noteLengthMax || !note.endsWith('\n') || blank < 0) return undefined;
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > signaturesMax) return undefined;
  const signatures = lines.map(parseSignature);
  const isWhole = signatures.every((one): one is NoteSignature => one !== undefined);
  return isWhole ? { text: note.slice(0, blank + 1), signatures } : undefined;
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded = ''] = /^— ([^\s+\p{C}]{1,200}) (\S+)$/u.exec(line) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (name === undefined || !bytes || bytes.length <= 4) return undefined;
  return { name, id: hexOf(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

export const signaturesOf = ({ signatures }: Note, key: VerifierKey): NoteSignature[] =>
  signatures.filter(({ name, id }) => name === key.name && id === key.id);

export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  const lines = signatures.map(({ name, id, bytes }) => {
    const idBytes = Uint8Array.from(id.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    return `— ${name} ${base64Of(joined(idBytes, bytes))}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

export async function isSignedBy(note: Note, key: VerifierKey): Promise<boolean> {
  const own = signaturesOf(note, key);
  if (own.length === 0 || key.type !== signatureTypes.note) return false;
  const publicKey = await crypto.subtle.importKey('raw', key.publicKey, 'Ed25519', false, [
    'verify',
  ]);
  const message = bytesOfText(note.text);
  const verified = await Promise.all(
    own.map(({ bytes }) => crypto.subtle.verify('Ed25519', publicKey, bytes, message)),
  );
  return verified.every(Boolean);
}

/** The first three lines of a text, and what stands behind them. */
export function headOf(text: string): { head: Head; more: readonly string[] } | undefined {
  const [origin, sizeText, rootText = '', ...more] = text.slice(0, -1).split('\n');
  const size = Number(sizeText);
  const root = bytesOfBase64(rootText);
  const isSize = Number.isSafeInteger(size) && size >= 0 && String(size) === sizeText;
  if (!origin || !isSize || root?.length !== keySizeBytes) return undefined;
  return { head: { origin, size, root }, more };
}

/** The line of a cosignature. `sign` answers with the 64 bytes of Ed25519. */
export async function cosign(
  text: string,
  key: VerifierKey,
  timeSeconds: number,
  sign: (message: Bytes) => Promise<Bytes>,
): Promise<string> {
  const signature = await sign(bytesOfText(`cosignature/v1\ntime ${timeSeconds}\n${text}`));
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(timeSeconds));
  const id = Uint8Array.from(key.id.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return `— ${key.name} ${base64Of(joined(id, time, signature))}`;
}
