import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { BookCommandBody, CentreCode, PlainDate } from '#domain';
import { PostInBook } from '#ledger';
import { CommandContexts, requestOf } from '../requests/command-context';
import type { CommandOrder } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import type { Reply } from '../requests/reply';

/** Where every command on a book is handed in. */
@Injectable()
export class BookDesk {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
  ) {}

  async post(
    order: CommandOrder,
    centre: CentreCode,
    occurredOn: PlainDate | undefined,
    body: BookCommandBody,
  ): Promise<Reply> {
    const context = this.contexts.of(order, centre, occurredOn);
    const outcome = await this.bus.execute(
      new PostInBook(requestOf(order), { ...body, ...context }),
    );
    return replyTo(outcome, order.language);
  }
}
