/** Waiting for the views to reach a position: one question at a time, whoever waits. */
import { setTimeout as delay } from 'node:timers/promises';

const askEveryMs = 15;

interface Waiter {
  readonly position: bigint;
  readonly resolve: (reached: boolean) => void;
}

export class PositionWaiter {
  private readonly waiting = new Set<Waiter>();
  private isAsking = false;

  constructor(private readonly askPosition: () => Promise<bigint>) {}

  /** True as soon as the position is reached; false when it is not within `timeoutMs`. */
  async wait(position: bigint, timeoutMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    let waiter: Waiter | undefined;
    try {
      return await new Promise<boolean>((resolve) => {
        waiter = { position, resolve };
        this.waiting.add(waiter);
        timer = setTimeout(() => resolve(false), timeoutMs);
        void this.ask();
      });
    } finally {
      clearTimeout(timer);
      if (waiter) this.waiting.delete(waiter);
    }
  }

  /** Asks as long as someone waits. A failed question is asked again: the waiters' time is bounded. */
  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      while (this.waiting.size > 0) {
        const reached = await this.askPosition().catch(() => undefined);
        for (const { position, resolve } of this.waiting) {
          if (reached !== undefined && position <= reached) resolve(true);
        }
        await delay(askEveryMs);
      }
    } finally {
      this.isAsking = false;
    }
  }
}
