import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ShortageCommand } from '#domain';
import type { Outcome, Request } from './outcome';
import { ShortagesLedger } from './shortages.ledger';

/** A request to declare or to end a shortage. */
export class ChangeShortage extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly command: ShortageCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeShortage)
export class ChangeShortageHandler implements ICommandHandler<ChangeShortage> {
  constructor(private readonly ledger: ShortagesLedger) {}

  execute({ request, command }: ChangeShortage): Promise<Outcome> {
    return this.ledger.execute(request, command);
  }
}
