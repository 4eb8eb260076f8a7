import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent as StoreEvent } from '@eventstore/db-client';
import { eventTypes, type LiushuiEvent } from '#domain';
import { decode, decodeOrTell, encode, encodeAppend, lineCountOf, type NewEvent } from './codec';
import { AppendTooLarge, DamagedStream, UnknownEvent } from './faults';
import { sampleMetadata, samples } from './golden/samples';
import { appendLinesMax, appendSizeBytesMax } from './limits';
import { upcast } from './upcasters';

interface Golden {
  readonly contentType: string;
  /** The stored text, or base64 of a binary event's bytes. */
  readonly data: string;
  readonly metadata: string;
}

const id = '3d1a6d0e-2222-4333-8444-555566667777';
const golden: Record<string, Golden> = JSON.parse(
  readFileSync(join(__dirname, 'golden/stored-events.json'), 'utf8'),
);

const newEvent = (type: LiushuiEvent['type'], metadata = sampleMetadata): NewEvent =>
  ({ ...samples[type], id, metadata }) as NewEvent;

/** Only what is moved from another store has a record time to bring along. */
const { importedCreated: _, ...appendedMetadata } = sampleMetadata;

/** The bytes that the client puts on the wire, written as text. */
function storedForm(event: NewEvent): Golden {
  const { contentType, data, metadata } = encode(event);
  return {
    contentType,
    data: data instanceof Uint8Array ? Buffer.from(data).toString('base64') : JSON.stringify(data),
    metadata: Buffer.from(metadata as Uint8Array).toString('utf8'),
  };
}

const homeOf: Readonly<Record<string, string>> = {
  CentreRegistered: 'centres',
  ManagerAppointed: 'centres',
  PolicySet: 'centres',
  WitnessKeyRegistered: 'centres',
  RoleGranted: 'access',
  RoleWithdrawn: 'access',
  ShortageDeclared: 'shortage-52000000',
  ShortageEnded: 'shortage-52000000',
  EditionWithdrawn: 'edition-2013-普通',
  HolderForgotten: 'forgetting',
  MapRootRecorded: 'serial-map',
  CheckpointSigned: 'checkpoint-log',
  CheckpointWitnessed: 'checkpoint-log',
  LogKeyReplaced: 'checkpoint-log',
  AuditReported: 'audit',
  ReturnFiled: 'quarter-52010000-2013Q1',
  FeeShareRecorded: 'quarter-52010000-2013Q1',
  ApplicationFiled: 'quarter-52010000-2013Q1',
  ApplicationSigned: 'quarter-52010000-2013Q1',
  ApplicationReviewed: 'quarter-52010000-2013Q1',
  ZeroApplicationRecorded: 'quarter-52010000-2013Q1',
  MonthlyFileMade: 'quarter-52010000-2013Q2',
};

/** As the client reads it back. */
function storeEvent(type: LiushuiEvent['type'], overrides: Partial<StoreEvent> = {}): StoreEvent {
  const { contentType, data, metadata } = golden[type];
  const isJson = contentType === 'application/json';
  return {
    streamId: homeOf[type] ?? 'book-52010000',
    id,
    isJson,
    revision: 4n,
    type,
    created: new Date('2014-01-01T00:00:00.000Z'),
    data: isJson ? JSON.parse(data) : new Uint8Array(Buffer.from(data, 'base64')),
    metadata: JSON.parse(metadata),
    position: { commit: 900n, prepare: 900n },
    ...overrides,
  } as StoreEvent;
}

describe('stored events', () => {
  it('has a golden sample of every type, and of no other', () => {
    expect(Object.keys(golden).sort()).toEqual([...eventTypes].sort());
    expect(Object.keys(samples).sort()).toEqual([...eventTypes].sort());
  });

  it.each(eventTypes)('%s is written in exactly the stored bytes', (type) => {
    expect({ [type]: storedForm(newEvent(type)) }).toEqual({ [type]: golden[type] });
  });

  it.each(eventTypes)('%s is read back from the stored bytes as it was', (type) => {
    expect(decode(storeEvent(type))).toEqual({
      ...samples[type],
      id,
      stream: homeOf[type] ?? 'book-52010000',
      revision: 4n,
      position: 900n,
      recordedAt: new Date('2013-06-03T02:03:05.000Z'),
      metadata: sampleMetadata,
    });
  });

  it('has the time of its store as record time, unless it was moved from another', () => {
    const { importedCreated, ...metadata } = sampleMetadata;
    expect(decode(storeEvent('BlanksRefused')).recordedAt).toEqual(new Date(importedCreated ?? ''));
    const native = storeEvent('BlanksRefused', { metadata: metadata as never });
    expect(decode(native).recordedAt).toEqual(native.created);
  });

  it('passes over a field that a later version added', () => {
    const data = { proposal: '52010000-9', added: 1 };
    expect(decode(storeEvent('ProposalApproved', { data })).data).toEqual(data);
  });

  it('has a report of what a forged reversal makes of the sum', () => {
    const { data } = samples.AuditReported;
    const views = data.views && { ...data.views, registered: -899_000 };
    const stored = storeEvent('AuditReported', { data: { ...data, views } as never });
    expect(decode(stored).data).toEqual({ ...data, views });
  });
});

