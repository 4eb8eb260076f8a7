import { Pool } from 'pg';
import { parseSerial, type Serial } from '#domain';
import { type TestEngine, testPostgres } from '#testing';
import { signCheckpoint } from '../checkpoint';
import { cosign } from '../cosignature';
import { LogStore } from '../keeping/log-store';
import { MemorySource } from '../keeping/memory-source.fixture';
import { PublishedLog } from '../keeping/published-log';
import { leafBytes } from '../leaf';
import { parseNote } from '../note';
import { oracleConsistency, oracleRoot } from '../recursive-tree.fixture';
import { SigningKey } from '../signing-key';
import { formatVerifierKey, signatureTypes } from '../verifier-key';
import { checkEvidence } from './check-evidence';
import { parsePublicKey } from './heads';
import { type EvidenceBounds, EvidenceMaker } from './make-evidence';
import {
  cosignedAtSeconds,
  fileOf,
  logKey,
  type SmallLog,
  smallLog,
} from './simple-evidence.fixture';

jest.setTimeout(60_000);

let database: TestEngine;
let pool: Pool;

beforeEach(async () => {
  database = await testPostgres();
  pool = new Pool({ connectionString: database.url, max: 2 });
});

afterEach(async () => {
  await pool.end();
  await database.stop();
});

const serial = (text: string): Serial => {
  const read = parseSerial(text);
  if (!read) throw new Error(`${text} is a serial`);
  return read;
};

/** The log in the database, as far as the map's newest root, with a head over all of it. */
async function keep(log: SmallLog): Promise<{ source: MemorySource; maker: EvidenceMaker }> {
  const source = new MemorySource();
  const store = await LogStore.open(database.url);
  try {
    const at = log.events.findLastIndex(({ stream }) => stream === 'serial-map');
    for (const [index, event] of log.events.entries()) {
      const position = BigInt(index + 1);
      const placed = { ...event, position, recordedAt: '2013-06-30T00:00:00.000Z' };
      source.events.push(placed);
      await store.add([placed], position);
      if (index === at) await store.absorb();
    }
    const head = { checkpoint: log.checkpoint(), key: formatVerifierKey(logKey.verifier) };
    const data = Buffer.from(JSON.stringify(head));
    const event = { ...source.events[0], stream: 'checkpoint-log', revision: 0n, data };
    const position = BigInt(log.events.length + 1);
    await store.add([{ ...event, type: 'CheckpointSigned', position }], position);
  } finally {
    await store.close();
  }
  const read = (stream: string, revision: bigint) => source.readAt(stream, revision);
  return { source, maker: new EvidenceMaker(pool, new PublishedLog(pool), read) };
}

const boundsOf = (part: Partial<EvidenceBounds>): EvidenceBounds => ({
  eventsMax: 100,
  seriesMax: 100,
  sizeBytesMax: 1_000_000,
  ...part,
});

const key = parsePublicKey(formatVerifierKey(logKey.verifier));

it('[EV-1] makes the very file that the specification describes, for any serial', async () => {
  const log = smallLog();
  const { maker } = await keep(log);
  for (const name of ['A000000017', 'A000000040', 'A000004100', 'A000999999', 'B000000001']) {
    const made = await maker.make(serial(name));
    expect(made.kind === 'made' && made.text).toBe(fileOf(log.evidence(name)));
    const text = made.kind === 'made' ? made.text : '';
    expect(checkEvidence(text, key ? [key] : []).verdict).toBe('proved');
  }
});

