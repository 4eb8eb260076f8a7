import {
  Book,
  type BookCommand,
  type BookEvent,
  bookStream,
  centreOfBook,
  decide,
  evolve,
  judge,
  type Refused,
  refusedBy,
} from '#domain';
import { BookFacts, type BookSources } from './book-facts';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';
import { VoucherOpening } from './voucher-holders';

/** Folded books kept in memory, in bytes: some 400 busy books. */
export const bookCacheSizeBytesMax = 256 * 1024 * 1024;

export interface BookLedgerOptions {
  readonly cacheSizeBytesMax?: number;
}

function emptyBook(stream: string): Book {
  const centre = centreOfBook(stream);
  if (centre === undefined) throw new Error(`${stream} is no book`);
  return Book.empty(centre);
}

/** What was proposed cannot be carried out any more, and nothing else may be posted in its name. */
function holderForgotten(command: BookCommand): Refused {
  const params = { proposal: command.type === 'ApproveProposal' ? command.proposal : '' };
  return refusedBy([{ rule: 'C15', code: 'proposal-holder-forgotten', params }]);
}

/** The books of all centres: commands on them, and what they say to each other. */
export class BookLedger {
  readonly #loop: CommandLoop<Book, BookEvent>;
  readonly #facts: BookFacts;

  constructor(
    private readonly ports: LedgerPorts,
    private readonly sources: BookSources,
    { cacheSizeBytesMax = bookCacheSizeBytesMax }: BookLedgerOptions = {},
  ) {
    this.#loop = new CommandLoop(ports, { empty: emptyBook, evolve }, cacheSizeBytesMax);
    const { states } = this.#loop;
    this.#facts = new BookFacts(ports, sources, (stream, fresh) =>
      fresh ? states.fresh(stream) : states.current(stream),
    );
  }

  execute(request: Request, command: BookCommand): Promise<Outcome> {
    const opening = new VoucherOpening(this.ports);
    return this.#loop.execute(request, {
      stream: bookStream(command.centre),
      context: command,
      gather: async (book, { fresh, final }) => {
        const gathered = await this.#facts.gather(book, command, { fresh, opening });
        const { facts, isHolderForgotten, ...origin } = gathered;
        if (isHolderForgotten) return () => ({ decision: holderForgotten(command), ...origin });
        const decision = final ? judge : decide;
        return () => ({ decision: decision(book, command, facts), ...origin });
      },
    });
  }

  /** A centre's book as this process knows it, or, `fresh`, with all that is stored. Do not change it. */
  book(centre: string, { fresh }: { fresh: boolean }): Promise<Book> {
    const { states } = this.#loop;
    return fresh ? states.fresh(bookStream(centre)) : states.current(bookStream(centre));
  }

  /**
   * Loads the books of all centres one after another until the cache is full, so that the first
   * post of the day does not wait for its book. Ends early when the signal aborts.
   */
  async warmUp(signal: AbortSignal): Promise<number> {
    const { states } = this.#loop;
    const centres = await this.sources.centres.centres({ fresh: false });
    let count = 0;
    for (const { code, tier } of [...centres.all()]) {
      if (signal.aborted || states.isNearlyFull) break;
      if (tier === 'station' || states.has(bookStream(code))) continue;
      await states.current(bookStream(code));
      count++;
    }
    return count;
  }
}
