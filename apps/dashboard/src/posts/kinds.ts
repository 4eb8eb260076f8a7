/** Everything that can be posted from these pages: its address, and whose it is. */
import type { Centre } from '../stock/use-centres';

/** In the order of a working day. */
export const quickPosts = [
  'register',
  'receive',
  'issue',
  'roster',
  'replace',
  'spoil',
  'destroy',
  'count',
  'dispatch',
] as const;

export const seldomPosts = [
  'vouchers',
  'voucher-roster',
  'voucher-replace',
  'voucher-void',
  'loss',
  'recovery',
  'correct',
  'void-issue',
  'reverse-spoilage',
  'refuse',
  'take-back',
  'reverse-registration',
  'shortage',
  'shortage-end',
] as const;

export type PostKind = (typeof quickPosts)[number] | (typeof seldomPosts)[number];

/** Of the top centre alone (C1). */
const topPosts: ReadonlySet<PostKind> = new Set(['register', 'reverse-registration']);

/** Of supervisors of a province or the top centre (V1). */
const shortagePosts: ReadonlySet<PostKind> = new Set(['shortage', 'shortage-end']);

/**
 * What keeps somebody who posts at all from posting a kind in the book of a centre; `unknown` where
 * that hangs on a centre of which nothing is known yet.
 */
export function barTo(
  kind: PostKind,
  centre: Pick<Centre, 'parent' | 'tier'> | undefined,
  supervises: boolean,
): 'onlyTop' | 'onlyDeclarers' | 'unknown' | undefined {
  const isTop = centre?.parent === undefined;
  if (topPosts.has(kind)) {
    if (!centre) return 'unknown';
    return isTop ? undefined : 'onlyTop';
  }
  if (!shortagePosts.has(kind)) return undefined;
  if (!supervises) return 'onlyDeclarers';
  if (!centre) return 'unknown';
  return isTop || centre.tier === 'province' ? undefined : 'onlyDeclarers';
}