describe('hostile stored data', () => {
  const issued = JSON.parse(golden.CertificatesIssued.data);
  const cases: [string, LiushuiEvent['type'], Partial<StoreEvent>, string][] = [
    ['text that is no JSON', 'CertificatesIssued', { data: '{"roster":' }, 'data is not an object'],
    ['a list for an object', 'BlanksRefused', { data: [] }, 'data is not an object'],
    [
      'a missing field',
      'BlanksRefused',
      { data: { consignment: '52000000-1', from: 'y' } },
      'data.reason is not a text',
    ],
    ...['x', '5200000-1', '52000000-01', '52000000-1\n    origin'].map(
      (consignment): [string, LiushuiEvent['type'], Partial<StoreEvent>, string] => [
        'a consignment that no book numbered',
        'BlanksTakenBack',
        { data: { consignment, to: 'y', lots: [] } },
        'data.consignment is no consignment',
      ],
    ),
    [
      'a wrong element',
      'CertificatesIssued',
      { data: { ...issued, runs: [issued.runs[0], { ...issued.runs[0], count: -1 }] } },
      'data.runs[1].count is not a count',
    ],
    [
      'an unknown level',
      'CertificatesIssued',
      { data: { ...issued, level: 9 } },
      'data.level is none of 5, 4, 3, 2, 1',
    ],
    [
      'an unknown command in a proposal',
      'ProposalMade',
      {
        data: {
          proposal: 'p',
          command: { type: 'constructor' },
          expiresAt: '2013-01-01T00:00:00Z',
        },
      },
      'data.command.type is unknown',
    ],
    [
      'text where bytes should be',
      'HoldersSealed',
      { data: 'AAAA' },
      'data is not a block of bytes',
    ],
    ['no metadata', 'BlanksRefused', { metadata: undefined }, 'metadata is not an object'],
    [
      'metadata without a date',
      'BlanksRefused',
      { metadata: { ...sampleMetadata, occurredOn: 'yesterday' } as never },
      'metadata.occurredOn is not a date',
    ],
    [
      'metadata with a clock time that is none',
      'BlanksRefused',
      { metadata: { ...sampleMetadata, decidedAt: '2013-06-03T25:00:00Z' } as never },
      'metadata.decidedAt is not an instant',
    ],
    ['no position', 'BlanksRefused', { position: undefined }, 'has no position'],
  ];

  it.each(cases)('%s stops the reader with stream and revision', (_, type, overrides, problem) => {
    const read = () => decode(storeEvent(type, overrides));
    expect(read).toThrow(DamagedStream);
    expect(read).toThrow(/^book-52010000@4: /);
    expect(read).toThrow(problem);
  });

  it.each(cases)('%s is told where reading goes on', (name, type, overrides) => {
    const tell = () => decodeOrTell(storeEvent(type, overrides));
    if (name === 'no position') return expect(tell).toThrow(DamagedStream);
    const place = { id, stream: 'book-52010000', revision: 4n, position: 900n };
    const metadata = 'metadata' in overrides ? {} : { metadata: sampleMetadata };
    return expect(tell()).toEqual({ ...place, type, why: 'damaged', ...metadata });
  });

  it('tells an unknown type from a newer schema, and gives back what can be read', () => {
    const newer = { ...sampleMetadata, schema: 2 } as never;
    const burnt = storeEvent('BlanksRefused', { type: 'BlanksBurnt' });
    expect(decodeOrTell(burnt)).toMatchObject({ type: 'BlanksBurnt', why: 'unknown-type' });
    const later = storeEvent('BlanksRefused', { metadata: newer });
    expect(decodeOrTell(later)).toMatchObject({ why: 'newer-schema', metadata: newer });
    const sound = storeEvent('BlanksRefused');
    expect(decodeOrTell(sound)).toEqual(decode(sound));
  });

  it('stops at a type that does not belong on the stream', () => {
    expect(() => decode(storeEvent('RoleGranted', { streamId: 'book-52010000' }))).toThrow(
      UnknownEvent,
    );
    expect(() =>
      decode(storeEvent('BlanksRefused', { streamId: 'quarter-52010000-2013Q1' })),
    ).toThrow(UnknownEvent);
    expect(() => decode(storeEvent('BlanksRefused', { type: 'BlanksBurnt' }))).toThrow(
      'book-52010000@4: BlanksBurnt is not an event of this stream',
    );
  });

  it('stops at a schema that is newer than this program', () => {
    const metadata = { ...sampleMetadata, schema: 2 } as never;
    expect(() => decode(storeEvent('BlanksRefused', { metadata }))).toThrow(
      'book-52010000@4: BlanksRefused has the newer schema 2',
    );
  });
});

