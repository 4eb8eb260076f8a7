import { randomBytes } from 'node:crypto';
import { Algorithm, hash, type Options, verify } from '@node-rs/argon2';

/** Characters; the API refuses what lies outside before it comes here. */
export const PASSWORD_CHARS_MIN = 8;
export const PASSWORD_CHARS_MAX = 256;

/**
 * argon2id with 19 MiB, two passes and one lane: OWASP's recommendation, some 20 ms a login, and
 * at most four at a time (libuv's threads), hence 76 MiB.
 */
export const passwordParameters = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const satisfies Options;

/** A hash of the same parameters that no password has: what an unknown user's is compared with. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGtub3dzIGl0IQ$' +
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Counted in UTF-16 units, as class-validator counts. */
export const isPassword = (text: string): boolean =>
  text.length >= PASSWORD_CHARS_MIN && text.length <= PASSWORD_CHARS_MAX;

/** The same text typed on different systems is the same password. */
const canonical = (password: string): string => password.normalize('NFKC');

/** @throws RangeError for an empty password or one above PASSWORD_CHARS_MAX characters. */
export function hashPassword(password: string): Promise<string> {
  if (password.length < 1 || password.length > PASSWORD_CHARS_MAX) {
    throw new RangeError(`a password has 1 to ${PASSWORD_CHARS_MAX} characters`);
  }
  return hash(canonical(password), passwordParameters);
}

/** Takes the same time whether or not there is a hash to compare with. */
export async function verifyPassword(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> {
  const tried = password.slice(0, PASSWORD_CHARS_MAX);
  const isSame = await verify(passwordHash ?? NOBODYS_HASH, canonical(tried));
  return isSame && passwordHash !== undefined && tried.length === password.length;
}

/** 24 characters of base64url: 144 random bits. */
export const drawPassword = (): string => randomBytes(18).toString('base64url');
