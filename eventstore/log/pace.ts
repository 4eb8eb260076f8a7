/**
 * How the writer keeps step with those who append.
 *
 * Appends that come together are gathered until the turn of the event loop ends, so that one sync
 * serves them all. Who appends one by one, each after the answer to the one before, would only wait
 * for that: such an append is written within the turn in which it came, so that its answer leaves
 * with it. And as long as the next one keeps coming at once, the loop stays awake for it: waking a
 * core that has gone to sleep takes as long as a fast disk's sync.
 */

/** How soon after an answer the next append comes at once; also how long the loop stays awake. */
export const AT_ONCE_MS_MAX = 0.3;
/** So many in a row must have come alone, or at once, before it is taken for a habit. */
const IN_A_ROW_COUNT_MIN = 8;

export class Pace {
  private aloneCount = 0;
  private isTurnUsed = false;
  private isTurning = false;
  private answeredAtMs = Number.NEGATIVE_INFINITY;
  private awakeUntilMs = 0;
  private atOnceCount = 0;

  /** Lets the writing begin: an append has come, and nothing is under way. */
  begin(write: () => void): void {
    const cameAtOnce = performance.now() - this.answeredAtMs <= AT_ONCE_MS_MAX;
    this.atOnceCount = cameAtOnce ? this.atOnceCount + 1 : 0;
    const isWithinTurn = this.aloneCount >= IN_A_ROW_COUNT_MIN && !this.isTurnUsed;
    this.isTurnUsed = true;
    if (isWithinTurn) process.nextTick(write);
    else setImmediate(write);
    if (this.isTurning) return;
    this.isTurning = true;
    setImmediate(this.endTurn);
  }

  /** So many appends have been answered together. */
  answered(appendCount: number): void {
    this.aloneCount = appendCount === 1 ? this.aloneCount + 1 : 0;
    this.answeredAtMs = performance.now();
    const isAwaited = Math.min(this.aloneCount, this.atOnceCount) >= IN_A_ROW_COUNT_MIN;
    this.awakeUntilMs = isAwaited ? this.answeredAtMs + AT_ONCE_MS_MAX : 0;
  }

  private readonly endTurn = (): void => {
    this.isTurnUsed = false;
    this.isTurning = performance.now() < this.awakeUntilMs;
    if (this.isTurning) setImmediate(this.endTurn);
  };
}