describe('upcasting', () => {
  const table = {
    ProposalRefused: [
      (data: unknown) => ({ ...(data as object), second: true }),
      (data: unknown) => ({ ...(data as object), third: true }),
    ],
  };

  it('lifts an older schema step by step', () => {
    expect(upcast('ProposalRefused', 1, {}, table)).toEqual({
      data: { second: true, third: true },
    });
    expect(upcast('ProposalRefused', 2, {}, table)).toEqual({ data: { third: true } });
    expect(upcast('ProposalRefused', 3, {}, table)).toEqual({ data: {} });
    expect(upcast('ProposalRefused', 4, {}, table)).toBeUndefined();
  });

  it('writes the current schema only', () => {
    const old = { ...newEvent('BlanksRefused'), metadata: { ...sampleMetadata, schema: 2 } };
    expect(() => encode(old as NewEvent)).toThrow('BlanksRefused is written in schema 1, not 2');
  });
});

describe('what could not be read back', () => {
  const written =
    (event: object, stream = 'book-52010000') =>
    () =>
      encodeAppend(stream, [event as NewEvent]);

  it.each(eventTypes)('%s is written where it belongs only', (type) => {
    expect(written(newEvent(type, appendedMetadata), homeOf[type])).not.toThrow();
    const elsewhere = homeOf[type] === 'serial-map' ? 'access' : 'serial-map';
    expect(written(newEvent(type), elsewhere)).toThrow(`${type} is not an event of`);
  });

  it('is never written', () => {
    const event = newEvent('BlanksRefused');
    const withoutReason = {
      ...event,
      data: { consignment: '52000000-1', from: 'y', reason: null },
    };
    expect(written(withoutReason)).toThrow(
      'book-52010000: BlanksRefused data.reason is not a text',
    );
    const withoutDay = { ...event, metadata: { ...sampleMetadata, occurredOn: '' } };
    expect(written(withoutDay)).toThrow('BlanksRefused metadata.occurredOn is not a date');
  });

  it('nor what claims to have been recorded at another time', () => {
    const claim = 'book-52010000: BlanksRefused claims a record time, which only moved events have';
    expect(written(newEvent('BlanksRefused'))).toThrow(claim);
  });
});

describe('limits of one append', () => {
  const issue = (count: number): NewEvent => {
    const { data } = samples.CertificatesIssued;
    return {
      ...newEvent('CertificatesIssued', appendedMetadata),
      data: { ...data, runs: [{ ...data.runs[0], count }] },
    } as NewEvent;
  };
  const sealed = (sizeBytes: number): NewEvent =>
    ({
      ...newEvent('HoldersSealed', appendedMetadata),
      data: new Uint8Array(sizeBytes),
    }) as NewEvent;

  it('counts a line for each certificate issued, over all events of the append', () => {
    expect(lineCountOf(issue(7))).toBe(7);
    expect(encodeAppend('book-52010000', [issue(appendLinesMax)])).toHaveLength(1);
    const tooMany = () => encodeAppend('book-52010000', [issue(appendLinesMax), issue(1)]);
    expect(tooMany).toThrow(AppendTooLarge);
    expect(tooMany).toThrow(/^book-52010000: an append of 1001 lines/);
  });

  it('refuses more than the bound in bytes before anything is sent', () => {
    expect(encodeAppend('book-52010000', [sealed(appendSizeBytesMax - 2_000)])).toHaveLength(1);
    expect(() => encodeAppend('book-52010000', [sealed(appendSizeBytesMax)])).toThrow(
      AppendTooLarge,
    );
  });
});
