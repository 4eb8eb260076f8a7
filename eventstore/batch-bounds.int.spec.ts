/** What hostile or careless batch append calls bring harms nobody but themselves. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb';
import { Client, credentials, status } from '@grpc/grpc-js';
import { writeHead } from './log/message-parts';
import { lengthDelimited } from './test/random-messages';
import { message, OWN_CONNECTION, RawCall, secondsFromNow, TargetNode } from './test/target-node';

let node: TargetNode;

beforeAll(async () => {
  node = await TargetNode.start();
});
afterAll(() => node?.stop());

/** The message, with more in front of its correlation id, which must be its first field. */
function withMoreInId(request: BatchAppendReq, more: Uint8Array): BatchAppendReq {
  const whole = Buffer.from(request.serializeBinary());
  const idSizeBytes = 2 + (whole[1] as number);
  const id = Buffer.concat([more, whole.subarray(2, idSizeBytes)]);
  const bytes = Buffer.concat([lengthDelimited(1, id), whole.subarray(idSizeBytes)]);
  request.serializeBinary = () => bytes;
  return request;
}

/** A field that the contract does not have, of so many bytes. */
function unknownField(sizeBytes: number): Buffer {
  const head = Buffer.alloc(16);
  return Buffer.concat([
    head.subarray(0, writeHead(head, 0, 0x7a, sizeBytes)),
    Buffer.alloc(sizeBytes),
  ]);
}

