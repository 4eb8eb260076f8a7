import {
  type CentreCode,
  type Centres,
  centreOfShortages,
  centresStream,
  decideShortage,
  evolveShortages,
  type ShortageCommand,
  type ShortageEvent,
  Shortages,
  shortageSources,
  shortageStream,
} from '#domain';
import type { CentresLedger } from './centres.ledger';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** A stream for each province: the bound is never met, only stated. */
const cacheSizeBytesMax = 16 * 1024 * 1024;

function emptyShortages(stream: string): Shortages {
  const centre = centreOfShortages(stream);
  if (centre === undefined) throw new Error(`${stream} tells no shortages`);
  return Shortages.empty(centre);
}

/** What provinces and the top centre declare short, and what that says to the books below. */
export class ShortagesLedger {
  readonly #loop: CommandLoop<Shortages, ShortageEvent>;

  constructor(
    ports: LedgerPorts,
    private readonly centres: CentresLedger,
  ) {
    const fold = { empty: emptyShortages, evolve: evolveShortages };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  execute(request: Request, command: ShortageCommand): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: shortageStream(command.centre),
      context: command,
      gather: async (shortages, { fresh }) => {
        const centres = await this.centres.centres({ fresh });
        const judgedAgainst = [{ stream: centresStream, revision: String(centres.revision) }];
        return () => ({ decision: decideShortage(shortages, command, { centres }), judgedAgainst });
      },
    });
  }

  /**
   * What holds for a centre, as stored now, whatever this process remembers: a shortage that has
   * ended stops vouchers at once (V1). Do not change it.
   */
  holdingFor(centres: Centres, centre: CentreCode): Promise<Shortages[]> {
    const streams = shortageSources(centres, centre).map(shortageStream);
    return Promise.all(streams.map((stream) => this.#loop.states.fresh(stream)));
  }
}
