import fc from 'fast-check';
import { canonicalJson, findHostile, isCleanText, isOneLine } from './inspect-json';

describe('looking through parsed JSON', () => {
  it('finds the first hostile thing and says where', () => {
    expect(findHostile({ a: [{ b: 'x\u0000' }] })).toEqual({
      path: '/a/0/b',
      code: 'bad-character',
    });
    expect(findHostile({ 'a/b~c': '\ud800' })).toEqual({ path: '/a~1b~0c', code: 'bad-character' });
    expect(findHostile(JSON.parse('{"__proto__":1}'))?.code).toBe('unknown-field');
    expect(findHostile({ constructor: 1 })?.code).toBe('unknown-field');
    expect(findHostile({ '\u0001': 1 })?.code).toBe('bad-character');
  });

  it.each(Object.getOwnPropertyNames(Object.prototype))('takes %s for no field', (name) => {
    const body = JSON.parse(`{"a":[{"${name}":1}]}`);
    expect(findHostile(body)).toEqual({ path: `/a/0/${name}`, code: 'unknown-field' });
  });

  it.each([
    ...['\u0080', '\u0085', '\u009b', '\u009f', '\u007f', '\r', '\rb', 'b\r', '\r\r\n'],
    ...['\u202a', '\u202e', '\u2066', '\u2069'],
  ])('takes %j for no text', (text) => {
    const hostile = { path: '/note', code: 'bad-character' };
    expect(findHostile({ note: `a${text}` })).toEqual(hostile);
    expect(isCleanText(`${text}a`)).toBe(false);
  });

  it('lets tabs, line ends, emoji and every script pass', () => {
    expect(findHostile({ note: 'a\tb\r\n流水 😀 ཨ' })).toBeUndefined();
  });

  it.each<[string, boolean]>([
    ['张一', true],
    ['张·一 😀', true],
    ...['\n', '\r\n', '\t', '\u0007', '\u0085', '\u2028'].map((end): [string, boolean] => [
      `张${end}一`,
      false,
    ]),
  ])('takes %j for one line: %s', (text, isOne) => expect(isOneLine(text)).toBe(isOne));

  it('bounds depth, however deep', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(findHostile(nested(10))).toBeUndefined();
    expect(findHostile(nested(11))?.code).toBe('too-deep');
    expect(findHostile(nested(100_000))?.code).toBe('too-deep');
  });

  it('takes no text that UTF-8 or Postgres could not keep', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const isKept = Buffer.from(text).toString() === text && !text.includes('\u0000');
        expect(!isCleanText(text) || isKept).toBe(true);
      }),
    );
  });
});

describe('canonical JSON', () => {
  it('is the same for the same value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const shuffled = JSON.parse(JSON.stringify(value), (_, part) =>
          typeof part === 'object' && part !== null && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).reverse())
            : part,
        );
        expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('tells different values apart', () => {
    expect(canonicalJson({ a: 1 })).not.toBe(canonicalJson({ a: '1' }));
    expect(canonicalJson([1, [2]])).not.toBe(canonicalJson([[1], 2]));
  });
});
