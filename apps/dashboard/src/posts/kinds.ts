/** Everything that can be posted from these pages: its address and who needs a second person. */

/** In the order of a working day. */
export const quickPosts = [
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
] as const;

/** On a consignment, begun from it. */
export const consignmentPosts = ['refuse', 'take-back'] as const;

/** Of the top centre alone (C1). */
export const topPosts = ['register', 'reverse-registration'] as const;

/** Of supervisors of a province or the top centre (V1). */
export const shortagePosts = ['shortage', 'shortage-end'] as const;

export type PostKind =
  | (typeof quickPosts)[number]
  | (typeof seldomPosts)[number]
  | (typeof consignmentPosts)[number]
  | (typeof topPosts)[number]
  | (typeof shortagePosts)[number];
