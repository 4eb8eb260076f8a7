import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { isLeaf, type LoggedEvent, leafBytes, leafHash } from './leaf';
import { GrowingTree } from './tree';
import vectors from './vectors.json';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const fact: LoggedEvent = {
  id: '3d1a6d0e-2222-4333-8444-555566667777',
  stream: 'centres',
  revision: 0n,
  type: 'CentreRegistered',
  isJson: true,
  data: utf8('{"name":"鉴定中心","code":"00000000"}'),
  metadata: utf8('{"schema":1,"correlationId":"c"}'),
};
const hashText = (event: LoggedEvent): string => leafHash(event).toString('hex');

function grown(tree: GrowingTree, hash: string): Buffer {
  tree.add(Buffer.from(hash, 'hex'));
  return tree.root;
}

/** The leaf as the specification says it, by hand. */
function byHand(event: LoggedEvent, data: Uint8Array, metadata: string): string {
  const number = (value: number | bigint, size: number): Buffer =>
    Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
  const parts = [
    number(0, 1),
    utf8('liushui/leaf/1\n'),
    Buffer.from(event.id.replaceAll('-', ''), 'hex'),
    number(event.revision, 8),
    number(event.isJson ? 3 : 2, 1),
    number(utf8(event.stream).length, 2),
    utf8(event.stream),
    number(utf8(event.type).length, 2),
    utf8(event.type),
    number(utf8(metadata).length, 4),
    utf8(metadata),
    number(data.length, 4),
    data,
  ];
  return createHash('sha256').update(Buffer.concat(parts)).digest('hex');
}

describe('[TL-2] a leaf', () => {
  it('is what the specification says, byte by byte', () => {
    const data = utf8('{"code":"00000000","name":"鉴定中心"}');
    const metadata = '{"correlationId":"c","schema":1}';
    expect(hashText(fact)).toBe(byHand(fact, data, metadata));
    const block = { ...fact, isJson: false, type: 'HoldersSealed', data: Buffer.of(0, 255, 123) };
    expect(hashText(block)).toBe(byHand(block, Buffer.of(0, 255, 123), metadata));
  });

  it('is the same of JSON that was parsed already, whatever else it says', () => {
    const json = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    const property = fc.property(json, json, fc.boolean(), (data, own, isMoved) => {
      const metadata = isMoved ? { ...own, importedCreated: '2013-06-03T02:03:05.678Z' } : own;
      const bytes = { data: utf8(JSON.stringify(data)), metadata: utf8(JSON.stringify(metadata)) };
      const parsed = {
        data: JSON.parse(JSON.stringify(data)),
        metadata: JSON.parse(JSON.stringify(metadata)),
      };
      expect(hashText({ ...fact, ...bytes, parsed })).toBe(hashText({ ...fact, ...bytes }));
    });
    fc.assert(property);
  });

  it('is that of the golden vectors', () => {
    const made = vectors.leaves.map(({ event, ...rest }) => {
      const data = event.isJson ? utf8(event.data) : Buffer.from(event.data, 'hex');
      const revision = BigInt(event.revision);
      const given = { ...event, revision, data, metadata: utf8(event.metadata) };
      expect(rest.leaf).toBe(leafBytes(given).toString('hex'));
      return hashText(given);
    });
    expect(made).toEqual(vectors.leaves.map(({ hash }) => hash));
    const tree = new GrowingTree();
    const roots = [tree.root, ...made.map((hash) => grown(tree, hash))];
    expect(roots.map((root) => root.toString('base64'))).toEqual(vectors.roots);
  });

  it('is the same for a moved event, and whatever the order of members', () => {
    const moved = '{"correlationId":"c","importedCreated":"2013-06-03T02:03:05.678Z","schema":1}';
    expect(hashText({ ...fact, metadata: utf8(moved) })).toBe(hashText(fact));
    const nested = '{"schema":1,"correlationId":"c","actor":{"importedCreated":"x"}}';
    expect(hashText({ ...fact, metadata: utf8(nested) })).not.toBe(hashText(fact));
  });

  it('is another for another stream, revision, id, type, metadata, data or kind of data', () => {
    const others: LoggedEvent[] = [
      fact,
      { ...fact, stream: 'centre' },
      { ...fact, stream: 'centresC', type: 'entreRegistered' },
      { ...fact, revision: 1n },
      { ...fact, id: '3d1a6d0e-2222-4333-8444-555566667778' },
      { ...fact, type: 'CentreClosed' },
      { ...fact, metadata: utf8('{"schema":2,"correlationId":"c"}') },
      { ...fact, metadata: utf8('no JSON') },
      { ...fact, metadata: utf8('[1]') },
      { ...fact, data: utf8('{"name":"鉴定中心","code":"00000001"}') },
      { ...fact, isJson: false },
      { ...fact, isJson: false, data: utf8('{"code":"00000000","name":"鉴定中心"}') },
    ];
    expect(new Set(others.map(hashText)).size).toBe(others.length);
  });

  it('is one for whatever bytes are stored', () => {
    const bytes = fc.uint8Array({ maxLength: 50 });
    fc.assert(
      fc.property(bytes, bytes, (data, metadata) => {
        expect(leafHash({ ...fact, isJson: false, data, metadata })).toHaveLength(32);
      }),
    );
    expect(() => leafHash({ ...fact, id: 'none' })).toThrow('centres@0: the id none is no UUID');
    const deep = utf8(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
    for (const part of [{ data: deep }, { metadata: deep }, { data: utf8('{') }]) {
      expect(() => leafHash({ ...fact, ...part })).toThrow(/^centres@0: its JSON cannot be read/);
    }
  });

  it('[TL-1] is every event but those of the stream of checkpoints', () => {
    expect(['book-52010000', 'access', 'serial-map'].every((stream) => isLeaf({ stream }))).toBe(
      true,
    );
    expect(isLeaf({ stream: 'checkpoint-log' })).toBe(false);
  });
});
