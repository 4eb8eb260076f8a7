/** What hostile or careless callers send harms nobody but themselves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { binaryEvent, EventStoreDBClient } from '@eventstore/db-client';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  AppendReq,
  BatchAppendReq,
  type BatchAppendResp,
  ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import { Client, type ClientDuplexStream, credentials, status } from '@grpc/grpc-js';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';

const PROGRAM = join(__dirname, '..', 'dist', 'eventstore', 'main.js');
const OWN_CONNECTION = { 'grpc.use_local_subchannel_pool': 1 };

let folder: string;
let node: ChildProcess;
let url: string;
let address: string;
let client: EventStoreDBClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-bounds-'));
  const args = [PROGRAM, '--dir', folder, '--port', '0', '--insecure', '--parent-watch'];
  node = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: node.stdout as NodeJS.ReadableStream })) {
    url = (JSON.parse(line) as { connectionString: string }).connectionString;
    break;
  }
  if (!url) throw new Error('The node did not start; is it built?');
  address = new URL(url.replace('esdb:', 'http:')).host;
  client = EventStoreDBClient.connectionString(url);
});

afterAll(async () => {
  await client?.dispose();
  const gone = once(node, 'close');
  node.stdin?.end();
  await gone;
  rmSync(folder, { recursive: true, force: true });
});

const secondsFromNow = (seconds: number) => new Date(Date.now() + seconds * 1000);

/** Kilobytes of memory that the node has in use. */
function residentKilobytes(): number {
  const status = readFileSync(`/proc/${node.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

interface Message {
  readonly id: string;
  readonly stream?: string;
  readonly deadline?: Date;
  readonly final?: boolean;
  readonly type?: string;
  readonly withoutEvent?: boolean;
  readonly data?: Buffer;
}

function message(about: Message) {
  const { id, stream, deadline, final = true, type = 'T', withoutEvent } = about;
  const request = new BatchAppendReq();
  request.setCorrelationId(new UUID().setString(id));
  request.setIsFinal(final);
  if (stream !== undefined) {
    const options = new BatchAppendReq.Options();
    options.setStreamIdentifier(identifierOf(stream));
    options.setAny(new GoogleEmpty());
    options.setDeadline(Timestamp.fromDate(deadline ?? secondsFromNow(30)));
    request.setOptions(options);
  }
  if (!withoutEvent) {
    const proposed = new BatchAppendReq.ProposedMessage();
    proposed.setId(new UUID().setString(randomUUID()));
    proposed.getMetadataMap().set('type', type).set('content-type', 'application/json');
    proposed.setData(about.data ?? Buffer.from('{}'));
    request.addProposedMessages(proposed);
  }
  return request;
}

/** A batch append call of which every answer is kept. */
class RawCall {
  readonly answers: BatchAppendResp[] = [];
  private readonly streams = new StreamsClient(
    address,
    credentials.createInsecure(),
    OWN_CONNECTION,
  );
  private readonly call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  readonly failed: Promise<unknown>;

  constructor() {
    this.call = this.streams.batchAppend();
    this.call.on('data', (answer) => this.answers.push(answer));
    this.failed = new Promise((resolve) => this.call.on('error', resolve));
  }

  /** False when the node does not take more for now. */
  send(request: BatchAppendReq): boolean {
    return this.call.write(request);
  }

  stopReading(): void {
    this.call.pause();
  }

  readOn(): void {
    this.call.resume();
  }

  /** Ends the call and gives its answers by id: what they say, in order. */
  async finish(): Promise<Record<string, string[]>> {
    this.call.end();
    await once(this.call, 'end');
    this.streams.close();
    const byId: Record<string, string[]> = {};
    for (const answer of this.answers) {
      const id = answer.getCorrelationId()?.getString() ?? '';
      const said = answer.hasSuccess()
        ? 'success'
        : (answer.getError()?.getDetails()?.getTypeName() ?? 'no details');
      byId[id] = [...(byId[id] ?? []), said];
      expect(answer.getStreamIdentifier()?.getStreamName_asU8().length).toBeGreaterThan(0);
    }
    return byId;
  }

  async cancel(): Promise<void> {
    this.call.cancel();
    await this.failed;
    this.streams.close();
  }

  async answered(count: number): Promise<void> {
    while (this.answers.length < count) await once(this.call, 'data');
  }
}

async function revisions(stream: string): Promise<number> {
  let count = 0;
  for await (const _event of client.readStream(stream)) count += 1;
  return count;
}

async function expectServing(): Promise<void> {
  const { success } = await client.appendToStream(
    `well-${randomUUID()}`,
    binaryEvent({ type: 'T', data: Buffer.alloc(1) }),
  );
  expect(success).toBe(true);
}

describe('a batch append call', () => {
  it('answers no id twice, and what belongs to no append not at all', async () => {
    const [known, unknown] = [randomUUID(), randomUUID()];
    const stream = `s-${known}`;
    const call = new RawCall();
    call.send(message({ id: unknown }));
    call.send(message({ id: unknown, final: false }));
    call.send(message({ id: known, stream }));
    call.send(message({ id: known }));
    expect(await call.finish()).toEqual({ [known]: ['success'] });
    expect(await revisions(stream)).toBe(1);
  });

  it('gathers an append from its parts', async () => {
    const id = randomUUID();
    const call = new RawCall();
    call.send(message({ id, stream: `s-${id}`, final: false }));
    call.send(message({ id, final: false }));
    call.send(message({ id, withoutEvent: true }));
    expect(await call.finish()).toEqual({ [id]: ['success'] });
    expect(await revisions(`s-${id}`)).toBe(2);
  });

  it('goes on after bad requests of all kinds', async () => {
    const [nameless, typeless, metadata, good] = Array.from({ length: 4 }, () => randomUUID());
    const call = new RawCall();
    call.send(message({ id: typeless as string, stream: 's', type: '' }));
    call.send(message({ id: metadata as string, stream: '$$s' }));
    call.send(message({ id: good as string, stream: `s-${nameless}` }));
    expect(await call.finish()).toEqual({
      [typeless as string]: ['event_store.client.BadRequest'],
      [metadata as string]: ['event_store.client.AccessDenied'],
      [good as string]: ['success'],
    });
  });

  it('answers what comes too late, once, and does not write it', async () => {
    const [late, unfinished] = [randomUUID(), randomUUID()];
    const call = new RawCall();
    call.send(message({ id: late, stream: `s-${late}`, deadline: secondsFromNow(-1) }));
    const soon = secondsFromNow(0.2);
    const stream = `s-${unfinished}`;
    call.send(message({ id: unfinished, stream, deadline: soon, final: false }));
    await call.answered(2);
    call.send(message({ id: unfinished }));
    expect(await call.finish()).toEqual({
      [late]: ['event_store.client.Timeout'],
      [unfinished]: ['event_store.client.Timeout'],
    });
    await expect(revisions(`s-${late}`)).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('ends when it leaves too much unfinished', async () => {
    const many = new RawCall();
    for (let count = 0; count < 300; count += 1) {
      many.send(message({ id: randomUUID(), stream: 's', final: false }));
    }
    expect(await many.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const large = new RawCall();
    const data = Buffer.alloc(1_000_000, 1);
    for (let count = 0; count < 20; count += 1) {
      large.send(message({ id: randomUUID(), stream: 's', final: false, data }));
    }
    expect(await large.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await expectServing();
  });

  it('ends when the types or the names of what it leaves unfinished are too much', async () => {
    const typed = new RawCall();
    const id = randomUUID();
    const about = {
      id,
      stream: 's',
      final: false,
      type: 'T'.repeat(65_000),
      data: Buffer.alloc(0),
    };
    for (let count = 0; count < 280; count += 1) typed.send(message(about));
    expect(await typed.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const named = new RawCall();
    const stream = 'n'.repeat(1_000_000);
    for (let count = 0; count < 20; count += 1) {
      named.send(message({ id: randomUUID(), stream, final: false, withoutEvent: true }));
    }
    expect(await named.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await expectServing();
  });

  it('holds of a large message no more than the event that it brought', async () => {
    const before = residentKilobytes();
    const call = new RawCall();
    const deadline = secondsFromNow(1_000);
    for (let count = 0; count < 25; count += 1) {
      const large = message({ id: randomUUID(), stream: 's', deadline, final: false });
      large.getProposedMessagesList()[0]?.getMetadataMap().set('idle', 'x'.repeat(16_000_000));
      call.send(large);
      call.send(message({ id: randomUUID(), stream: 's' }));
      await call.answered(count + 1);
    }
    if (process.platform === 'linux') {
      expect(residentKilobytes() - before).toBeLessThan(300_000);
    }
    expect(Object.keys(await call.finish())).toHaveLength(25);
    await expectServing();
  });

  it('costs no memory while nobody reads its answers, and is answered in the end', async () => {
    const appendCount = 30_000;
    const before = residentKilobytes();
    const call = new RawCall();
    call.stopReading();
    const stream = `s-${randomUUID()}`;
    const data = Buffer.alloc(2_000, 1);
    for (let count = 0; count < appendCount; count += 1) {
      call.send(message({ id: randomUUID(), stream, data, deadline: secondsFromNow(100) }));
    }
    await expectServing();
    if (process.platform === 'linux') {
      expect(residentKilobytes() - before).toBeLessThan(120_000);
    }
    call.readOn();
    const answers = await call.finish();
    expect(Object.keys(answers)).toHaveLength(appendCount);
    expect(new Set(Object.values(answers).flat())).toEqual(new Set(['success']));
  });

  it.each([
    ['garbage', Buffer.from('ffffffffffffffff07', 'hex')],
    ['more than one message may hold', Buffer.alloc(18 * 1024 * 1024)],
  ])('that sends %s fails alone', async (_name, bytes) => {
    const raw = new Client(address, credentials.createInsecure(), OWN_CONNECTION);
    const { path } = StreamsService.batchAppend;
    const call = raw.makeBidiStreamRequest(
      path,
      (sent: Buffer) => sent,
      (got) => got,
    );
    const failed = once(call, 'error');
    call.resume();
    call.write(bytes);
    const [error] = await failed;
    expect(error).toMatchObject({ code: expect.any(Number) });
    raw.close();
    await expectServing();
  });
});

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
    const before = residentKilobytes();
    const streams = new StreamsClient(address, credentials.createInsecure(), OWN_CONNECTION);
    const codes: unknown[] = [];
    const { options, event } = appendParts();
    const calls = Array.from({ length: 120 }, () => {
      const call = streams.append((error) => codes.push(error?.code));
      call.write(options);
      call.write(event);
      return call;
    });
    await expectServing();
    for (const call of calls) call.end();
    while (codes.length < calls.length) await nextTurn();
    const [done, refused] = [undefined, status.RESOURCE_EXHAUSTED];
    expect(new Set(codes)).toEqual(new Set([done, refused]));
    if (process.platform === 'linux') {
      expect(residentKilobytes() - before).toBeLessThan(250_000);
    }
    streams.close();
    await expectServing();
  });

  it('and batch append calls have one bound together', async () => {
    const streams = new StreamsClient(address, credentials.createInsecure(), OWN_CONNECTION);
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
    const batches = [new RawCall(), new RawCall()];
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
    await expectServing();
  });
});

describe('the node', () => {
  it('minds neither a thousand idle connections nor what is no HTTP/2', async () => {
    const [host, port] = address.split(':');
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
    await expectServing();
    for (const socket of sockets) socket.destroy();
  });

  it('keeps its memory while a hundred subscribers have stalled, and they lose nothing', async () => {
    const stream = `stalled-${randomUUID()}`;
    const data = Buffer.alloc(10_000, 1);
    const request = subscriptionTo(stream);
    const stalled = Array.from({ length: 100 }, () => {
      const streams = new StreamsClient(address, credentials.createInsecure(), OWN_CONNECTION);
      const call = streams.read(request);
      call.on('error', () => {});
      // Only after its first message does this client let what it does not read wait at the sender.
      call.once('data', () => call.pause());
      return { streams, call };
    });
    const load = async () => {
      for (let part = 0; part < 30; part += 1) {
        const events = Array.from({ length: 50 }, () => binaryEvent({ type: 'T', data }));
        await client.appendToStream(stream, events);
      }
    };
    await load();
    const before = residentKilobytes();
    await load();
    // Held for each of them, the second half would be 1,500 MB.
    if (process.platform === 'linux') expect(residentKilobytes() - before).toBeLessThan(60_000);
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
    await expectServing();
  });
});

function identifierOf(stream: string): StreamIdentifier {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
}

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
