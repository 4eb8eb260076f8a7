import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint } from '../checkpoint';
import { announceKey } from '../key-chain';
import { parseNote } from '../note';
import { SigningKey } from '../signing-key';
import { formatVerifierKey, signatureTypes } from '../verifier-key';
import { type CheckedEvidence, checkEvidence } from './check-evidence';
import type { Evidence } from './evidence';
import { fingerprintOf, type PublicKey, parsePublicKey } from './heads';
import {
  cosignedAtSeconds,
  fileOf,
  logKey,
  SmallLog,
  smallLog,
  witnessKey,
} from './simple-evidence.fixture';

function publicKey(key: SigningKey): PublicKey {
  const read = parsePublicKey(formatVerifierKey(key.verifier));
  if (!read) throw new Error('a key of ours can be read');
  return read;
}

const keys = [publicKey(logKey)];
const check = (evidence: unknown): CheckedEvidence => checkEvidence(fileOf(evidence), keys);

/** The step that did not hold, and nothing judged behind it. */
function failed({ verdict, steps }: CheckedEvidence): string {
  const at = steps.findIndex(({ holds }) => !holds);
  expect(at).toBe(at < 0 ? -1 : steps.length - 1);
  return `${verdict} ${steps.at(at)?.id}`;
}

const log = smallLog();
const good = log.evidence('A000000017');
const other = log.evidence('A000000040');

type Part = Evidence['events'][number];
const events = (change: (given: Part[]) => Part[]): Evidence => ({
  ...good,
  events: change([...good.events]),
});
const map = (part: Partial<Evidence['map']>): Evidence => ({
  ...good,
  map: { ...good.map, ...part },
});

/** The same bytes with one bit of them turned. */
function turned(base64: string, at: number): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  return bytes.toString('base64');
}

