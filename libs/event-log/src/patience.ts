/** Pauses between attempts, growing and bounded, with jitter so that writers do not march in step. */
import { setTimeout as pause } from 'node:timers/promises';

const firstDelayMs = 50;

/** Counts attempts against a bound in time. `progress` starts it anew. */
export class Patience {
  #attempt = 0;
  #startedMs = performance.now();

  constructor(
    private readonly patienceMsMax: number,
    private readonly delayMsMax: number,
  ) {}

  get attempts(): number {
    return this.#attempt;
  }

  progress(): void {
    this.#attempt = 0;
    this.#startedMs = performance.now();
  }

  /** Waits before the next attempt; false, at once, when the next pause would exceed the bound. */
  async next(signal?: AbortSignal): Promise<boolean> {
    const fullMs = Math.min(this.delayMsMax, firstDelayMs * 2 ** Math.min(this.#attempt, 20));
    const delayMs = fullMs * (0.5 + Math.random() / 2);
    this.#attempt++;
    if (performance.now() - this.#startedMs + delayMs > this.patienceMsMax) return false;
    await pause(delayMs, undefined, { signal });
    return true;
  }
}
