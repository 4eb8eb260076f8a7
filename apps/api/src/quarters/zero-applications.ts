import { randomUUID } from 'node:crypto';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  type CentreCode,
  closedWindows,
  type QuarterText,
  quarterStream,
  shanghaiDate,
  statisticsFor,
} from '#domain';
import { CentresLedger, FileInQuarter } from '#ledger';
import { ReadModel } from '#read-model';
import { describeError } from '../logging';
import { Clock } from '../requests/clock';

const lookEveryMs = 60_000;

/** Not a person: what the calendar does. */
const system = { user: 'system', displayName: '', role: 'admin', backdate: false } as const;

interface Due {
  readonly centre: CentreCode;
  readonly quarter: QuarterText;
}

/**
 * Q3: records as zero what nobody applied for, soon after a window has closed. Every process
 * looks; the views only spare questions, the stream of each quarter decides, so that it is
 * recorded once.
 */
@Injectable()
export class ZeroApplications implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(ZeroApplications.name);
  private looking: NodeJS.Timeout | undefined;
  private isStopping = false;
  /** Settled in this process: never asked again. */
  private readonly settled = new Set<string>();

  constructor(
    private readonly bus: CommandBus,
    private readonly centres: CentresLedger,
    private readonly views: ReadModel,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
    this.looking = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  onApplicationShutdown(): void {
    this.isStopping = true;
    clearInterval(this.looking);
  }

  /** How many were recorded; what fails is done the next time. */
  async look(): Promise<number> {
    try {
      let count = 0;
      for (const due of await this.due()) {
        if (this.isStopping) break;
        if (await this.record(due)) count += 1;
      }
      if (count > 0) this.log.log(`${count} applications recorded as zero`);
      return count;
    } catch (error) {
      if (!this.isStopping) this.log.warn({ err: describeError(error) }, 'zeros are not recorded');
      return 0;
    }
  }

  /** Quarters whose windows have closed and in which the views know of nothing. */
  private async due(): Promise<Due[]> {
    const { answer: applied } = await this.views.appliedQuarters();
    const { answer: shown } = await this.views.centres();
    const closedOn = new Map(shown.map((centre) => [centre.code, centre.closedOn]));
    const centres = await this.centres.centres({ fresh: true });
    const today = shanghaiDate(this.clock.now());
    return [...centres.all()].flatMap(({ code, tier, parent, liveFrom }) => {
      if (tier === 'station' || parent === undefined) return [];
      const until = closedOn.get(code) ?? today;
      return closedWindows(liveFrom, until, centres.policyFor(code))
        .map((quarter) => ({ centre: code, quarter: statisticsFor(quarter) }))
        .filter(({ centre, quarter }) => {
          const stream = quarterStream(centre, quarter);
          return !applied.has(stream) && !this.settled.has(stream);
        });
    });
  }

  private async record({ centre, quarter }: Due): Promise<boolean> {
    const now = this.clock.now();
    const request = { requestId: randomUUID(), principal: system.user, fingerprint: '' };
    const { kind } = await this.bus.execute(
      new FileInQuarter(request, {
        type: 'RecordZero',
        centre,
        quarter,
        occurredOn: shanghaiDate(now),
        by: { ...system, centre },
        decidedAt: now.toISOString(),
      }),
    );
    if (kind !== 'refused') this.settled.add(quarterStream(centre, quarter));
    return kind === 'appended';
  }
}
