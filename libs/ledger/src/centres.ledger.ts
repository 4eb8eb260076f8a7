import {
  Centres,
  type CentresCommand,
  type CentresEvent,
  centresStream,
  decideCentres,
  evolveCentres,
} from '#domain';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** One stream: the bound is never met, only stated. */
const cacheSizeBytesMax = 256 * 1024 * 1024;

/** The tree of centres: commands on it, and the tree itself for other decisions. */
export class CentresLedger {
  readonly #loop: CommandLoop<Centres, CentresEvent>;

  constructor(ports: LedgerPorts) {
    const fold = { empty: () => Centres.empty(), evolve: evolveCentres };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  execute(request: Request, command: CentresCommand): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: centresStream,
      context: command,
      gather: async (centres) => () => ({
        decision: decideCentres(centres, command),
        judgedAgainst: [],
      }),
    });
  }

  /** The tree as this process knows it, or, `fresh`, with all that is stored. Do not change it. */
  centres({ fresh }: { fresh: boolean }): Promise<Centres> {
    const { states } = this.#loop;
    return fresh ? states.fresh(centresStream) : states.current(centresStream);
  }
}