describe('a batch append call', () => {
  it('answers no id twice, and what belongs to no append not at all', async () => {
    const [known, unknown] = [randomUUID(), randomUUID()];
    const stream = `s-${known}`;
    const call = new RawCall(node.address);
    call.send(message({ id: unknown }));
    call.send(message({ id: unknown, final: false }));
    call.send(message({ id: known, stream }));
    call.send(message({ id: known }));
    expect(await call.finish()).toEqual({ [known]: ['success'] });
    expect(await node.revisions(stream)).toBe(1);
  });

  it('gathers an append from its parts', async () => {
    const id = randomUUID();
    const call = new RawCall(node.address);
    call.send(message({ id, stream: `s-${id}`, final: false }));
    call.send(message({ id, final: false }));
    call.send(message({ id, withoutEvent: true }));
    expect(await call.finish()).toEqual({ [id]: ['success'] });
    expect(await node.revisions(`s-${id}`)).toBe(2);
  });

  it('goes on after bad requests of all kinds', async () => {
    const [nameless, typeless, metadata, good] = Array.from({ length: 4 }, () => randomUUID());
    const call = new RawCall(node.address);
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
    const call = new RawCall(node.address);
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
    await expect(node.revisions(`s-${late}`)).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(node.revisions(stream)).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('ends when it leaves too much unfinished', async () => {
    const many = new RawCall(node.address);
    for (let count = 0; count < 300; count += 1) {
      many.send(message({ id: randomUUID(), stream: 's', final: false }));
    }
    expect(await many.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const large = new RawCall(node.address);
    const data = Buffer.alloc(1_000_000, 1);
    for (let count = 0; count < 20; count += 1) {
      large.send(message({ id: randomUUID(), stream: 's', final: false, data }));
    }
    expect(await large.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await node.expectServing();
  });

  it('ends when the types or the names of what it leaves unfinished are too much', async () => {
    const typed = new RawCall(node.address);
    const ids = [randomUUID(), randomUUID()];
    const type = 'T'.repeat(65_000);
    for (let count = 0; count < 280; count += 1) {
      const id = ids[count % 2] as string;
      typed.send(message({ id, stream: 's', final: false, type, data: Buffer.alloc(0) }));
    }
    expect(await typed.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    const named = new RawCall(node.address);
    const stream = 'n'.repeat(1_000_000);
    for (let count = 0; count < 20; count += 1) {
      named.send(message({ id: randomUUID(), stream, final: false, withoutEvent: true }));
    }
    expect(await named.failed).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await node.expectServing();
  });

  it('holds of a large message no more than the event that it brought', async () => {
    const before = node.residentKilobytes();
    const call = new RawCall(node.address);
    const deadline = secondsFromNow(1_000);
    for (let count = 0; count < 25; count += 1) {
      const large = message({ id: randomUUID(), stream: 's', deadline, final: false });
      const bytes = Buffer.concat([large.serializeBinary(), unknownField(16_000_000)]);
      large.serializeBinary = () => bytes;
      call.send(large);
      call.send(message({ id: randomUUID(), stream: 's' }));
      await call.answered(count + 1);
    }
    if (process.platform === 'linux') {
      expect(node.residentKilobytes() - before).toBeLessThan(300_000);
    }
    expect(Object.keys(await call.finish())).toHaveLength(25);
    await node.expectServing();
  });

  it('is answered by an id that comes twice in one message, whatever the answer is', async () => {
    const [nameless, late, wrong, open, good] = Array.from({ length: 5 }, () => randomUUID());
    const ids = { nameless, late, wrong, open, good } as Record<string, string>;
    // A group that does not end stands in what the first text says: no text, and no message.
    const notAnId = lengthDelimited(2, Buffer.from('ffe7', 'hex'));
    const send = (about: Parameters<typeof message>[0], alter?: (said: BatchAppendReq) => void) => {
      const request = message(about);
      alter?.(request);
      call.send(withMoreInId(request, notAnId));
    };
    const call = new RawCall(node.address);
    send({ id: ids.nameless as string, stream: '$$s' });
    send({ id: ids.late as string, stream: 's', deadline: secondsFromNow(-1) });
    send({ id: ids.wrong as string, stream: 's' }, (said) =>
      said.getOptions()?.setStreamPosition('77'),
    );
    send({ id: ids.open as string, stream: 's', deadline: secondsFromNow(0.2), final: false });
    await call.answered(4);
    send({ id: ids.good as string, stream: 's' });
    expect(await call.finish()).toEqual({
      [ids.nameless as string]: ['event_store.client.AccessDenied'],
      [ids.late as string]: ['event_store.client.Timeout'],
      [ids.wrong as string]: ['event_store.client.WrongExpectedVersion'],
      [ids.open as string]: ['event_store.client.Timeout'],
      [ids.good as string]: ['success'],
    });
    await node.expectServing();
  });

  it('holds of a correlation id no more than the id', async () => {
    const before = node.residentKilobytes();
    const call = new RawCall(node.address);
    const deadline = secondsFromNow(1_000);
    for (let count = 0; count < 60; count += 1) {
      const open = message({ id: randomUUID(), stream: 's', deadline, final: false });
      call.send(withMoreInId(open, unknownField(8_000_000)));
      call.send(message({ id: randomUUID(), stream: 's' }));
      await call.answered(count + 1);
    }
    if (process.platform === 'linux') {
      expect(node.residentKilobytes() - before).toBeLessThan(250_000);
    }
    await call.cancel();
    await node.expectServing();
  });

  /** One append with so many events that are none. */
  const emptyEvents = (id: string, count: number) => {
    const many = message({ id, stream: 's', withoutEvent: true });
    const bytes = Buffer.concat([many.serializeBinary(), Buffer.alloc(2 * count, '1a00', 'hex')]);
    many.serializeBinary = () => bytes;
    return many;
  };

  it('is not filled by a message of nothing but events that are none', async () => {
    const before = node.residentKilobytes();
    const call = new RawCall(node.address);
    const id = randomUUID();
    call.send(emptyEvents(id, 900_000));
    expect(await call.finish()).toEqual({ [id]: ['event_store.client.BadRequest'] });
    if (process.platform === 'linux') {
      expect(node.residentKilobytes() - before).toBeLessThan(150_000);
    }
    await node.expectServing();
  });

  it('ends with a message of more fields than any append has', async () => {
    const call = new RawCall(node.address);
    call.send(emptyEvents(randomUUID(), 8_000_000));
    expect(await call.failed).toMatchObject({ code: status.INTERNAL });
    await node.expectServing();
  });

  it('costs no memory while nobody reads its answers, and is answered in the end', async () => {
    const appendCount = 30_000;
    const before = node.residentKilobytes();
    const call = new RawCall(node.address);
    call.stopReading();
    const stream = `s-${randomUUID()}`;
    const data = Buffer.alloc(2_000, 1);
    for (let count = 0; count < appendCount; count += 1) {
      call.send(message({ id: randomUUID(), stream, data, deadline: secondsFromNow(100) }));
    }
    await node.expectServing();
    if (process.platform === 'linux') {
      expect(node.residentKilobytes() - before).toBeLessThan(120_000);
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
    const raw = new Client(node.address, credentials.createInsecure(), OWN_CONNECTION);
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
    await node.expectServing();
  });
});
