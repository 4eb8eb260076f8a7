/** What the views tell of certificates whose papers were corrected, voided and replaced. */
import { Pool } from 'pg';
import type { CorrectedLine } from '#domain';
import {
  holderOf,
  issue,
  number,
  range,
  stocked,
  type TestEngine,
  testPostgres,
  tree,
  type World,
} from '#testing';
import { ArrayLog } from '../../test/array-log';
import { noHolders } from '../../test/no-holders';
import { ReadModel, rebuild } from '../index';

const { ministry, guizhou, guiyang, guiyangStation } = tree;
const serial = (ordinal: number) => range(ordinal, ordinal).from;
const older = number(1, { year: '09' });
const lossNotice = { newspaper: '贵州日报', publishedOn: '2013-03-30' };
const lost = { type: 'PrintReplacement', reason: 'lost', lossNotice } as const;
const voided = { type: 'VoidIssue', cause: 'other', reason: '错发' } as const;

const line = (sequence: number, from: number, to: number): CorrectedLine => ({
  certificateNumber: number(sequence),
  recordedSerial: serial(from),
  actualSerial: serial(to),
});

/** Numbers 1–10 on serials 1–10, and what then came to light. */
function mended(): World {
  const world = stocked();
  world.must(guiyang, issue(Array.from({ length: 10 }, (_, at) => [at + 1, at + 1])));
  const correct = (...lines: CorrectedLine[]) =>
    world.settle(guiyang, { type: 'CorrectIssues', lines, reason: '错位' });
  world.today = '2013-04-02';
  // 1 to 3 were one sheet further on; 8 and 9 were swapped; 10 was ruined after the post.
  correct({ ...line(1, 1, 2), recordedSheet: 'stock' }, line(2, 2, 3), line(3, 3, 21));
  correct(line(8, 8, 9), line(9, 9, 8));
  correct({ ...line(10, 10, 22), recordedSheet: 'spoiled' });
  world.today = '2013-04-03';
  world.must(guiyang, { ...lost, certificateNumber: number(4), serial: serial(23) });
  world.must(guiyang, { ...lost, certificateNumber: number(5), serial: serial(24) });
  world.today = '2013-04-04';
  world.settle(guiyang, { ...voided, certificateNumber: number(4), sheet: 'in-hand' });
  world.settle(guiyang, { ...voided, certificateNumber: number(6), sheet: 'not-found' });
  const damaged = { ...lost, reason: 'damaged', lossNotice: undefined } as const;
  world.must(guiyang, { ...damaged, certificateNumber: number(7), serial: serial(25) });
  world.settle(guiyang, { ...voided, certificateNumber: number(7), sheet: 'in-hand' });
  world.must(guiyang, { ...damaged, certificateNumber: number(7), serial: serial(26) });
  world.forgotten.add(number(5));
  world.must(guiyang, {
    ...lost,
    certificateNumber: number(5),
    serial: serial(27),
    holder: holderOf(5),
  });
  const original = {
    issuedOn: '2009-07-01',
    level: 5,
    occupation: { code: '6-07', name: '车工' },
    station: guiyangStation,
    holder: holderOf(9),
    serial: 'Z000000001',
  } as const;
  const wrong = { ...original, occupation: { name: '焊工' }, issuedOn: '2009-05-01' };
  world.settle(guiyang, { ...lost, certificateNumber: older, serial: serial(29), original: wrong });
  world.settle(guiyang, { ...voided, certificateNumber: older, sheet: 'in-hand' });
  world.settle(guiyang, { ...lost, certificateNumber: older, serial: serial(28), original });
  const ranges = [range(991, 1_000)];
  world.settle(ministry, { type: 'ReverseRegistration', ranges, reason: '重复登记' });
  return world;
}

