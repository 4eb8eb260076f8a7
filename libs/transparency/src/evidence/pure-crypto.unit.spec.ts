import { createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { publicKeyOf } from '../signing-key';
import { bytesOfBase64, hexOf } from './bytes';
import { isSignature } from './ed25519';
import { sha256, sha512 } from './sha2';

const message = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .constantFrom(55, 56, 63, 64, 111, 112, 119, 120, 127, 128, 10_000)
    .map((n) => Buffer.alloc(n, 7)),
);

describe('hashes', () => {
  it.each([
    ['sha256', sha256],
    ['sha512', sha512],
  ])('%s is that of Node, for every length of padding', (name, own) => {
    fc.assert(
      fc.property(message, (bytes) => {
        expect(hexOf(own(bytes))).toBe(createHash(name).update(bytes).digest('hex'));
      }),
    );
  });
});

describe('signatures', () => {
  /** RFC 8032, section 7.1, tests 1 to 3. */
  it.each([
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('of RFC 8032 are right: %s', (key, text, signature) => {
    const bytes = [key, text, signature].map((hex) => Buffer.from(hex, 'hex'));
    expect(isSignature(bytes[0], bytes[1], bytes[2])).toBe(true);
  });

  it('are none by a point that is written beyond the prime (RFC 8032, section 5.1.3)', () => {
    const signature = Buffer.from(`01${'00'.repeat(63)}`, 'hex');
    const identity = Buffer.from(`01${'00'.repeat(31)}`, 'hex');
    const again = Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex');
    expect(isSignature(identity, Buffer.of(1), signature)).toBe(true);
    expect(isSignature(again, Buffer.of(1), signature)).toBe(false);
    const commitment = Buffer.concat([again, Buffer.alloc(32)]);
    expect(isSignature(identity, Buffer.of(1), commitment)).toBe(false);
  });

  it('are right and wrong where Node says so', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = publicKeyOf(privateKey);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(511), (text, bit) => {
        const signature = sign(null, text, privateKey);
        expect(isSignature(key, text, signature)).toBe(true);
        signature[bit >> 3] ^= 1 << (bit & 7);
        expect(isSignature(key, text, signature)).toBe(verify(null, text, publicKey, signature));
        expect(isSignature(key, text, signature)).toBe(false);
      }),
      { numRuns: 10 },
    );
  });

  it('have one form: none is right again with the order added to its second half', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const signature = sign(null, Buffer.from('x'), privateKey);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const half = Buffer.from(signature.subarray(32)).reverse();
    const more = (BigInt(`0x${half.toString('hex')}`) + order).toString(16).padStart(64, '0');
    const other = Buffer.concat([signature.subarray(0, 32), Buffer.from(more, 'hex').reverse()]);
    expect(isSignature(publicKeyOf(privateKey), Buffer.from('x'), other)).toBe(false);
  });

  it('of other lengths, and with keys that are none, are wrong', () => {
    const none = Buffer.alloc(32, 0xff);
    expect(isSignature(none, Buffer.alloc(1), Buffer.alloc(64))).toBe(false);
    expect(isSignature(Buffer.alloc(31), Buffer.alloc(1), Buffer.alloc(64))).toBe(false);
    expect(isSignature(Buffer.alloc(32), Buffer.alloc(1), Buffer.alloc(63))).toBe(false);
  });
});

it('base 64 is read in its one form only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const read = bytesOfBase64(Buffer.from(bytes).toString('base64'));
      expect(read && hexOf(read)).toBe(hexOf(bytes));
    }),
  );
  for (const text of ['A', 'AA', 'AAA', 'AB==', 'AAB=', 'AA A', 'AAAA\n', 'A===', '====', 'AA-_']) {
    expect([text, bytesOfBase64(text)]).toEqual([text, undefined]);
  }
});
