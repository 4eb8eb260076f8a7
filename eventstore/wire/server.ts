/**
 * The gRPC server: EventStoreDB's service definitions from the client's own package, with the
 * handlers of this folder. Services that are not named here answer UNIMPLEMENTED.
 */
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { Server, type ServerCredentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import type { EventLog } from '../log/event-log';
import { appendTo } from './append';
import type { Authenticate } from './authentication';
import { type BatchCall, batchAppendTo } from './batch-append';
import { leaveUnread, refuseStrangers } from './before-the-request';
import { failure } from './failure';
import { Gathered } from './gathered';
import { gossipOf } from './gossip';
import type { ReadCall } from './outlet';
import { readFrom } from './read';
import { refuseAsAppendOnly } from './refused';
import { supportedMethods } from './server-features';

/** Room for an append of the largest size and its envelope; the real store takes as much. */
const MESSAGE_SIZE_BYTES_MAX = 17 * 1024 * 1024;
const CONCURRENT_CALL_COUNT_MAX = 10_000;
/** How long open calls may take to end after they have been told to. */
const GOODBYE_MS = 3_000;

const asItIs = (bytes: Buffer) => bytes;

/**
 * Requests come to the handlers as bytes: the generated classes see none of them (message-reader.ts
 * has the reason).
 */
function takingBytes(service: object): ServiceDefinition {
  const methods = Object.entries(service) as [string, ServiceDefinition[string]][];
  return Object.fromEntries(
    methods.map(([name, method]) => [name, { ...method, requestDeserialize: asItIs }]),
  );
}

/** What goes out is encoded already: stored bytes, and answers that are made by hand. */
const STREAMS = takingBytes({
  ...StreamsService,
  read: { ...StreamsService.read, responseSerialize: asItIs },
  batchAppend: { ...StreamsService.batchAppend, responseSerialize: asItIs },
});

/** Only who is known reads and appends. */
const GUARDED = pathsOf(Object.values(StreamsService));
/** What these are asked is said by their names. */
const UNREAD = pathsOf([
  StreamsService.delete,
  StreamsService.tombstone,
  ...Object.values(GossipService),
  ...Object.values(ServerFeaturesService),
]);

function pathsOf(methods: readonly { readonly path: string }[]): ReadonlySet<string> {
  return new Set(methods.map(({ path }) => path));
}

export interface NodeServer {
  readonly port: number;
  /** Ends open calls with CANCELLED and closes the port. */
  stop(): Promise<void>;
}

export interface ServerSettings {
  readonly log: EventLog;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly credentials: ServerCredentials;
  readonly authenticate: Authenticate;
}

interface Endable {
  emit(event: 'error', error: Error): boolean;
  on(event: 'close' | 'cancelled' | 'finish' | 'error', listener: () => void): unknown;
}

/** The calls that last: they have to be ended by hand when the node stops. */
class OpenCalls {
  private readonly calls = new Set<Endable>();

  add(call: Endable): void {
    this.calls.add(call);
    for (const ending of ['close', 'cancelled', 'finish', 'error'] as const) {
      call.on(ending, () => this.calls.delete(call));
    }
  }

  cancelAll(): void {
    const goodbye = failure(status.CANCELLED, 'The node is stopping.');
    for (const call of this.calls) call.emit('error', goodbye);
  }
}

export async function startServer(settings: ServerSettings): Promise<NodeServer> {
  const { log, host, credentials, authenticate } = settings;
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_SIZE_BYTES_MAX,
    'grpc.max_send_message_length': MESSAGE_SIZE_BYTES_MAX,
    'grpc.max_concurrent_streams': CONCURRENT_CALL_COUNT_MAX,
    'grpc.enable_channelz': 0,
    interceptors: [leaveUnread(UNREAD), refuseStrangers(GUARDED, authenticate)],
  });
  const calls = new OpenCalls();
  let port = settings.port;
  server.addService(STREAMS, streamHandlers(log, calls));
  server.addService(takingBytes(GossipService), {
    read: gossipOf({ instanceId: randomUUID(), port: () => port }),
  });
  server.addService(takingBytes(ServerFeaturesService), { getSupportedMethods: supportedMethods });
  port = await promisify(server.bindAsync.bind(server))(`${host}:${settings.port}`, credentials);
  return { port, stop: () => stop(server, calls) };
}

function streamHandlers(log: EventLog, calls: OpenCalls) {
  const read = readFrom(log);
  const gathered = new Gathered();
  const batchAppend = batchAppendTo(log, gathered);
  return {
    read: (call: ReadCall) => {
      calls.add(call);
      read(call);
    },
    append: appendTo(log, gathered),
    batchAppend: (call: BatchCall) => {
      calls.add(call);
      batchAppend(call);
    },
    delete: refuseAsAppendOnly,
    tombstone: refuseAsAppendOnly,
  };
}

async function stop(server: Server, calls: OpenCalls): Promise<void> {
  const closed = promisify(server.tryShutdown.bind(server))();
  calls.cancelAll();
  const timer = setTimeout(() => server.forceShutdown(), GOODBYE_MS);
  try {
    await closed;
  } finally {
    clearTimeout(timer);
  }
}