it('[EV-9] carries the newest head that each centre cosigned before', async () => {
  const log = smallLog();
  const { maker } = await keep(log);
  const entries = log.events.map((event) => Buffer.from(leafBytes(event)));
  const bare = (size: number): string => {
    const root = oracleRoot(entries.slice(0, size));
    return signCheckpoint({ origin: 'liushui/log', size, root }, logKey);
  };
  let revision = 0;
  const cosigns = async (name: string, size: number): Promise<string> => {
    const signer = SigningKey.fromSeed(name, signatureTypes.cosignature, Buffer.alloc(32, 9));
    const note = parseNote(bare(size));
    const line = note ? cosign(note, signer, cosignedAtSeconds).trimEnd() : '';
    const centre = name.slice(0, 8);
    await pool.query(
      `INSERT INTO liushui_transparency.cosignature VALUES ($1, $2, $3, $4, $5, $6, now())`,
      [revision++, centre, formatVerifierKey(signer.verifier), size, bare(size), line],
    );
    return `${line}\n`;
  };
  await cosigns('52010000', 2);
  const first = await cosigns('52010000', 5);
  const second = await cosigns('52020000', 5);
  const third = await cosigns('52030000', 7);
  const newest = await cosigns('52040000', 8);
  const made = await maker.make(serial('A000000017'));
  const pathOf = (size: number) =>
    oracleConsistency(size, entries).map((hash) => hash.toString('base64'));
  expect(made.kind === 'made' && made.text).toBe(
    fileOf({
      ...log.evidence('A000000017'),
      checkpoint: log.checkpoint() + newest,
      earlier: [
        { checkpoint: bare(7) + third, path: pathOf(7) },
        { checkpoint: bare(5) + first + second, path: pathOf(5) },
      ],
    }),
  );
  const text = made.kind === 'made' ? made.text : '';
  expect(checkEvidence(text, key ? [key] : []).verdict).toBe('proved');
});

it('tells how far a serial is proved', async () => {
  const { maker } = await keep(smallLog());
  expect(await maker.state(serial('A000000017'))).toEqual({
    completeTo: 6,
    signedSize: 8,
    leafIndexes: [1, 2, 3, 4],
    laterCount: 1,
  });
  expect(await maker.state(serial('A000000040'))).toMatchObject({ laterCount: 0 });
});

it('has nothing to prove before there are tables, a root, or a head over it', async () => {
  const maker = new EvidenceMaker(pool, new PublishedLog(pool), async () => undefined);
  expect(await maker.make(serial('A000000017'))).toEqual({ kind: 'not-yet' });
  const log = smallLog();
  log.events.splice(6);
  const store = await LogStore.open(database.url);
  const placed = log.events.map((event, at) => ({
    ...event,
    position: BigInt(at + 1),
    recordedAt: '2013-06-30T00:00:00.000Z',
  }));
  await store.add(placed, 6n);
  await store.absorb();
  await store.close();
  expect(await maker.make(serial('A000000017'))).toEqual({ kind: 'not-yet' });
  expect(await maker.state(serial('A000000017'))).toBeUndefined();
});

it('[EV-6] makes nothing of an event that was altered in the store, and names it', async () => {
  const { source, maker } = await keep(smallLog());
  const [event] = source.events.splice(3, 1);
  const altered = Buffer.from(event.data.toString().replace('李', '季'));
  source.events.push({ ...event, data: altered });
  expect(await maker.make(serial('A000000017'))).toEqual({
    kind: 'altered',
    event: { index: 3, stream: 'book-52010000', revision: 0n },
  });
});

it('[EV-6] makes nothing of an event that can be no leaf any more, and names it', async () => {
  const { source, maker } = await keep(smallLog());
  const [event] = source.events.splice(3, 1);
  const data = Buffer.from(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`);
  source.events.push({ ...event, data });
  expect(await maker.make(serial('A000000017'))).toMatchObject({
    kind: 'altered',
    event: { index: 3 },
  });
});

it('[EV-4] makes nothing that a checker would not read: events, series, bytes', async () => {
  const log = smallLog();
  const sizeBytes = Buffer.byteLength(fileOf(log.evidence('A000000017')));
  const cases: [Partial<EvidenceBounds>, string][] = [
    [{ eventsMax: 5, seriesMax: 1, sizeBytesMax: sizeBytes }, 'made'],
    [{ eventsMax: 4 }, 'too-large'],
    [{ seriesMax: 0 }, 'too-large'],
    [{ sizeBytesMax: sizeBytes - 1 }, 'too-large'],
    [{ sizeBytesMax: 1_000 }, 'too-large'],
  ];
  const { source } = await keep(log);
  for (const [part, kind] of cases) {
    const read = (stream: string, revision: bigint) => source.readAt(stream, revision);
    const maker = new EvidenceMaker(pool, new PublishedLog(pool), read, boundsOf(part));
    expect([part, (await maker.make(serial('A000000017'))).kind]).toEqual([part, kind]);
  }
});