describe('[EV-1] evidence of a serial', () => {
  it('is proved: where it was, complete up to the recorded root, and what came later', () => {
    const checked = check(good);
    expect(checked.steps.map(({ id, holds }) => `${id} ${holds}`)).toEqual([
      'file true',
      'signature true',
      'cosignatures true',
      'events true',
      'root true',
      'map true',
      'complete true',
      'custody true',
      'uncovered true',
      'later true',
    ]);
    const { verdict, serial, account, completeTo, signedSize } = checked;
    expect({ verdict, serial, account, completeTo, signedSize }).toEqual({
      verdict: 'proved',
      serial: 'A000000017',
      account: 'void@52010000',
      completeTo: 6,
      signedSize: 8,
    });
    expect(
      checked.history.map(({ index, isLater, event, from, to, reference }) =>
        [index, isLater, event, from, to, reference].join(' '),
      ),
    ).toEqual([
      '1 false BlanksRegistered origin stock@52000000 黔印2013-1',
      '2 false BlanksDispatched stock@52000000 transit@52000000-1 52000000-1',
      '3 false BlanksReceived transit@52000000-1 stock@52010000 52000000-1',
      '4 false CertificatesIssued stock@52010000 issued@52010000 黔鉴2013-017',
      '7 true ReplacementPrinted issued@52010000 void@52010000 1352010000500017',
    ]);
  });

  it('is told in both languages, with nothing left out', () => {
    for (const given of [good, other, events((all) => all.slice(1))]) {
      for (const { told } of check(given).steps) {
        expect(told.en).toMatch(/^[A-Z0-9].*\.$/);
        expect(told.zh).toMatch(/。$/);
        expect(told.en + told.zh).not.toMatch(/undefined|NaN|\[object/);
      }
    }
  });

  it('is complete and quiet when nothing came later', () => {
    const { verdict, history, steps } = check(other);
    expect([verdict, history.length]).toEqual(['proved', 4]);
    expect(steps.map(({ id }) => id)).not.toContain('later');
  });

  it('[EV-5] proves that a serial was never registered: in a block, a series, or none', () => {
    for (const serial of ['A000005001', 'A000999999', 'B000000017', '123456']) {
      const { verdict, account, completeTo, history } = check(log.evidence(serial));
      expect({ serial, verdict, account, completeTo, history }).toEqual({
        serial,
        verdict: 'proved',
        account: undefined,
        completeTo: 6,
        history: [],
      });
    }
  });
});

describe('[EV-3] a file that was tampered with proves nothing', () => {
  const [registered, dispatched, received, issued, replaced] = good.events;
  const [foreign] = other.events.slice(-1);
  const leafOf = (part: Part, leaf: string): Part => ({ ...part, leaf });
  const cases: Record<string, [evidence: Evidence, step: string]> = {
    'an event left out': [events((all) => all.filter((one) => one !== dispatched)), 'complete'],
    'the first left out': [events((all) => all.slice(1)), 'complete'],
    'the last before the root left out': [
      events((all) => all.filter((one) => one !== issued)),
      'complete',
    ],
    'all left out': [events(() => []), 'complete'],
    'another serial’s event put in': [
      events(() => [registered, dispatched, received, issued, foreign, replaced]),
      'complete',
    ],
    'another serial’s later event': [{ ...other, events: [...other.events, replaced] }, 'touches'],
    'two swapped': [events(() => [registered, received, dispatched, issued]), 'events'],
    'one twice': [events(() => [registered, registered, dispatched]), 'events'],
    'one letter altered': [
      events(() => [leafOf(registered, turned(registered.leaf, -20)), dispatched]),
      'events',
    ],
    'another place claimed': [
      events(([one, ...rest]) => [{ ...one, index: 0 }, ...rest]),
      'events',
    ],
    'a place behind the head': [
      events((all) => [...all.slice(0, -1), { ...replaced, index: 99 }]),
      'events',
    ],
    'the proofs of two swapped': [
      events(() => [
        { ...registered, path: dispatched.path },
        { ...dispatched, path: registered.path },
      ]),
      'events',
    ],
    'a proof cut short': [
      events(([one, ...rest]) => [{ ...one, path: one.path.slice(1) }, ...rest]),
      'events',
    ],
    'a proof made longer': [
      events(([one, ...rest]) => [{ ...one, path: [...one.path, one.path[0]] }, ...rest]),
      'events',
    ],
    'a proof made longer at its beginning': [
      events(([one, ...rest]) => [{ ...one, path: [one.path[0], ...one.path] }, ...rest]),
      'events',
    ],
    'another serial’s events and map': [{ ...other, serial: good.serial }, 'complete'],
    'the name of a serial with the same history': [{ ...good, serial: 'A000000001' }, 'touches'],
    'a serial of another block': [{ ...good, serial: 'A000004999' }, 'map'],
    'a serial of another series': [{ ...good, serial: 'B000000017' }, 'map'],
    'what is no serial': [{ ...good, serial: 'a17' }, 'file'],
    'an altered block': [map({ block: turned(good.map.block, 5) }), 'map'],
    'a block that is none': [map({ block: 'AAAA' }), 'map'],
    'an altered sibling': [
      map({ siblings: good.map.siblings.with(0, turned(good.map.series[0].node, 0)) }),
      'map',
    ],
    '[EV-1] a sibling that is empty, written out': [
      map({ siblings: good.map.siblings.map((one) => one || Buffer.alloc(32).toString('base64')) }),
      'map',
    ],
    'a sibling left out': [map({ siblings: good.map.siblings.slice(1) }), 'map'],
    'a series hidden': [map({ series: [], siblings: [], block: '' }), 'map'],
    'a series put in': [
      map({ series: [...good.map.series, { ...good.map.series[0], series: 'B:9' }] }),
      'map',
    ],
    'a series twice': [map({ series: [...good.map.series, ...good.map.series] }), 'map'],
    'an event in place of the root': [map({ record: registered }), 'root'],
    'an altered root': [
      map({ record: { ...good.map.record, leaf: turned(good.map.record.leaf, -5) } }),
      'root',
    ],
    'a head of fewer leaves': [
      { ...good, checkpoint: good.checkpoint.replace('\n8\n', '\n7\n') },
      'signature',
    ],
    'a head that another key signed': [
      { ...good, checkpoint: log.checkpoint(thief('liushui/log')) },
      'signature',
    ],
    'a head of another log': [
      { ...good, checkpoint: log.checkpoint(thief('liushui/other')) },
      'signature',
    ],
    'no head at all': [{ ...good, checkpoint: '' }, 'signature'],
  };

  function thief(name: string): SigningKey {
    return SigningKey.fromSeed(name, signatureTypes.note, Buffer.alloc(32, 9));
  }

  it.each(Object.entries(cases))('%s', (_, [evidence, step]) => {
    expect(failed(check(evidence))).toBe(`not-proved ${step}`);
  });

  it('a root that the operator made up for a map without the serial’s true history', () => {
    const forged = smallLog();
    const without = new SmallLog();
    without.events.push(...forged.events.slice(0, 4));
    forged.recordRoot(without.root(4));
    expect(failed(check(forged.evidence('A000000017')))).toBe('not-proved map');
  });

  it('custody that does not follow', () => {
    const broken = smallLog().post(
      '52010000',
      'SerialDestroyed',
      {
        lots: [{ level: 5, edition: 'x', ranges: [{ from: 'A000000017', to: 'A000000017' }] }],
        minutes: {},
      },
      '2013-07-01',
    );
    const checked = check(broken.recordRoot().evidence('A000000017'));
    expect(failed(checked)).toBe('not-proved custody');
    expect(checked.completeTo).toBe(9);
  });
});

describe('[EV-3] a root that is not the newest', () => {
  const later = smallLog().recordRoot();
  const oldest = good.map;
  const stale = {
    ...later.evidence('A000000017'),
    map: { ...oldest, record: later.leaf(6) },
    events: good.events.slice(0, -1).map(({ index }) => later.leaf(index)),
  };

  it('proves the state then, and says how many signed entries it does not cover', () => {
    const { verdict, steps, account, completeTo, completeAt, signedSize } = check(stale);
    expect({ verdict, account, completeTo, completeAt, signedSize }).toEqual({
      verdict: 'proved',
      account: 'issued@52010000',
      completeTo: 6,
      completeAt: '2013-06-30T02:03:04.567Z',
      signedSize: 9,
    });
    const note = steps.find(({ id }) => id === 'uncovered');
    expect(note?.isNote).toBe(true);
    expect(note?.told.en).toContain('Of 9 signed entries the last 3 are not covered');
    expect(note?.told.zh).toContain('已签名的 9 条中，最后 3 条不在完整性证明范围内');
  });
});

describe('[EV-4] a signed leaf that holds anything is judged, not obeyed', () => {
  const serial = 'A000000017';
  const lots = (level: unknown = 5, edition: unknown = 'e') => [
    { level, edition, ranges: [{ from: serial, to: serial }] },
  ];
  type Post = [type: string, data: object];
  const registered = (level?: unknown, edition?: unknown): Post => [
    'BlanksRegistered',
    { lots: lots(level, edition), supplier: 'x', deliveryNote: 'y' },
  ];
  const dispatched = (consignment: unknown): Post[] => [
    registered(),
    ['BlanksDispatched', { consignment, to: '52010000', lots: lots(), handedOverBy: 'x' }],
  ];
  const found = (into: unknown): Post[] => [
    registered(),
    ['SerialsReportedMissing', { stock: lots(), spoiled: [], circumstances: 'x' }],
    ['SerialsRecovered', { missing: lots(), void: [], into, circumstances: 'x' }],
  ];
  const judged = (posts: readonly Post[], centre = '52000000'): CheckedEvidence => {
    const made = new SmallLog();
    for (const [type, data] of posts) made.post(centre, type, data, '2013-04-02');
    return check(made.recordRoot().evidence(serial));
  };
  const thrower = { toString: 1 };

  it.each<[string, Post[]]>([
    ['an account that there is none of', found('burnt')],
    ['an account of another event', found('origin')],
    ['an account that is no text', found(thrower)],
    ['a level that is an object', [registered(thrower)]],
    ['a level beyond the five', [registered(6)]],
    ['a level in letters', [registered('5')]],
    ['an edition that is an object', [registered(5, thrower)]],
    ['a consignment that is an object', dispatched(thrower)],
    ['a consignment in a list', dispatched(['52000000-1'])],
    ['a consignment of two lines', dispatched('52000000-1\n')],
  ])('%s', (_, posts) => {
    expect(failed(judged(posts))).toBe('not-proved touches');
  });

  it('a book of no centre', () => {
    expect(failed(judged([registered()], 'x'))).toBe('not-proved touches');
  });

  it.each<[string, Post, string]>([
    ['level', ['SerialsSpoiled', { lots: lots(1), cause: 'x' }], '1 e'],
    ['edition', ['SerialsSpoiled', { lots: lots(5, 'other'), cause: 'x' }], '5 other'],
  ])('another %s than it was registered with', (_, post, told) => {
    const checked = judged([registered(), post]);
    expect(failed(checked)).toBe('not-proved custody');
    expect(checked.steps.at(-1)?.told.en).toContain(`as ${told}, but it was registered as 5 e`);
  });

  it('but a registration that was reversed may be made with another', () => {
    const reversed: Post = ['RegistrationReversed', { lots: lots(), reason: 'x' }];
    const checked = judged([registered(), reversed, registered(4, 'f')]);
    expect([checked.verdict, checked.design?.en]).toEqual(['proved', 'level 4, edition f']);
  });
});

describe('[EV-4] a hostile file is judged, not obeyed', () => {
  const text = fileOf(good);
  const changed = (of: object) => ({ ...good, events: [{ ...good.events[0], ...of }] });
  const why = (file: string): string => {
    const { verdict, steps } = checkEvidence(file, keys);
    return `${verdict} ${steps.map(({ id }) => id)} ${steps[0].told.en}`;
  };

  it.each([
    ['broken off', text.slice(0, -50), 'it is no JSON'],
    ['empty', '', 'it is no JSON'],
    ['too large', ' '.repeat(64 * 1024 * 1024 + 1), 'it is larger'],
    [
      'with a leaf of more than 2 MiB',
      fileOf(changed({ leaf: 'A'.repeat(2 * 1024 * 1024 + 4) })),
      'something in it is missing, unknown or too long',
    ],
    [
      'with a block of more segments than serials',
      fileOf({ ...good, map: { ...good.map, block: 'A'.repeat(185_692) } }),
      'something in it is missing, unknown or too long',
    ],
    ['deeply nested', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'something in it is missing'],
    [
      'deeply nested within',
      text.replace(
        '"announcements":[]',
        `"announcements":[${'['.repeat(100_000)}${']'.repeat(100_000)}]`,
      ),
      'something in it is missing',
    ],
    ['a field twice', text.replace('{', '{"serial":"A000000017",'), 'it was written again'],
    ['an unknown field', text.replace('{', '{"a":1,'), 'something in it is missing'],
    ['other spaces', JSON.stringify(good, null, 2), 'it was written again'],
    [
      'another order',
      `${JSON.stringify(Object.fromEntries(Object.entries(good).reverse()))}\n`,
      'it was written again',
    ],
    ['something behind it', `${text} `, 'it was written again'],
    ['a list', '[]', 'something in it is missing'],
    ['nothing', 'null', 'something in it is missing'],
    ['a field of the prototype', '{"__proto__":{}}', 'something in it is missing'],
  ])('%s', (_, file, said) => {
    expect(why(file)).toMatch(new RegExp(`^not-proved file The file is no evidence: ${said}`));
  });

  it('of a version to come is not judged', () => {
    const later = { ...good, format: 'liushui/evidence/2' };
    expect(failed(check(later))).toBe('not-judged file');
  });

  it('has every part of it altered without being believed, or an exception', () => {
    const paths: [keyof Evidence, ...(string | number)[]][] = [
      ['serial'],
      ['checkpoint'],
      ['map', 'record', 'index'],
      ['map', 'record', 'path', 0],
      ['map', 'series', 0, 'node'],
      ['map', 'block'],
      ['map', 'siblings', 0],
      ['events', 0, 'index'],
      ['events', 0, 'leaf'],
      ['events', 0, 'path', 1],
    ];
    for (const path of paths) {
      for (const value of ['', 'AAAA', 'x'.repeat(100), 0, -1, 1e300, null, [], {}, true]) {
        const copy = structuredClone(good) as unknown as Record<string | number, never>;
        let holder: Record<string | number, never> = copy;
        for (const step of path.slice(0, -1)) holder = holder[step];
        holder[path[path.length - 1]] = value as never;
        expect([path, value, check(copy).verdict]).toEqual([path, value, 'not-proved']);
      }
    }
  });
});

describe('[EV-2] keys', () => {
  it('of witnesses say when they cosigned; without their keys they are only named', () => {
    const cosigned = fileOf(log.evidence('A000000017', log.cosigned()));
    const [named] = checkEvidence(cosigned, keys).cosignatures;
    expect(named).toEqual({ name: '52010000' });
    const [checked] = checkEvidence(cosigned, [...keys, publicKey(witnessKey)]).cosignatures;
    expect(checked).toEqual({ name: '52010000', timeSeconds: BigInt(cosignedAtSeconds) });
  });

  it('of a witness do not sign for the log, nor none at all', () => {
    const none = checkEvidence(fileOf(good), [publicKey(witnessKey)]);
    expect(failed(none)).toBe('not-proved signature');
    expect(failed(checkEvidence(fileOf(good), []))).toBe('not-proved signature');
  });

  it('that the log replaced are followed: from the old one to the new, not from a lost one', () => {
    const next = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 3));
    const note = parseNote(log.checkpoint());
    const head = note && parseCheckpoint(note.text);
    if (!head) throw new Error('a head of ours can be read');
    const early = { ...head, size: 3 };
    const checkpoint = log.checkpoint(next);
    const verdictOf = (announcement: string, key: SigningKey, signed = checkpoint) => {
      const evidence = { ...log.evidence('A000000017', signed), announcements: [announcement] };
      return failed(checkEvidence(fileOf(evidence), [publicKey(key)]));
    };
    const announced = announceKey(early, logKey.verifier, next, logKey);
    expect(verdictOf(announced, logKey)).toBe('proved later');
    expect(verdictOf(announced, next)).toBe('proved later');
    // The old key signs nothing beyond what it announced the new one at.
    expect(verdictOf(announced, logKey, log.checkpoint())).toBe('not-proved signature');
    const lost = announceKey(early, logKey.verifier, next);
    expect(verdictOf(lost, logKey)).toBe('not-proved signature');
    expect(verdictOf(lost, next)).toBe('proved later');
    expect(verdictOf('no announcement', logKey)).toBe('not-proved signature');
  });

  it('are read in their one form, and have a fingerprint to compare with paper', () => {
    const text = formatVerifierKey(logKey.verifier);
    expect(parsePublicKey(text)?.name).toBe('liushui/log');
    expect(fingerprintOf(publicKey(logKey))).toMatch(/^(?:[0-9a-f]{4} ){7}[0-9a-f]{4}$/);
    for (const other of ['', 'x', `${text} `, text.replace('+', '+0'), turned(text, 3)]) {
      expect(parsePublicKey(other)).toBeUndefined();
    }
  });
});

it('[EV-1] the golden file is the one that the specification describes, and is proved', () => {
  const golden = readFileSync(join(__dirname, 'golden-evidence.txt'), 'utf8');
  expect(fileOf(log.evidence('A000000017', log.cosigned()))).toBe(golden);
  expect(checkEvidence(golden, keys).verdict).toBe('proved');
});
