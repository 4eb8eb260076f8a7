import * as fc from 'fast-check';
import type { Holder } from '#domain';
import { HOLDER_BYTES_MAX, HolderText, readHolder } from './holder-text';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const score = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: undefined });

function dropUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;
}

const holders: fc.Arbitrary<Holder> = fc
  .record({
    name: text,
    sex: fc.constantFrom('male' as const, 'female' as const, undefined),
    birthDate: fc.option(text, { nil: undefined }),
    document: fc.record({
      type: fc.constantFrom('resident-id' as const, 'passport' as const, 'other' as const),
      number: text,
    }),
    education: fc.option(text, { nil: undefined }),
    scores: fc
      .record({ theory: score, practical: score, overall: score })
      .map(dropUndefined)
      .map((scores) => (Object.keys(scores).length > 0 ? scores : undefined)),
  })
  .map(dropUndefined);

function padded(holder: Holder): Buffer {
  const holderText = HolderText.of(holder);
  const bytes = Buffer.alloc(holderText.paddedBytes, 0xaa);
  holderText.writeTo(bytes);
  return bytes;
}

const named = (name: string): Holder => ({
  name,
  document: { type: 'resident-id', number: '52010219900101123X' },
});

describe('the plaintext of a sealed line', () => {
  it('reads back every holder as it was', () => {
    fc.assert(
      fc.property(holders, (holder) => {
        const read = readHolder(padded(holder));
        // -0 is written as 0: a score has no sign to lose.
        expect(JSON.stringify(read)).toBe(JSON.stringify(holder));
      }),
    );
  });

  it('is as long for a short name as for a long one', () => {
    const lengths = ['王', '欧阳明月', '古丽巴哈尔·阿卜杜热合曼'].map((name) =>
      padded(named(name)),
    );
    expect(lengths.map(({ length }) => length)).toEqual([128, 128, 128]);
  });

  it('reads bytes from anywhere without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readHolder(Buffer.from(bytes));
      }),
    );
  });

  it('refuses fields out of order, unknown fields, missing marks and dirty padding', () => {
    const good = padded(named('王'));
    const mark = good.lastIndexOf(0x80);
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(good);
      copy[at] = value;
      return readHolder(copy);
    };
    expect(readHolder(good)).toEqual(named('王'));
    expect(changed(0, 5)).toBeUndefined();
    expect(changed(0, 0)).toBeUndefined();
    expect(changed(0, 10)).toBeUndefined();
    expect(changed(mark, 0)).toBeUndefined();
    expect(changed(good.length - 1, 1)).toBeUndefined();
    expect(changed(1, 0xff)).toBeUndefined();
    expect(readHolder(Buffer.alloc(0))).toBeUndefined();
  });

  it('has room for HOLDER_BYTES_MAX bytes and refuses more', () => {
    const fixedBytes = 3 * 3 + 'other'.length + 1;
    const longest = (extra: number): Holder => ({
      name: 'x'.repeat(HOLDER_BYTES_MAX - fixedBytes + extra),
      document: { type: 'other', number: '1' },
    });
    expect(readHolder(padded(longest(0)))).toEqual(longest(0));
    expect(() => HolderText.of(longest(1))).toThrow(RangeError);
  });
});
