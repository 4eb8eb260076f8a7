import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signCheckpoint } from '../checkpoint';
import { cosign } from '../cosignature';
import { announceKey } from '../key-chain';
import { leafBytes } from '../leaf';
import { parseNote } from '../note';
import { oracleConsistency, oracleRoot } from '../recursive-tree.fixture';
import { SigningKey } from '../signing-key';
import { formatVerifierKey, signatureTypes } from '../verifier-key';
import { type CheckedEvidence, checkEvidence } from './check-evidence';
import { type EarlierHead, earlierHeadsMax } from './evidence';
import { parsePublicKey } from './heads';
import { cosignedAtSeconds, fileOf, logKey, smallLog, witnessKey } from './simple-evidence.fixture';

const log = smallLog();
const entries = log.events.map((event) => Buffer.from(leafBytes(event)));
const { size: endSize, evidence } = { size: entries.length, evidence: log.evidence('A000000017') };

const keyOf = ({ verifier }: SigningKey) => {
  const key = parsePublicKey(formatVerifierKey(verifier));
  if (!key) throw new Error('a key of ours can be read');
  return key;
};

const next = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 77));

const rootAt = (size: number): Buffer => oracleRoot(entries.slice(0, size));

function headAt(size: number, root = rootAt(size), by = logKey): string {
  const checkpoint = signCheckpoint({ origin: 'liushui/log', size, root }, by);
  const note = parseNote(checkpoint);
  if (!note) throw new Error('the checkpoint is a note');
  return checkpoint + cosign(note, witnessKey, cosignedAtSeconds + size);
}

const earlierAt = (size: number): EarlierHead => ({
  checkpoint: headAt(size),
  path: oracleConsistency(size, entries).map((hash) => hash.toString('base64')),
});

const judged = (earlier: readonly object[], keys = [logKey, witnessKey]): CheckedEvidence =>
  checkEvidence(fileOf({ ...evidence, earlier }), keys.map(keyOf));

const told = ({ verdict, steps }: CheckedEvidence): string =>
  `${verdict}: ${steps.find(({ holds }) => !holds)?.told.en}`;

describe('[EV-9] earlier heads that centres cosigned', () => {
  it('are told with who cosigned them, at every size', () => {
    const sizes = Array.from({ length: endSize - 1 }, (_, at) => endSize - 1 - at);
    const checked = judged(sizes.map(earlierAt));
    expect(checked).toMatchObject({ verdict: 'proved', cosignatures: [] });
    expect(checked.earlier).toEqual(
      sizes.map((size) => ({
        size,
        cosignatures: [{ name: '52010000', timeSeconds: BigInt(cosignedAtSeconds + size) }],
      })),
    );
    const step = checked.steps.find(({ id }) => id === 'earlier');
    expect(step).toMatchObject({ holds: true, isNote: true });
    expect(step?.told.en).toContain(
      `the newest at ${endSize - 1} entries, and the log goes on from them: cosignatures 7, of which 7`,
    );
    expect(judged([earlierAt(5)], [logKey]).earlier).toEqual([
      { size: 5, cosignatures: [{ name: '52010000' }] },
    ]);
  });

  it('stand in the file that the page is shown with', () => {
    const golden = readFileSync(join(__dirname, 'golden-earlier.txt'), 'utf8');
    const checked = checkEvidence(golden, [logKey, witnessKey].map(keyOf));
    expect(checked).toMatchObject({ verdict: 'proved', earlier: [{ size: 7 }] });
    const { earlier: _, ...rest } = JSON.parse(golden);
    expect(rest).toEqual(evidence);
  });

  it('prove the contrary where the log does not go on from them', () => {
    const good = earlierAt(5);
    const { path } = good;
    const flipped = Buffer.from(path[0], 'base64');
    flipped[3] ^= 1;
    const other = { ...good, checkpoint: headAt(5, Buffer.alloc(32, 7)) };
    const lies = [
      other,
      { ...good, path: path.with(0, flipped.toString('base64')) },
      { ...good, path: path.slice(1) },
      { ...good, path: [...path, path[0]] },
      { ...good, path: path.toReversed() },
      { ...good, path: path.with(0, 'x') },
      { ...good, path: [] },
      { ...good, checkpoint: headAt(4) },
      { checkpoint: headAt(0, Buffer.alloc(32)), path: [] },
    ];
    for (const lie of lies) expect(told(judged([lie]))).toContain('does not go on from it');
  });

  it('are signed by the log, smaller than the head, and the largest first', () => {
    const good = earlierAt(5);
    const unsigned = {
      ...good,
      checkpoint: good.checkpoint.replace('liushui/log\n5', 'liushui/log\n6'),
    };
    expect(told(judged([unsigned]))).toContain('the key did not sign it');
    for (const heads of [
      [{ checkpoint: headAt(endSize), path: [] }],
      [good, good],
      [earlierAt(4), good],
    ]) {
      expect(told(judged(heads))).toContain('not smaller than the one before');
    }
    const bytes = Buffer.from(good.checkpoint.trimEnd().split(' ').at(-1) ?? '', 'base64');
    bytes[40] ^= 1;
    const line = `— 52010000 ${bytes.toString('base64')}\n`;
    const forged = { ...good, checkpoint: good.checkpoint + line };
    expect(told(judged([forged]))).toContain('A cosignature of 52010000 is false');
  });

  it('[EV-2] of a key that was replaced are the beginning of what the newest key signed', () => {
    const whole = log.evidence('A000000017', log.checkpoint(next));
    const judgedAt = (size: number, earlier: EarlierHead, root = rootAt(size)): string => {
      const stated = { origin: 'liushui/log', size, root };
      const announcements = [announceKey(stated, logKey.verifier, next, logKey)];
      const file = fileOf({ ...whole, announcements, earlier: [earlier] });
      return told(checkEvidence(file, [next, witnessKey].map(keyOf)));
    };
    expect(judgedAt(5, earlierAt(5))).toContain('proved: undefined');
    expect(judgedAt(5, earlierAt(4))).toContain('proved: undefined');
    expect(judgedAt(5, earlierAt(6))).toContain('had been replaced before');
    expect(judgedAt(5, earlierAt(5), Buffer.alloc(32, 7))).toContain('states another history');
    const forged = { ...earlierAt(4), checkpoint: headAt(4, Buffer.alloc(32, 7)) };
    expect(judgedAt(5, forged)).toContain('does not go on from it');
  });

  it('are absent or there, and no more than can be', () => {
    for (const heads of [[], Array.from({ length: earlierHeadsMax + 1 }, () => earlierAt(5))]) {
      expect(told(judged(heads))).toContain('missing, unknown or too long');
    }
    expect(told(judged([{ ...earlierAt(5), more: 1 }]))).toContain('missing, unknown or too long');
  });
});
