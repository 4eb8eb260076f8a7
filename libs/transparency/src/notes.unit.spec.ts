import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Checkpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint';
import { cosign, cosignedAt } from './cosignature';
import { openHead, parsePublicKey } from './evidence/heads';
import { formatNote, formatSignature, isNoteSignedBy, type Note, parseNote } from './note';
import { SigningKey } from './signing-key';
import vectors from './vectors.json';
import {
  formatVerifierKey,
  keyIdOf,
  parseVerifierKey,
  signatureTypes,
  type VerifierKey,
} from './verifier-key';

const { note: noteType, cosignature } = signatureTypes;
const keyOf = (name: string, byte: number, type: 1 | 4 = noteType): SigningKey =>
  SigningKey.fromSeed(name, type, Buffer.alloc(32, byte));

const key = keyOf('liushui/log', 1);
const checkpoint: Checkpoint = { origin: 'liushui/log', size: 5, root: Buffer.alloc(32, 7) };
const signed = signCheckpoint(checkpoint, key);
const noteOf = (text: string): Note => {
  const note = parseNote(text);
  if (!note) throw new Error('this is a note');
  return note;
};
const why = (text: string, by: VerifierKey = key.verifier): string => {
  const opened = openCheckpoint(text, by);
  return opened.kind === 'refused' ? opened.why : opened.kind;
};

const numberOf = (bytes: Uint8Array): bigint =>
  bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);

/** RFC 8032, section 5.1.5. */
function scalarOf(seedByte: number): bigint {
  const scalar = createHash('sha512').update(Buffer.alloc(32, seedByte)).digest().subarray(0, 32);
  scalar[0] &= 0xf8;
  scalar[31] = (scalar[31] & 0x7f) | 0x40;
  return numberOf(scalar);
}

/** By the key of the log, with a nonce of the signer's choice: as valid as any other. */
function signedOtherwise(text: string, nonceByte: number) {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const commitment = keyOf('nonce', nonceByte).verifier.publicKey;
  const hashed = Buffer.concat([commitment, key.verifier.publicKey, Buffer.from(text)]);
  const challenge = numberOf(createHash('sha512').update(hashed).digest());
  const response = (scalarOf(nonceByte) + challenge * scalarOf(1)) % order;
  const bytes = Buffer.from(response.toString(16).padStart(64, '0'), 'hex').reverse();
  return {
    name: key.verifier.name,
    keyId: keyIdOf(key.verifier),
    bytes: Buffer.concat([commitment, bytes]),
  };
}

/** Base 64 that means the same bytes and is not how they are written. */
const otherwise = (text: string): string => text.replace(/=\n$/, '\n');

