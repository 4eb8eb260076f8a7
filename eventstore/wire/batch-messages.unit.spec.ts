/**
 * Batch appends are read and answered by hand: compared here with the contract's generated classes,
 * message by message and byte by byte.
 */
import * as shared from '@eventstore/db-client/generated/shared_pb';
import { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import { randomFrom } from '../test/random';
import { parseBatchRequest } from './append-requests';
import { outcomeAnswer } from './batch-answer';

const ID = '0190af3c-1111-4222-8333-0123456789ab';
const ID_BYTES = Buffer.from(ID.replaceAll('-', ''), 'hex');

function textId(): shared.UUID {
  return new shared.UUID().setString(ID);
}

function halvesId(): shared.UUID {
  const halves = new shared.UUID.Structured();
  halves.setMostSignificantBits(String(ID_BYTES.readBigInt64BE(0)));
  halves.setLeastSignificantBits(String(ID_BYTES.readBigInt64BE(8)));
  return new shared.UUID().setStructured(halves);
}

function options(): BatchAppendReq.Options {
  const name = new shared.StreamIdentifier().setStreamName(Buffer.from('账册-1'));
  return new BatchAppendReq.Options().setStreamIdentifier(name);
}

function proposed(type = 'Happened'): BatchAppendReq.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage().setId(textId());
  message.getMetadataMap().set('type', type);
  message.getMetadataMap().set('content-type', 'application/json');
  return message.setData(Buffer.from('{"a":1}')).setCustomMetadata(Buffer.alloc(300, 7));
}

function parse(message: BatchAppendReq) {
  const { proposals, ...said } = parseBatchRequest(Buffer.from(message.serializeBinary()));
  return { ...said, proposals: [...proposals()] };
}

describe('a message of a batch append', () => {
  it('is read whole', () => {
    const deadline = new Timestamp().setSeconds(1_790_000_000).setNanos(250_000_000);
    const message = new BatchAppendReq()
      .setCorrelationId(textId())
      .setOptions(options().setStreamPosition('18446744073709551615').setDeadline(deadline))
      .setProposedMessagesList([proposed(), proposed('另一件事')])
      .setIsFinal(true);
    const event = { id: ID_BYTES, isJson: true, data: Buffer.from('{"a":1}') };
    expect(parse(message)).toEqual({
      correlation: {
        key: ID_BYTES.toString('latin1'),
        message: Buffer.from(textId().serializeBinary()),
      },
      options: {
        streamName: Buffer.from('账册-1'),
        expected: 18446744073709551615n,
        deadlineAtMs: 1_790_000_000_250,
      },
      proposals: ['Happened', '另一件事'].map((type) => ({
        ok: true,
        value: { ...event, type: Buffer.from(type), metadata: Buffer.alloc(300, 7) },
      })),
      isFinal: true,
    });
  });

  it('may leave everything out', () => {
    const nothing = { correlation: null, options: null, proposals: [], isFinal: false };
    expect(parse(new BatchAppendReq())).toEqual(nothing);
    const bare = new BatchAppendReq().setOptions(new BatchAppendReq.Options());
    const unsaid = { streamName: null, expected: null, deadlineAtMs: null };
    expect(parse(bare).options).toEqual(unsaid);
  });

  it('knows ids as text and as halves, and no others', () => {
    const { correlation } = parse(new BatchAppendReq().setCorrelationId(halvesId()));
    expect(correlation?.key).toBe(ID_BYTES.toString('latin1'));
    const wrong = new shared.UUID().setString('not-an-id');
    expect(parse(new BatchAppendReq().setCorrelationId(wrong)).correlation).toBeNull();
    const event = parse(new BatchAppendReq().setProposedMessagesList([proposed().setId(wrong)]));
    expect(event.proposals).toMatchObject(
      [{ ok: false, complaint: /id/ }].map(() => ({ ok: false })),
    );
  });

  it.each([
    ['no_stream', options().setNoStream(new Empty()), 'no_stream'],
    ['any', options().setAny(new Empty()), 'any'],
    ['stream_exists', options().setStreamExists(new Empty()), 'stream_exists'],
    ['revision 0', options().setStreamPosition('0'), 0n],
    ['a large revision', options().setStreamPosition('9007199254740993'), 9007199254740993n],
  ])('expects what it says: %s', (_name, said, expected) => {
    expect(parse(new BatchAppendReq().setOptions(said)).options?.expected).toBe(expected);
  });

  it('is read or refused, whatever is done to its bytes', () => {
    const seed = Date.now() % 1_000_000;
    const random = randomFrom(seed);
    const whole = Buffer.from(
      new BatchAppendReq()
        .setCorrelationId(halvesId())
        .setOptions(options().setStreamPosition('300').setDeadline(new Timestamp().setSeconds(5)))
        .setProposedMessagesList([proposed()])
        .setIsFinal(true)
        .serializeBinary(),
    );
    for (let round = 0; round < 3_000; round += 1) {
      const bytes = Buffer.from(whole.subarray(0, 1 + random(whole.length)));
      bytes[random(bytes.length)] = random(256);
      try {
        const { proposals, options: said } = parseBatchRequest(bytes);
        for (const proposal of proposals()) {
          if (proposal.ok) expect(proposal.value.id).toHaveLength(16);
        }
        if (said) expect(said.deadlineAtMs).not.toBeNaN();
      } catch (error) {
        expect(`seed ${seed}: ${String(error)}`).toContain('A message');
      }
    }
  });
});

describe('the answer to an append that stands', () => {
  it.each([
    [0, 1, 'stream'],
    [-1, 4_294_967_294, 'stream'],
    [127, 128, ''],
    [4_294_967_000, 16_384, '流'.repeat(1_000)],
  ])('is the bytes of the contract: revision %i, position %i', (lastRevision, position, name) => {
    const streamName = Buffer.from(name);
    const correlation = Buffer.from(halvesId().serializeBinary());
    const outcome = { kind: 'appended', lastRevision, position } as const;
    const at = new shared.AllStreamPosition()
      .setCommitPosition(String(position))
      .setPreparePosition(String(position));
    const success = new BatchAppendResp.Success().setPosition(at);
    if (lastRevision < 0) success.setNoStream(new Empty());
    else success.setCurrentRevision(String(lastRevision));
    const wanted = new BatchAppendResp()
      .setCorrelationId(halvesId())
      .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(streamName))
      .setSuccess(success);
    const answer = outcomeAnswer({ correlation, streamName }, outcome, 'any');
    expect(answer).toEqual(Buffer.from(wanted.serializeBinary()));
  });
});
