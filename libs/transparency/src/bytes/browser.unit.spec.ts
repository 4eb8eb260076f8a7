import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { publicKeyOf } from '../signing-key';
import * as browser from './browser';
import * as node from './node';

const seed = Number(process.env.BYTES_SEED ?? Date.now() % 1_000_000);
const bytes = fc.uint8Array({ maxLength: 200 });
const plain = (one: Uint8Array | undefined): number[] | undefined => one && [...one];

describe(`[TL-23] bytes in a browser are those of Node (BYTES_SEED=${seed})`, () => {
  it('joined, hashed and told apart', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 3 }), (parts) => {
        expect(plain(browser.joined(...parts))).toEqual(plain(node.joined(...parts)));
        expect(plain(browser.sha256(...parts))).toEqual(plain(node.sha256(...parts)));
      }),
      { seed },
    );
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(browser.isSame(one, other)).toBe(node.isSame(one, other));
        expect(browser.isSame(one, node.joined(one))).toBe(true);
      }),
      { seed },
    );
  });

  it('as texts and back', () => {
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'binary' }), (some, text) => {
        const whole = browser.asBytes(some);
        expect(plain(whole)).toEqual(plain(node.asBytes(some)));
        expect(browser.hexOf(some)).toBe(node.hexOf(some));
        expect(browser.keyOf(some)).toBe(node.keyOf(some));
        expect(plain(browser.utf8(text))).toEqual(plain(node.utf8(text)));
        const base64 = node.base64Of(some);
        expect(browser.base64Of(some)).toBe(base64);
        for (const said of [base64, text, `${base64}=`, base64.slice(1), `${base64} `]) {
          expect(plain(browser.bytesOfBase64(said))).toEqual(plain(node.bytesOfBase64(said)));
        }
      }),
      { seed },
    );
  });

  it('signed, or not', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const key = publicKeyOf(privateKey);
    fc.assert(
      fc.property(bytes, fc.nat(63), (message, at) => {
        const signature = sign(null, message, privateKey);
        const wrong = Buffer.from(signature);
        wrong[at] ^= 1;
        for (const one of [signature, wrong, signature.subarray(1)]) {
          const judged = node.isSignature(key, message, one);
          expect(browser.isSignature(key, message, one)).toBe(judged);
          expect(judged).toBe(one === signature);
        }
        expect(node.isSignature(key.subarray(1), message, signature)).toBe(false);
      }),
      { seed, numRuns: 5 },
    );
  });

  /** A signature of zeros and a commitment of the identity is right under a key of small order. */
  it.each([
    ['the identity', `01${'00'.repeat(31)}`],
    ['the identity beyond the prime', `ee${'ff'.repeat(30)}7f`],
    ['a y that is the prime', `ed${'ff'.repeat(30)}7f`],
    ['a y beyond any', 'ff'.repeat(32)],
    ['the point of order two', `ec${'ff'.repeat(30)}7f`],
  ])('signed by nobody with a key that is none: %s', (_, hex) => {
    const key = Buffer.from(hex, 'hex');
    const identity = Buffer.from(`01${'00'.repeat(63)}`, 'hex');
    const zeros = Buffer.alloc(64);
    for (const text of Array.from({ length: 8 }, (_, at) => Buffer.of(at))) {
      for (const signature of [identity, zeros]) {
        expect(node.isSignature(key, text, signature)).toBe(false);
        expect(browser.isSignature(key, text, signature)).toBe(false);
      }
    }
  });
});
