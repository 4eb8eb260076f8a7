import { parseCheckpoint } from '../checkpoint';
import { cosign } from '../cosignature';
import { announceKey } from '../key-chain';
import { formatNote, parseNote } from '../note';
import { SigningKey } from '../signing-key';
import { formatVerifierKey, keyIdOf, signatureTypes } from '../verifier-key';
import { type CheckedEvidence, checkEvidence } from './check-evidence';
import { fingerprintOf, type PublicKey, parsePublicKey } from './heads';
import { fileOf, logKey, smallLog, witnessKey } from './simple-evidence.fixture';

function publicKey(key: SigningKey): PublicKey {
  const read = parsePublicKey(formatVerifierKey(key.verifier));
  if (!read) throw new Error('a key of ours can be read');
  return read;
}

const keyOf = (seed: number): SigningKey =>
  SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, seed));
const [next, third, thief] = [77, 78, 79].map(keyOf);
const log = smallLog();
const note = parseNote(log.checkpoint());
const head = note && parseCheckpoint(note.text);
if (!note || !head) throw new Error('the checkpoint is a head');

const headOf = (size: number) => ({ ...head, size });

function judged(
  given: readonly SigningKey[],
  announcements: readonly string[],
  checkpoint = log.checkpoint(),
): CheckedEvidence {
  const evidence = { ...log.evidence('A000000017', checkpoint), announcements };
  return checkEvidence(fileOf(evidence), given.map(publicKey));
}

const told = (checked: CheckedEvidence): string =>
  checked.verdict === 'proved' ? 'proved' : (checked.steps.at(-1)?.told.en ?? '');

describe('[EV-2] where several keys of a log are given, or announced', () => {
  const lost = announceKey(headOf(5), logKey.verifier, next);
  const announced = announceKey(headOf(5), logKey.verifier, next, logKey);

  it('a replaced one signs nothing beyond the size at which it was', () => {
    for (const given of [[logKey, next], [next, logKey], [next]]) {
      for (const announcement of [lost, announced]) {
        expect(told(judged(given, [announcement]))).toContain('had been replaced before');
      }
    }
    expect(told(judged([logKey], [announced]))).toContain('had been replaced before');
  });

  it('all of them must be linked', () => {
    expect(told(judged([logKey, next], []))).toContain('is not among those');
    expect(told(judged([logKey, thief], [announced]))).toContain('is not among those');
    const whole = announceKey(head, logKey.verifier, next, logKey);
    expect(told(judged([logKey, next], [whole]))).toBe('proved');
    expect(told(judged([logKey, logKey], []))).toBe('proved');
  });

  it('none has two successors, and none comes back', () => {
    const hijacked = announceKey(head, logKey.verifier, thief, logKey);
    for (const announcements of [
      [announced, hijacked],
      [hijacked, announced],
      [announced, announced],
      [announced, announceKey(head, next.verifier, logKey, next)],
      [announced, 'x'],
    ]) {
      expect(told(judged([logKey], announcements))).toContain('what is said to announce');
    }
  });

  it('those before a key that is believed are believed, up to the size announced', () => {
    const whole = announceKey(head, logKey.verifier, next, logKey);
    const further = announceKey(head, next.verifier, third, next);
    expect(told(judged([next], [whole]))).toBe('proved');
    expect(told(judged([third], [whole, further]))).toBe('proved');
    expect(told(judged([third], [whole, further], log.checkpoint(next)))).toBe('proved');
    expect(told(judged([thief], [whole, further]))).toContain('the key did not sign it');
    // A lost key is vouched for by the one in its place, which was given.
    expect(told(judged([next], [announceKey(head, logKey.verifier, next)]))).toBe('proved');
  });

  it('a stolen one that was replaced makes no other history of the size at which it was', () => {
    const other = { ...head, root: Buffer.alloc(32, 7) };
    for (const old of [logKey, undefined]) {
      const announcement = announceKey(other, logKey.verifier, next, old);
      for (const given of [[next], [logKey, next], [logKey]]) {
        expect(told(judged(given, [announcement]))).toContain('states another history');
      }
      // Nor is the newest key believed that contradicts itself.
      expect(told(judged([next], [announcement], log.checkpoint(next)))).toContain(
        'another history',
      );
    }
  });

  it('a stolen one that was replaced makes no history of a smaller size', () => {
    const later = announceKey(headOf(20), logKey.verifier, next, logKey);
    const twice = [
      announceKey(head, logKey.verifier, next, logKey),
      announceKey(headOf(20), next.verifier, third, next),
    ];
    for (const [given, announcements, by] of [
      [[next], [later], logKey],
      [[logKey], [later], logKey],
      [[third], twice, logKey],
      [[third], twice, next],
    ] as const) {
      const checked = judged(given, announcements, log.checkpoint(by));
      expect(told(checked)).toContain('replaced since');
      expect(told(checked)).toContain('ask for new evidence');
    }
    expect(told(judged([third], twice, log.checkpoint(third)))).toContain('another history');
  });

  it('[TL-19] none takes over at a smaller size than the one before, nor at another state', () => {
    const at = (size: number, root = head.root) => ({ ...headOf(size), root });
    for (const before of [at(9), at(8, Buffer.alloc(32, 7))]) {
      const announcements = [
        announceKey(before, logKey.verifier, next, logKey),
        announceKey(at(8), next.verifier, third, next),
      ];
      const checked = judged([third], announcements, log.checkpoint(third));
      expect(told(checked)).toContain('what is said to announce');
    }
  });

  it('[TL-19] they are announced with why, and with nothing else', () => {
    const reasoned = announceKey(head, logKey.verifier, next, logKey, '年度更换');
    expect(told(judged([logKey], [reasoned], log.checkpoint(next)))).toBe('proved');
    const signedText = parseNote(reasoned)?.text ?? '';
    for (const text of [
      signedText.replace(/reason .{4}/, 'reason '),
      signedText.replace('reason', 'because'),
      `${signedText}reason ${'A'.repeat(43)}=\n`,
    ]) {
      const signatures = [logKey, next].map((by) => ({
        name: by.verifier.name,
        keyId: keyIdOf(by.verifier),
        bytes: by.sign(Buffer.from(text)),
      }));
      const checked = judged([logKey], [formatNote({ text, signatures })], log.checkpoint(next));
      expect(told(checked)).toContain('what is said to announce');
    }
  });

  it('[EV-3] the one that signed is told with its fingerprint, and why it is believed', () => {
    const whole = announceKey(head, logKey.verifier, next, logKey);
    const saidOf = (given: SigningKey, by: SigningKey, announcements = [whole]) => {
      const { verdict, steps } = judged([given], announcements, log.checkpoint(by));
      expect(verdict).toBe('proved');
      const { en, zh } = steps.find(({ id }) => id === 'signature')?.told ?? {};
      expect(en).toContain(fingerprintOf(publicKey(by)));
      expect(zh).toContain(fingerprintOf(publicKey(by)));
      return en;
    };
    expect(saidOf(logKey, logKey, [])).toContain('with the key given (');
    expect(saidOf(logKey, next)).toContain('took over from the key given');
    expect(saidOf(next, logKey)).toContain('before the key given');
  });
});

