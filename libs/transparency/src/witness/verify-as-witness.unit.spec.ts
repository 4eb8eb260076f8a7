import { SmallLog } from '../evidence/simple-evidence.fixture';
import { leafBytes } from '../leaf';
import { simpleRoot } from '../map/simple-map.fixture';
import { formatNote } from '../note';
import { SigningKey } from '../signing-key';
import { signatureTypes } from '../verifier-key';
import { ShownHeldBook, touchesWithout } from './held-book.fixture';
import { ShownLog } from './shown-log.fixture';
import {
  keptFinding,
  verifyAsWitness,
  type WitnessFinding,
  type WitnessOptions,
} from './verify-as-witness';
import { MapAheadOfHead } from './watch-map';

const centre = '52010000';
const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
const lots = (from: string) => [{ level: 5, edition: '2013-普通', ranges: [{ from, to: from }] }];

/** Two events, and the root of a map that may leave out one of them. */
function logWithout(leftOut: ReadonlySet<number> = new Set()): SmallLog {
  const log = new SmallLog()
    .post(centre, 'SerialsSpoiled', { lots: lots('A000000010') }, '2013-05-02')
    .post(centre, 'SerialsSpoiled', { lots: lots('A000009000') }, '2013-05-03');
  return log.recordRoot(simpleRoot(touchesWithout(log, 2, leftOut)));
}

function shownOf(log: SmallLog, leftOut?: ReadonlySet<number>) {
  const remote = new ShownLog(
    log.events.map((event) => leafBytes(event)),
    key,
  );
  return { centre, remote, book: new ShownHeldBook(log, centre, leftOut) };
}

async function findingOf(options: WitnessOptions): Promise<WitnessFinding> {
  const verified = await verifyAsWitness(options);
  if (verified.kind !== 'found') throw new Error('nothing was found');
  return verified;
}

describe('[TL-20] [TL-23] a witness', () => {
  it('verifies the map and the log, and says how far it has come', async () => {
    const told: unknown[] = [];
    const shown = shownOf(logWithout());
    const verified = await verifyAsWitness({
      ...shown,
      onStep: (step) => told.push(step),
      onEvent: (count) => told.push(`event ${count}`),
      onBlock: (count, of) => told.push(`block ${count}/${of}`),
      onTile: (count, of) => told.push(`leaf ${count}/${of}`),
    });
    expect(verified).toMatchObject({
      kind: 'in-order',
      log: { checkpoint: { size: 3 }, seenSize: 0 },
      map: { eventCount: 2, heldBlockCount: 2, blockCount: 2, laterCount: 0, unsignedCount: 0 },
    });
    expect(told).toEqual([
      ...['map', 'event 1', 'event 2', 'block 1/2', 'block 2/2'],
      ...['log', 'leaf 3/3'],
    ]);
  });

  it('has no map to tell of without a book', async () => {
    const { book: _, ...shown } = shownOf(logWithout());
    const verified = await verifyAsWitness(shown);
    expect([verified.kind, 'map' in verified]).toEqual(['in-order', false]);
  });

  it('cosigns the head with the signatures of the log alone', async () => {
    const shown = shownOf(logWithout());
    const signed = await shown.remote.checkpoint();
    const other = signed.split('\n').at(-2)?.replace('liushui/log', 'other');
    shown.remote.checkpoint = async () => `${signed}${other}\n`;
    const verified = await verifyAsWitness(shown);
    if (verified.kind === 'found') throw new Error(verified.check);
    expect(formatNote(verified.own)).toBe(signed);
  });

  it('reads the blocks before the head: a head that is older than they are judges nothing', async () => {
    const shown = shownOf(logWithout());
    const { remote } = shown;
    const asked: string[] = [];
    const whole = { checkpoint: remote.checkpoint.bind(remote), block: shown.book.block };
    remote.checkpoint = () => {
      asked.push('head');
      return whole.checkpoint();
    };
    shown.book.block = (serial) => {
      asked.push('block');
      return whole.block.call(shown.book, serial);
    };
    await verifyAsWitness(shown);
    expect(asked).toEqual(['block', 'block', 'head']);
    remote.checkpoint = async () => remote.headAt(2);
    await expect(verifyAsWitness(shown)).rejects.toThrow(MapAheadOfHead);
  });

  it('keeps what it was shown of a block, and the head that it was to lead to', async () => {
    const leftOut = new Set([1]);
    const shown = shownOf(logWithout(leftOut), leftOut);
    const finding = await findingOf(shown);
    expect(finding).toMatchObject({
      check: 'map-event-missing',
      params: { event: `SerialsSpoiled book-${centre}@1`, first: 'A000008192', size: '2' },
      heads: [await shown.remote.checkpoint()],
    });
    const kept = JSON.parse(JSON.stringify(keptFinding(finding, new Date(0))));
    const record = shown.book.leaf(2);
    expect(kept).toMatchObject({
      found: 'map-event-missing',
      foundAt: '1970-01-01T00:00:00.000Z',
      heads: finding.heads,
      block: { record: { index: 2, leaf: Buffer.from(record.leaf).toString('base64') } },
    });
  });

  it('asks for no head when the map is wrong already, and for the map whatever the head', async () => {
    const wrong = shownOf(logWithout());
    wrong.book.tamper = (block) => ({ ...block, siblings: [] });
    wrong.remote.checkpoint = () => Promise.reject(new Error('asked'));
    expect(await findingOf(wrong)).toMatchObject({ check: 'map-block-differs', heads: [] });
    const unsigned = shownOf(logWithout());
    unsigned.remote.checkpoint = async () => 'x';
    expect(await findingOf(unsigned)).toMatchObject({ check: 'head-unsigned', heads: ['x'] });
    expect(unsigned.book.asked).toHaveLength(2);
  });

  it('keeps both heads of a fork, with the proof', async () => {
    const before = new ShownLog([Buffer.from('x'), Buffer.from('y')], key);
    const seen = { keys: [key.verifier], checkpoint: await before.checkpoint() };
    const shown = shownOf(logWithout());
    const finding = await findingOf({ ...shown, seen });
    expect(finding).toMatchObject({
      check: 'log-forked',
      heads: [seen.checkpoint, await shown.remote.checkpoint()],
      proof: { root: expect.any(String), path: expect.any(Array) },
    });
  });
});
