/** The event store as the transparency log sees it. */
import { randomUUID } from 'node:crypto';
import {
  type CheckpointSigned,
  checkpointStream,
  type MapRootRecorded,
  serialMapStream,
  shanghaiDate,
} from '#domain';
import { type EventLog, schemaOf, WrongRevision } from '#event-log';
import type { LogSource } from '#transparency';

type Log = Pick<EventLog, 'followStored' | 'readAt' | 'append'>;

/** Not a person: what the clock does. */
const actor = { user: 'system', role: 'admin', centre: '' } as const;

export const logSourceOf = (log: Log): LogSource => ({
  follow: (options) => log.followStored(options),
  readAt: (stream, revision) => log.readAt(stream, revision),
  appendHead: (data, expected) =>
    appendNext(log, checkpointStream, { type: 'CheckpointSigned', data }, expected),
  appendMapRoot: (data, expected) =>
    appendNext(log, serialMapStream, { type: 'MapRootRecorded', data }, expected),
});

async function appendNext(
  log: Log,
  stream: string,
  event: CheckpointSigned | MapRootRecorded,
  expected: bigint,
): Promise<'appended' | 'overtaken'> {
  const now = new Date();
  const metadata = {
    schema: schemaOf(event.type),
    actor,
    occurredOn: shanghaiDate(now),
    decidedAt: now.toISOString(),
    correlationId: randomUUID(),
  };
  try {
    await log.append(stream, [{ ...event, id: randomUUID(), metadata }], expected);
    return 'appended';
  } catch (error) {
    if (error instanceof WrongRevision) return 'overtaken';
    throw error;
  }
}
