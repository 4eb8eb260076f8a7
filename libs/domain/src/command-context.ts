/** What every command carries besides what it asks for. */
import type { CommandActor } from './actor';
import type { CentreCode, PlainDate } from './vocabulary';

/** Who asks, when it happened, when it is judged. */
export interface CommandContext {
  readonly centre: CentreCode;
  readonly occurredOn: PlainDate;
  readonly by: CommandActor;
  /** Instant of the judgement, ISO 8601 UTC. */
  readonly decidedAt: string;
  /** Approvals: when the proposed command is judged again; `decidedAt` is when it was proposed. */
  readonly approvedAt?: string;
}
