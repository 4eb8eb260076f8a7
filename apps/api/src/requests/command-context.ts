import { Injectable } from '@nestjs/common';
import { type CentreCode, type CommandContext, type PlainDate, shanghaiDate } from '#domain';
import type { Request } from '#ledger';
import { Clock } from './clock';
import type { CommandOrder } from './order';

/** The request as the ledger knows it. */
export const requestOf = (order: CommandOrder): Request => ({
  requestId: order.requestId,
  principal: order.principal.userId,
  idempotencyKey: order.idempotencyKey,
  fingerprint: order.fingerprint,
  dryRun: order.dryRun,
});

@Injectable()
export class CommandContexts {
  constructor(private readonly clock: Clock) {}

  /** Who asks, for which centre, when it happened (today unless said), when it is judged. */
  of(
    { principal, grant }: Pick<CommandOrder, 'principal' | 'grant'>,
    centre: CentreCode,
    occurredOn?: PlainDate,
  ): CommandContext {
    const now = this.clock.now();
    return {
      centre,
      occurredOn: occurredOn ?? shanghaiDate(now),
      by: {
        user: principal.userId,
        role: grant.role,
        centre: grant.centre,
        displayName: principal.displayName,
        backdate: grant.backdate,
      },
      decidedAt: now.toISOString(),
    };
  }
}
