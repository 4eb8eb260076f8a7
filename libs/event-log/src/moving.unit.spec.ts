import type { AllStreamRecordedEvent } from '@eventstore/db-client';
import fc from 'fast-check';
import { decode } from './codec';
import { AppendTooLarge, DamagedStream, UnknownEvent } from './faults';
import { sampleMetadata, samples } from './golden/samples';
import { movedSizeBytesMax } from './limits';
import { assertMovable, fromStored, type StoredEvent, toStored } from './moving';

const { importedCreated: _, ...metadata } = sampleMetadata;
const text = (bytes: unknown) => Buffer.from(bytes as Uint8Array).toString('utf8');

function read(overrides: object = {}): AllStreamRecordedEvent {
  return {
    id: '3d1a6d0e-2222-4333-8444-555566667777',
    streamId: 'book-52010000',
    revision: 4n,
    position: { commit: 900n, prepare: 900n },
    isJson: true,
    created: new Date('2013-06-03T02:03:05.678Z'),
    ...samples.BlanksRefused,
    metadata,
    ...overrides,
  } as unknown as AllStreamRecordedEvent;
}

/** What the other store's client will read. */
function moved(event: AllStreamRecordedEvent): AllStreamRecordedEvent {
  const [stored] = fromStored(event.streamId, [toStored(event)]);
  const later = { created: new Date('2020-01-01T00:00:00.000Z') };
  const data = stored.data instanceof Uint8Array ? stored.data : JSON.parse(text(jsonOf(stored)));
  return read({
    ...event,
    ...later,
    id: stored.id,
    data,
    metadata: JSON.parse(text(stored.metadata)),
  });
}

const jsonOf = ({ data }: { data: unknown }) => Buffer.from(JSON.stringify(data));

it('keeps everything and adds the record time', () => {
  const before = decode(read());
  const after = decode(moved(read()));
  expect(after).toEqual({
    ...before,
    metadata: { ...metadata, importedCreated: '2013-06-03T02:03:05.678Z' },
  });
});

it('keeps the first record time when it is moved again, to the last digit', () => {
  const importedCreated = '2013-06-03T02:03:05.123456789Z';
  const again = moved(moved(read({ metadata: { importedCreated, ...metadata } })));
  expect(again.metadata).toEqual({ ...metadata, importedCreated });
});

/** What is made when it is asked for as well. */
function whole(event: AllStreamRecordedEvent): StoredEvent {
  const stored = toStored(event);
  const { recordedAt, data, metadata } = stored;
  return { ...stored, recordedAt, data, metadata };
}

it('is the same in every store it passes through', () => {
  const first = whole(read());
  expect(whole(moved(read()))).toEqual(first);
  expect(whole(moved(moved(read())))).toEqual(first);
});

it('has parsed what its bytes say, and nothing where they are no object', () => {
  const importedCreated = '2013-06-03T02:03:05.123456789Z';
  const stored = toStored(read({ metadata: { importedCreated, ...metadata } }));
  expect(stored.parsed).toEqual({
    data: JSON.parse(text(stored.data)),
    metadata: JSON.parse(text(stored.metadata)),
  });
  const sealed = { type: 'HoldersSealed', isJson: false, data: Uint8Array.of(1), metadata: [1] };
  expect(toStored(read(sealed)).parsed).toEqual({});
  expect(text(toStored(read(sealed)).metadata)).toBe('[1]');
});

it('keeps sealed bytes', () => {
  const data = Uint8Array.from({ length: 256 }, (__, index) => index);
  const sealed = read({ type: 'HoldersSealed', isJson: false, data });
  expect(moved(sealed).data).toEqual(data);
  expect(toStored(sealed).data).toEqual(data);
});

it('gives back the very bytes of any JSON that a client of ours has written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (data) => {
      const written = JSON.stringify(data);
      const stored = toStored(read({ data: JSON.parse(written) }));
      expect(text(stored.data)).toBe(written);
      const [again] = fromStored('book-52010000', [stored]);
      expect(text(jsonOf(again))).toBe(written);
    }),
  );
});

describe('is not put into another store', () => {
  it.each([
    ['an event of a type that this program does not know', { type: 'BlanksEaten' }, UnknownEvent],
    ['of another stream', { streamId: 'centres' }, UnknownEvent],
    ['data of another shape', { data: { consignment: 'x' } }, DamagedStream],
    ['metadata that is missing', { metadata: undefined }, DamagedStream],
    ['metadata that is a list', { metadata: [] }, DamagedStream],
    ['metadata that is no JSON', { metadata: Uint8Array.of(1) }, DamagedStream],
  ])('%s', (__, overrides, fault) => {
    const stored = toStored(read(overrides));
    expect(() => assertMovable(stored.stream, [stored])).toThrow(fault);
    expect(() => assertMovable('book-52010000', [toStored(read())])).not.toThrow();
  });

  it.each([
    [
      'data',
      '{"reason": "x","consignment":"52000000-1","from":"y"}',
      (json: string) => ({ data: json }),
    ],
    ['metadata', JSON.stringify(sampleMetadata), (json: string) => ({ metadata: json })],
  ])('%s in another form than it is written in', (__, json, changed) => {
    const [[name, written]] = Object.entries(changed(json));
    const stored = { ...whole(read()), [name as string]: Buffer.from(written) };
    const said = 'is not in the form in which it is written';
    expect(() => assertMovable(stored.stream, [stored])).toThrow(said);
  });

  it('data that is no JSON though it says so', () => {
    expect(() => toStored(read({ data: '{"consignment' }))).toThrow(DamagedStream);
  });

  it('an append beyond what a store takes', () => {
    const data = new Uint8Array(movedSizeBytesMax);
    const stored = toStored(read({ type: 'HoldersSealed', isJson: false, data }));
    expect(() => fromStored('book-52010000', [stored])).toThrow(AppendTooLarge);
  });
});