describe('[TL-9] what may be a key', () => {
  const written = (bytes: Buffer, name = 'liushui/log', type: 1 | 4 = noteType): string =>
    formatVerifierKey({ name, type, publicKey: bytes });

  it('is no point of small order, where anybody can sign anything, and none beyond the prime', () => {
    const smallOrder = [
      '0100000000000000000000000000000000000000000000000000000000000000',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      '0000000000000000000000000000000000000000000000000000000000000000',
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ].map((hex) => Buffer.from(hex, 'hex'));
    for (const bytes of smallOrder) {
      const signed = Buffer.from(bytes);
      signed[31] |= 0x80;
      for (const type of [noteType, cosignature]) {
        for (const text of [bytes, signed].map((one) => written(one, 'liushui/log', type))) {
          expect(parseVerifierKey(text)).toBeUndefined();
          expect(parsePublicKey(text)).toBeUndefined();
        }
      }
    }
    const own = formatVerifierKey(key.verifier);
    expect([parseVerifierKey(own), parsePublicKey(own)?.text]).toEqual([key.verifier, own]);
  });

  it.each(['a b', 'a\u0000', 'a\u202e', 'a\u200b', 'a+b', 'a\u2028', '', 'x'.repeat(201)])(
    'has no name like %j, wherever it is read',
    (name) => {
      const text = written(key.verifier.publicKey, name);
      expect([parseVerifierKey(text), parsePublicKey(text)]).toEqual([undefined, undefined]);
      const line = { name, keyId: keyIdOf(key.verifier), bytes: Buffer.alloc(64, 1) };
      const { text: head, signatures } = noteOf(signed);
      const note = formatNote({ text: head, signatures: [...signatures, line] });
      expect(parseNote(note)).toBeUndefined();
      const own = parsePublicKey(formatVerifierKey(key.verifier));
      expect(own && openHead(note, [], [own])).toMatchObject({ why: 'malformed' });
    },
  );

  it('[TL-11] cosigns at no time beyond the year 9999', () => {
    const witness = keyOf('liushui/log/52010000', 2, cosignature);
    const read = [key, witness].map(({ verifier }) => parsePublicKey(formatVerifierKey(verifier)));
    const keys = read.flatMap((one) => one ?? []);
    for (const [time, isTime] of [
      [253_402_300_799n, true],
      [253_402_300_800n, false],
      [2n ** 63n - 1n, false],
    ] as const) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64BE(time);
      const signature = witness.sign(
        Buffer.from(`cosignature/v1\ntime ${time}\n${noteOf(signed).text}`),
      );
      const line = { name: witness.verifier.name, keyId: keyIdOf(witness.verifier) };
      const cosigned = noteOf(
        signed + formatSignature({ ...line, bytes: Buffer.concat([bytes, signature]) }),
      );
      expect(cosignedAt(cosigned, witness.verifier)).toBe(isTime ? time : undefined);
      expect(openHead(formatNote(cosigned), [], keys)).toMatchObject({
        falselyCosigned: isTime ? [] : [witness.verifier.name],
      });
    }
  });
});

describe('[TL-9] notes', () => {
  it('take the examples of the specifications', () => {
    const checkpointExample =
      'example.com/behind-the-sofa\n20852163\n' +
      'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
      '— example.com/behind-the-sofa ' +
      'Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
      '— witness.example.com/w1 ' +
      'jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
    const note = noteOf(checkpointExample);
    expect(note.signatures.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['example.com/behind-the-sofa', 64],
      ['witness.example.com/w1', 72],
    ]);
    expect(note.signatures[1].bytes.readBigUInt64BE()).toBe(1_679_315_147n);
    expect(parseCheckpoint(note.text)).toMatchObject({ size: 20_852_163 });
    expect(formatNote(note)).toBe(checkpointExample);
  });

  it('have their signatures behind the last empty line', () => {
    const text = 'one\n\n— not a signature\n';
    const keyId = keyIdOf(key.verifier);
    const bytes = key.sign(Buffer.from(text));
    const note = { text, signatures: [{ name: 'liushui/log', keyId, bytes }] };
    expect(parseNote(formatNote(note))).toEqual(note);
    expect(isNoteSignedBy(note, key.verifier)).toBe(true);
  });

  it('have one signature of a line that is repeated', () => {
    const line = `${signed.split('\n').at(-2)}\n`;
    expect(noteOf(signed + line.repeat(99))).toEqual(noteOf(signed));
    expect(why(signed + line.repeat(99))).toBe('signed');
  });

  it.each([
    ['nothing', ''],
    ['no line feed at its end', signed.slice(0, -1)],
    ['no signature', 'liushui/log\n5\n\n'],
    ['no blank line', signed.replace('\n\n', '\n')],
    ['a further line', `${signed}more\n`],
    ['a further blank line', `${signed}\n`],
    ['a carriage return', signed.replaceAll('\n', '\r\n')],
    ['a control character', signed.replace('5', '5\u0000')],
    ['another dash', signed.replace('—', '-')],
    ['a name with a plus', signed.replace('— liushui/', '— liu+shui/')],
    ['a name with a wide space', signed.replace('— liushui/', '— liu\u3000shui/')],
    ['a third part', signed.replace(/\n$/, ' more\n')],
    ['base 64 without its end', otherwise(signed)],
    ['base 64 of URLs', signed.replace(/\S+\n$/, '__-_____\n')],
    ['a signature that is an id alone', signed.replace(/\S+\n$/, 'AAAAAA==\n')],
    ['a lone surrogate', signed.replace('5', '\ud800')],
    ['too many signatures', signed + `${signed.split('\n').at(-2)}\n`.repeat(100)],
    ['too much text', 'x'.repeat(65_536) + signed],
  ])('are not taken with %s', (_, text) => {
    expect(parseNote(text)).toBeUndefined();
    expect(why(text)).toBe('malformed');
  });
});

