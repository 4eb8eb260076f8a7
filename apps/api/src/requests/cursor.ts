import { malformed } from '../problems/problem';
import { isCleanText } from './inspect-json';

const refuse = () => malformed({ path: '/after', code: 'cursor' });

/** Opaque to callers: the sort key of the last item, as base64url of a JSON list of texts. */
export const writeCursor = (...keys: readonly string[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url');

/** @throws Problem 400 when it is no cursor of `count` keys. No cursor gives no keys. */
export function readCursor(cursor: string | undefined, count: number): readonly string[] {
  if (cursor === undefined) return [];
  if (!/^[\w-]+$/.test(cursor)) throw refuse();
  let keys: unknown;
  try {
    keys = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw refuse();
  }
  const isGood =
    Array.isArray(keys) &&
    keys.length === count &&
    keys.every((key) => typeof key === 'string' && isCleanText(key));
  if (!isGood) throw refuse();
  return keys as string[];
}
