/** A node from its lock to its last goodbye. */

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { certificateIn } from './certificate';
import type { Command } from './command-line';
import { type Lock, lockFolder } from './lock';
import type { AppendOutcome } from './log/batch';
import { EventLog } from './log/event-log';
import { diskOperations, type FileOperations } from './log/file-operations';
import { credentialsIn, writeConnectionFile } from './secrets';
import { letAllThrough, requireCredentials } from './wire/authentication';
import { parseUuidText } from './wire/proposal';
import { startServer } from './wire/server';

/** The ready line stays short; `check` names all. */
const DAMAGE_NAMED_COUNT_MAX = 16;

type Serve = Extract<Command, { kind: 'serve' }>;

export interface ServingNode {
  /** The line that says that the node serves, without any secret. */
  readonly ready: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** One line of the node's own log, which is standard error. */
export type Report = (line: Readonly<Record<string, unknown>>) => void;

export function logFolderOf(folder: string): string {
  return join(folder, 'log');
}

/** Throws `FolderInUse` when another process serves the folder. */
export async function serve(
  command: Serve,
  report: Report,
  files: FileOperations = diskOperations,
): Promise<ServingNode> {
  const folder = resolve(command.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = await lockFolder(folder, (warning) => report({ warning }));
  try {
    return await serveLocked({ ...command, folder }, lock, report, files);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function serveLocked(
  command: Serve,
  lock: Lock,
  report: Report,
  files: FileOperations,
): Promise<ServingNode> {
  const { folder, host } = command;
  const warn = (warning: string) => report({ warning });
  const log = EventLog.open(logFolderOf(folder), {
    files,
    warn,
    segmentSizeBytesMax: command.segmentSizeBytes,
  });
  for (const damage of log.damage) report({ damage });
  if (log.cut) report({ tornTailCut: log.cut });
  if (log.lastPosition === 0 && log.damage.length === 0) await recordBeginning(log);
  const security = command.insecure ? insecurely() : await securely(folder, host);
  const server = await startServer({ log, host, port: command.port, ...security });
  const connectionString = security.connectionString(hostToReach(host), server.port);
  const published = command.insecure
    ? { connectionString }
    : { connectionFile: writeConnectionFile(folder, connectionString) };
  return {
    ready: { ready: true, port: server.port, ...published, dir: folder, ...damageIn(log) },
    stop: async () => {
      await server.stop();
      await log.close();
      lock.release();
    },
  };
}

/** Whoever starts the node learns at once that it has lost something, and where to look first. */
function damageIn({ damage }: EventLog) {
  if (damage.length === 0) return {};
  const named = damage.slice(0, DAMAGE_NAMED_COUNT_MAX);
  return {
    damaged: named.map(({ file, offset, afterPosition }) => ({ file, offset, afterPosition })),
  };
}

function hostToReach(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

function insecurely() {
  return {
    credentials: ServerCredentials.createInsecure(),
    authenticate: letAllThrough,
    connectionString: (host: string, port: number) => `esdb://${host}:${port}?tls=false`,
  };
}

async function securely(folder: string, host: string) {
  const { path, certificate, privateKey } = await certificateIn(folder, hostToReach(host));
  const credentials = credentialsIn(folder);
  const pair = { cert_chain: certificate, private_key: privateKey };
  const query = `tls=true&tlsCaFile=${encodeURIComponent(path)}`;
  return {
    credentials: ServerCredentials.createSsl(null, [pair], false),
    authenticate: requireCredentials(credentials),
    connectionString: (at: string, port: number) =>
      `esdb://${credentials.username}:${credentials.password}@${at}:${port}?${query}`,
  };
}

/** A new log begins with an event of the system's own, as the real store's does. */
async function recordBeginning(log: EventLog): Promise<void> {
  const event = {
    id: parseUuidText(randomUUID()),
    type: Buffer.from('$LogBegan'),
    isJson: true,
    data: Buffer.from(JSON.stringify({ format: 1 })),
    metadata: Buffer.alloc(0),
  };
  const request = {
    streamName: Buffer.from('$log'),
    expected: 'no_stream',
    events: [event],
  } as const;
  const outcome = await new Promise<AppendOutcome>((settle) => log.append(request, settle));
  if (outcome.kind === 'refused') throw new Error(outcome.message);
}
