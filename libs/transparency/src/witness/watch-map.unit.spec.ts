import { SmallLog, smallLog } from '../evidence/simple-evidence.fixture';
import { leafBytes } from '../leaf';
import { simpleRoot } from '../map/simple-map.fixture';
import { oracleRoot } from '../recursive-tree.fixture';
import { SigningKey } from '../signing-key';
import { signatureTypes } from '../verifier-key';
import { readBookTouches } from './book-touches';
import type { ShownBlock } from './held-book';
import { ShownHeldBook, touchesWithout } from './held-book.fixture';
import { ShownLog } from './shown-log.fixture';
import { HeldMap, MapAheadOfHead, readHeldMap } from './watch-map';

const [top, guiyang, zunyi] = ['52000000', '52010000', '52030000'];
const edition = '2013-普通';
const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
const lots = (from: string, to = from) => [{ level: 5, edition, ranges: [{ from, to }] }];
const entriesOf = ({ events }: SmallLog): Buffer[] => events.map((event) => leafBytes(event));

/** Events 0 to 3 are before the root that is recorded in 4; the map leaves some of them out. */
function spoiling(leftOut: ReadonlySet<number> = new Set()): SmallLog {
  const log = new SmallLog()
    .post(guiyang, 'SerialsSpoiled', { lots: lots('A000000010', 'A000000012') }, '2013-05-02')
    .post(zunyi, 'SerialsSpoiled', { lots: lots('A000000011', 'A000000050') }, '2013-05-03')
    .post(guiyang, 'SerialsSpoiled', { lots: lots('A000004090', 'A000004100') }, '2013-05-04')
    .post(guiyang, 'StockCounted', { missing: [] }, '2013-05-05');
  return log.recordRoot(simpleRoot(touchesWithout(log, 4, leftOut)));
}

async function watched(
  book: ShownHeldBook,
  log: SmallLog,
  centre = guiyang,
  shown = entriesOf(log),
) {
  const remote = new ShownLog(shown, key);
  const map = await readHeldMap({ book, centre });
  if (!(map instanceof HeldMap)) return map;
  const head = { origin: 'liushui/log', size: shown.length, root: oracleRoot(shown) };
  return map.provedBy(head, (name) => remote.tile(name));
}

const lying = (log: SmallLog, tamper: (block: ShownBlock) => ShownBlock): ShownHeldBook => {
  const book = new ShownHeldBook(log, guiyang);
  book.tamper = tamper;
  return book;
};

