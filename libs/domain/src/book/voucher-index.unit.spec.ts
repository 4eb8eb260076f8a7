import fc from 'fast-check';
import type { VoucherStatus } from './voucher-index';
import { VoucherIndex } from './voucher-index';

const series = '52010000PZ:6';
const ground = {
  level: 5,
  occupation: { name: '焊工' },
  station: '52012001',
  roster: 1,
  expiresOn: '2014-03-20',
  sealedAt: 3n,
} as const;
const certificate = (sequence: number) => ({
  prefix: '13520100005',
  year: '13',
  institution: '52010000',
  level: 5 as const,
  sequence,
});
const voucher = (ordinal: number) => ({ series, ordinal, centre: '52010000' });
const numberOf = (sequence: number) => `13520100005${String(sequence).padStart(5, '0')}`;

interface Known {
  sequence: number;
  status: VoucherStatus;
  on: string;
  lineIndex: number;
}

/** One entry a voucher: what the index must say, told the long way. */
class NaiveIndex {
  readonly vouchers = new Map<number, Known>();

  settle(ordinal: number, count: number, status: VoucherStatus, on: string): void {
    for (let k = ordinal; k < ordinal + count; k++) {
      const known = this.vouchers.get(k);
      if (known) this.vouchers.set(k, { ...known, status, on });
    }
  }

  inForceFor(sequence: number): number | undefined {
    const found = [...this.vouchers].find(
      ([, known]) => known.sequence === sequence && known.status === 'in-force',
    );
    return found?.[0];
  }
}

describe('the index of vouchers', () => {
  it('[V4] says of every voucher and number what one entry each would say', () => {
    const step = fc.record({
      kind: fc.constantFrom('issue', 'issue', 'supersede', 'void', 'replace'),
      ordinal: fc.nat(40),
      sequence: fc.integer({ min: 1, max: 40 }),
      count: fc.integer({ min: 1, max: 8 }),
      day: fc.integer({ min: 10, max: 28 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const index = new VoucherIndex();
        const naive = new NaiveIndex();
        for (const { kind, ordinal, sequence, count, day } of steps) {
          const on = `2013-04-${day}`;
          const range = Array.from({ length: count }, (_, k) => k);
          const isFree = range.every(
            (k) => !naive.vouchers.has(ordinal + k) && naive.inForceFor(sequence + k) === undefined,
          );
          const isInForce = range.every(
            (k) => naive.vouchers.get(ordinal + k)?.status === 'in-force',
          );
          if (kind === 'issue' && isFree) {
            const row = { voucher: voucher(ordinal), certificate: certificate(sequence) };
            index.issue([{ ...row, count, lineIndex: 5 }], ground, on);
            for (const k of range) {
              const known = { sequence: sequence + k, status: 'in-force' as const, on };
              naive.vouchers.set(ordinal + k, { ...known, lineIndex: 5 + k });
            }
          } else if ((kind === 'supersede' || kind === 'void') && isInForce) {
            const status = kind === 'void' ? 'void' : 'superseded';
            index.settle(voucher(ordinal), count, status, on);
            naive.settle(ordinal, count, status, on);
          } else if (kind === 'replace') {
            const lost = naive.vouchers.get(ordinal);
            const replacement = 100 + naive.vouchers.size;
            if (lost?.status !== 'in-force') continue;
            index.replace(voucher(ordinal), voucher(replacement), on);
            naive.settle(ordinal, 1, 'replaced', on);
            naive.vouchers.set(replacement, { ...lost, status: 'in-force', on });
          }
        }
        for (let ordinal = 0; ordinal < 200; ordinal++) {
          const known = naive.vouchers.get(ordinal);
          const found = index.find(voucher(ordinal));
          expect(found && { ...found }).toEqual(
            known && {
              ...ground,
              voucher: { series, ordinal },
              certificateNumber: numberOf(known.sequence),
              status: known.status,
              on: known.on,
              lineIndex: known.lineIndex,
            },
          );
        }
        for (let sequence = 1; sequence < 60; sequence++) {
          const found = index.inForceFor(certificate(sequence));
          expect(found?.voucher.ordinal).toBe(naive.inForceFor(sequence));
        }
      }),
    );
  });

  it('keeps half a million vouchers of rosters in order in a few megabytes', () => {
    const index = new VoucherIndex();
    for (let post = 0; post < 500; post++) {
      const row = { voucher: voucher(post * 1_000), certificate: certificate(1), count: 1_000 };
      const prefix = `13${String(52_010_000 + post)}5`;
      const of = { ...certificate(1), prefix };
      index.issue([{ ...row, certificate: of, lineIndex: 0 }], ground, '2013-04-01');
      index.settle(voucher(post * 1_000), 1_000, 'superseded', '2013-06-01');
    }
    expect(index.sizeBytes).toBeLessThan(4 * 1024 * 1024);
  });

  it('keeps a hundred thousand vouchers in no order at all in some 20 megabytes', () => {
    const index = new VoucherIndex();
    const rows = Array.from({ length: 90_000 }, (_, line) => ({
      voucher: voucher((line * 7_919) % 1_000_000),
      certificate: certificate(1 + ((line * 31) % 90_001)),
      count: 1,
      lineIndex: line % 1_000,
    }));
    index.issue(rows, ground, '2013-04-01');
    expect(index.sizeBytes).toBeLessThan(20 * 1024 * 1024);
  });
});