describe('[TL-9] keys', () => {
  it('are written as a name, an id and base 64, and read back', () => {
    const text = formatVerifierKey(key.verifier);
    expect(parseVerifierKey(text)).toEqual(key.verifier);
    expect(text).toMatch(/^liushui\/log\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}$/);
    const witness = keyOf('w', 2, cosignature).verifier;
    expect(parseVerifierKey(formatVerifierKey(witness))).toEqual(witness);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const some = { name: 'n', type: noteType, publicKey: Buffer.from(bytes) };
        expect(parseVerifierKey(formatVerifierKey(some))).toEqual(some);
      }),
    );
  });

  it.each([
    ['another id', (text: string) => text.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', (text: string) => `x${text}`],
    ['capitals', (text: string) => text.toUpperCase()],
    ['a line feed', (text: string) => `${text}\n`],
    ['nothing', () => ''],
    ['a name alone', () => 'liushui/log'],
    ['another type', () => 'n+00000000+AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ])('are not taken with %s', (_, change) => {
    expect(parseVerifierKey(change(formatVerifierKey(key.verifier)))).toBeUndefined();
  });
});

describe('[TL-10] checkpoints', () => {
  it('are what their key signed', () => {
    expect(openCheckpoint(signed, key.verifier)).toMatchObject({ kind: 'signed', checkpoint });
  });

  it('pass over the signatures of others, also of one that has the same name or the same id', () => {
    const [own] = noteOf(signed).signatures;
    const sameName = { ...own, keyId: Buffer.from('ffffffff', 'hex'), bytes: Buffer.alloc(64) };
    const sameId = { ...own, name: 'liushui/other', bytes: Buffer.alloc(64) };
    const { text } = noteOf(signed);
    expect(why(formatNote({ text, signatures: [sameName, own, sameId] }))).toBe('signed');
    expect(why(formatNote({ text, signatures: [sameName, sameId] }))).toBe('not-signed');
  });

  it('are refused with a signature that is said to be of the key and is not, beside a good one', () => {
    const { text, signatures } = noteOf(signed);
    const [own] = signatures;
    const forged = { ...own, bytes: Buffer.alloc(64, 1) };
    expect(why(formatNote({ text, signatures: [forged] }))).toBe('not-signed');
    expect(why(formatNote({ text, signatures: [own, forged] }))).toBe('not-signed');
    expect(why(formatNote({ text, signatures: [own, own] }))).toBe('signed');
  });

  it('are refused with more than two signatures of the key, each of them good', () => {
    const { text, signatures } = noteOf(signed);
    const own = [signatures[0], ...[8, 9].map((nonce) => signedOtherwise(text, nonce))];
    const known = parsePublicKey(formatVerifierKey(key.verifier));
    if (!known) throw new Error('this is a key');
    for (const count of [1, 2, 3]) {
      const note = formatNote({ text, signatures: own.slice(0, count) });
      expect(noteOf(note).signatures).toHaveLength(count);
      expect(why(note)).toBe(count < 3 ? 'signed' : 'not-signed');
      expect(openHead(note, [], [known]).kind).toBe(count < 3 ? 'signed' : 'refused');
    }
    for (const one of own) expect(why(formatNote({ text, signatures: [one] }))).toBe('signed');
  });

  it('are refused when another key signed them, also one whose id was made to be the same', () => {
    const other = keyOf('liushui/log', 2);
    expect(why(signCheckpoint(checkpoint, other))).toBe('not-signed');
    const colliding = {
      name: 'liushui/log',
      keyId: keyIdOf(key.verifier),
      bytes: other.sign(Buffer.from(noteOf(signed).text)),
    };
    const { text } = noteOf(signed);
    expect(why(formatNote({ text, signatures: [colliding] }))).toBe('not-signed');
    expect(why(signCheckpoint({ ...checkpoint, origin: 'other' }, key))).toBe('other-log');
    expect(why(signed, keyOf('liushui/log', 1, cosignature).verifier)).toBe('not-signed');
  });

  it('are refused with any character of text or signature altered', () => {
    fc.assert(
      fc.property(
        fc.nat(signed.length - 1),
        fc.constantFrom('0', 'A', '\n', ' ', '='),
        (at, put) => {
          const altered = signed.slice(0, at) + put + signed.slice(at + 1);
          if (altered !== signed) expect(why(altered)).not.toBe('signed');
        },
      ),
    );
  });

  it.each([
    'liushui/log\n05\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
    'liushui/log\n5 \nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
    'liushui/log\n-5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
    'liushui/log\n5e0\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
    'liushui/log\n9007199254740993\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
    'liushui/log\n5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwd=\n',
    'liushui/log\n5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc\n',
    'liushui/log\n5\nBwcHBwcHBw==\n',
    'liushui/log\n5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\nmore\n',
    'liushui/log\n5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n\n',
    '\n5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n',
    'liushui/log\n5\n',
  ])('have three lines in one form: not %j', (text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });
});

