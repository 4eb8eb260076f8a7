/** How often a program may be restarted, and how long it rests before each time. */
export interface RestartRule {
  readonly restartsMax: number;
  /** Only restarts within this time before now count. */
  readonly windowMs: number;
  readonly firstDelayMs: number;
  readonly delayMsMax: number;
}

export const RESTART_RULE: RestartRule = {
  restartsMax: 5,
  windowMs: 5 * 60_000,
  firstDelayMs: 200,
  delayMsMax: 5_000,
};

/**
 * Remembers one program's restarts. The rest doubles with every restart in the window, so that a
 * program that dies of something passing finds it gone, and one that cannot live is given up soon.
 */
export class RestartBound {
  private restartedAtMs: number[] = [];

  constructor(private readonly rule: RestartRule) {}

  /** Milliseconds to rest before the next restart, or undefined when there shall be none. */
  next(nowMs: number): number | undefined {
    this.restartedAtMs = this.restartedAtMs.filter((at) => nowMs - at < this.rule.windowMs);
    const restartCount = this.restartedAtMs.length;
    if (restartCount >= this.rule.restartsMax) return undefined;
    this.restartedAtMs.push(nowMs);
    return Math.min(this.rule.firstDelayMs * 2 ** restartCount, this.rule.delayMsMax);
  }
}
