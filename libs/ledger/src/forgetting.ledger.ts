import {
  type ApproveProposal,
  accessStream,
  decideForgetting,
  evolveForgetting,
  Forgetting,
  type ForgettingCommand,
  type ForgettingEvent,
  forgettingStream,
  type Grant,
  judgeForgetting,
  Policy,
  type SealedLine,
} from '#domain';
import type { AccessLedger } from './access.ledger';
import { CommandLoop, type Judgement } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** One stream: the bound is never met, only stated. */
const cacheSizeBytesMax = 256 * 1024 * 1024;

/** Who is forgotten: commands on that stream, and its proposals. Carrying it out is not its part. */
export class ForgettingLedger {
  readonly #loop: CommandLoop<Forgetting, ForgettingEvent>;

  constructor(
    private readonly ports: LedgerPorts,
    private readonly access: AccessLedger,
  ) {
    const fold = { empty: () => Forgetting.empty(), evolve: evolveForgetting };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  /**
   * `command.centre` is the top centre, whose supervisors propose and approve. `linesNow`: every
   * line of the same holder as of an approval.
   */
  execute(
    request: Request,
    command: ForgettingCommand,
    linesNow: readonly SealedLine[] = [],
  ): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: forgettingStream,
      context: command,
      gather: async (state, { final }) => {
        const policy = Policy.standard;
        const decision = final ? judgeForgetting : decideForgetting;
        if (command.type !== 'ApproveProposal') {
          return () => ({ decision: decision(state, command, { policy }), judgedAgainst: [] });
        }
        const { grant, ...origin } = await this.#approval(state, command);
        return () => ({
          decision: decision(state, command, { policy, grant, linesNow }),
          ...origin,
        });
      },
    });
  }

  /** The stream as this process knows it, or, `fresh`, with all that is stored. Do not change it. */
  state({ fresh }: { fresh: boolean }): Promise<Forgetting> {
    const { states } = this.#loop;
    return fresh ? states.fresh(forgettingStream) : states.current(forgettingStream);
  }

  /** The approver's grant as it is now, and the event that the approval answers to. */
  async #approval(
    state: Forgetting,
    { centre, by, proposal }: ForgettingCommand<ApproveProposal>,
  ): Promise<Omit<Judgement<ForgettingEvent>, 'decision'> & { readonly grant?: Grant }> {
    const grants = await this.access.grants({ fresh: true });
    const revision = state.proposals.get(proposal)?.revision;
    const made =
      revision === undefined ? undefined : await this.ports.log.readAt(forgettingStream, revision);
    return {
      grant: grants.find(by.user, 'supervisor', centre),
      judgedAgainst: [{ stream: accessStream, revision: String(grants.revision) }],
      ...(made ? { causationId: made.id } : {}),
    };
  }
}