describe('[EV-2] cosignatures', () => {
  const line = (time: number): string => cosign(note, witnessKey, time);
  const both = [logKey, witnessKey];
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, at) => line(1_370_000_000 + at)).join('');

  it('count once for each key, however often they are there', () => {
    const checked = judged(both, [], log.checkpoint() + lines(50));
    expect(checked.verdict).toBe('proved');
    expect(checked.cosignatures).toEqual([{ name: '52010000', timeSeconds: 1_370_000_000n }]);
    const unknown = judged([logKey], [], log.checkpoint() + lines(50));
    expect(unknown.cosignatures).toEqual([{ name: '52010000' }]);
  });

  it('[TL-9] are no more than a note has room for', () => {
    expect(judged(both, [], log.checkpoint() + lines(99)).verdict).toBe('proved');
    expect(told(judged(both, [], log.checkpoint() + lines(100)))).toContain('not the form of one');
  });

  it('that are false prove the contrary, beside a true one as well', () => {
    const bytes = Buffer.from(line(1_370_000_000).trimEnd().split(' ')[2], 'base64');
    bytes[40] ^= 1;
    const forged = `— 52010000 ${bytes.toString('base64')}\n`;
    const short = `— 52010000 ${bytes.subarray(0, 20).toString('base64')}\n`;
    for (const added of [forged, short, line(1_370_000_000) + forged, forged + line(1)]) {
      const checked = judged(both, [], log.checkpoint() + added);
      expect(told(checked)).toContain('A cosignature of 52010000 is false');
      expect(checked.steps.at(-1)).toMatchObject({ id: 'cosignatures', holds: false });
    }
    expect(judged([logKey], [], log.checkpoint() + forged).verdict).toBe('proved');
  });
});
