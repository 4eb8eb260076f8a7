/** What one append may carry, and how long the store may be away before we say so. */

/** Lines (issued certificates) of one append. */
export const appendLinesMax = 1_000;
/** Data and metadata of one append; the store itself refuses above 1 MiB. */
export const appendSizeBytesMax = 900 * 1024;
/**
 * Data and metadata of an append that is moved from another store: a little more than when it was
 * made, because each event's record time goes along.
 */
export const movedSizeBytesMax = 1_000 * 1024;
/**
 * How long an append is tried, with the same event ids, or a read may be without progress, before
 * the store counts as away.
 */
export const storePatienceMsMax = 15_000;
/** How long one attempt may stay without an answer before it counts as lost. */
export const appendAttemptMsMax = 5_000;
/** How long the store may say nothing in the middle of a read before that counts as broken. */
export const readSilenceMsMax = 5_000;
/** The longest pause between two attempts. */
export const retryDelayMsMax = 1_000;
/** The longest pause before a subscription is opened again. */
export const resubscribeDelayMsMax = 5_000;
/** Deliveries of a subscription held in memory before the store is made to wait. */
export const deliveriesBufferedMax = 512;
/** How long closing waits for open calls to end. */
export const closeMsMax = 2_000;
