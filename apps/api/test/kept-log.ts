/** The transparency log of an API under test, kept as the projector keeps it. */
import { randomUUID } from 'node:crypto';
import {
  type CheckpointSigned,
  checkpointStream,
  type MapRootRecorded,
  serialMapStream,
  shanghaiDate,
} from '#domain';
import { WrongRevision } from '#event-log';
import {
  formatVerifierKey,
  LogKeeper,
  type LogSource,
  logKeyPath,
  readLogKeyFile,
  readOrMakeLogKey,
} from '#transparency';
import type { RunningApi } from './running-api';

const headIntervalMs = 50;

function sourceOf({ log }: RunningApi): LogSource {
  const appendNext = async (
    stream: string,
    event: CheckpointSigned | MapRootRecorded,
    expected: bigint,
  ): Promise<'appended' | 'overtaken'> => {
    const now = new Date();
    const metadata = {
      schema: 1,
      actor: { user: 'system', role: 'admin', centre: '' },
      occurredOn: shanghaiDate(now),
      decidedAt: now.toISOString(),
      correlationId: randomUUID(),
    } as const;
    try {
      await log.append(stream, [{ ...event, id: randomUUID(), metadata }], expected);
      return 'appended';
    } catch (fault) {
      if (fault instanceof WrongRevision) return 'overtaken';
      throw fault;
    }
  };
  return {
    follow: (options) => log.followStored(options),
    readAt: (stream, revision) => log.readAt(stream, revision),
    appendHead: (data, expected) =>
      appendNext(checkpointStream, { type: 'CheckpointSigned', data }, expected),
    appendMapRoot: (data, expected) =>
      appendNext(serialMapStream, { type: 'MapRootRecorded', data }, expected),
  };
}

/** Until `stop` resolves. */
export function keepLog(api: RunningApi): { stop(): Promise<void> } {
  const path = logKeyPath(api.settings.dataFolder);
  const { databaseUrl } = api.settings;
  const ending = new AbortController();
  const keeper = new LogKeeper({
    source: sourceOf(api),
    databaseUrl,
    key: () => readOrMakeLogKey(path),
    knowsKey: (key) => {
      const file = readLogKeyFile(path);
      const known = file ? [...file.earlier, file.key.verifier] : [];
      return known.map(formatVerifierKey).includes(formatVerifierKey(key));
    },
    intervalMs: headIntervalMs,
  });
  const done = keeper.run(ending.signal);
  return {
    stop: async () => {
      ending.abort();
      await done;
    },
  };
}
