import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  type CentreCode,
  type Centres,
  closedWindows,
  type PlainDate,
  type QuarterText,
  quarterStream,
  shanghaiDate,
  statisticsFor,
} from '#domain';
import { CentresLedger, FileInQuarter } from '#ledger';
import { ReadModel } from '#read-model';
import { Clock } from '../requests/clock';
import { Sweep } from '../requests/sweep';

const lookEveryMs = 60_000;

interface Due {
  readonly centre: CentreCode;
  readonly quarter: QuarterText;
}

/** Q3: records as zero what nobody applied for, soon after a window has closed. */
@Injectable()
export class ZeroApplications extends Sweep<Due> {
  /** Settled in this process: never asked again. */
  private readonly settled = new Set<string>();
  /** The day and the centres of which all was recorded: the next of either makes something due. */
  private doneOf: string | undefined;

  constructor(
    private readonly bus: CommandBus,
    private readonly centres: CentresLedger,
    private readonly views: ReadModel,
    clock: Clock,
  ) {
    super(clock, lookEveryMs);
  }

  /** Quarters whose windows have closed and in which the views know of nothing. */
  protected async due(): Promise<Due[]> {
    const centres = await this.centres.centres({ fresh: true });
    const today = shanghaiDate(this.clock.now());
    const known = `${today} ${centres.revision}`;
    if (known === this.doneOf) return [];
    const due = await this.dueOf(centres, today);
    if (due.length === 0) this.doneOf = known;
    return due;
  }

  /** Of a nation's decade these are 20,000 quarters, which hold the process up for a moment. */
  private async dueOf(centres: Centres, today: PlainDate): Promise<Due[]> {
    const { answer: applied } = await this.views.appliedQuarters();
    const { answer: shown } = await this.views.centres();
    const closedOn = new Map(shown.map((centre) => [centre.code, centre.closedOn]));
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

  protected async record({ centre, quarter }: Due): Promise<boolean> {
    const { request, context } = this.asked(centre);
    const command = { type: 'RecordZero', quarter, ...context } as const;
    const { kind } = await this.bus.execute(new FileInQuarter(request, command));
    if (kind !== 'refused') this.settled.add(quarterStream(centre, quarter));
    return kind === 'appended';
  }
}
