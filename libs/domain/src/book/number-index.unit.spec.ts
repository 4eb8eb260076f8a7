import fc from 'fast-check';
import { formatCertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { addDays } from '../time/plain-date';
import { type NumberEntry, NumberIndex } from './number-index';

const prefixes = ['13520100005', '13520100004', '14520100005'];
const read = (prefix: string, sequence: number) => {
  const number = parseCertificateNumber(formatCertificateNumber(prefix, sequence));
  if (!number) throw new Error('no number');
  return number;
};

const binding = fc.record({
  prefix: fc.constantFrom(...prefixes),
  sequence: fc.integer({ min: 1, max: 60 }),
  series: fc.constantFrom('A:9', 'B:9', ':6'),
  ordinal: fc.nat(500),
  count: fc.integer({ min: 1, max: 15 }),
  days: fc.nat(40),
  roster: fc.integer({ min: 1, max: 3 }),
  revision: fc.bigInt({ min: 1n, max: 9n }),
  kind: fc.constantFrom('bind', 'bind', 'rebind'),
});

describe('NumberIndex', () => {
  it('[P3] finds the serial bound last, its day, roster and sealed line, like a plain map', () => {
    fc.assert(
      fc.property(fc.array(binding, { maxLength: 80 }), (bindings) => {
        const index = new NumberIndex();
        const plain = new Map<string, NumberEntry>();
        for (const { prefix, sequence, series, ordinal, count, days, ...drawn } of bindings) {
          const on = addDays('2013-01-01', days);
          const number = read(prefix, sequence);
          const { kind, roster, revision } = drawn;
          const holderAt = (lineIndex: number) => ({ revision, lineIndex });
          const use = { on, roster, holder: holderAt(3) };
          if (kind === 'bind') index.bind(number, { series, ordinal }, count, use);
          else index.rebind(number, { series, ordinal }, count, on);
          for (let k = 0; k < count; k++) {
            const key = `${prefix}/${sequence + k}`;
            const serial = { series, ordinal: ordinal + k };
            const own = kind === 'bind' ? { roster, holder: holderAt(3 + k) } : plain.get(key);
            plain.set(key, { ...own, state: 'in-force', serial, on });
          }
        }
        for (const prefix of prefixes) {
          for (let sequence = 1; sequence < 80; sequence++) {
            const expected = plain.get(`${prefix}/${sequence}`);
            expect(index.find(read(prefix, sequence))).toEqual(expected);
          }
        }
      }),
    );
  });

  it('keeps a roster in order as one row, however long', () => {
    const index = new NumberIndex();
    index.bind(read(prefixes[0], 1), { series: 'A:9', ordinal: 1 }, 90_000, {
      on: '2013-01-01',
    });
    expect(index.find(read(prefixes[0], 90_000))?.serial?.ordinal).toBe(90_000);
    expect(index.sizeBytes).toBeLessThan(2_000);
  });
});
