import fc from 'fast-check';
import { announceKey, KeyChain } from '../key-chain';
import { provesConsistency } from '../proofs';
import { oracleRoot } from '../recursive-tree.fixture';
import { SigningKey } from '../signing-key';
import { signatureTypes, type VerifierKey } from '../verifier-key';
import { entriesOf, ShownLog } from './shown-log.fixture';
import { type SeenLog, SeenLogDamaged, type WatchFinding, watchLog } from './watch-log';

const keyOf = (seed: number, name = 'liushui/log'): SigningKey =>
  SigningKey.fromSeed(name, signatureTypes.note, Buffer.alloc(32, seed));
const [key, next, thief] = [1, 2, 3].map((seed) => keyOf(seed));
const seed = Number(process.env.TREE_SEED ?? Date.now() % 1_000_000);
const sure = { seed, numRuns: 60 };

const logOf = (count: number, change?: Parameters<typeof entriesOf>[1]): ShownLog =>
  new ShownLog(entriesOf(count, change), key);
const seenAt = (
  size: number,
  log = logOf(size),
  keys: VerifierKey[] = [key.verifier],
): SeenLog => ({
  keys,
  checkpoint: log.headAt(size),
});

async function watched(remote: ShownLog, seen?: SeenLog, named?: VerifierKey[]): Promise<string> {
  const result = await watchLog({ remote, seen, named });
  return result.kind === 'found' ? result.check : result.kind;
}

async function findingOf(remote: ShownLog, seen?: SeenLog): Promise<WatchFinding> {
  const result = await watchLog({ remote, seen });
  if (result.kind !== 'found') throw new Error('nothing was found');
  return result;
}

/** Flips one bit of the tile that the random number points at. */
const flip = (at: number) => {
  let count = 0;
  return (_: unknown, tile: Buffer): Buffer => {
    const changed = Buffer.from(tile);
    if (at >= count && at < count + tile.length) changed[at - count] ^= 1;
    count += tile.length;
    return changed;
  };
};

