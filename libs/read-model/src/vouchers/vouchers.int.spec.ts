import fc from 'fast-check';
import { Pool } from 'pg';
import { formatVoucherNumber, isRefused, type RecordedEvent } from '#domain';
import { holderOf, number, range, stocked, type TestEngine, testPostgres, tree } from '#testing';
import { ArrayLog } from '../../test/array-log';
import { noHolders } from '../../test/no-holders';
import { allRows } from '../../test/tables';
import { applyBatch } from '../apply';
import { Builds } from '../builds/builds';
import { BadCursor, ReadModel, rebuild, type Voucher, voucherListStatuses } from '../index';

const { ministry, guizhou, guiyang, guiyangStation } = tree;
const vouchersMax = 40;
const voucherNumber = (sequence: number) => formatVoucherNumber(`${guiyang}PZ:4`, sequence);

interface Step {
  readonly kind: 'vouchers' | 'issue' | 'replace' | 'void' | 'day';
  readonly voucher: number;
  readonly sequence: number;
  readonly count: number;
  /** Posts in order become runs; others fall apart. */
  readonly isInOrder: boolean;
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('vouchers', 'vouchers', 'issue', 'issue', 'replace', 'void', 'day'),
    voucher: fc.integer({ min: 1, max: vouchersMax }),
    sequence: fc.integer({ min: 1, max: 30 }),
    count: fc.integer({ min: 1, max: 9 }),
    isInOrder: fc.boolean(),
  }),
  { minLength: 8, maxLength: 30 },
);

/** What came of random commands; what is refused is left out. */
function story(generated: readonly Step[]): RecordedEvent[] {
  const world = stocked();
  world.shortage('DeclareShortage', guizhou, [5, 4]);
  const ground = {
    roster: { reference: 'R', signedOn: '2013-03-20', passed: 1_000 },
    level: 5 as const,
    occupation: { name: '焊工' },
    station: guiyangStation,
  };
  let sheet = 1;
  let day = 1;
  for (const { kind, voucher, sequence, count, isInOrder } of generated) {
    const lines = Array.from({ length: count }, (_, line) => {
      const step = isInOrder ? line : (line * 4) % 9;
      return {
        sequence: sequence + step,
        voucher: voucher + (isInOrder ? line : (line * 2) % 9),
        holder: holderOf(sequence + step),
      };
    });
    if (kind === 'day') {
      day = Math.min(28, day + 3);
      world.today = `2013-04-${String(day).padStart(2, '0')}`;
    } else if (kind === 'vouchers') {
      world.post(guiyang, {
        type: 'IssueVouchers',
        ...ground,
        lines: lines.map((line) => ({
          voucherNumber: voucherNumber(line.voucher),
          certificateNumber: number(line.sequence),
          holder: line.holder,
        })),
      });
    } else if (kind === 'issue') {
      const decision = world.post(guiyang, {
        type: 'IssueCertificates',
        ...ground,
        lines: lines.map((line, index) => ({
          serial: range(sheet + index, sheet + index).from,
          certificateNumber: number(line.sequence),
          holder: line.holder,
        })),
      });
      if (!isRefused(decision)) sheet += count;
    } else if (kind === 'replace') {
      world.post(guiyang, {
        type: 'ReplaceVoucher',
        voucherNumber: voucherNumber(voucher),
        replacementNumber: voucherNumber(sequence + vouchersMax),
        lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-25' },
      });
    } else {
      const altered = voucherNumber(voucher);
      world.post(guiyang, { type: 'VoidVoucher', voucherNumber: altered, reason: '涂改' });
    }
  }
  world.shortage('EndShortage', guizhou, [4]);
  return world.log;
}

type Told = Pick<Voucher, 'certificateNumber' | 'status' | 'lineIndex' | 'revision'> & {
  readonly serial?: string;
  readonly replacedBy?: string;
};

