/**
 * SHA-256 and SHA-512 of FIPS 180-4. Browsers have their own, but only on pages that they trust,
 * and a page in an office's network is none of those.
 */

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

/** The first 64 bits behind the point of the root of a prime. */
function rootFraction(prime: bigint, degree: bigint): bigint {
  const target = prime << (64n * degree);
  let root = 0n;
  for (let bit = 1n << 72n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** degree <= target) root += bit;
  }
  return root & 0xffffffffffffffffn;
}

/** Sections 4.2.3 and 5.3.5; those of SHA-256 are the first halves of the first of them. */
const constants512 = primes(80).map((prime) => rootFraction(prime, 3n));
const initial512 = primes(8).map((prime) => rootFraction(prime, 2n));
const upper = (word: bigint): number => Number(word >> 32n);
const constants256 = Uint32Array.from(constants512.slice(0, 64), upper);
const initial256 = Uint32Array.from(initial512, upper);

/** The message with its padding, in whole blocks. */
function padded(message: Uint8Array, blockSizeBytes: 64 | 128): Uint8Array {
  const lengthSizeBytes = blockSizeBytes / 8;
  const blocks = Math.ceil((message.length + 1 + lengthSizeBytes) / blockSizeBytes);
  const bytes = new Uint8Array(blocks * blockSizeBytes);
  bytes.set(message);
  bytes[message.length] = 0x80;
  new DataView(bytes.buffer).setBigUint64(bytes.length - 8, BigInt(message.length) * 8n);
  return bytes;
}

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

export function sha256(message: Uint8Array): Uint8Array {
  const bytes = padded(message, 64);
  const input = new DataView(bytes.buffer);
  const state = initial256.slice();
  const words = new Uint32Array(64);
  for (let at = 0; at < bytes.length; at += 64) {
    for (let t = 0; t < 16; t += 1) words[t] = input.getUint32(at + 4 * t);
    compress256(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setUint32(4 * index, word);
  return new Uint8Array(digest.buffer);
}

function compress256(state: Uint32Array, words: Uint32Array): void {
  for (let t = 16; t < 64; t += 1) {
    const [early, late] = [words[t - 15], words[t - 2]];
    const low = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
    const high = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
    words[t] = words[t - 16] + low + words[t - 7] + high;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const chosen = (e & f) ^ (~e & g);
    const mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + mixed + chosen + constants256[t] + words[t]) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] += word;
}

const all64 = 0xffffffffffffffffn;
const rotated64 = (word: bigint, by: bigint): bigint =>
  ((word >> by) | (word << (64n - by))) & all64;

/** For short messages: it counts with integers of any size. */
export function sha512(message: Uint8Array): Uint8Array {
  const bytes = padded(message, 128);
  const input = new DataView(bytes.buffer);
  const state = [...initial512];
  for (let at = 0; at < bytes.length; at += 128) {
    const words = Array.from({ length: 16 }, (_, t) => input.getBigUint64(at + 8 * t));
    compress512(state, words);
  }
  const digest = new DataView(new ArrayBuffer(64));
  for (const [index, word] of state.entries()) digest.setBigUint64(8 * index, word);
  return new Uint8Array(digest.buffer);
}

function compress512(state: bigint[], words: bigint[]): void {
  for (let t = 16; t < 80; t += 1) {
    const [early, late] = [words[t - 15], words[t - 2]];
    const low = rotated64(early, 1n) ^ rotated64(early, 8n) ^ (early >> 7n);
    const high = rotated64(late, 19n) ^ rotated64(late, 61n) ^ (late >> 6n);
    words.push((words[t - 16] + low + words[t - 7] + high) & all64);
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 80; t += 1) {
    const chosen = (e & f) ^ (~e & all64 & g);
    const mixed = rotated64(e, 14n) ^ rotated64(e, 18n) ^ rotated64(e, 41n);
    const first = h + mixed + chosen + constants512[t] + words[t];
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = (rotated64(a, 28n) ^ rotated64(a, 34n) ^ rotated64(a, 39n)) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) & all64, c, b, a, (first + second) & all64];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
    state[index] = (state[index] + word) & all64;
  }
}
