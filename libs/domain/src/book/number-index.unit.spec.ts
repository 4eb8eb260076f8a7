import fc from 'fast-check';
import { formatCertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { addDays } from '../time/plain-date';
import { NumberIndex } from './number-index';

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
});

describe('NumberIndex', () => {
  it('[P3] finds the serial bound last and its day, like a plain map, however many rows', () => {
    fc.assert(
      fc.property(fc.array(binding, { maxLength: 80 }), (bindings) => {
        const index = new NumberIndex();
        const plain = new Map<string, object>();
        for (const { prefix, sequence, series, ordinal, count, days } of bindings) {
          const on = addDays('2013-01-01', days);
          index.bind(read(prefix, sequence), { series, ordinal }, count, { on, roster: 1 });
          for (let k = 0; k < count; k++) {
            const serial = { series, ordinal: ordinal + k };
            const entry = { state: 'in-force', serial, on, roster: 1 };
            plain.set(`${prefix}/${sequence + k}`, entry);
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
