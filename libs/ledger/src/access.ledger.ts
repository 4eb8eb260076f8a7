import {
  type AccessCommand,
  type AccessEvent,
  accessStream,
  decideAccess,
  evolveGrants,
  Grants,
} from '#domain';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** One stream: the bound is never met, only stated. */
const cacheSizeBytesMax = 256 * 1024 * 1024;

/** Who holds which role where: commands on it, and the grants themselves for other decisions. */
export class AccessLedger {
  readonly #loop: CommandLoop<Grants, AccessEvent>;

  constructor(ports: LedgerPorts) {
    const fold = { empty: () => Grants.empty(), evolve: evolveGrants };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  execute(request: Request, command: AccessCommand): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: accessStream,
      context: command,
      gather: async (grants) => () => ({
        decision: decideAccess(grants, command),
        judgedAgainst: [],
      }),
    });
  }

  /** Grants as this process knows them, or, `fresh`, with all that is stored. Do not change them. */
  grants({ fresh }: { fresh: boolean }): Promise<Grants> {
    const { states } = this.#loop;
    return fresh ? states.fresh(accessStream) : states.current(accessStream);
  }
}
