import { type Checkpoint, signCheckpoint } from './checkpoint';
import { announceKey, judgeReason, KeyChain, logKeysMax, openAnnouncement } from './key-chain';
import { formatNote, parseNote } from './note';
import { SigningKey } from './signing-key';
import vectors from './vectors.json';
import { formatVerifierKey, keyIdOf, signatureTypes, type VerifierKey } from './verifier-key';

const keyOf = (seed: number, name = 'liushui/log'): SigningKey =>
  SigningKey.fromSeed(name, signatureTypes.note, Buffer.alloc(32, seed));
const [first, second, third, thief] = [1, 2, 3, 4].map((seed) => keyOf(seed));

const headOf = (size: number): Checkpoint => ({
  origin: 'liushui/log',
  size,
  root: Buffer.alloc(32, size),
});

/** From key to key, at sizes 10, 20, …; `lost`: which did not announce the one behind it. */
function announced(keys: readonly SigningKey[], lost: readonly SigningKey[] = []): string[] {
  return keys.slice(1).map((key, index) => {
    const old = keys[index];
    const isLost = lost.includes(old);
    return announceKey(headOf((index + 1) * 10), old.verifier, key, isLost ? undefined : old);
  });
}

const why = (chain: KeyChain, size: number, by: SigningKey): string => {
  const opened = chain.open(signCheckpoint(headOf(size), by));
  return opened.kind === 'signed' ? 'signed' : opened.why;
};

const named = (...keys: readonly SigningKey[]): VerifierKey[] =>
  keys.map(({ verifier }) => verifier);

