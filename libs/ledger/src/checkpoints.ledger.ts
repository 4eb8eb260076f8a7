import { randomUUID } from 'node:crypto';
import { type CheckpointWitnessed, type CommandContext, checkpointStream } from '#domain';
import { type EventLog, type NewEvent, schemaOf, WrongRevision } from '#event-log';
import { conflictsMax } from './command-loop';
import { TooManyConflicts } from './faults';
import { answerFrom, type Outcome, type Request } from './outcome';

/** How far back a cosignature that was handed in again is recognised. */
const recentEventsMax = 64;

/**
 * Cosignatures of heads. Nothing on their stream is decided by what stands there, and it grows by a
 * head a minute: so it is not folded, only appended to at its exact revision.
 */
export class CheckpointsLedger {
  constructor(private readonly log: Pick<EventLog, 'append' | 'readBackwards'>) {}

  /**
   * What was checked before. One that is among the newest events is answered as it was then.
   * Rejects with TooManyConflicts, and as the event log's `append`.
   */
  async record(
    { requestId, dryRun }: Request,
    { by, occurredOn, decidedAt }: CommandContext,
    data: CheckpointWitnessed['data'],
  ): Promise<Outcome> {
    const type = 'CheckpointWitnessed';
    if (dryRun) return { kind: 'judged', wouldAppend: [type], refusals: [], warnings: [] };
    const { user, role, centre } = by;
    const metadata = {
      schema: schemaOf(type),
      actor: { user, role, centre },
      occurredOn,
      decidedAt,
      correlationId: requestId,
    };
    const event = { type, data, id: randomUUID(), metadata } satisfies NewEvent;
    for (let conflictCount = 0; conflictCount <= conflictsMax; conflictCount += 1) {
      const recent = await this.log.readBackwards(checkpointStream, { limit: recentEventsMax });
      const same = recent.find((one) => one.type === type && one.data.signature === data.signature);
      if (same) return answerFrom(checkpointStream, [same], same.position, same.id !== event.id);
      const expected = recent.at(0)?.revision ?? -1n;
      try {
        const { revision, position } = await this.log.append(checkpointStream, [event], expected);
        return answerFrom(checkpointStream, [{ ...event, revision }], position, false);
      } catch (fault) {
        if (!(fault instanceof WrongRevision)) throw fault;
      }
    }
    throw new TooManyConflicts(checkpointStream, conflictsMax + 1);
  }
}
