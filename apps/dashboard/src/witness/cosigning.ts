/** The key of a witness and its cosignatures, as the log has them (SPECIFICATION.md, TL-9 and TL-18). */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Of a key that cosigns. */
const keyType = 4;
const idSizeBytes = 4;

export interface WitnessKey {
  readonly name: string;
  readonly id: Bytes;
  /** As it is registered. */
  readonly text: string;
}

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

const joined = (...parts: readonly Bytes[]): Bytes =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

const base64Of = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes));

const hexOf = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** `publicKey`: the 32 bytes of Ed25519. */
export async function witnessKeyOf(name: string, publicKey: Bytes): Promise<WitnessKey> {
  const material = joined(Uint8Array.of(keyType), publicKey);
  const hash = await crypto.subtle.digest('SHA-256', joined(utf8(`${name}\n`), material));
  const id = new Uint8Array(hash).slice(0, idSizeBytes);
  return { name, id, text: `${name}+${hexOf(id)}+${base64Of(material)}` };
}

/** The line of a cosignature. `sign` answers with the 64 bytes of Ed25519. */
export async function cosign(
  text: string,
  { name, id }: WitnessKey,
  timeSeconds: number,
  sign: (message: Bytes) => Promise<Bytes>,
): Promise<string> {
  const signature = await sign(utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`));
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(timeSeconds));
  return `— ${name} ${base64Of(joined(id, time, signature))}`;
}