describe('[TL-19] the keys of a log', () => {
  const changes = announced([first, second, third]);

  it.each([[first], [second], [third]])('are all believed by any of them', (known) => {
    const chain = KeyChain.of(first.verifier, changes, named(known));
    expect(chain.fault).toBeUndefined();
    expect(chain.keys.map(formatVerifierKey)).toEqual(
      named(first, second, third).map(formatVerifierKey),
    );
    expect(chain.current).toEqual(third.verifier);
  });

  it('sign up to the size at which another took over, and their old heads stay valid', () => {
    const chain = KeyChain.of(first.verifier, changes, named(first));
    const sizes = [9, 10, 11, 20, 21];
    expect(sizes.map((size) => why(chain, size, first))).toEqual([
      'signed',
      'signed',
      'key-retired',
      'key-retired',
      'key-retired',
    ]);
    expect(sizes.map((size) => why(chain, size, second))).toEqual([
      'signed',
      'signed',
      'signed',
      'signed',
      'key-retired',
    ]);
    expect(sizes.map((size) => why(chain, size, third))).toEqual(sizes.map(() => 'signed'));
    expect(sizes.map((size) => why(chain, size, thief))).toEqual(sizes.map(() => 'not-signed'));
  });

  it('break where one was lost, until somebody names the new one', () => {
    const broken = announced([first, second, third], [first]);
    const chain = KeyChain.of(first.verifier, broken, named(first));
    expect(chain.fault).toEqual({ kind: 'unannounced', index: 0, key: second.verifier });
    expect(chain.keys).toEqual(named(first));
    expect(why(chain, 11, second)).toBe('not-signed');
    for (const accepted of [second, third]) {
      const whole = KeyChain.of(first.verifier, broken, named(first, accepted));
      expect(whole.fault).toBeUndefined();
      expect(['signed', 'signed', 'signed']).toEqual([
        why(whole, 10, first),
        why(whole, 20, second),
        why(whole, 30, third),
      ]);
    }
  });

  it('do not begin with, nor lead to, what nobody named', () => {
    const chain = KeyChain.of(first.verifier, changes, named(thief));
    expect(chain.fault).toEqual({ kind: 'unknown-log' });
    expect(chain.current).toBeUndefined();
    expect(why(chain, 5, first)).toBe('not-signed');
  });

  it('must lead to all that were named: an old key without what replaced it is a stolen one', () => {
    for (const known of [named(first, second), named(second, first), named(first, thief)]) {
      const chain = KeyChain.of(first.verifier, [], known);
      expect(chain.fault).toEqual({ kind: 'unknown-log' });
      expect(why(chain, 5, first)).toBe('not-signed');
    }
    const other = announced([first, thief]);
    expect(KeyChain.of(first.verifier, other, named(first, second)).current).toBeUndefined();
    expect(KeyChain.of(first.verifier, changes, named(second, first)).fault).toBeUndefined();
  });

  it('state the heads at which they took over', () => {
    const chain = KeyChain.of(first.verifier, changes, named(first));
    expect(chain.announced.map(({ checkpoint }) => checkpoint)).toEqual([headOf(10), headOf(20)]);
    expect(chain.announced.map(({ text }) => text)).toEqual(changes);
  });

  it.each<[string, (changes: string[]) => string[]]>([
    ['left out', ([, last]) => [last]],
    ['in another order', ([one, other]) => [other, one]],
    [
      'from another log',
      () => [announceKey({ ...headOf(10), origin: 'x' }, first.verifier, second)],
    ],
    ['of a key of another name', () => [announceKey(headOf(10), first.verifier, keyOf(2, 'x'))]],
    ['that names itself', () => [announceKey(headOf(10), first.verifier, first)]],
    ['no note', () => ['x']],
    ['a mere head', () => [signCheckpoint(headOf(10), first)]],
    ['with another size', ([one]) => [one.replace('\n10\n', '\n99\n')]],
    ['without the signature of the new key', ([one]) => [withoutSignature(one, 0)]],
    [
      'signed by a thief in the name of the new key',
      () => {
        const text = parseNote(announced([first, second])[0])?.text ?? '';
        const stolen = parseNote(announceKey(headOf(10), first.verifier, thief))?.signatures ?? [];
        return [formatNote({ text, signatures: stolen })];
      },
    ],
  ])('are followed by no announcement %s', (_, change) => {
    const chain = KeyChain.of(first.verifier, change([...changes]), named(first));
    expect(chain.fault?.kind).toBe('malformed');
    expect(why(chain, 11, second)).toBe('not-signed');
    expect(why(chain, 9, first)).toBe('signed');
  });

  it('[TL-19] take over at no smaller size than the one before, nor at another state', () => {
    const at = (head: Checkpoint): string => announceKey(head, second.verifier, third, second);
    const follow = (head: Checkpoint): KeyChain =>
      KeyChain.of(first.verifier, [changes[0], at(head)], named(third));
    for (const head of [headOf(9), { ...headOf(10), root: Buffer.alloc(32, 7) }]) {
      expect(follow(head).fault).toEqual({ kind: 'unknown-log' });
      const chain = KeyChain.of(first.verifier, [changes[0], at(head)], named(first));
      expect(chain.fault).toEqual({ kind: 'malformed', index: 1 });
      expect(chain.current).toEqual(second.verifier);
    }
    expect(follow(headOf(10)).fault).toBeUndefined();
  });

  it('are replaced for a reason that they sign, as its hash; older announcements say none', () => {
    const [announcement] = announced([first, second]);
    const reasoned = announceKey(headOf(10), first.verifier, second, first, '密钥被盗');
    // printf 密钥被盗 | openssl dgst -sha256 -binary | base64
    expect(reasoned).toContain('\nreason euTy0zLfASj3pUZU9lt/g1chT4Ha+pnVenLjlAYz5AA=\n\n');
    expect(judgeReason(reasoned, '密钥被盗')).toBe('signed');
    expect(judgeReason(reasoned, '年度更换')).toBe('differs');
    expect(judgeReason(announcement, '年度更换')).toBe('unsigned');
    expect(judgeReason('x', '年度更换')).toBe('unsigned');
    const chain = KeyChain.of(first.verifier, [reasoned], named(first));
    expect([chain.fault, chain.current]).toEqual([undefined, second.verifier]);
    const cut = reasoned.replace(/\nreason .*/, '');
    expect(KeyChain.of(first.verifier, [cut], named(first)).fault?.kind).toBe('malformed');
  });

  it.each(['reason x\n', 'x\n', `reason ${'A'.repeat(43)}=\nx\n`])(
    'are followed by no announcement with a further line: %j',
    (more) => {
      const text = `${parseNote(changes[0])?.text}${more}`;
      const signatures = [second, first].map((by) => ({
        name: by.verifier.name,
        keyId: keyIdOf(by.verifier),
        bytes: by.sign(Buffer.from(text)),
      }));
      const announcement = formatNote({ text, signatures });
      const chain = KeyChain.of(first.verifier, [announcement], named(first));
      expect(chain.fault).toEqual({ kind: 'malformed', index: 0 });
    },
  );

  it('are announced once', () => {
    const chain = KeyChain.of(first.verifier, [changes[0], changes[0]], named(first));
    expect(chain.fault).toEqual({ kind: 'malformed', index: 1 });
    expect(chain.current).toEqual(second.verifier);
  });

  it('are announced to whoever believes the old one by the old one alone', () => {
    const taken = announced([first, thief], [first]);
    const chain = KeyChain.of(first.verifier, taken, named(first));
    expect(chain.fault).toMatchObject({ kind: 'unannounced' });
    expect(
      KeyChain.of(first.verifier, [withoutSignature(changes[0], 1)], named(first)).fault,
    ).toEqual({
      kind: 'unannounced',
      index: 0,
      key: second.verifier,
    });
  });

  it('are at most so many, however many are said to be', () => {
    const many = Array.from({ length: logKeysMax + 5 }, () => changes[0]);
    expect(KeyChain.of(first.verifier, many, named(first)).keys).toHaveLength(2);
  });

  it('have golden vectors', () => {
    const { note, lost, key, seed } = vectors.announcement;
    const [name] = key.split('+');
    const at = (hex: string): SigningKey =>
      SigningKey.fromSeed(name, signatureTypes.note, Buffer.from(hex, 'hex'));
    const [old, next] = [at(vectors.checkpoint.seed), at(seed)];
    expect(formatVerifierKey(next.verifier)).toBe(key);
    const head = { origin: name, size: 3, root: Buffer.from(vectors.roots[3], 'base64') };
    expect(announceKey(head, old.verifier, next, old)).toBe(note);
    expect(announceKey(head, old.verifier, next)).toBe(lost);
    expect(openAnnouncement(note)).toMatchObject({ checkpoint: { size: 3 } });
  });
});

function withoutSignature(announcement: string, index: number): string {
  const note = parseNote(announcement);
  if (!note) throw new Error('no note');
  return formatNote({ ...note, signatures: note.signatures.filter((_, at) => at !== index) });
}
