/** What hostile or careless callers send harms nobody but themselves; see also batch-bounds. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { binaryEvent } from '@eventstore/db-client';
import { Empty, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { AppendReq, ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { credentials, status } from '@grpc/grpc-js';
import { identifierOf, message, OWN_CONNECTION, RawCall, TargetNode } from './test/target-node';

let node: TargetNode;

beforeAll(async () => {
  node = await TargetNode.start();
});
afterAll(() => node?.stop());

/** The messages of an append call: its options, and one event of 1 MB. */
function appendParts(): { options: AppendReq; event: AppendReq } {
  const [options, event] = [new AppendReq(), new AppendReq()];
  options.setOptions(new AppendReq.Options().setStreamIdentifier(identifierOf('s')));
  options.getOptions()?.setAny(new Empty());
  const proposed = new AppendReq.ProposedMessage();
  proposed.setId(new UUID().setString(randomUUID()));
  proposed.getMetadataMap().set('type', 'T').set('content-type', 'application/json');
  proposed.setData(Buffer.alloc(1_000_000, 0x31));
  event.setProposedMessage(proposed);
  return { options, event };
}

describe('append calls', () => {
  it('that never end are refused before they fill the memory', async () => {
    const before = node.residentKilobytes();
    const streams = new StreamsClient(node.address, credentials.createInsecure(), OWN_CONNECTION);
    const codes: unknown[] = [];
    const { options, event } = appendParts();
    const calls = Array.from({ length: 120 }, () => {
      const call = streams.append((error) => codes.push(error?.code));
      call.write(options);
      call.write(event);
      return call;
    });
    await node.expectServing();
    for (const call of calls) call.end();
    while (codes.length < calls.length) await nextTurn();
    const [done, refused] = [undefined, status.RESOURCE_EXHAUSTED];
    expect(new Set(codes)).toEqual(new Set([done, refused]));
    if (process.platform === 'linux') {
      expect(node.residentKilobytes() - before).toBeLessThan(250_000);
    }
    streams.close();
    await node.expectServing();
  });

  it('and batch append calls have one bound together', async () => {
    const streams = new StreamsClient(node.address, credentials.createInsecure(), OWN_CONNECTION);
    const { options, event } = appendParts();
    const refusals: Promise<unknown>[] = [];
    const calls = Array.from({ length: 40 }, () => {
      let refused: (error: unknown) => void = () => {};
      refusals.push(new Promise((resolve) => (refused = resolve)));
      const call = streams.append(refused);
      call.write(options);
      call.write(event);
      return call;
    });
    const batches = [new RawCall(node.address), new RawCall(node.address)];
    for (const batch of batches) {
      for (let count = 0; count < 15; count += 1) {
        const data = Buffer.alloc(1_000_000, 1);
        batch.send(message({ id: randomUUID(), stream: 's', final: false, data }));
      }
      refusals.push(batch.failed);
    }
    expect(await Promise.race(refusals)).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    for (const call of calls) call.cancel();
    streams.close();
    for (const batch of batches) await batch.cancel();
    await node.expectServing();
  });
});

describe('the node', () => {
  it('minds neither a thousand idle connections nor what is no HTTP/2', async () => {
    const [host, port] = node.address.split(':');
    const sockets = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const socket = connectSocket(Number(port), host);
        socket.on('error', () => {});
        await once(socket, 'connect');
        return socket;
      }),
    );
    sockets[0]?.write('GET / HTTP/1.1\r\n\r\n');
    sockets[1]?.write(Buffer.alloc(100_000, 0xff));
    await node.expectServing();
    for (const socket of sockets) socket.destroy();
  });

  it('keeps its memory while a hundred subscribers have stalled, and they lose nothing', async () => {
    const stream = `stalled-${randomUUID()}`;
    const data = Buffer.alloc(10_000, 1);
    const request = subscriptionTo(stream);
    const stalled = Array.from({ length: 100 }, () => {
      const streams = new StreamsClient(node.address, credentials.createInsecure(), OWN_CONNECTION);
      const call = streams.read(request);
      call.on('error', () => {});
      // Only after its first message does this client let what it does not read wait at the sender.
      call.once('data', () => call.pause());
      return { streams, call };
    });
    const load = async () => {
      for (let part = 0; part < 30; part += 1) {
        const events = Array.from({ length: 50 }, () => binaryEvent({ type: 'T', data }));
        await node.client.appendToStream(stream, events);
      }
    };
    await load();
    const before = node.residentKilobytes();
    await load();
    // Held for each of them, the second half would be 1,500 MB.
    if (process.platform === 'linux')
      expect(node.residentKilobytes() - before).toBeLessThan(60_000);
    const read: string[] = [];
    const awake = stalled[7]?.call;
    if (!awake) throw new Error('There is no such subscriber.');
    for await (const response of awake as AsyncIterable<ReadResp>) {
      const event = response.getEvent()?.getEvent();
      if (event) read.push(event.getStreamRevision());
      if (read.length === 3_000) break;
    }
    expect(read).toEqual(Array.from({ length: 3_000 }, (_, index) => String(index)));
    for (const { streams, call } of stalled) {
      call.cancel();
      streams.close();
    }
    await node.expectServing();
  });
});

function subscriptionTo(stream: string): ReadReq {
  const identifier = identifierOf(stream);
  const from = new ReadReq.Options.StreamOptions();
  from.setStreamIdentifier(identifier);
  from.setStart(new Empty());
  const options = new ReadReq.Options();
  options.setStream(from);
  options.setSubscription(new ReadReq.Options.SubscriptionOptions());
  options.setNoFilter(new Empty());
  options.setUuidOption(new ReadReq.Options.UUIDOption().setStructured(new Empty()));
  return new ReadReq().setOptions(options);
}
