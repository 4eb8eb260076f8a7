/** The event store as the transparency log sees it. */
import { randomUUID } from 'node:crypto';
import { type CheckpointSigned, checkpointStream, shanghaiDate } from '#domain';
import { type EventLog, schemaOf, WrongRevision } from '#event-log';
import type { LogSource } from '#transparency';

type Log = Pick<EventLog, 'followStored' | 'readAt' | 'append'>;

/** Not a person: what the clock does. */
const actor = { user: 'system', role: 'admin', centre: '' } as const;

export const logSourceOf = (log: Log): LogSource => ({
  follow: (options) => log.followStored(options),
  readAt: (stream, revision) => log.readAt(stream, revision),
  appendHead: (data, expected) => appendHead(log, data, expected),
});

async function appendHead(
  log: Log,
  data: CheckpointSigned['data'],
  expected: bigint,
): Promise<'appended' | 'overtaken'> {
  const now = new Date();
  const type = 'CheckpointSigned';
  const metadata = {
    schema: schemaOf(type),
    actor,
    occurredOn: shanghaiDate(now),
    decidedAt: now.toISOString(),
    correlationId: randomUUID(),
  };
  try {
    await log.append(checkpointStream, [{ type, data, id: randomUUID(), metadata }], expected);
    return 'appended';
  } catch (error) {
    if (error instanceof WrongRevision) return 'overtaken';
    throw error;
  }
}
