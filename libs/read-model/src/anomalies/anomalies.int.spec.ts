import { Pool } from 'pg';
import type { AnomalyKind, RecordedEvent } from '#domain';
import {
  count,
  dispatch,
  issue,
  range,
  receive,
  spoil,
  stocked,
  type TestEngine,
  testPostgres,
  tree,
  vouchers,
} from '#testing';
import { ArrayLog } from '../../test/array-log';
import { noHolders } from '../../test/no-holders';
import { BadCursor, ReadModel, rebuild, schemaOfBuild } from '../index';
import type { Anomaly, AnomalyBounds } from './anomaly';

const { ministry, guizhou, guiyang, zunyi, fujian } = tree;

const bounds: AnomalyBounds = {
  spoilageRateMax: 10,
  transitDaysMax: 15,
  spoiledDaysMax: 92,
  officeHours: { from: 6, to: 20, onWeekends: false },
};

/**
 * Guiyang has 1–200. On Tuesday, 2 April, it issues 3 and 4, spoils 10–14 and gives a voucher; on
 * the 3rd it sends all but a few back, where something else lies in the box, and 201–202 are sent
 * to it; on Saturday it counts and misses one.
 */
function oddStory(): RecordedEvent[] {
  const world = stocked();
  world.today = '2013-04-02';
  world.must(
    guiyang,
    issue([
      [3, 1],
      [4, 2],
    ]),
  );
  world.must(guiyang, spoil(10, 14));
  world.shortage('DeclareShortage', guizhou, [5]);
  world.must(guiyang, vouchers([[1, 50]]));
  world.today = '2013-04-03';
  world.must(guiyang, issue([[5, 3]]));
  world.must(guiyang, dispatch(guizhou, 15, 200));
  world.must(guizhou, {
    ...receive(world.lastConsignment(guiyang), 15, 200),
    unexpected: [range(900, 901)],
  } as Parameters<typeof world.must>[1]);
  world.must(guizhou, dispatch(guiyang, 201, 202));
  world.today = '2013-04-06';
  world.must(
    guiyang,
    count(
      [
        [1, 2],
        [6, 8],
      ],
      { levels: [5] },
    ),
  );
  return world.log.map(told);
}

/** As the ledger notes it; the first issue was recorded at eight in the evening. */
function told(event: RecordedEvent): RecordedEvent {
  const isFirst = event.type === 'CertificatesIssued' && event.metadata.occurredOn === '2013-04-02';
  if (!isFirst) return event;
  const params = { serial: 'A000000001', used: 'A000000004' };
  const warning = { rule: 'C8', code: 'out-of-serial-order', params } as const;
  const metadata = { ...event.metadata, warnings: [warning] };
  return { ...event, metadata, recordedAt: new Date('2013-04-02T12:00:00Z') };
}

