import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  type CentreCode,
  isQuarter,
  type PlainDate,
  type QuarterCommandBody,
  type SeenCheckpoint,
  statisticsFor,
} from '#domain';
import { FileInQuarter } from '#ledger';
import { Problem } from '../problems/problem';
import { CommandContexts, requestOf } from '../requests/command-context';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';
import { WitnessDesk } from '../transparency/witness-desk';
import type { FileReturnDto } from './quarter-commands.dto';

const seenBy = ({ checkpoint, signature }: SeenCheckpoint): SeenCheckpoint => ({
  checkpoint,
  signature,
});

/** Where every command on a quarter is handed in. */
@Injectable()
export class QuarterDesk {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly witnesses: WitnessDesk,
  ) {}

  /** What was cosigned is recorded behind the return: it stands in the return itself, too. */
  async fileReturn(
    order: CommandOrder,
    place: { readonly code: CentreCode; readonly quarter: string },
    { occurredOn, witness, ...command }: FileReturnDto,
  ): Promise<Reply> {
    if (!isQuarter(place.quarter)) throw new Problem(404, 'unknown-quarter');
    const witnessed = witness && (await this.witnesses.check(place.code, witness, '/witness'));
    const reply = await this.post(order, place, occurredOn, {
      type: 'FileReturn',
      ...command,
      ...(witnessed ? { witness: seenBy(witnessed) } : {}),
    });
    if (witnessed && !order.dryRun) await this.witnesses.record(order, witnessed);
    return reply;
  }

  /** On a statistical quarter. */
  async post(
    order: CommandOrder,
    { code, quarter }: { readonly code: CentreCode; readonly quarter: string },
    occurredOn: PlainDate | undefined,
    body: QuarterCommandBody,
  ): Promise<Reply> {
    if (!isQuarter(quarter)) throw new Problem(404, 'unknown-quarter');
    const context = { ...this.contexts.of(order, code, occurredOn), quarter };
    const outcome = await this.bus.execute(
      new FileInQuarter(requestOf(order), { ...body, ...context }),
    );
    return replyTo(outcome, order.language);
  }

  /** On a quarter that is applied for. */
  apply(
    order: CommandOrder,
    { code, quarter }: { readonly code: CentreCode; readonly quarter: string },
    occurredOn: PlainDate | undefined,
    body: QuarterCommandBody,
  ): Promise<Reply> {
    if (!isQuarter(quarter)) throw new Problem(404, 'unknown-quarter');
    return this.post(order, { code, quarter: statisticsFor(quarter) }, occurredOn, body);
  }
}
