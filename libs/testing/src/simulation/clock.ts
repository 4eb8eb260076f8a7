import { type PlainDate, shanghaiDate } from '#domain';

const dayMs = 86_400_000;
/** Midnight in Shanghai, as milliseconds of the day in UTC. */
const midnightMs = 16 * 3_600_000;

/** The time of a simulated world: it stands still unless somebody moves it. */
export class Clock {
  #nowMs = Date.parse('2013-04-01T01:00:00.000Z');

  get today(): PlainDate {
    return shanghaiDate(new Date(this.#nowMs));
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** An instant of its own for every judgement, so that older and younger never are luck. */
  tick(): string {
    this.#nowMs += 1;
    return new Date(this.#nowMs).toISOString();
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }

  /** So many milliseconds before the day ends in Shanghai. */
  approachMidnight(beforeMs: number): void {
    const next = Math.ceil((this.#nowMs - midnightMs + 1) / dayMs) * dayMs + midnightMs - beforeMs;
    if (next > this.#nowMs) this.#nowMs = next;
  }
}