describe('certificates that were corrected, voided and replaced', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  const { log } = mended();

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    await rebuild({ log: new ArrayLog(log), databaseUrl: postgres.url, holders: noHolders });
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  const told = async (text: string) => {
    const { answer } = await views.certificate(text);
    if (!answer) throw new Error(`no certificate ${text}`);
    return answer;
  };
  const papersOf = async (text: string) =>
    (await told(text)).papers.map(({ serial: of, status }) => `${of.slice(-2)} ${status}`);

  it('[C15] a shifted run: every number on its own sheet, the recorded one by mistake', async () => {
    expect(await papersOf(number(1))).toEqual(['01 mistaken', '02 in-force']);
    expect(await papersOf(number(2))).toEqual(['02 mistaken', '03 in-force']);
    expect(await papersOf(number(3))).toEqual(['03 mistaken', '21 in-force']);
    const { papers, serial: inForce, holder } = await told(number(2));
    expect(inForce).toBe(serial(3));
    expect(papers[0].ended).toMatchObject({
      event: 'corrected',
      occurredOn: '2013-04-02',
      reason: '错位',
    });
    expect(papers[1]).toMatchObject({
      correction: { recordedSerial: serial(2), reason: '错位' },
      occurredOn: '2013-04-02',
    });
    // The sealed line stays where the issue put it.
    const issued = log.find(({ type }) => type === 'CertificatesIssued');
    expect(holder).toEqual({ centre: guiyang, revision: issued?.revision, lineIndex: 1 });
  });

  it('[P3] two sheets swapped', async () => {
    expect(await papersOf(number(8))).toEqual(['08 mistaken', '09 in-force']);
    expect(await papersOf(number(9))).toEqual(['09 mistaken', '08 in-force']);
  });

  it('[C9] a sheet ruined after the post is told as spoiled', async () => {
    expect(await papersOf(number(10))).toEqual(['10 spoiled', '22 in-force']);
  });

  it('[P3] a voided replacement for loss: the old paper is in force again', async () => {
    const { papers, serial: inForce } = await told(number(4));
    expect(inForce).toBe(serial(4));
    expect(papers).toMatchObject([
      { serial: serial(4), status: 'in-force', restoredOn: '2013-04-04' },
      {
        serial: serial(23),
        status: 'spoiled',
        ended: { event: 'voided', cause: 'other', reason: '错发', occurredOn: '2013-04-04' },
      },
    ]);
    expect(papers[0]).not.toHaveProperty('ended');
  });

  it('a voided issue: no serial in force', async () => {
    expect(await papersOf(number(6))).toEqual(['06 missing']);
    expect((await told(number(6))).serial).toBeUndefined();
  });

  it('[P2] a further replacement where none was in force replaces no serial', async () => {
    const { papers } = await told(number(7));
    expect(papers.map(({ serial: of, status }) => `${of} ${status}`)).toEqual([
      `${serial(7)} spoiled`,
      `${serial(25)} spoiled`,
      `${serial(26)} in-force`,
    ]);
    expect(papers[2].replacement).toEqual({
      reason: 'damaged',
      remark: '原证书（流水码A000000025）损坏交回，换发',
    });
  });

  it('a holder named anew is found where the replacement sealed it', async () => {
    const renamed = log.findLast(
      (event) => event.type === 'ReplacementPrinted' && event.data.certificateNumber === number(5),
    );
    const { holder } = await told(number(5));
    expect(holder).toEqual({ centre: guiyang, revision: renamed?.revision, lineIndex: 0 });
  });

  it('[P1] one older than the book tells its particulars, the newest, instead of a roster', async () => {
    const certificate = await told(older);
    expect(certificate).toMatchObject({
      level: 5,
      occupation: { code: '6-07', name: '车工' },
      station: guiyangStation,
      issuedOn: '2009-07-01',
      original: { issuedOn: '2009-07-01', serial: 'Z000000001' },
      serial: serial(28),
      papers: [{ serial: serial(29) }, { serial: serial(28), status: 'in-force' }],
    });
    expect(certificate.roster).toBeUndefined();
    const printed = log.findLast(({ type }) => type === 'ReplacementPrinted');
    expect(certificate.holder).toEqual({
      centre: guiyang,
      revision: printed?.revision,
      lineIndex: 0,
    });
  });

  it('[Q9] what a month did to certificates names whom they named at each event', async () => {
    const days = { from: '2013-04-01', to: '2013-04-30' };
    const last = log.findLast(({ stream }) => stream === `book-${guiyang}`)?.revision ?? -1n;
    const { answer: events } = await views.certificateEvents(guiyang, days, last);
    const { answer } = await views.certificateChanges(events.map(({ position }) => position));
    expect(events.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(answer.length);
    const issued = log.find(({ type }) => type === 'CertificatesIssued')?.revision;
    const ofFive = answer.filter((change) => change.number === number(5));
    const placed = ofFive.map(({ kind, serial: of, serialBefore, holder }) => {
      return [kind, of, serialBefore, holder.revision === issued];
    });
    expect(placed).toEqual([
      ['issued', serial(5), undefined, true],
      ['replaced', serial(24), serial(5), true],
      // Forgotten meanwhile, and named anew.
      ['replaced', serial(27), serial(24), false],
    ]);
    expect(ofFive.every(({ certificate }) => certificate.station === guiyangStation)).toBe(true);
    const ofOlder = answer.filter((change) => change.number === older);
    expect(ofOlder).toMatchObject([
      { kind: 'replaced', certificate: { issuedOn: '2009-05-01', occupation: { name: '焊工' } } },
      { kind: 'voided', certificate: { issuedOn: '2009-05-01' } },
      { kind: 'replaced', certificate: { issuedOn: '2009-07-01', occupation: { name: '车工' } } },
    ]);
    const voidedFour = answer.find(({ kind, number: of }) => kind === 'voided' && of === number(4));
    expect(voidedFour).toMatchObject({ serial: serial(23), restoredSerial: serial(4) });
    const before = await views.certificateEvents(guiyang, days, issued ?? -1n);
    expect(before.answer).toHaveLength(1);
    const none = await views.certificateEvents(guizhou, days, last);
    expect(none.answer).toEqual([]);
  });

  it('a serial bears the number it really got; one recorded by mistake is a blank again', async () => {
    const state = async (ordinal: number, asOf?: string) =>
      (await views.serial(serial(ordinal), asOf ? { asOf } : {})).answer?.state;
    expect(await state(1)).toMatchObject({ status: 'in-stock', certificateNumber: undefined });
    expect(await state(1, '2013-04-01')).toMatchObject({
      status: 'issued',
      certificateNumber: number(1),
    });
    expect(await state(2)).toMatchObject({ status: 'issued', certificateNumber: number(1) });
    expect(await state(8)).toMatchObject({ certificateNumber: number(9) });
    expect(await state(10)).toMatchObject({ status: 'spoiled', certificateNumber: number(10) });
    const { answer } = await views.serial(serial(2));
    expect(answer?.history.slice(-2).map(({ event, from, to }) => [event, from, to])).toEqual([
      ['CertificatesIssued', `stock@${guiyang}`, `issued@${guiyang}`],
      ['IssueCorrected', `issued@${guiyang}`, `issued@${guiyang}`],
    ]);
  });

  it('[C1] [C16] what was registered by mistake is unregistered, and counts no more', async () => {
    const { answer } = await views.serialSegments({ series: 'A:9', first: 981, last: 1_000 });
    expect(answer).toMatchObject({
      complete: false,
      segments: [
        { status: 'in-stock', centre: ministry, count: 10 },
        { status: 'unregistered', count: 10 },
      ],
    });
    const traced = (await views.serial(serial(1_000))).answer;
    expect(traced?.state).toBeUndefined();
    expect(traced?.history.at(-1)).toMatchObject({ event: 'RegistrationReversed', to: 'origin' });
    const stock = (await views.stock()).answer;
    expect(stock.conservation).toEqual({ holds: true, registered: 990 });
    const before = (await views.stock(undefined, { asOf: '2013-04-03' })).answer;
    expect(before.conservation).toEqual({ holds: true, registered: 1_000 });
    const top = (await views.stock({ centre: ministry, subtree: false })).answer;
    expect(top.conservation).toEqual({ holds: true, registered: 490 });
    const held = (await views.heldRanges(ministry)).answer.ranges;
    expect(held.map(({ from, to }) => [from, to])).toEqual([[serial(501), serial(990)]]);
    expect((await views.heldRanges(guizhou)).answer.ranges).toHaveLength(1);
  });
});
