/** What goes wrong between us and the store. None of these is a refusal: refusals are data. */

/** The stream is not at the revision that the append was decided on. */
export class WrongRevision extends Error {
  override readonly name = 'WrongRevision';
  constructor(
    readonly stream: string,
    readonly expected: bigint,
    /** -1n when the stream does not exist. */
    readonly actual: bigint,
  ) {
    super(`${stream} is at revision ${actual}, not ${expected}`);
  }
}

/**
 * The store could not be reached, or did not answer, for as long as we were patient. Whether an
 * append that ends so was stored is unknown.
 */
export class StoreAway extends Error {
  override readonly name = 'StoreAway';
  constructor(what: string, cause: unknown) {
    super(`the event store is away: ${what}`, { cause });
  }
}

/** The store answers and will not do it: no right, stream deleted, unacceptable request. */
export class StoreRefuses extends Error {
  override readonly name = 'StoreRefuses';
  constructor(what: string, cause: unknown) {
    super(`the event store refuses: ${what}`, { cause });
  }
}

/** How every StoreDamaged begins, also where only its message was kept. */
export const storeDamagedText = 'the event store is damaged';

/**
 * The store has lost bytes that it once acknowledged: it does not serve the events concerned, and
 * where it cannot know what may follow them it appends nothing more. Trying again changes nothing.
 */
export class StoreDamaged extends Error {
  override readonly name = 'StoreDamaged';
  constructor(what: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message.replace(/^15 DATA_LOSS: /, '') : '';
    super(`${storeDamagedText}: ${what}${said && `: ${said}`}`, { cause });
  }
}

/** More than one append may carry; see `limits.ts`. */
export class AppendTooLarge extends Error {
  override readonly name = 'AppendTooLarge';
  constructor(
    readonly stream: string,
    readonly lineCount: number,
    readonly sizeBytes: number,
  ) {
    super(`${stream}: an append of ${lineCount} lines and ${sizeBytes} bytes is too large`);
  }
}

/** A stream of ours holds an event that this program does not know there. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
  constructor(
    readonly stream: string,
    readonly revision: bigint,
    readonly type: string,
    why: string,
  ) {
    super(`${stream}@${revision}: ${type} ${why}`);
  }
}

/** A stored event of ours does not have its shape, or a stream has a gap. */
export class DamagedStream extends Error {
  override readonly name = 'DamagedStream';
  constructor(
    readonly stream: string,
    readonly revision: bigint,
    readonly problem: string,
  ) {
    super(`${stream}@${revision}: ${problem}`);
  }
}