describe('anomalies', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  const log = oddStory();
  const positionOf = (type: string, nth = 0) =>
    log.filter((event) => event.type === type)[nth].position;

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    const source = new ArrayLog(log);
    await rebuild({ log: source, databaseUrl: postgres.url, holders: noHolders });
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  async function found(
    kind: AnomalyKind,
    asOf: string,
    more: Partial<AnomalyBounds> = {},
    within?: string,
  ): Promise<readonly Anomaly[]> {
    const of = { kind, asOf, bounds: { ...bounds, ...more }, ...(within ? { within } : {}) };
    return (await views.anomalies(of)).answer.items;
  }

  it('[C9] spoilage of twelve months beyond the policy, with the posts that spoiled', async () => {
    const [rate, ...others] = await found('spoilage-rate', '2013-04-30');
    expect(others).toEqual([]);
    expect(rate).toMatchObject({
      centre: guiyang,
      numbers: { perMille: 625, spoiled: 5, used: 8, most: 10 },
      events: [
        { event: 'SerialsSpoiled', position: positionOf('SerialsSpoiled'), centre: guiyang },
      ],
      eventCount: 1,
    });
    expect(await found('spoilage-rate', '2014-03-31')).toHaveLength(1);
    expect(await found('spoilage-rate', '2014-04-01')).toEqual([]);
    expect(await found('spoilage-rate', '2013-04-30', { spoilageRateMax: 625 })).toEqual([]);
    expect(await found('spoilage-rate', '2013-04-30', { spoilageRateMax: 624 })).toHaveLength(1);
  });

  it('[C9] spoilage as of a day counts no sheet that was spoiled or issued later in its month', async () => {
    expect(await found('spoilage-rate', '2013-04-01')).toEqual([]);
    const numbers = { perMille: 714.3, spoiled: 5, used: 7, most: 10 };
    expect(await found('spoilage-rate', '2013-04-02')).toMatchObject([{ numbers, eventCount: 1 }]);
    const used = { perMille: 625, spoiled: 5, used: 8, most: 10 };
    expect(await found('spoilage-rate', '2013-04-03')).toMatchObject([{ numbers: used }]);
  });

  it('[C9] spoilage far above the sister centres', async () => {
    expect(await found('spoilage-peers', '2013-04-30')).toEqual([]);
    const schema = schemaOfBuild(1);
    const sisters = ['52990000', '52980000', '52970000'];
    for (const code of sisters) {
      await pool.query(
        `INSERT INTO ${schema}.centre (code, name, tier, parent, path, live_from, registered_at,
           registered_position)
         VALUES ($1, $1, 'city', '${guizhou}', ARRAY['${ministry}', '${guizhou}', $1],
           '2013-01-01', now(), 0)`,
        [code],
      );
      for (const [kind, quantity] of Object.entries({ issued: 990, spoiled: 10 })) {
        await pool.query(
          `INSERT INTO ${schema}.turnover VALUES
             ('occurred', '2013-04', 5, '2013', 'stock', $1, $2, $1, $3)`,
          [code, kind, quantity],
        );
      }
    }
    try {
      const peers = await found('spoilage-peers', '2013-04-30');
      expect(peers).toMatchObject([
        { centre: guiyang, numbers: { perMille: 625, median: 10 }, eventCount: 1 },
      ]);
      expect(await found('spoilage-peers', '2013-04-30', {}, zunyi)).toEqual([]);
    } finally {
      await pool.query(`DELETE FROM ${schema}.turnover WHERE to_centre = ANY($1)`, [sisters]);
      await pool.query(`DELETE FROM ${schema}.centre WHERE code = ANY($1)`, [sisters]);
    }
  });

  it('stock that does not last for the coming quarter, what is on its way counted', async () => {
    expect(await found('stock-short', '2013-05-31')).toEqual([]);
    const numbers = { quarter: '2013Q4', need: 8, stock: 6, incoming: 2 };
    expect(await found('stock-short', '2013-06-01')).toEqual([]);
    const schema = schemaOfBuild(1);
    const late = (day: string) =>
      pool.query(`UPDATE ${schema}.consignment SET dispatched_on = $1 WHERE receiver = $2`, [
        day,
        guiyang,
      ]);
    await late('2013-06-02');
    const [short] = await found('stock-short', '2013-06-01');
    expect(short).toMatchObject({
      centre: guiyang,
      level: 5,
      numbers: { ...numbers, incoming: 0, used1: 0, used4: 8 },
      eventCount: 3,
    });
    expect(short.events.map(({ event }) => event)).toEqual([
      'CertificatesIssued',
      'SerialsSpoiled',
      'CertificatesIssued',
    ]);
    await late('2013-04-03');
    expect(await found('stock-short', '2014-06-01')).toEqual([]);
  });

  it('[C6] consignments that are on their way for too long, to both ends', async () => {
    expect(await found('transit-long', '2013-04-18')).toEqual([]);
    const [waiting] = await found('transit-long', '2013-04-19');
    expect(waiting).toMatchObject({
      centre: guiyang,
      numbers: { sender: guizhou, quantity: 2, waited: 16, most: 15 },
      ranges: [range(201, 202)],
      events: [{ event: 'BlanksDispatched', centre: guizhou }],
    });
    expect(await found('transit-long', '2013-04-19', { transitDaysMax: 16 })).toEqual([]);
    expect(await found('transit-long', '2013-04-19', {}, guiyang)).toHaveLength(1);
    expect(await found('transit-long', '2013-04-19', {}, fujian)).toEqual([]);
  });

  it('[C5] blanks in a box that nobody sent, for a year', async () => {
    const [unexpected] = await found('receipt-unexpected', '2013-04-03');
    expect(unexpected).toMatchObject({
      centre: guizhou,
      numbers: { sender: guiyang, unexpected: 2 },
      ranges: [range(900, 901)],
    });
    expect(unexpected.events.map(({ event }) => event)).toEqual([
      'BlanksReceived',
      'BlanksDispatched',
    ]);
    expect(await found('receipt-unexpected', '2013-04-02')).toEqual([]);
    expect(await found('receipt-unexpected', '2014-04-03')).toHaveLength(1);
    expect(await found('receipt-unexpected', '2014-04-04')).toEqual([]);
  });

  it('[C8] uses out of serial order, by the warning of the post', async () => {
    const [post, ...others] = await found('out-of-order', '2013-04-30');
    expect(others).toEqual([]);
    expect(post).toMatchObject({
      centre: guiyang,
      numbers: { serial: 'A000000001', used: 'A000000004', series: 1, reference: 'R-1' },
      events: [{ event: 'CertificatesIssued', position: positionOf('CertificatesIssued') }],
    });
    expect(await found('out-of-order', '2013-04-01')).toEqual([]);
    expect(await found('out-of-order', '2014-04-03')).toEqual([]);
  });

  it('posts in the evening and on a weekend, by day, newest first', async () => {
    const days = await found('out-of-hours', '2013-04-30', {}, guiyang);
    expect(days.map(({ numbers }) => [numbers.on, numbers.posts])).toEqual([
      ['2013-04-06', 1],
      ['2013-04-02', 1],
    ]);
    expect(days[1].events).toMatchObject([{ event: 'CertificatesIssued' }]);
    const late = { officeHours: { from: 6, to: 21, onWeekends: true } };
    expect(await found('out-of-hours', '2013-04-30', late, guiyang)).toEqual([]);
    expect(await found('out-of-hours', '2013-07-03', {}, guiyang)).toHaveLength(1);
    expect(await found('out-of-hours', '2013-04-01', {}, guiyang)).toEqual([]);
  });

  it('of paper books that are loaded the hour says nothing', async () => {
    const schema = schemaOfBuild(1);
    const live = (day: string) => pool.query(`UPDATE ${schema}.centre SET live_from = $1`, [day]);
    await live('2013-04-06');
    const days = await found('out-of-hours', '2013-04-30', {}, guiyang);
    expect(days.map(({ numbers }) => numbers.on)).toEqual(['2013-04-06']);
    await live('2013-01-01');
  });

  it('[C13] counts with differences', async () => {
    const [differing, ...others] = await found('count-differs', '2013-04-30');
    expect(others).toEqual([]);
    expect(differing).toMatchObject({
      centre: guiyang,
      numbers: { missing: 1, unexpected: 0 },
      ranges: [range(9, 9)],
      events: [{ event: 'StockCounted', position: positionOf('StockCounted') }],
    });
    expect(await found('count-differs', '2013-04-05')).toEqual([]);
  });

  it('[C13] sheets that stay spoiled for more than a quarter', async () => {
    expect(await found('spoiled-overdue', '2013-07-03')).toEqual([]);
    expect(await found('spoiled-overdue', '2013-07-04')).toMatchObject([
      {
        centre: guiyang,
        level: 5,
        edition: '2013',
        numbers: { quantity: 5, days: 92, spoiledBy: '2013-04-02' },
        ranges: [range(10, 14)],
        events: [{ event: 'SerialsSpoiled' }],
      },
    ]);
  });

  it('[V3] vouchers with thirty days left or less, the last day included', async () => {
    expect(await found('vouchers-expiring', '2014-02-17')).toEqual([]);
    expect(await found('vouchers-expiring', '2014-02-18')).toMatchObject([
      {
        centre: guiyang,
        level: 5,
        numbers: { vouchers: 1, on: '2014-03-20', left: 30, reference: 'R-1' },
        events: [{ event: 'VouchersIssued' }],
      },
    ]);
    expect(await found('vouchers-expiring', '2014-03-20')).toHaveLength(1);
    expect(await found('vouchers-expiring', '2014-03-21')).toEqual([]);
  });

  it('pages go from kind to kind and leave nothing out', async () => {
    const of = { asOf: '2013-07-04', bounds };
    const whole = (await views.anomalies(of)).answer;
    expect(whole.next).toBeUndefined();
    expect(whole.items.length).toBeGreaterThan(6);
    const paged: Anomaly[] = [];
    let after: string | undefined;
    do {
      const { answer } = await views.anomalies(of, { after, limit: 1 });
      expect(answer.items).toHaveLength(1);
      paged.push(...answer.items);
      after = answer.next;
    } while (after !== undefined);
    expect(paged).toEqual(whole.items);
  });

  it.each(['x', 'no-kind:1', 'out-of-order', 'out-of-order:\0'])(
    'the cursor %j is none of ours',
    async (after) => {
      await expect(views.anomalies({ asOf: '2013-07-04', bounds }, { after })).rejects.toThrow(
        BadCursor,
      );
    },
  );
});
