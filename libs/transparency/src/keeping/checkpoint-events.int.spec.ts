import { Pool } from 'pg';
import { type TestEngine, testPostgres } from '#testing';
import { signCheckpoint } from '../checkpoint';
import { cosign, cosignedAt } from '../cosignature';
import { announceKey } from '../key-chain';
import { isLeaf, leafHash } from '../leaf';
import { parseNote } from '../note';
import { SigningKey } from '../signing-key';
import { GrowingTree } from '../tree';
import { formatVerifierKey, signatureTypes, type VerifierKey } from '../verifier-key';
import { LogStore } from './log-store';
import { MemorySource } from './memory-source.fixture';
import { PublishedLog } from './published-log';

jest.setTimeout(60_000);

const keyOf = (seed: number): SigningKey =>
  SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, seed));
const [key, next, thief] = [keyOf(1), keyOf(2), keyOf(3)];
const witnessOf = (centre: string, seed = 7): SigningKey =>
  SigningKey.fromSeed(`liushui/log/${centre}`, signatureTypes.cosignature, Buffer.alloc(32, seed));
const centre = '52010000';
const witness = witnessOf(centre);

let database: TestEngine;
let pool: Pool;
let published: PublishedLog;
let source: MemorySource;

beforeEach(async () => {
  database = await testPostgres();
  pool = new Pool({ connectionString: database.url, max: 1 });
  published = new PublishedLog(pool);
  source = new MemorySource();
});
afterEach(async () => {
  await pool.end();
  await database.stop();
});

