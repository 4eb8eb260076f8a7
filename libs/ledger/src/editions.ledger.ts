import {
  type Centres,
  centresStream,
  decideEdition,
  Edition,
  type EditionCommand,
  type EditionEvent,
  editionOfStream,
  editionStream,
  evolveEdition,
  type Grant,
  type JudgedAgainst,
  judgeEdition,
  type PlainDate,
  shanghaiDate,
} from '#domain';
import type { AccessLedger } from './access.ledger';
import { approversGrant } from './approvers-grant';
import type { CentresLedger } from './centres.ledger';
import { CommandLoop } from './command-loop';
import type { Found } from './found';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** A hundred editions and their proposals are far less: only made-up names fill it. */
const cacheSizeBytesMax = 16 * 1024 * 1024;
/** How long what was read of an edition's stream is taken as what is stored. */
const withdrawalAgeMsMax = 60_000;
/** How long after its decision a withdrawal may be stored: more than an append is tried. */
const storingMsMax = 60_000;
const readCountMax = 10_000;

export interface Withdrawals {
  readonly from: ReadonlyMap<string, PlainDate>;
  /** The streams of the editions that are withdrawn. */
  readonly against: readonly JudgedAgainst[];
}

function emptyEdition(stream: string): Edition {
  const name = editionOfStream(stream);
  if (name === undefined) throw new Error(`${stream} is no edition's stream`);
  return Edition.empty(name);
}

/** The editions of blanks: their withdrawals, and what these say to the books. */
export class EditionsLedger {
  readonly #loop: CommandLoop<Edition, EditionEvent>;
  /** When this process last read a stream to its end, oldest first. */
  readonly #readAtMs = new Map<string, number>();

  constructor(
    private readonly ports: LedgerPorts,
    private readonly centres: CentresLedger,
    private readonly access: AccessLedger,
    private readonly now: () => number = Date.now,
  ) {
    const fold = { empty: emptyEdition, evolve: evolveEdition };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  execute(request: Request, edition: string, command: EditionCommand): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: editionStream(edition),
      context: command,
      gather: async (state, { fresh, final }) => {
        const centres = await this.centres.centres({ fresh });
        const { grant, causationId } = await this.#approval(state, command, centres);
        const policy = centres.policyFor(command.centre);
        const facts = { centres, policy, grant: grant.fact };
        const decision = final ? judgeEdition : decideEdition;
        const tree = { stream: centresStream, revision: String(centres.revision) };
        const judgedAgainst = grant.against ? [tree, grant.against] : [tree];
        return () => ({ decision: decision(state, command, facts), judgedAgainst, causationId });
      },
    });
  }

  /** The edition as this process knows it, or, `fresh`, with all that is stored. Do not change it. */
  edition(name: string, { fresh }: { fresh: boolean }): Promise<Edition> {
    const { states } = this.#loop;
    return fresh ? states.fresh(editionStream(name)) : states.current(editionStream(name));
  }

  /**
   * From when each of these editions is withdrawn; those that are not are left out.
   *
   * Unless `fresh`, what was read within the last minute and on the same day in Shanghai will do:
   * a withdrawal that was stored after the reading names a day after the one it was decided on, so
   * it cannot hold yet. Readings of a day's first minute are made again, for a withdrawal decided
   * before midnight may be stored after it. Editions are few and their streams are short, so each
   * costs one read a minute.
   */
  async withdrawals(names: Iterable<string>, { fresh }: { fresh: boolean }): Promise<Withdrawals> {
    const from = new Map<string, PlainDate>();
    const against: JudgedAgainst[] = [];
    for (const edition of await Promise.all([...names].map((name) => this.#recent(name, fresh)))) {
      if (!edition.withdrawal) continue;
      from.set(edition.name, edition.withdrawal.from);
      against.push({ stream: editionStream(edition.name), revision: String(edition.revision) });
    }
    return { from, against };
  }

  async #recent(name: string, fresh: boolean): Promise<Edition> {
    const startedAtMs = this.now();
    const readAtMs = this.#readAtMs.get(name);
    const isRecent =
      readAtMs !== undefined &&
      startedAtMs - readAtMs <= withdrawalAgeMsMax &&
      shanghaiDate(new Date(startedAtMs)) === shanghaiDate(new Date(readAtMs - storingMsMax));
    if (isRecent && !fresh) return this.edition(name, { fresh: false });
    const edition = await this.edition(name, { fresh: true });
    this.#readAtMs.delete(name);
    this.#readAtMs.set(name, startedAtMs);
    for (const oldest of this.#readAtMs.keys()) {
      if (this.#readAtMs.size <= readCountMax) break;
      this.#readAtMs.delete(oldest);
    }
    return edition;
  }

  async #approval(
    state: Edition,
    command: EditionCommand,
    centres: Centres,
  ): Promise<{ readonly grant: Found<Grant>; readonly causationId?: string }> {
    if (command.type !== 'ApproveProposal') return { grant: {} };
    const proposal = state.proposals.get(command.proposal);
    if (!proposal) return { grant: {} };
    const made = await this.ports.log.readAt(editionStream(state.name), proposal.revision);
    const grant = await approversGrant(this.access, command.by.user, [centres.top?.code]);
    return { grant, causationId: made?.id };
  }
}
