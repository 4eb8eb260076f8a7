import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import fc from 'fast-check';
import {
  formatUuid,
  type PlacedEvent,
  recordedEventSizeBytes,
  writeRecordedEvent,
} from './recorded-event';

const placedEvents: fc.Arbitrary<PlacedEvent> = fc.record({
  id: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  streamName: fc
    .string({ minLength: 1, maxLength: 200, unit: 'grapheme' })
    .map((text) => new Uint8Array(Buffer.from(text))),
  type: fc
    .string({ minLength: 1, maxLength: 200, unit: 'grapheme' })
    .map((text) => new Uint8Array(Buffer.from(text))),
  isJson: fc.boolean(),
  data: fc.uint8Array({ maxLength: 20_000, size: 'max' }),
  metadata: fc.uint8Array({ maxLength: 300 }),
  revision: fc.nat({ max: 0xffff_ffff }),
  position: fc.integer({ min: 1, max: 0xffff_fffe }),
  createdAtMs: fc.integer({ min: 1_600_000_000_000, max: 4_000_000_000_000 }),
});

/** The same message written by the classes that protobuf generates. */
function byGeneratedClasses(event: PlacedEvent): Buffer {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(event.streamName);
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new UUID().setString(formatUuid(event.id)));
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision(String(event.revision));
  recorded.setPreparePosition(String(event.position));
  recorded.setCommitPosition(String(event.position));
  const contentType = event.isJson ? 'application/json' : 'application/octet-stream';
  recorded.getMetadataMap().set('type', Buffer.from(event.type).toString('utf8'));
  recorded.getMetadataMap().set('content-type', contentType);
  recorded.getMetadataMap().set('created', `${BigInt(event.createdAtMs) * 10_000n}`);
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const readEvent = new ReadResp.ReadEvent();
  readEvent.setEvent(recorded);
  readEvent.setCommitPosition(String(event.position));
  return Buffer.from(new ReadResp().setEvent(readEvent).serializeBinary());
}

/** Map entries may be written in any order: compare what the message says, and its size. */
function contentOf(bytes: Uint8Array): unknown {
  const content = ReadResp.deserializeBinary(bytes).toObject();
  content.event?.event?.metadataMap.sort();
  return content;
}

describe('the bytes that readers get', () => {
  it('are the message that protobuf itself would write', () => {
    fc.assert(
      fc.property(placedEvents, (event) => {
        const sizeBytes = recordedEventSizeBytes(event);
        const target = Buffer.alloc(sizeBytes + 20, 0xee);
        const { endAt, nameAt, typeAt } = writeRecordedEvent(target, 10, event);
        const wanted = byGeneratedClasses(event);
        expect(endAt).toBe(10 + sizeBytes);
        expect(sizeBytes).toBe(wanted.length);
        expect(contentOf(target.subarray(10, endAt))).toEqual(contentOf(wanted));
        expect(target.subarray(nameAt, nameAt + event.streamName.length)).toEqual(
          Buffer.from(event.streamName),
        );
        expect(target.subarray(typeAt, typeAt + event.type.length)).toEqual(
          Buffer.from(event.type),
        );
        expect([target[9], target[endAt]]).toEqual([0xee, 0xee]);
      }),
    );
  });

  it('write the id in lower case with its dashes', () => {
    const id = Buffer.from('00112233445566778899AABBCCDDEEFF', 'hex');
    expect(formatUuid(id)).toBe('00112233-4455-6677-8899-aabbccddeeff');
  });
});
