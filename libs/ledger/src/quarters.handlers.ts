import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { QuarterCommand } from '#domain';
import { BookLedger } from './book.ledger';
import type { Outcome, Request } from './outcome';
import { QuartersLedger } from './quarters.ledger';

/** A request on the return or the application of a centre's quarter. */
export class FileInQuarter extends Command<Outcome> {
  constructor(
    readonly request: Request,
    readonly command: QuarterCommand,
  ) {
    super();
  }
}

@CommandHandler(FileInQuarter)
export class FileInQuarterHandler implements ICommandHandler<FileInQuarter> {
  constructor(
    private readonly quarters: QuartersLedger,
    private readonly books: BookLedger,
  ) {}

  execute({ request, command }: FileInQuarter): Promise<Outcome> {
    return this.quarters.execute(request, command, (centre) =>
      this.books.book(centre, { fresh: true }),
    );
  }
}
