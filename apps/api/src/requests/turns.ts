import { Problem } from '../problems/problem';

const retryAfterSeconds = 2;

const busy = (): Problem => new Problem(503, 'answers-busy', { retryAfterSeconds });

/** Costly work of one process: so much at a time; what comes meanwhile waits in order, to a bound. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** `full` is the answer to whoever may not even wait: 503 and when to come again, unless said. */
  constructor(
    private readonly atOnceMax: number,
    private readonly waitingMax: number,
    private readonly full: () => Problem = busy,
  ) {}

  /** @throws what `full` gives, where as many wait already as may */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.atOnceMax) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.waitingMax) throw this.full();
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands its place to the next who waits. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
