import { Pool } from 'pg';
import { parseRange, type RangeText } from '#domain';
import { type TestEngine, testPostgres, tree } from '#testing';
import { ArrayLog } from '../test/array-log';
import { noHolders } from '../test/no-holders';
import { numberOf, rangeOf, serialOf, toldStory } from '../test/story';
import { BadCursor, NoViewsYet, ReadModel, rebuild } from './index';

const { ministry, guizhou, guiyang, zunyi, fujian, guiyangStation } = tree;
const edition = '2013普通版';

describe('questions about a told story', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  const story = toldStory();

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    await expect(views.position()).rejects.toBeInstanceOf(NoViewsYet);
    await rebuild({
      log: new ArrayLog(story),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  const rangeOfText = (text: RangeText) => {
    const range = parseRange(text);
    if (!range) throw new Error('no range');
    return range;
  };

  it('tells where a serial is and every step it took', async () => {
    const { answer, position } = await views.serial(serialOf(50));
    expect(position).toBe(story[story.length - 1].position);
    expect(answer).toMatchObject({
      serial: 'A000000050',
      level: 4,
      edition,
      state: { status: 'destroyed', centre: guiyang, certificateNumber: numberOf(7) },
      heldBy: [ministry, guizhou, guiyang],
      onItsWayTo: undefined,
    });
    expect(answer?.history.map(({ event, from, to }) => `${event} ${from} ${to}`)).toEqual([
      `BlanksRegistered origin stock@${ministry}`,
      `BlanksDispatched stock@${ministry} transit@${ministry}-2`,
      `BlanksReceived transit@${ministry}-2 stock@${guizhou}`,
      `BlanksDispatched stock@${guizhou} transit@${guizhou}-1`,
      `BlanksReceived transit@${guizhou}-1 stock@${guiyang}`,
      `ReplacementPrinted stock@${guiyang} issued@${guiyang}`,
      `ReplacementPrinted issued@${guiyang} spoiled@${guiyang}`,
      `SerialDestroyed spoiled@${guiyang} destroyed@${guiyang}`,
    ]);
    expect(answer?.history[0]).toMatchObject({ reference: '交货单7', centre: ministry });
    expect(answer?.history[7]).toMatchObject({
      occurredOn: '2013-04-22',
      reference: '2013-04-22 贵阳市档案馆',
      actor: { user: 'clerk-a', role: 'clerk', centre: guiyang },
      approvedBy: 'supervisor-b',
    });
  });

  it('tells to whom a serial is on its way', async () => {
    const { answer } = await views.serial(serialOf(355));
    expect(answer?.state).toMatchObject({ status: 'in-transit', centre: guizhou });
    expect(answer?.state?.consignment).toMatch(/^52000000-\d+$/);
    expect(answer?.onItsWayTo).toBe(zunyi);
    expect(answer?.heldBy).toEqual([ministry, guizhou]);
  });

  it('tells a serial as it was on a day, but who may see it as it is now', async () => {
    const then = (await views.serial(serialOf(50), { asOf: '2013-04-20' })).answer;
    expect(then?.state).toMatchObject({ status: 'spoiled', certificateNumber: numberOf(7) });
    const before = (await views.serial(serialOf(50), { asOf: '2013-04-02' })).answer;
    expect(before?.state).toEqual({ status: 'in-stock', centre: guiyang });
    const early = (await views.serial(serialOf(50), { asOf: '2013-03-31' })).answer;
    expect(early).toMatchObject({ history: [], heldBy: [ministry, guizhou, guiyang] });
    expect(early?.state).toBeUndefined();
    const registered = story.find(({ type }) => type === 'BlanksRegistered');
    const asOfRecorded = registered?.recordedAt;
    expect((await views.serial(serialOf(50), { asOfRecorded })).answer?.state).toEqual({
      status: 'in-stock',
      centre: ministry,
    });
  });

  it('knows nothing of a serial never registered, or of what is none', async () => {
    expect((await views.serial(serialOf(1_001))).answer).toBeUndefined();
    expect((await views.serial('A0000000501')).answer).toBeUndefined();
    expect((await views.serial("' OR 1=1 --")).answer).toBeUndefined();
  });

  it('accounts for every serial of a range, the unregistered too', async () => {
    const range = rangeOfText(rangeOf(290, 1_010));
    const { answer } = await views.serialSegments(range);
    expect(answer.complete).toBe(false);
    expect(answer.next).toBeUndefined();
    expect(
      answer.segments.map(({ from, to, count, status, centre }) =>
        [from.slice(-4), to.slice(-4), count, status, centre].join(' '),
      ),
    ).toEqual([
      `0290 0298 9 in-stock ${zunyi}`,
      `0299 0299 1 spoiled ${zunyi}`,
      `0300 0300 1 missing ${zunyi}`,
      `0301 0350 50 in-stock ${guizhou}`,
      `0351 0360 10 in-transit ${guizhou}`,
      `0361 0600 240 in-stock ${guizhou}`,
      `0601 1000 400 in-stock ${ministry}`,
      '1001 1010 10 unregistered ',
    ]);
    expect((await views.serialSegments(rangeOfText(rangeOf(1, 1_000)))).answer.complete).toBe(true);
  });

  it('accounts for a huge range page by page, without gap or overlap', async () => {
    const range = rangeOfText({ from: 'A000000000', to: 'A999999999' });
    const found = [];
    let after: string | undefined;
    do {
      const { answer } = await views.serialSegments(range, { after, limit: 5 });
      expect(answer.segments.length).toBeLessThanOrEqual(5);
      expect(answer.complete).toBe(false);
      found.push(...answer.segments);
      after = answer.next;
    } while (after !== undefined);
    let next = 0;
    for (const { from, to, count } of found) {
      expect(from).toBe(serialOf(next));
      next += count;
      expect(to).toBe(serialOf(next - 1));
    }
    expect(next).toBe(1_000_000_000);
    expect(found.length).toBeGreaterThan(15);
    const stray = views.serialSegments(range, { after: 'B000000001' });
    await expect(stray).rejects.toBeInstanceOf(BadCursor);
  });

  it('tells whether a part of the tree ever had all of a range', async () => {
    const wasHeld = async (range: RangeText, root: string) =>
      (await views.wasEverHeld(rangeOfText(range), root)).answer;
    expect(await wasHeld(rangeOf(1, 300), guizhou)).toBe(true);
    expect(await wasHeld(rangeOf(1, 200), guiyang)).toBe(true);
    expect(await wasHeld(rangeOf(1, 201), guiyang)).toBe(false);
    expect(await wasHeld(rangeOf(1, 1), fujian)).toBe(false);
    expect(await wasHeld(rangeOf(999, 1_001), ministry)).toBe(false);
  });

  it('[C16] tells stock by centre, in transit at the sender, and that nothing is lost', async () => {
    const { answer } = await views.stock();
    expect(answer.rows).toEqual(
      expect.arrayContaining([
        {
          centre: guizhou,
          level: 4,
          edition,
          stock: 290,
          inTransit: 10,
          issued: 0,
          void: 0,
          spoiled: 0,
          missing: 0,
          destroyed: 0,
        },
        expect.objectContaining({ centre: guiyang, level: 4, void: 1, spoiled: 2, destroyed: 4 }),
      ]),
    );
    expect(answer.conservation).toEqual({ holds: true, registered: 1_600 });
    expect(Object.values(answer.totals).reduce((sum, quantity) => sum + quantity)).toBe(1_600);
  });

  it('tells stock of a part of the tree, where registered is what came in less what left', async () => {
    const { answer } = await views.stock({ centre: guizhou, subtree: true });
    expect(answer.conservation).toEqual({ holds: true, registered: 800 });
    expect(new Set(answer.rows.map(({ centre }) => centre))).toEqual(
      new Set([guizhou, guiyang, zunyi]),
    );
    const alone = (await views.stock({ centre: guizhou, subtree: false })).answer;
    expect(alone.conservation).toEqual({ holds: true, registered: 500 });
    const none = (await views.stock({ centre: fujian, subtree: true })).answer;
    expect(none).toMatchObject({ rows: [], conservation: { holds: true, registered: 0 } });
  });

  it('sees that conservation is broken when a row is', async () => {
    const schema = 'liushui_view_1';
    const alter = (by: number) =>
      pool.query(
        `UPDATE ${schema}.stock SET quantity = quantity + $1
         WHERE centre = $2 AND kind = 'stock' AND level = 5`,
        [by, guizhou],
      );
    await alter(1);
    expect((await views.stock()).answer.conservation.holds).toBe(false);
    await alter(-1);
    expect((await views.stock()).answer.conservation.holds).toBe(true);
  });

  it('tells the ranges that a centre holds', async () => {
    const { answer } = await views.heldRanges(guiyang);
    expect(answer).toEqual({
      complete: true,
      ranges: [
        [44, 49],
        [52, 59],
        [65, 200],
      ].map(([first, last]) => ({
        level: 4,
        edition,
        ...rangeOf(first, last),
        count: last - first + 1,
      })),
    });
    const then = (await views.heldRanges(guiyang, { asOf: '2013-04-04' })).answer;
    expect(then.ranges).toEqual([{ level: 4, edition, ...rangeOf(1, 200), count: 200 }]);
    const spoiled = (await views.heldRanges(guiyang, { kind: 'spoiled' })).answer;
    expect(spoiled.ranges).toEqual([{ level: 4, edition, ...rangeOf(63, 64), count: 2 }]);
  });

  it('lists consignments by status and by either end, newest first, in pages', async () => {
    const all = (await views.consignments({ within: guizhou })).answer.items;
    expect(all.map(({ status }) => status)).toEqual([
      'in-transit',
      'taken-back',
      'received',
      'received',
      'received',
    ]);
    expect((await views.consignments({ within: fujian })).answer.items).toEqual([]);
    const first = (await views.consignments({ within: guizhou }, { limit: 2 })).answer;
    const { next } = first;
    const rest = (await views.consignments({ within: guizhou }, { after: next })).answer;
    expect([...first.items, ...rest.items]).toEqual(all);
    const short = (await views.consignments({ receiver: zunyi, status: 'received' })).answer.items;
    expect(short).toHaveLength(1);
    expect(short[0]).toMatchObject({
      sender: guizhou,
      quantity: 100,
      handedOverBy: '张三',
      answer: {
        on: '2013-04-03',
        receipt: {
          damaged: [{ level: 4, edition, ranges: [rangeOf(299)] }],
          unexpected: [rangeOf(900)],
          countedBy: ['赵六', '钱七'],
        },
      },
    });
    const [back] = (await views.consignments({ status: 'taken-back' })).answer.items;
    expect(back).toMatchObject({
      answer: { refusalReason: '箱破' },
      takenBack: { on: '2013-04-03' },
    });
    expect((await views.consignment(back.number)).answer).toEqual(back);
    expect((await views.consignment('52000000-99')).answer).toBeUndefined();
    await expect(views.consignments({}, { after: 'x' })).rejects.toBeInstanceOf(BadCursor);
  });

  it('[P3] tells a certificate with the chain of its papers, of which one is in force', async () => {
    const { answer } = await views.certificate(numberOf(7));
    expect(answer).toMatchObject({
      number: numberOf(7),
      level: 4,
      occupation: { name: '中式烹调师' },
      station: guiyangStation,
      centre: guiyang,
      roster: { reference: '名册1', signedOn: '2013-03-20' },
      serial: serialOf(51),
    });
    expect(answer?.papers.map(({ serial, status }) => `${serial} ${status}`)).toEqual([
      'A000000007 void',
      'A000000050 spoiled',
      'A000000051 in-force',
    ]);
    expect(answer?.holder).toMatchObject({ centre: guiyang, lineIndex: 6 });
    expect(answer?.papers[1].replacement).toMatchObject({
      reason: 'lost',
      replacedSerial: serialOf(7),
      lossNotice: { newspaper: '贵州日报', publishedOn: '2013-04-18' },
    });
  });

  it('finds the line of a number in a post out of serial order', async () => {
    const serials = [41, 42, 44].map(async (sequence) => {
      const { answer } = await views.certificate(numberOf(sequence));
      return [answer?.serial, answer?.holder.lineIndex];
    });
    expect(await Promise.all(serials)).toEqual([
      [serialOf(43), 0],
      [serialOf(41), 1],
      [serialOf(42), 2],
    ]);
    expect((await views.certificate(numberOf(43))).answer).toBeUndefined();
    expect((await views.certificate('not a number')).answer).toBeUndefined();
  });

  it('lists proposals by status; one past its end has expired', async () => {
    const now = new Date('2013-04-23T00:00:00Z');
    const statuses = async (at: Date): Promise<string[]> => {
      const { answer } = await views.proposals({ within: guizhou }, { now: at });
      return answer.items.map(({ centre, status }) => `${centre} ${status}`);
    };
    const others = [`${guiyang} refused`, `${guiyang} approved`, `${zunyi} approved`];
    expect(await statuses(now)).toEqual([`${guiyang} pending`, ...others]);
    const later = new Date('2013-05-23T00:00:00Z');
    expect(await statuses(later)).toEqual([`${guiyang} expired`, ...others]);
    const pending = (await views.proposals({ status: 'pending' }, { now })).answer.items;
    expect(pending).toHaveLength(1);
    expect(pending[0]).toMatchObject({
      madeBy: 'clerk-a',
      command: { type: 'DestroySerials', ranges: [rangeOf(64)] },
    });
    expect(
      (await views.proposals({ status: 'expired' }, { now: later })).answer.items,
    ).toHaveLength(1);
    const refused = (await views.proposals({ status: 'refused', centre: guiyang })).answer.items;
    expect(refused[0].closed).toMatchObject({ by: 'supervisor-b', refusalReason: '人数不足' });
    expect((await views.proposal(refused[0].number)).answer).toEqual(refused[0]);
  });

  it('tells the tree of centres, parents before children, and who answers for one', async () => {
    const codes = (await views.centres(guizhou)).answer.map(({ code }) => code);
    expect(codes[0]).toBe(guizhou);
    expect(codes).toEqual([guizhou, guiyang, guiyangStation, zunyi, tree.zunyiStation]);
    expect((await views.centres()).answer).toHaveLength(8);
    const { answer } = await views.centre(guiyang);
    expect(answer).toMatchObject({
      name: '贵阳市中心',
      path: [ministry, guizhou, guiyang],
      officials: { manager: '管理员', managerEmail: 'm@example.cn' },
    });
    expect((await views.centre('99999999')).answer).toBeUndefined();
  });
});
