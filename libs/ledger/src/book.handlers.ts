import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BookCommand } from '#domain';
import { BookLedger } from './book.ledger';
import type { Outcome, Request } from './outcome';

/** A request to post in one centre's book. */
export class PostInBook extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly command: BookCommand,
  ) {
    super();
  }
}

@CommandHandler(PostInBook)
export class PostInBookHandler implements ICommandHandler<PostInBook> {
  constructor(private readonly ledger: BookLedger) {}

  execute({ request, command }: PostInBook): Promise<Outcome> {
    return this.ledger.execute(request, command);
  }
}
