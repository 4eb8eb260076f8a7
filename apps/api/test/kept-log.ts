/** The transparency log of an API under test, kept as the projector keeps it. */
import { randomUUID } from 'node:crypto';
import { checkpointStream, shanghaiDate } from '#domain';
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
  return {
    follow: (options) => log.followStored(options),
    readAt: (stream, revision) => log.readAt(stream, revision),
    appendHead: async (data, expected) => {
      const now = new Date();
      const metadata = {
        schema: 1,
        actor: { user: 'system', role: 'admin', centre: '' },
        occurredOn: shanghaiDate(now),
        decidedAt: now.toISOString(),
        correlationId: randomUUID(),
      } as const;
      const event = { type: 'CheckpointSigned', id: randomUUID(), data, metadata } as const;
      try {
        await log.append(checkpointStream, [event], expected);
        return 'appended';
      } catch (fault) {
        if (fault instanceof WrongRevision) return 'overtaken';
        throw fault;
      }
    },
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