describe(`[TL-20] a witness (TREE_SEED=${seed})`, () => {
  it('reads every leaf the first time', async () => {
    for (const size of [1, 2, 255, 256, 257, 700]) {
      const remote = logOf(size);
      const counts: number[] = [];
      const onTile = (count: number): void => {
        counts.push(count);
      };
      expect(await watchLog({ remote, onTile })).toMatchObject({
        kind: 'in-order',
        checkpoint: { size, root: oracleRoot(remote.entries) },
        seenSize: 0,
      });
      expect(counts.at(-1)).toBe(size);
    }
  });

  it('goes on from what it has seen, whatever the sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(300), async (size, more) => {
        expect(await watched(logOf(size + more), seenAt(size))).toBe('in-order');
      }),
      sure,
    );
  });

  it('finds a log that is shorter than it was: cut, put back, or an old head shown again', async () => {
    const seen = seenAt(300);
    const finding = await findingOf(logOf(299), seen);
    expect(finding).toMatchObject({
      check: 'log-rolled-back',
      params: { size: '300', otherSize: '299' },
      evidence: [seen.checkpoint, logOf(299).headAt(299)],
    });
    const replayed = logOf(400);
    replayed.checkpoint = async () => replayed.headAt(299);
    expect(await watched(replayed, seen)).toBe('log-rolled-back');
  });

  it('finds a fork, at the same size and at any larger one, wherever the histories part', async () => {
    const forkedAt = (at: number) => (text: string, index: number) =>
      index === at ? `${text}, rewritten` : text;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(300),
        fc.nat(299),
        async (size, more, at) => {
          const remote = logOf(size + more, forkedAt(at % size));
          const finding = await findingOf(remote, seenAt(size));
          expect(finding.check).toBe('log-forked');
          expect(finding.evidence).toEqual([seenAt(size).checkpoint, await remote.checkpoint()]);
          const proved = finding.proof;
          const root = Buffer.from(proved?.root ?? '', 'base64');
          const path = (proved?.path ?? []).map((hash) => Buffer.from(hash, 'base64'));
          const shown = { size: size + more, root: oracleRoot(remote.entries) };
          expect(root).not.toEqual(oracleRoot(entriesOf(size)));
          expect(provesConsistency({ size, root }, shown, path)).toBe(true);
        },
      ),
      {
        ...sure,
        examples: [
          [1, 0, 0],
          [300, 0, 299],
          [256, 1, 255],
        ],
      },
    );
  });

  it('takes no leaf that was altered, swapped, put in or left out behind a true head', async () => {
    const honest = logOf(520);
    const head = honest.headAt(520);
    const swapped = [...honest.entries];
    [swapped[3], swapped[400]] = [swapped[400], swapped[3]];
    const lies = [
      swapped,
      honest.entries.with(0, Buffer.from('x')),
      honest.entries.with(519, Buffer.from('x')),
      [...honest.entries.slice(1), Buffer.from('x')],
    ];
    for (const entries of lies) {
      const remote = new ShownLog(entries, key);
      remote.checkpoint = async () => head;
      expect(await watched(remote)).toBe('log-tiles-differ');
    }
  });

  it('takes no size that the leaves do not have, though the log signed it', async () => {
    for (const size of [513, 511, 256, 0, 1_000]) {
      const remote = logOf(512);
      const honest = remote.headAt(512);
      remote.lie = { size };
      remote.checkpoint = async () => remote.headAt(512);
      expect(await watched(remote)).toBe('log-tiles-differ');
      remote.lie = { size, root: oracleRoot(remote.entries.slice(0, 512)) };
      expect(honest).not.toBe(await remote.checkpoint());
      expect(await watched(remote, seenAt(100))).toMatch(/^log-(tiles-differ|rolled-back)$/);
    }
  });

  it('is misled by no bit of a tile, and accuses nobody of a fork for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30_000), fc.boolean(), async (at, isFirst) => {
        const remote = logOf(700);
        remote.tamper = flip(at);
        const said = await watched(remote, isFirst ? undefined : seenAt(333));
        expect(['in-order', 'log-tiles-differ']).toContain(said);
        if (isFirst && at < 700 * 32) expect(said).toBe('log-tiles-differ');
      }),
      sure,
    );
    const garbage = logOf(700);
    garbage.tamper = (_, tile) => Buffer.alloc(tile.length, 7);
    expect(await watched(garbage)).toBe('log-tiles-differ');
    expect(await watched(garbage, seenAt(333))).toBe('log-tiles-differ');
  });

  it('compares what others were shown', async () => {
    const centre = '52020000';
    const remote = logOf(400);
    remote.others = [{ centre, checkpoint: logOf(150).headAt(150) }];
    expect(await watchLog({ remote })).toMatchObject({ kind: 'in-order', comparedCount: 1 });
    const rewritten = logOf(150, (text) => `${text}!`).headAt(150);
    remote.others = [{ centre, checkpoint: rewritten }];
    for (const seen of [undefined, seenAt(399)]) {
      expect(await findingOf(remote, seen)).toMatchObject({
        check: 'log-forked',
        evidence: [rewritten, await remote.checkpoint()],
      });
    }
    remote.others = [{ centre, checkpoint: logOf(401).headAt(401) }];
    expect(await watched(remote)).toBe('log-rolled-back');
    // What the log did not sign accuses nobody.
    remote.others = [
      { centre, checkpoint: logOf(150).headAt(150, thief) },
      { centre, checkpoint: 'x' },
    ];
    expect(await watchLog({ remote })).toMatchObject({ kind: 'in-order', comparedCount: 0 });
  });

  it('takes no head that another key signed, nor what is none', async () => {
    const remote = logOf(5);
    remote.checkpoint = async () => remote.headAt(5, thief);
    expect(await watched(remote)).toBe('head-unsigned');
    remote.checkpoint = async () => 'x';
    expect(await watched(remote)).toBe('head-unsigned');
    const other = new ShownLog(entriesOf(5), keyOf(1, 'liushui/other'));
    expect(await watched(other, seenAt(5))).toBe('log-key-unknown');
    const stolen = new ShownLog(entriesOf(5), thief);
    expect(await watched(stolen, seenAt(5))).toBe('log-key-unknown');
    expect(await watched(stolen, undefined, [key.verifier])).toBe('log-key-unknown');
    stolen.firstKey = 'x';
    expect(await watched(stolen)).toBe('log-key-malformed');
  });

  it('[TL-9] believes no key of the log that is not one for heads, stated or announced', async () => {
    const { cosignature } = signatureTypes;
    const other = SigningKey.fromSeed('liushui/log', cosignature, Buffer.alloc(32, 1));
    const stated = new ShownLog(entriesOf(5), other);
    expect(await watched(stated)).toBe('log-key-malformed');
    expect(await watched(stated, undefined, [other.verifier])).toBe('log-key-malformed');
    const head = { origin: 'liushui/log', size: 5, root: oracleRoot(entriesOf(5)) };
    const announced = new ShownLog(entriesOf(5), other, logOf(1).firstKey);
    announced.announcements = [announceKey(head, key.verifier, other, key)];
    expect(await watched(announced)).toBe('log-key-malformed');
  });

  it('[TL-19] follows a key that was announced, and one that was lost only when it is named', async () => {
    const head = { origin: 'liushui/log', size: 300, root: oracleRoot(entriesOf(300)) };
    const announced = announceKey(head, key.verifier, next, key);
    const lost = announceKey(head, key.verifier, next);
    const remote = new ShownLog(entriesOf(350), next);
    remote.firstKey = logOf(1).firstKey;
    remote.announcements = [announced];
    const result = await watchLog({ remote, seen: seenAt(300) });
    expect(result).toMatchObject({ kind: 'in-order', keys: [key.verifier, next.verifier] });
    remote.announcements = [lost];
    expect(await watched(remote, seenAt(300))).toBe('log-key-unannounced');
    expect(await watched(remote, seenAt(300), [next.verifier])).toBe('in-order');
    expect(await watched(remote, seenAt(300), [thief.verifier])).toBe('log-key-unknown');
    remote.announcements = [];
    expect(await watched(remote, seenAt(300))).toBe('head-unsigned');
  });

  it('[TL-19] finds what was signed beyond the size at which the key is said to have been replaced', async () => {
    const head = { origin: 'liushui/log', size: 200, root: oracleRoot(entriesOf(200)) };
    const remote = new ShownLog(entriesOf(350), next);
    remote.firstKey = logOf(1).firstKey;
    remote.announcements = [announceKey(head, key.verifier, next, key)];
    expect(await watched(remote, seenAt(300))).toBe('log-forked');
    remote.others = [{ centre: '52020000', checkpoint: logOf(300).headAt(300) }];
    expect(await watched(remote)).toBe('log-forked');
  });

  it('[TL-19] is not led back to a stolen key by whoever leaves out what replaced it', async () => {
    const forked = (text: string, index: number) => (index >= 300 ? `${text}!` : text);
    const stolen = logOf(350, forked);
    const both = [key.verifier, next.verifier];
    const accused: [SeenLog | undefined, VerifierKey[]][] = [
      [seenAt(300, logOf(300), both), []],
      [seenAt(300), [next.verifier]],
      [undefined, both],
    ];
    for (const [seen, named] of accused) {
      expect(await watchLog({ remote: stolen, seen, named })).toMatchObject({
        check: 'log-key-unknown',
        evidence: [...(seen ? [seen.checkpoint] : []), await stolen.checkpoint()],
      });
    }
    const byNext = new ShownLog(entriesOf(320), next).headAt(320);
    expect(await findingOf(stolen, { keys: both, checkpoint: byNext })).toMatchObject({
      check: 'log-key-unknown',
      evidence: [byNext, await stolen.checkpoint()],
    });
  });

  it('[TL-19] compares the head that an announcement states', async () => {
    const other = entriesOf(350, (text, index) => (index === 10 ? `${text}!` : text));
    const head = (size: number, entries = entriesOf(350)) => ({
      origin: 'liushui/log',
      size,
      root: oracleRoot(entries.slice(0, size)),
    });
    const remote = new ShownLog(entriesOf(350), next, logOf(1).firstKey);
    const lies = [
      [head(300, other), 'log-forked'],
      [{ ...head(300), size: 351 }, 'log-rolled-back'],
    ] as const;
    for (const [stated, check] of lies) {
      const announcement = announceKey(stated, key.verifier, next, key);
      remote.announcements = [announcement];
      for (const seen of [undefined, seenAt(200)]) {
        expect(await findingOf(remote, seen)).toMatchObject({
          check,
          evidence: [announcement, await remote.checkpoint()],
        });
      }
    }
    remote.announcements = [announceKey(head(300), key.verifier, next, key)];
    expect(await watched(remote)).toBe('in-order');
  });

  it('judges nothing by a memory that is damaged', async () => {
    const checkpoint = logOf(5).headAt(5, thief);
    const seen = { keys: [key.verifier], checkpoint };
    await expect(watchLog({ remote: logOf(6), seen })).rejects.toThrow(SeenLogDamaged);
    expect(KeyChain.ofOne(key.verifier).open(checkpoint).kind).toBe('refused');
  });
});
