import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EditionCommand } from '#domain';
import { EditionsLedger } from './editions.ledger';
import type { Outcome, Request } from './outcome';

/** A request to withdraw an edition, or to decide on that. */
export class ChangeEdition extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly edition: string,
    readonly command: EditionCommand,
  ) {
    super();
  }
}

@CommandHandler(ChangeEdition)
export class ChangeEditionHandler implements ICommandHandler<ChangeEdition> {
  constructor(private readonly ledger: EditionsLedger) {}

  execute({ request, edition, command }: ChangeEdition): Promise<Outcome> {
    return this.ledger.execute(request, edition, command);
  }
}
