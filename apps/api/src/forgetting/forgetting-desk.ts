import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { isResidentId, sameForm } from '#domain';
import { ForgetPerson } from '#ledger';
import { RefusedProblem } from '../problems/problem';
import { CommandContexts, requestOf } from '../requests/command-context';
import { canonicalJson } from '../requests/inspect-json';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';
import type { ForgetHolderDto } from './forgetting.dto';
import { HolderFinder } from './holder-finder';

/** Turns a document into the lines that bear it; from there on nothing knows the document. */
@Injectable()
export class ForgettingDesk {
  private readonly log = new Logger(ForgettingDesk.name);

  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly finder: HolderFinder,
  ) {}

  async forget(order: CommandOrder, { document, reason }: ForgetHolderDto): Promise<Reply> {
    const { type, number } = document;
    const oneForm = sameForm(number);
    if (type === 'resident-id' && !isResidentId(oneForm.toUpperCase())) {
      const path = '/document/number';
      throw new RefusedProblem([{ rule: 'N6', code: 'identity-number-invalid', path }]);
    }
    if (sameForm(reason).includes(oneForm)) {
      throw new RefusedProblem([{ rule: 'C15', code: 'reason-names-document', path: '/reason' }]);
    }
    // The answer tells whether a document is known, and what is only tried leaves no event.
    const { dryRun, principal } = order;
    this.log.log({ user: principal.userId, dryRun }, 'a document is looked up to be forgotten');
    const lines = await this.finder.linesOf({ type, number });
    const command = { type: 'ForgetHolder', lines, reason } as const;
    const request = { ...requestOf(order), fingerprint: fingerprintOf(order, command) };
    const context = this.contexts.of(order, order.grant.centre);
    const outcome = await this.bus.execute(new ForgetPerson(request, { ...command, ...context }));
    return replyTo(outcome, order.language);
  }
}

/** A request is told from another by the lines it came to: its mark stays with the events. */
const fingerprintOf = ({ idempotencyKey }: CommandOrder, command: object): string =>
  idempotencyKey === undefined ? '' : `POST holders/forgetting\n${canonicalJson(command)}`;