describe('[TL-23] the witness of a centre', () => {
  it('recomputes the blocks of the serials that its book ever touched', async () => {
    const log = spoiling();
    const book = new ShownHeldBook(log, guiyang);
    expect(await watched(book, log)).toEqual({
      kind: 'in-order',
      eventCount: 2,
      heldBlockCount: 2,
      blockCount: 2,
      laterCount: 0,
      unsignedCount: 0,
    });
    expect(book.asked).toEqual(['A:9 0', 'A:9 1']);
    for (const centre of [top, guiyang]) {
      const story = smallLog();
      const told = await watched(new ShownHeldBook(story, centre), story, centre);
      expect(told).toMatchObject({ kind: 'in-order', laterCount: centre === guiyang ? 1 : 0 });
    }
    expect(await watched(new ShownHeldBook(log, '52020000'), log, '52020000')).toMatchObject({
      kind: 'in-order',
      eventCount: 0,
      blockCount: 0,
    });
  });

  it('draws so many blocks at random, where its book touched more', async () => {
    const log = spoiling();
    const asked = new Set<string>();
    while (asked.size < 2) {
      const book = new ShownHeldBook(log, guiyang);
      const map = await readHeldMap({ book, centre: guiyang, blocksMax: 1 });
      expect(map).toBeInstanceOf(HeldMap);
      expect(book.asked).toHaveLength(1);
      asked.add(book.asked[0]);
    }
  });

  it.each([
    [0, 'the first of its events', 'A000000000', `SerialsSpoiled book-${guiyang}@0`],
    [2, 'the last of its events', 'A000000000', `SerialsSpoiled book-${guiyang}@1`],
  ])('finds that the recorded root leaves out %s, %s', async (index, _, first, event) => {
    const leftOut = new Set([index]);
    const log = spoiling(leftOut);
    const book = new ShownHeldBook(log, guiyang, leftOut);
    expect(await watched(book, log)).toMatchObject({
      kind: 'found',
      check: 'map-event-missing',
      params: { first, event, size: '4' },
    });
  });

  it('keeps what was shown for a finding, but no more than has room', async () => {
    const leftOut = new Set([0, 2]);
    const log = spoiling(leftOut);
    const remote = new ShownLog(entriesOf(log), key);
    const head = { origin: 'liushui/log', size: 5, root: oracleRoot(entriesOf(log)) };
    const foundWith = async (keptSizeBytesMax?: number) => {
      const book = new ShownHeldBook(log, guiyang, leftOut);
      const map = await readHeldMap({ book, centre: guiyang, keptSizeBytesMax });
      if (!(map instanceof HeldMap)) throw new Error(map.check);
      return map.provedBy(head, (name) => remote.tile(name));
    };
    const event = `SerialsSpoiled book-${guiyang}@0`;
    const found = { kind: 'found', check: 'map-event-missing', params: { event } };
    const { shown } = (await foundWith()) as { shown?: ShownBlock };
    expect(shown?.record.index).toBe(4);
    const without = await foundWith(200);
    expect(without).toMatchObject(found);
    expect(without).not.toHaveProperty('shown');
  });

  it('finds an event that neither the root nor the log has, once a later one of the book is there', async () => {
    const leftOut = new Set([0]);
    const log = spoiling(leftOut);
    const shown = entriesOf(log).with(0, Buffer.from('something else'));
    expect(
      await watched(new ShownHeldBook(log, guiyang, leftOut), log, guiyang, shown),
    ).toMatchObject({
      check: 'map-event-missing',
      params: { event: `SerialsSpoiled book-${guiyang}@0` },
    });
  });

  it('counts an event that the signed head does not have yet', async () => {
    const log = spoiling();
    const shown = entriesOf(log);
    log.post(guiyang, 'SerialsSpoiled', { lots: lots('A000000080') }, '2013-05-06');
    expect(await watched(new ShownHeldBook(log, guiyang), log, guiyang, shown)).toMatchObject({
      kind: 'in-order',
      laterCount: 0,
      unsignedCount: 1,
    });
  });

  it('recomputes no serial that its book touches behind the root alone, beside others below it', async () => {
    const log = new SmallLog()
      .post(guiyang, 'SerialsSpoiled', { lots: lots('A000000020') }, '2013-05-01')
      .post(zunyi, 'SerialsSpoiled', { lots: lots('A000000010') }, '2013-05-02')
      .recordRoot()
      .post(guiyang, 'SerialsSpoiled', { lots: lots('A000000010') }, '2013-05-03');
    const book = new ShownHeldBook(log, guiyang);
    expect((await book.block({ series: 'A:9', ordinal: 10 })).leaves).toHaveLength(1);
    const inOrder = { kind: 'in-order', eventCount: 2, blockCount: 1, laterCount: 1 };
    expect(await watched(book, log)).toMatchObject(inOrder);
    book.tamper = (block) => ({ ...block, leaves: [] });
    expect(await watched(book, log)).toMatchObject({
      check: 'map-event-missing',
      params: { event: `SerialsSpoiled book-${guiyang}@0`, size: '2' },
    });
  });

  it('finds an event below the root that the map has and that is not shown', async () => {
    const log = spoiling();
    const book = lying(log, (block) => ({ ...block, leaves: block.leaves.slice(1) }));
    expect(await watched(book, log)).toMatchObject({
      check: 'map-event-missing',
      params: { event: `SerialsSpoiled book-${guiyang}@0`, size: '4' },
    });
  });

  it('finds that a shown event is not the one of the root, though the book left it out as well', async () => {
    const leftOut = new Set([0]);
    const log = spoiling(leftOut);
    const book = new ShownHeldBook(log, guiyang, leftOut);
    book.rewrite = (leaves) => leaves.slice(1);
    expect(await watched(book, log)).toMatchObject({
      check: 'book-incomplete',
      params: { event: `book-${guiyang}@0` },
    });
    book.rewrite = ([first, ...rest]) => [{ revision: first.revision }, ...rest];
    expect(await watched(book, log)).toMatchObject({
      check: 'book-incomplete',
      params: { event: `book-${guiyang}@0` },
    });
    book.rewrite = ([first, second, ...rest]) => [
      { revision: first.revision, leaf: second.leaf },
      second,
      ...rest,
    ];
    expect(await watched(book, log)).toMatchObject({ check: 'book-incomplete' });
    book.rewrite = (leaves) => leaves.map(({ revision }) => ({ revision, leaf: Buffer.from('x') }));
    expect(await watched(book, log)).toMatchObject({ check: 'book-incomplete' });
    book.rewrite = (leaves) => [...leaves, { revision: 3n }];
    expect(await watched(book, log)).toMatchObject({
      check: 'book-incomplete',
      params: { event: `book-${guiyang}@3` },
    });
  });

  it('takes sealed holders for what is not shown, where a fact behind says that they stand', async () => {
    const log = new SmallLog();
    log.post(guiyang, 'HoldersSealed', {}, '2013-05-01');
    log.events[0] = { ...log.events[0], isJson: false, data: Buffer.from('sealed') };
    const run = { serial: 'A000000001', certificateNumber: '1352010000500001', count: 9, edition };
    const issue = { roster: {}, level: 5, occupation: {}, station: '52012001', runs: [run] };
    log.post(guiyang, 'CertificatesIssued', issue, '2013-05-01').recordRoot();
    expect(await watched(new ShownHeldBook(log, guiyang), log)).toMatchObject({
      kind: 'in-order',
      eventCount: 1,
      blockCount: 1,
    });
  });

  it.each<[string, string, (block: ShownBlock, log: SmallLog) => ShownBlock]>([
    ['another record', 'record', (block) => ({ ...block, record: block.leaves[0] })],
    [
      'a record before what it is of',
      'record',
      (block) => ({ ...block, record: { ...block.record, index: 3 } }),
    ],
    ['another block', 'block', (block) => ({ ...block, block: '' })],
    ['no block at all', 'malformed', (block) => ({ ...block, block: 'x' })],
    ['other series', 'malformed', (block) => ({ ...block, series: [] })],
    [
      'a series more',
      'root',
      (block) => ({
        ...block,
        series: [...block.series, { series: 'B:9', node: block.series[0].node }],
      }),
    ],
    [
      'fewer events of others',
      'chain',
      (block) => ({ ...block, leaves: block.leaves.filter(({ index }) => index !== 1) }),
    ],
    ['another order', 'leaf', (block) => ({ ...block, leaves: block.leaves.toReversed() })],
    [
      'an event behind the root',
      'leaf',
      (block) => ({ ...block, leaves: [...block.leaves, { ...block.leaves[0], index: 4 }] }),
    ],
    [
      'an event at another place',
      'chain',
      (block) => ({ ...block, leaves: block.leaves.with(-1, { ...block.leaves[2], index: 3 }) }),
    ],
    [
      'what is no event',
      'leaf',
      (block) => ({ ...block, leaves: block.leaves.with(0, { index: 0, leaf: Buffer.from('x') }) }),
    ],
  ])('believes no block that is shown with %s', async (_, why, tamper) => {
    const log = spoiling();
    const book = lying(log, (block) => tamper(block, log));
    expect(await watched(book, log)).toMatchObject({ check: 'map-block-differs', params: { why } });
  });

  it('believes no map that rests on events which the signed log does not have', async () => {
    const [log, other] = [spoiling(), spoiling()];
    other.events[1] = { ...other.events[1], id: '00000000-0000-4000-8000-999999999999' };
    other.events.splice(4);
    other.recordRoot();
    const book = new ShownHeldBook(other, guiyang);
    expect(await watched(book, log)).toMatchObject({
      check: 'map-block-differs',
      params: { why: 'log', index: '1' },
    });
  });

  it('judges nothing by a head that is older than what is shown', async () => {
    const log = spoiling();
    const book = new ShownHeldBook(log, guiyang);
    const shown = entriesOf(log).slice(0, 4);
    await expect(watched(book, log, guiyang, shown)).rejects.toThrow(MapAheadOfHead);
  });
});

describe('[TL-23] a book that touches more than any book can', () => {
  const wide = lots('A000000000', 'A999999999');
  const wideLog = (count: number): SmallLog => {
    const log = new SmallLog();
    for (let at = 0; at < count; at += 1) {
      log.post(guiyang, 'SerialsSpoiled', { lots: wide }, '2013-05-02');
    }
    return log;
  };

  it('is not judged, and its blocks are not gathered', async () => {
    const asked = new ShownHeldBook(wideLog(9), guiyang);
    await expect(readHeldMap({ book: asked, centre: guiyang })).rejects.toThrow(
      'up to revision 8 the book touches more than 2000000 blocks',
    );
    const read = await readBookTouches(new ShownHeldBook(wideLog(8), guiyang), `book-${guiyang}`);
    expect(read.kind === 'read' && read.touches.length).toBe(8);
  });

  it('is incomplete where it goes on behind as many events as any can have', async () => {
    const read = (max: bigint) =>
      readBookTouches(new ShownHeldBook(wideLog(3), guiyang), `book-${guiyang}`, undefined, max);
    expect((await read(3n)).kind).toBe('read');
    expect(await read(2n)).toEqual({ kind: 'incomplete', revision: 2n });
  });
});
