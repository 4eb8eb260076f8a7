import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AccessCommand } from '#domain';
import { AccessLedger } from './access.ledger';
import type { Outcome, Request } from './outcome';

/** A request to grant or withdraw a role. */
export class ChangeAccess extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly command: AccessCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeAccess)
export class ChangeAccessHandler implements ICommandHandler<ChangeAccess> {
  constructor(private readonly ledger: AccessLedger) {}

  execute({ request, command }: ChangeAccess): Promise<Outcome> {
    return this.ledger.execute(request, command);
  }
}