describe('[TL-11] cosignatures', () => {
  const witness = keyOf('liushui/witness/52010000', 3, cosignature);
  const cosigned = noteOf(signed + cosign(noteOf(signed), witness, 1_679_315_147));

  it('say when the witness saw the head', () => {
    expect(cosignedAt(cosigned, witness.verifier)).toBe(1_679_315_147n);
    expect(why(formatNote(cosigned))).toBe('signed');
  });

  it('are of that witness, head and time alone', () => {
    const [own, theirs] = cosigned.signatures;
    const later = Buffer.from(theirs.bytes);
    later[7] ^= 1;
    const others: Note[] = [
      noteOf(signed),
      { ...cosigned, text: cosigned.text.replace('5', '6') },
      { ...cosigned, signatures: [own, { ...theirs, bytes: later }] },
      { ...cosigned, signatures: [own, theirs, { ...theirs, bytes: later }] },
      { ...cosigned, signatures: [own, { ...theirs, bytes: theirs.bytes.subarray(8) }] },
    ];
    for (const note of others) expect(cosignedAt(note, witness.verifier)).toBeUndefined();
    const another = keyOf('liushui/witness/52010000', 4, cosignature);
    expect(cosignedAt(cosigned, another.verifier)).toBeUndefined();
    const asNote = { ...witness.verifier, type: noteType };
    expect(cosignedAt(cosigned, asNote)).toBeUndefined();
  });

  it('are made with the key of a witness alone', () => {
    expect(() => cosign(noteOf(signed), key, 1)).toThrow('not the key of a witness');
  });
});

describe('[TL-9] the golden vectors', () => {
  it('of a head and its cosignature are made again, byte by byte', () => {
    const nameOf = (text: string): string => text.split('+')[0];
    const logKey = SigningKey.fromSeed(
      nameOf(vectors.checkpoint.key),
      noteType,
      Buffer.from(vectors.checkpoint.seed, 'hex'),
    );
    expect(formatVerifierKey(logKey.verifier)).toBe(vectors.checkpoint.key);
    const root = Buffer.from(vectors.roots[3], 'base64');
    const made = signCheckpoint({ origin: logKey.verifier.name, size: 3, root }, logKey);
    expect(made).toBe(vectors.checkpoint.note);
    const { seed, line, timeSeconds } = vectors.cosignature;
    const witnessName = nameOf(vectors.cosignature.key);
    const witness = SigningKey.fromSeed(witnessName, cosignature, Buffer.from(seed, 'hex'));
    expect(formatVerifierKey(witness.verifier)).toBe(vectors.cosignature.key);
    expect(cosign(noteOf(made), witness, timeSeconds)).toBe(line);
  });
});
