/** Bytes that are no message, or one that lies: to every method that is served, while others append. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryEvent } from '@eventstore/db-client';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { Client, credentials, ServerCredentials, status } from '@grpc/grpc-js';
import { EventLog } from './log/event-log';
import { lengthDelimited, lyingRequests } from './test/random-messages';
import { OWN_CONNECTION, TargetNode } from './test/target-node';
import { requireCredentials } from './wire/authentication';
import { type NodeServer, startServer } from './wire/server';

const { INTERNAL, OK, PERMISSION_DENIED, UNAUTHENTICATED } = status;
const asItIs = (bytes: Buffer) => bytes;

/** What a method answers to bytes that are no message. */
const METHODS = [
  ['Read', StreamsService.read.path, 'read', INTERNAL],
  ['Append', StreamsService.append.path, 'append', INTERNAL],
  ['BatchAppend', StreamsService.batchAppend.path, 'batch', INTERNAL],
  ['Delete', StreamsService.delete.path, 'read', PERMISSION_DENIED],
  ['Tombstone', StreamsService.tombstone.path, 'read', PERMISSION_DENIED],
  ['Gossip', GossipService.read.path, 'read', OK],
  ['ServerFeatures', ServerFeaturesService.getSupportedMethods.path, 'read', OK],
] as const;
const NO_MESSAGES = [
  'ffffffffffffffff07',
  '00',
  '0c',
  '0b'.repeat(100_000),
  '08'.repeat(3),
  `0a${'80'.repeat(20)}`,
].map((text) => Buffer.from(text, 'hex'));

/** The status that ends a call with this one message. */
function endOf(client: Client, path: string, message: Buffer): Promise<status> {
  const call = client.makeBidiStreamRequest(path, asItIs, asItIs);
  call.on('error', () => {});
  call.resume();
  call.write(message);
  call.end();
  return new Promise((resolve) => call.on('status', ({ code }) => resolve(code)));
}

function clientOf(address: string): Client {
  return new Client(address, credentials.createInsecure(), OWN_CONNECTION);
}

describe('bytes that are no message', () => {
  let node: TargetNode;

  beforeAll(async () => {
    node = await TargetNode.start();
  });
  afterAll(() => node?.stop());

  it.each(METHODS)('end their own call of %s, while another appends', async (...method) => {
    const [name, path, kind, code] = method;
    const client = clientOf(node.address);
    let open = true;
    const append = async () => {
      let count = 0n;
      while (open || count < 3n) {
        const event = binaryEvent({ type: 'T', data: Buffer.alloc(10) });
        const { nextExpectedRevision } = await node.client.appendToStream(`by-${name}`, event);
        expect(nextExpectedRevision).toBe(count);
        count += 1n;
      }
    };
    const attack = async () => {
      const messages = [...lyingRequests(kind), ...NO_MESSAGES];
      const ends = await Promise.all(messages.map((message) => endOf(client, path, message)));
      open = false;
      return ends;
    };
    const [ends] = await Promise.all([attack(), append()]);
    expect(new Set(ends)).toEqual(new Set([code]));
    client.close();
  });

  it('end a call that has brought good ones, and leave nothing of it behind', async () => {
    const client = clientOf(node.address);
    const { path } = StreamsService.append;
    const call = client.makeClientStreamRequest(path, asItIs, asItIs, () => {});
    const ended = new Promise((resolve) => call.on('status', ({ code }) => resolve(code)));
    const name = lengthDelimited(1, lengthDelimited(3, Buffer.from('half')));
    call.write(lengthDelimited(1, Buffer.concat([name, lengthDelimited(4, Buffer.alloc(0))])));
    call.write(NO_MESSAGES[0]);
    expect(await ended).toBe(INTERNAL);
    await expect(node.revisions('half')).rejects.toMatchObject({ type: 'stream-not-found' });
    client.close();
  });
});

describe('a caller who is not known', () => {
  let folder: string;
  let log: EventLog;
  let server: NodeServer;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liushui-hostile-'));
    log = EventLog.open(folder);
    server = await startServer({
      log,
      host: '127.0.0.1',
      port: 0,
      credentials: ServerCredentials.createInsecure(),
      authenticate: requireCredentials({ username: 'u', password: 'p' }),
    });
  });
  afterEach(async () => {
    await server?.stop();
    await log?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is told so, whatever the message is', async () => {
    const client = clientOf(`127.0.0.1:${server.port}`);
    for (const [, path, kind] of METHODS.slice(0, 5)) {
      const ends = lyingRequests(kind).map((message) => endOf(client, path, message));
      expect(new Set(await Promise.all(ends))).toEqual(new Set([UNAUTHENTICATED]));
    }
    client.close();
  });

  it.each(METHODS)('is answered by %s before the message has come', async (name, path) => {
    const session = connect(`http://127.0.0.1:${server.port}`);
    const isOpen = name === 'Gossip' || name === 'ServerFeatures';
    const call = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.on('error', () => {});
    // The head of a message of 16 MiB, and nothing of it.
    call.write(Buffer.from('0001000000', 'hex'));
    const ended = isOpen ? once(call, 'trailers') : once(call, 'response');
    call.resume();
    const [{ 'grpc-status': code }] = await ended;
    expect(Number(code)).toBe(isOpen ? OK : UNAUTHENTICATED);
    session.destroy();
  });
});
