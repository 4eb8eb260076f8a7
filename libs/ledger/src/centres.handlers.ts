import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CentresCommand } from '#domain';
import { CentresLedger } from './centres.ledger';
import type { Outcome, Request } from './outcome';

/** A request to change the tree of centres. */
export class ChangeCentres extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly command: CentresCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeCentres)
export class ChangeCentresHandler implements ICommandHandler<ChangeCentres> {
  constructor(private readonly ledger: CentresLedger) {}

  execute({ request, command }: ChangeCentres): Promise<Outcome> {
    return this.ledger.execute(request, command);
  }
}
