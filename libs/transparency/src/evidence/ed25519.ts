/**
 * Whether a signature of Ed25519 (RFC 8032, section 5.1.7) is right. It keeps no secret, so it may
 * take its time and show how much.
 */
import { joined } from './bytes';
import { sha512 } from './sha2';

/** A point in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
interface Point {
  readonly X: bigint;
  readonly Y: bigint;
  readonly Z: bigint;
  readonly T: bigint;
}

const p = 2n ** 255n - 19n;
/** The order of the base point. */
const order = 2n ** 252n + 27742317777372353535851937790883648493n;

const mod = (value: bigint): bigint => ((value % p) + p) % p;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(base);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

const inverse = (value: bigint): bigint => power(value, p - 2n);
const d = mod(-121665n * inverse(121666n));
const rootOfMinusOne = power(2n, (p - 1n) / 4n);

const identity: Point = { X: 0n, Y: 1n, Z: 1n, T: 0n };

/** Section 5.1.4. */
function sum(one: Point, other: Point): Point {
  const a = mod((one.Y - one.X) * (other.Y - other.X));
  const b = mod((one.Y + one.X) * (other.Y + other.X));
  const c = mod(2n * one.T * other.T * d);
  const e = mod(2n * one.Z * other.Z);
  const [f, g, h, i] = [b - a, e - c, e + c, b + a];
  return { X: mod(f * g), Y: mod(h * i), Z: mod(g * h), T: mod(f * i) };
}

function times(point: Point, factor: bigint): Point {
  let result = identity;
  let doubled = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = sum(result, doubled);
    doubled = sum(doubled, doubled);
  }
  return result;
}

const numberOf = (littleEndian: Uint8Array): bigint =>
  littleEndian.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

function pointOf(y: bigint, isOdd: boolean): Point | undefined {
  if (y >= p) return undefined;
  const square = mod((y * y - 1n) * inverse(d * y * y + 1n));
  let x = power(square, (p + 3n) / 8n);
  if (mod(x * x - square) !== 0n) x = mod(x * rootOfMinusOne);
  if (mod(x * x - square) !== 0n || (x === 0n && isOdd)) return undefined;
  if (((x & 1n) === 1n) !== isOdd) x = mod(-x);
  return { X: x, Y: y, Z: 1n, T: mod(x * y) };
}

/** Section 5.1.3. */
function decoded(bytes: Uint8Array): Point | undefined {
  const number = numberOf(bytes);
  return pointOf(number & (2n ** 255n - 1n), number >> 255n === 1n);
}

const isSame = (one: Point, other: Point): boolean =>
  mod(one.X * other.Z - other.X * one.Z) === 0n && mod(one.Y * other.Z - other.Y * one.Z) === 0n;

const base = pointOf(mod(4n * inverse(5n)), false) ?? identity;

/** False for keys and signatures of any other length, too. Never throws. */
export function isSignature(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const commitment = signature.subarray(0, 32);
  const response = numberOf(signature.subarray(32));
  const key = decoded(publicKey);
  const point = decoded(commitment);
  if (!key || !point || response >= order) return false;
  const challenge = numberOf(sha512(joined(commitment, publicKey, message))) % order;
  return isSame(times(base, response), sum(point, times(key, challenge)));
}