/** What the events say of each voucher, one entry each. */
function naive(log: readonly RecordedEvent[]): Map<string, Told> {
  const told = new Map<string, Told>();
  const end = (numbers: string[], change: (at: number) => Partial<Told>) => {
    numbers.forEach((of, at) => {
      const known = told.get(of);
      if (known) told.set(of, { ...known, ...change(at) });
    });
  };
  const following = (first: string, count: number) =>
    Array.from({ length: count }, (_, at) => {
      const width = first.length - 10;
      return first.slice(0, 10) + String(Number(first.slice(10)) + at).padStart(width, '0');
    });
  for (const event of log) {
    if (event.type === 'VouchersIssued') {
      let lineIndex = 0;
      for (const run of event.data.runs) {
        for (const [at, of] of following(run.voucherNumber, run.count).entries()) {
          const sequence = Number(run.certificateNumber.slice(11)) + at;
          const certificateNumber = number(sequence);
          const { revision } = event;
          told.set(of, { certificateNumber, status: 'in-force', lineIndex: lineIndex++, revision });
        }
      }
    } else if (event.type === 'VoucherSuperseded') {
      for (const { voucherNumber: first, serial, count } of event.data.runs) {
        const sheet = Number(serial.slice(1));
        end(following(first, count), (at) => ({
          status: 'superseded',
          serial: range(sheet + at, sheet + at).from,
        }));
      }
    } else if (event.type === 'VoucherReplaced') {
      const { voucherNumber: lost, replacementNumber: replacedBy } = event.data;
      const before = told.get(lost);
      if (before) told.set(replacedBy, before);
      end([lost], () => ({ status: 'replaced', replacedBy }));
    } else if (event.type === 'VoucherVoided') {
      end([event.data.voucherNumber], () => ({ status: 'void' }));
    }
  }
  return told;
}

const toldOf = (voucher: Voucher): Told => ({
  certificateNumber: voucher.certificateNumber,
  status: voucher.status,
  lineIndex: voucher.lineIndex,
  revision: voucher.revision,
  ...(voucher.ended?.serial ? { serial: voucher.ended.serial } : {}),
  ...(voucher.ended?.replacedBy ? { replacedBy: voucher.ended.replacedBy } : {}),
});

