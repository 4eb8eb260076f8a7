import { tree } from '#testing';
import { noQuantities } from '../vocabulary';
import {
  apply,
  Desk,
  fileReturn,
  ofTen,
  passedTen,
  reviewer,
  row,
  sendBack,
} from './quarter-desk.fixture';

const { guiyang, guizhou, guiyangStation } = tree;

describe('the return', () => {
  it.each([
    ['2013-03-01', false],
    ['2013-03-05', false],
    ['2013-03-06', true],
    ['2013-04-30', true],
  ])('[Q1] filed on %s is late: %s', (day, late) => {
    const desk = new Desk().on(day);
    expect(desk.post(fileReturn, passedTen)).toBe('ReturnFiled');
    expect(desk.file.return?.data.late).toBe(late);
  });

  it('[Q1] is judged on time by its first filing, and may be filed again until it is signed', () => {
    const desk = new Desk().on('2013-03-05');
    desk.post(fileReturn, passedTen);
    expect(desk.on('2013-03-20').post(fileReturn, passedTen)).toBe('ReturnFiled');
    expect(desk.file.return).toMatchObject({ filings: 2, data: { late: false } });
    desk.on('2013-04-02').post(apply, ofTen);
    expect(desk.post(fileReturn, passedTen)).toBe('ReturnFiled');
    desk.post({ type: 'SignApplication', as: 'section-head' }, { user: 'head' });
    expect(desk.post(fileReturn, passedTen)).toBe('Q1 application-signed');
  });

  it('[Q1] is accepted late, also where the application was signed and granted without it', () => {
    const desk = new Desk().on('2013-04-02');
    desk.post(apply, ofTen);
    desk.post({ type: 'SignApplication', as: 'section-head' }, { user: 'head' });
    expect(desk.on('2013-04-20').post(fileReturn, passedTen)).toBe('ReturnFiled');
    expect(desk.file.return).toMatchObject({ filings: 1, data: { late: true } });
    expect(desk.file.application?.data.figures).toEqual(ofTen.facts.figures);
    expect(desk.post(fileReturn, passedTen)).toBe('Q1 application-signed');
  });

  it.each([
    ['Q1 quarter-not-over', '2013-02-28', {}],
    ['Q1 return-rows-count', '2013-03-05', { rows: Array.from({ length: 1_001 }, () => row) }],
    [
      'Q1 return-row-repeated',
      '2013-03-05',
      { rows: [row, { ...row, occupation: { name: '车 工' } }] },
    ],
    ['Q1 more-passed-than-assessed', '2013-03-05', { rows: [{ ...row, passed: 13 }] }],
    ['T1 date-after-occurred', '2013-03-05', { signedOn: '2013-03-06' }],
    ['T1 date-malformed', '2013-03-05', { signedOn: '2013-02-30' }],
    ['T1 date-in-future', '2013-03-05', { occurredOn: '2013-03-06' }],
  ])('[Q1] refuses %s', (expected, day, change) => {
    const desk = new Desk().on(day);
    const { occurredOn, ...body } = { occurredOn: undefined, ...change } as { occurredOn?: string };
    const told = desk.post(
      { ...fileReturn, ...body },
      { ...passedTen, ...(occurredOn ? { occurredOn } : {}) },
    );
    expect(told).toBe(expected);
  });

  it('[Q1] may say that nobody was examined', () => {
    const desk = new Desk().on('2013-03-05');
    expect(desk.post({ type: 'FileReturn', rows: [] }, { facts: {} })).toBe('ReturnFiled');
    expect([desk.file.return?.data.rows, desk.file.passed]).toEqual([[], noQuantities]);
  });

  it('[Q1] [Q5] may be filed again when the application was sent back, until it is signed anew', () => {
    const desk = new Desk().on('2013-03-05');
    desk.post(fileReturn, passedTen);
    desk.on('2013-04-09').post(apply, ofTen);
    desk.sign();
    expect(desk.post(fileReturn, passedTen)).toBe('Q1 application-signed');
    desk.post(sendBack, reviewer);
    expect(desk.post(fileReturn, passedTen)).toBe('ReturnFiled');
    desk.on('2013-04-12').post(apply, ofTen);
    expect(desk.post(fileReturn, passedTen)).toBe('ReturnFiled');
    desk.post({ type: 'SignApplication', as: 'section-head' }, { user: 'head' });
    expect(desk.post(fileReturn, passedTen)).toBe('Q1 application-signed');
  });

  it('[C18] of a closed centre is filed by its parent, for quarters up to the closing', () => {
    const facts = { ...passedTen.facts, closedOn: '2013-02-15' };
    const desk = (quarter: string, day: string) => new Desk(guiyang, quarter).on(day);
    expect(desk('2013Q1', '2013-03-05').post(fileReturn, { facts })).toBe(
      'C18 closed-centre-of-parent',
    );
    expect(desk('2013Q1', '2013-03-05').post(fileReturn, { facts, from: guizhou })).toBe(
      'ReturnFiled',
    );
    expect(desk('2013Q2', '2013-06-05').post(fileReturn, { facts, from: guizhou })).toBe(
      'C18 centre-closed',
    );
  });

  it('[Q1] warns where passed differs from the rosters signed in the quarter', () => {
    expect(new Desk().on('2013-03-05').post(fileReturn)).toBe(
      'ReturnFiled (Q1 passed-differs-from-rosters)',
    );
  });

  it('[T4] is judged by the stated day only before the centre went live, with the permission', () => {
    const late = (liveFrom: string, backdate: boolean) => {
      const desk = new Desk().on('2013-04-02');
      const centre = desk.world.centres.get(guiyang);
      if (centre) desk.world.centres.put({ ...centre, liveFrom });
      desk.post(fileReturn, { ...passedTen, occurredOn: '2013-03-05', backdate });
      return desk.file.return?.data.late;
    };
    expect([late('2013-04-01', true), late('2013-04-01', false), late('2013-01-01', true)]).toEqual(
      [false, true, true],
    );
  });

  it('[T2] reaches far back only over paper books, for nobody else confirms its day', () => {
    const filed = (liveFrom: string, occurredOn: string) => {
      const desk = new Desk().on('2013-05-02');
      const centre = desk.world.centres.get(guiyang);
      if (centre) desk.world.centres.put({ ...centre, liveFrom });
      return desk.post(fileReturn, { ...passedTen, occurredOn, backdate: true });
    };
    expect(filed('2013-01-01', '2013-04-01')).toBe('ReturnFiled');
    expect(filed('2013-01-01', '2013-03-31')).toBe('T2 date-without-second-user');
    expect(filed('2013-04-01', '2013-03-31')).toBe('ReturnFiled');
  });

  it('[C3] is not filed by a station', () => {
    const station = new Desk(guiyangStation).on('2013-03-05');
    expect(station.post(fileReturn)).toBe('C3 station-holds-no-blanks');
  });

  it('[Q6] has beside it what the parent notes of the fee share', () => {
    const desk = new Desk().on('2013-04-02');
    const fee = { type: 'RecordFeeShare', paid: true, amount: 12_000.5 } as const;
    expect(desk.post({ ...fee, paidOn: '2013-04-01' })).toBe('FeeShareRecorded');
    expect(desk.post({ ...fee, paidOn: '2013-04-03' })).toBe('T1 date-after-occurred');
    expect(desk.post({ ...fee, paidOn: '2013-04-31' })).toBe('T1 date-malformed');
    expect(desk.file.feeShare).toMatchObject({ paid: true, amount: 12_000.5 });
  });
});
