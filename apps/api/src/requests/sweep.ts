/** What nobody posts and the calendar has made due: looked for now and then, and recorded. */
import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type CentreCode, type CommandContext, shanghaiDate } from '#domain';
import type { Request } from '#ledger';
import { describeError } from '../logging';
import type { Clock } from './clock';

/** More of them mean that an engine is away. */
const faultsInARowMax = 3;

/** Not a person: what the calendar does. */
const system = { user: 'system', displayName: '', role: 'admin', backdate: false } as const;

/**
 * Looks for what is due and records it, one by one. Every process looks; views only spare
 * questions, and the stream that each one lives in decides, so that it is recorded once. What fails
 * is done the next time, and holds nothing else up.
 */
export abstract class Sweep<Due> implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(this.constructor.name);
  private looking: NodeJS.Timeout | undefined;
  private isStopping = false;

  protected constructor(
    protected readonly clock: Pick<Clock, 'now'>,
    private readonly lookEveryMs: number,
  ) {}

  /** What the views hold to be due, in bounded number. */
  protected abstract due(): Promise<readonly Due[]>;

  /** Whether it was recorded: no, where somebody was faster or nothing was due after all. */
  protected abstract record(due: Due): Promise<boolean>;

  onApplicationBootstrap(): void {
    void this.look();
    this.looking = setInterval(() => void this.look(), this.lookEveryMs).unref();
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
    clearInterval(this.looking);
  }

  /** How many were recorded. */
  async look(): Promise<number> {
    let count = 0;
    let faultCount = 0;
    for (const due of await this.dueNow()) {
      if (this.isStopping || faultCount === faultsInARowMax) break;
      try {
        if (await this.record(due)) count += 1;
        faultCount = 0;
      } catch (fault) {
        faultCount += 1;
        this.warn(fault);
      }
    }
    if (count > 0) this.log.log(`${count} recorded`);
    return count;
  }

  private async dueNow(): Promise<readonly Due[]> {
    try {
      return await this.due();
    } catch (fault) {
      this.warn(fault);
      return [];
    }
  }

  private warn(fault: unknown): void {
    if (!this.isStopping)
      this.log.warn({ err: describeError(fault) }, 'what is due is not recorded');
  }

  /** Who asks, and when: the calendar, now. */
  protected asked(centre: CentreCode): { request: Request; context: CommandContext } {
    const now = this.clock.now();
    const request = { requestId: randomUUID(), principal: system.user, fingerprint: '' };
    const by = { ...system, centre };
    const decidedAt = now.toISOString();
    return { request, context: { centre, occurredOn: shanghaiDate(now), by, decidedAt } };
  }
}