describe('vouchers in the views', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  /** Before the first of them expires. */
  const now = new Date('2013-06-01T00:00:00Z');

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    pool.on('error', () => undefined);
    views = new ReadModel(pool);
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  const filled = (log: readonly RecordedEvent[]) =>
    rebuild({ log: new ArrayLog(log), databaseUrl: postgres.url, holders: noHolders });

  async function copyLive(log: readonly RecordedEvent[], eventsAtOnce: number): Promise<number> {
    await filled([]);
    const builds = await Builds.open(postgres.url);
    try {
      const build = (await builds.current())?.number ?? -1;
      for (let index = 0; index < log.length; index += eventsAtOnce) {
        const events = log.slice(index, index + eventsAtOnce).flatMap((event) => [event, event]);
        const upTo = events[events.length - 1].position;
        const batch = { build, live: true, isIndexed: true, events, upTo, holders: noHolders };
        await applyBatch(builds.pool, batch);
        await applyBatch(builds.pool, batch);
      }
      return build;
    } finally {
      await builds.close();
    }
  }

  it('are what the events say, one by one; however they are batched, rebuilt is live', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 7 }), async (generated, eventsAtOnce) => {
        const log = story(generated);
        const live = await allRows(pool, await copyLive(log, eventsAtOnce));
        const { build } = await filled(log);
        expect(await allRows(pool, build)).toEqual(live);
        const wanted = naive(log);
        const { answer } = await views.vouchers({}, { now, limit: 1_000 });
        expect(new Map(answer.items.map((item) => [item.number, toldOf(item)]))).toEqual(wanted);
        for (const [of, told] of [...wanted].slice(0, 8)) {
          const one = (await views.voucher(of, now)).answer;
          expect(one && toldOf(one)).toEqual(told);
          seen.add(told.status);
          const all = (await views.vouchersOf(told.certificateNumber, now)).answer;
          expect(all.map((voucher) => voucher.number)).toContain(of);
          expect(all.every((each) => each.certificateNumber === told.certificateNumber)).toBe(true);
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
    expect(seen).toContain('superseded');
    expect(seen.size).toBeGreaterThan(1);
  }, 120_000);

  describe('of a told story', () => {
    const inOrder = { kind: 'vouchers', isInOrder: true, count: 9 } as const;
    const log = story([
      { ...inOrder, voucher: 1, sequence: 1 },
      { ...inOrder, voucher: 11, sequence: 11 },
      { kind: 'issue', isInOrder: true, voucher: 0, sequence: 3, count: 4 },
      { kind: 'replace', isInOrder: true, voucher: 2, sequence: 1, count: 1 },
      { kind: 'void', isInOrder: true, voucher: 15, sequence: 1, count: 1 },
    ]);

    beforeAll(async () => {
      await filled(log);
    });

    const numbersOf = async (options: Parameters<ReadModel['vouchers']>, limit = 1_000) => {
      const [filter, { now: at = now } = {}] = options;
      const numbers: string[] = [];
      let after: string | undefined;
      do {
        const { answer } = await views.vouchers(filter, { now: at, after, limit });
        expect(answer.items.length).toBeLessThanOrEqual(limit);
        numbers.push(...answer.items.map((item) => item.number.slice(10)));
        after = answer.next;
      } while (after !== undefined);
      return numbers.map(Number);
    };

    it('splits a run where something happened to some of it, and nowhere else', async () => {
      const { rows } = await pool.query<{ build: number }>(
        'SELECT build FROM liushui_views.current',
      );
      const { rows: runs } = await pool.query(
        `SELECT first_voucher::int AS first, count, status, line_index AS line
         FROM liushui_view_${rows[0].build}.voucher ORDER BY first_voucher`,
      );
      expect(runs).toEqual([
        { first: 1, count: 1, status: 'in-force', line: 0 },
        { first: 2, count: 1, status: 'replaced', line: 1 },
        { first: 3, count: 4, status: 'superseded', line: 2 },
        { first: 7, count: 3, status: 'in-force', line: 6 },
        { first: 11, count: 4, status: 'in-force', line: 0 },
        { first: 15, count: 1, status: 'void', line: 4 },
        { first: 16, count: 4, status: 'in-force', line: 5 },
        { first: 41, count: 1, status: 'in-force', line: 1 },
      ]);
    });

    it.each([1, 2, 3, 1_000])('lists by status, pages of %i', async (limit) => {
      const inForce = [41, 11, 12, 13, 14, 16, 17, 18, 19, 1, 7, 8, 9];
      const lists = await Promise.all(
        voucherListStatuses.map((status) => numbersOf([{ status }], limit)),
      );
      expect(lists).toEqual([inForce, [], [], [3, 4, 5, 6], [2], [15]]);
      expect(await numbersOf([{ within: guizhou, status: 'void' }], limit)).toEqual([15]);
      expect(await numbersOf([{ centre: ministry }], limit)).toEqual([]);
      expect(await numbersOf([{ certificateNumber: number(2) }], limit)).toEqual([41, 2]);
      expect(await numbersOf([{ certificateNumber: 'x' }], limit)).toEqual([]);
    });

    it('[V3] expires by the date: its last day counts', async () => {
      const on = (day: string) => new Date(`${day}T01:00:00Z`);
      const count = async (status: 'in-force' | 'expiring' | 'expired', day: string) =>
        (await numbersOf([{ status }, { now: on(day) }])).length;
      expect(await count('expiring', '2014-02-17')).toBe(0);
      expect(await count('expiring', '2014-02-18')).toBe(13);
      expect(await count('in-force', '2014-03-20')).toBe(13);
      expect(await count('expired', '2014-03-20')).toBe(0);
      expect(await count('in-force', '2014-03-21')).toBe(0);
      expect(await count('expiring', '2014-03-21')).toBe(0);
      expect(await count('expired', '2014-03-21')).toBe(13);
      const status = async (of: number) =>
        (await views.voucher(voucherNumber(of), on('2014-03-21'))).answer?.status;
      expect(await Promise.all([1, 2, 3, 15].map(status))).toEqual([
        'expired',
        'replaced',
        'superseded',
        'void',
      ]);
    });

    it('finds nothing where there is nothing, and takes no cursor but its own', async () => {
      for (const unknown of ['', 'x', voucherNumber(10), voucherNumber(20), number(1)]) {
        expect((await views.voucher(unknown, now)).answer).toBeUndefined();
      }
      for (const after of ['', '1', '-1', '1-', `${'9'.repeat(19)}-1`, "1-1'"]) {
        await expect(views.vouchers({}, { now, after })).rejects.toBeInstanceOf(BadCursor);
      }
    });

    it('[V1] tells the shortages that hold for a centre', async () => {
      const { answer } = await views.shortages(guiyang);
      expect(answer).toMatchObject([
        { declaredBy: guizhou, level: 5, declaredOn: '2013-04-01', endedOn: undefined },
        { declaredBy: guizhou, level: 4, declaredOn: '2013-04-01', endedOn: '2013-04-01' },
      ]);
      expect((await views.shortages(ministry)).answer).toEqual([]);
    });
  });
});
