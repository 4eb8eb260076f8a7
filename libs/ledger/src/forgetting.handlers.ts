import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ForgettingCommand, SealedLine } from '#domain';
import { ForgettingLedger } from './forgetting.ledger';
import type { Outcome, Request } from './outcome';

/** A request to forget a person, or the second user's decision on one. */
export class ForgetPerson extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly command: ForgettingCommand,
    readonly linesNow: readonly SealedLine[] = [],
  ) {
    super();
  }
}

@CommandHandler(ForgetPerson)
export class ForgetPersonHandler implements ICommandHandler<ForgetPerson> {
  constructor(private readonly ledger: ForgettingLedger) {}

  execute({ request, command, linesNow }: ForgetPerson): Promise<Outcome> {
    return this.ledger.execute(request, command, linesNow);
  }
}
