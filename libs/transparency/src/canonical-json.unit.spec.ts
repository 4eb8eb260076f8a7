import fc from 'fast-check';
import { canonicalJson } from './canonical-json';

const formOf = (json: string): string => canonicalJson(JSON.parse(json));

describe('[TL-2] JSON in the form of RFC 8785', () => {
  it('is that of the example in its section 3.2.2', () => {
    const given = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`;
    const form =
      '{"literals":[null,true,false],' +
      '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    expect(formOf(given)).toBe(form);
  });

  it('has its members in the order of UTF-16 units, as in section 3.2.3', () => {
    const given = String.raw`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`;
    const names = Object.values(JSON.parse(formOf(given)));
    // An object lists names that are whole numbers first: "1" stands behind "\r" in the text.
    expect(names).toEqual([4, 2, 6, 7, 1, 5, 3]);
    expect(formOf(given).indexOf(String.raw`"\r"`)).toBeLessThan(formOf(given).indexOf('"1"'));
  });

  it.each([
    ['-0', '0'],
    ['1.0', '1'],
    ['1e21', '1e+21'],
    ['100000000000000000000', '100000000000000000000'],
    ['{"__proto__":{"b":1,"a":2}}', '{"__proto__":{"a":2,"b":1}}'],
    [String.raw`"\ud800"`, String.raw`"\ud800"`],
    ['{}', '{}'],
    ['[]', '[]'],
  ])('makes %s into %s', (given, form) => {
    expect(formOf(given)).toBe(form);
  });

  it('is the same whatever the order of members, and means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const form = formOf(JSON.stringify(value));
        expect(JSON.parse(form)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(JSON.parse(form)))).toBe(form);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, reversed(member)]);
  return Object.fromEntries(entries.reverse());
}