async function onStore<T>(
  use: (store: LogStore) => Promise<T>,
  known: readonly VerifierKey[] = [],
): Promise<T> {
  const texts = known.map(formatVerifierKey);
  const store = await LogStore.open(database.url, (one) => texts.includes(formatVerifierKey(one)));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const takeAll = (known: readonly VerifierKey[] = []) =>
  onStore((store) => store.add(source.events, source.events.at(-1)?.position ?? 0n), known);

/** Of all leaves there are. */
function head() {
  const tree = new GrowingTree();
  for (const event of source.events.filter(isLeaf)) tree.add(leafHash(event));
  return { origin: 'liushui/log', size: tree.size, root: tree.root };
}

function sign(by = key): string {
  const checkpoint = signCheckpoint(head(), by);
  source.put('checkpoint-log', 'CheckpointSigned', {
    checkpoint,
    key: formatVerifierKey(by.verifier),
  });
  return checkpoint;
}

function cosigned(checkpoint: string, by = witness, at = 1_700_000_000) {
  const note = parseNote(checkpoint);
  if (!note) throw new Error('no note');
  const signature = cosign(note, by, at).trimEnd();
  return { centre, key: formatVerifierKey(by.verifier), checkpoint, signature };
}

const putWitnessed = (data: object) => source.put('checkpoint-log', 'CheckpointWitnessed', data);

function replaceKey(from: SigningKey, to: SigningKey, old?: SigningKey): void {
  source.put('checkpoint-log', 'LogKeyReplaced', {
    announcement: announceKey(head(), from.verifier, to, old),
    previous: formatVerifierKey(from.verifier),
    key: formatVerifierKey(to.verifier),
    reason: '更换',
  });
}

it('[TL-18] cosignatures stand below the head they are of, the newest of each witness', async () => {
  source.post('one');
  const first = sign();
  for (const at of [1_700_000_000, 1_700_000_005]) putWitnessed(cosigned(first, witness, at));
  const other = witnessOf('52020000', 8);
  putWitnessed({ ...cosigned(first, other), centre: '52020000' });
  await takeAll();
  const served = parseNote((await published.head())?.checkpoint ?? '');
  expect(served?.signatures).toHaveLength(3);
  expect(served && cosignedAt(served, witness.verifier)).toBe(1_700_000_005n);
  expect(served && cosignedAt(served, other.verifier)).toBe(1_700_000_000n);
  source.post('two');
  const second = sign();
  await takeAll();
  expect((await published.head())?.checkpoint).toBe(second);
  expect((await published.witnessed()).map((one) => [one.centre, one.size])).toEqual([
    [centre, 1],
    ['52020000', 1],
  ]);
  putWitnessed(cosigned(second));
  await takeAll();
  const [own] = await published.witnessed();
  expect(own).toMatchObject({ centre, size: 2, cosignedAt: new Date(1_700_000_000_000) });
  expect([await published.hasHead(first), await published.hasHead(own.checkpoint)]).toEqual([
    true,
    false,
  ]);
});

it('[TL-18] takes nothing for a cosignature that is none, and names it', async () => {
  source.post('one');
  const checkpoint = sign();
  const honest = source.events;
  const lies: [object, string][] = [
    [{ ...cosigned(checkpoint), signature: 'x' }, 'has a cosignature that is none'],
    [cosigned(checkpoint, witness, 253_402_300_800), 'has a cosignature that is none'],
    [
      { ...cosigned(checkpoint), key: formatVerifierKey(witnessOf(centre, 9).verifier) },
      'has a cosignature that is none',
    ],
    [{ ...cosigned(checkpoint), centre: '52020000' }, 'has a cosignature that is none'],
    [cosigned(signCheckpoint({ ...head(), size: 0 }, key)), 'is of a head that was never signed'],
  ];
  for (const [data, message] of lies) {
    source.events = [...honest];
    putWitnessed(data);
    await expect(takeAll()).rejects.toThrow(`CheckpointWitnessed checkpoint-log@1 ${message}`);
  }
});

it('[TL-14] an event in the place of a head that was seen is a fork', async () => {
  source.post('one');
  const checkpoint = sign();
  source.post('two');
  sign();
  await takeAll();
  source.putBack(3);
  putWitnessed(cosigned(checkpoint));
  await onStore(async (store) => {
    await store.beginAnew();
    const upTo = source.events.at(-1)?.position ?? 0n;
    await expect(store.add(source.events, upTo)).rejects.toThrow('replaces a head');
  });
});

it('serves no head while the tiles below the newest are made anew: it would look put back', async () => {
  source.post('one');
  sign();
  source.post('two');
  const newest = sign();
  await takeAll();
  await onStore(async (store) => {
    await store.beginAnew();
    await store.add(source.events.slice(0, 2), source.events[1].position);
  });
  expect(await published.head()).toBeUndefined();
  await takeAll();
  expect((await published.head())?.checkpoint).toBe(newest);
});

it('[TL-19] a key that the old one announced signs from then on, and the old one no more', async () => {
  source.post('one');
  sign();
  replaceKey(key, next, key);
  await takeAll();
  const texts = [key, next].map(({ verifier }) => formatVerifierKey(verifier));
  expect(await onStore((store) => store.currentKey())).toBe(texts[1]);
  const known = await published.keys();
  expect(known.map((one) => one.key)).toEqual(texts);
  expect(known.map(({ announcement }) => announcement === undefined)).toEqual([true, false]);
  source.post('two');
  const before = [...source.events];
  sign(key);
  await expect(takeAll()).rejects.toThrow('is signed with another key');
  source.events = before;
  const { checkpoint } = { checkpoint: sign(next) };
  await takeAll();
  expect(await published.head()).toEqual({ checkpoint, key: texts[1] });
});

it('[TL-19] one that nobody announced is followed only if the key file names it, and then remembered', async () => {
  source.post('one');
  sign();
  replaceKey(key, next);
  await expect(takeAll()).rejects.toThrow('neither the old key nor the key file says so');
  await expect(takeAll([thief.verifier])).rejects.toThrow('neither the old key');
  await takeAll([key.verifier, next.verifier]);
  await onStore((store) => store.beginAnew());
  sign(next);
  await takeAll();
  expect((await published.head())?.key).toBe(formatVerifierKey(next.verifier));
});

it.each<[string, () => void, string?]>([
  ['of another key than the one before', () => replaceKey(thief, next, thief)],
  [
    'that is none',
    () =>
      source.put('checkpoint-log', 'LogKeyReplaced', {
        announcement: signCheckpoint(head(), key),
        previous: formatVerifierKey(key.verifier),
        key: formatVerifierKey(next.verifier),
        reason: 'x',
      }),
  ],
  [
    'for another reason than was signed',
    () =>
      source.put('checkpoint-log', 'LogKeyReplaced', {
        announcement: announceKey(head(), key.verifier, next, key, '密钥被盗'),
        previous: formatVerifierKey(key.verifier),
        key: formatVerifierKey(next.verifier),
        reason: '年度更换',
      }),
    'states another reason than was signed',
  ],
  [
    'of another key than it says',
    () =>
      source.put('checkpoint-log', 'LogKeyReplaced', {
        announcement: announceKey(head(), key.verifier, next, key),
        previous: formatVerifierKey(key.verifier),
        key: formatVerifierKey(thief.verifier),
        reason: 'x',
      }),
  ],
])(
  '[TL-19] takes no announcement %s',
  async (_, put, why = 'announces no key that follows the one before') => {
    source.post('one');
    sign();
    put();
    await expect(takeAll([next.verifier])).rejects.toThrow(
      `LogKeyReplaced checkpoint-log@1 ${why}`,
    );
  },
);
