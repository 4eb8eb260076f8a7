import { tree } from '#testing';
import { noQuantities } from '../vocabulary';
import {
  type Asked,
  apply,
  approve,
  Desk,
  fileReturn,
  ofTen,
  passedTen,
  reviewer,
  row,
  sendBack,
} from './quarter-desk.fixture';

const { guiyang, guizhou, ministry } = tree;

describe('the application', () => {
  it.each([
    ['2013-03-31', 'Q2 outside-window'],
    ['2013-04-01', 'ApplicationFiled (Q5 application-without-return)'],
    ['2013-04-10', 'ApplicationFiled (Q5 application-without-return)'],
    ['2013-04-11', 'Q2 outside-window'],
  ])('[Q2] filed on %s: %s', (day, expected) => {
    expect(new Desk().on(day).post(apply, ofTen)).toBe(expected);
  });

  it('[Q12] warns of returns that are missing from the sum', () => {
    const facts = { ...ofTen.facts, withoutReturn: [guiyang] };
    expect(new Desk().on('2013-04-01').post(apply, { facts })).toBe(
      'ApplicationFiled (Q5 application-without-return) (Q12 returns-missing-below)',
    );
  });

  it('[Q4] warns who signs and who reviews where the return says another number since', () => {
    const thousand = { ...row, assessed: 1_000, passed: 1_000 };
    const desk = new Desk().on('2013-03-05');
    desk.post({ ...fileReturn, rows: [thousand] });
    const passed = { ...noQuantities, 5: 1_000 };
    desk.on('2013-04-02').post(apply, { facts: { figures: { ...ofTen.facts.figures, passed } } });
    desk.post(fileReturn, passedTen);
    const facts = { passed: desk.file.passed };
    const sign = (as: 'leader' | 'section-head', asked: Asked) =>
      desk.post({ type: 'SignApplication', as }, { ...asked, facts });
    const warned = ' (Q4 passed-differs-from-return)';
    expect(sign('section-head', { user: 'head' })).toBe(`ApplicationSigned${warned}`);
    expect(sign('leader', { user: 'boss', role: 'supervisor' })).toBe(`ApplicationSigned${warned}`);
    expect(desk.post(approve({ 5: 800 }), { ...reviewer, facts })).toBe(
      `ApplicationReviewed${warned}`,
    );
  });

  it('[C18] is neither filed nor signed for a closed centre', () => {
    const facts = { ...ofTen.facts, closedOn: '2013-04-02' };
    const desk = new Desk().on('2013-04-03');
    expect(desk.post(apply, { facts, from: guizhou })).toBe('C18 centre-closed');
    desk.post(apply, ofTen);
    const sign = { type: 'SignApplication', as: 'section-head' } as const;
    expect(desk.post(sign, { facts, user: 'head' })).toBe('C18 centre-closed');
  });

  it('[Q10] needs a certificate manager, and [Q12] somebody above', () => {
    const desk = new Desk();
    const { manager: _, ...bare } = desk.world.centres.get(guiyang) ?? { code: '', name: '' };
    desk.world.centres.put(bare as never);
    expect(desk.post(apply)).toBe('Q10 manager-missing');
    expect(new Desk(ministry).post(apply)).toBe('Q12 nobody-to-apply-to');
    expect(new Desk(guizhou).post(apply, ofTen)).toContain('ApplicationFiled');
  });

  it('[Q4] keeps the figures of the books with their revisions, and a number of its own', () => {
    const desk = new Desk();
    desk.post({ ...apply, remark: '新增考点' }, ofTen);
    expect(desk.file.application?.data).toEqual({
      quarter: '2013Q2',
      number: `${guiyang}-2013Q2`,
      planned: { ...noQuantities, 5: 10 },
      figures: ofTen.facts.figures,
      countedAt: [{ centre: guiyang, revision: '7' }],
      remark: '新增考点',
    });
  });

  it.each([[{ 5: -1 }], [{ 5: 1.5 }], [{ 4: 10_000_001 }]])('[Q4] refuses %j', (planned) => {
    expect(new Desk().post({ ...apply, planned })).toBe('Q4 quantity-malformed');
  });

  it('[Q6] is warned beyond the ceiling, which the policy sets', () => {
    const planned = (count: number) => new Desk().post({ ...apply, planned: { 5: count } }, ofTen);
    expect(planned(12)).not.toContain('Q6');
    expect(planned(13)).toContain('Q6 beyond-ceiling');
  });

  it('[Q5] is signed by two users other than the filer, once each, the leader a supervisor', () => {
    const desk = new Desk();
    const sign = (as: 'leader' | 'section-head', asked: Asked) =>
      desk.post({ type: 'SignApplication', as }, asked);
    expect(sign('leader', {})).toBe('Q5 application-missing');
    desk.post(apply, ofTen);
    expect(sign('section-head', {})).toBe('Q5 signer-is-filer');
    expect(sign('leader', { user: 'head' })).toBe('Q5 leader-no-supervisor');
    expect(sign('section-head', { user: 'head' })).toBe('ApplicationSigned');
    expect(sign('section-head', { user: 'other' })).toBe('Q5 signed-before');
    expect(sign('leader', { user: 'head', role: 'supervisor' })).toBe('Q5 signer-twice');
    expect(desk.post(approve(), reviewer)).toBe('Q5 sign-offs-missing');
    expect(sign('leader', { user: 'boss', role: 'supervisor' })).toBe('ApplicationSigned');
    desk.post(approve(), reviewer);
    expect(sign('leader', { user: 'late', role: 'supervisor' })).toBe('Q5 application-reviewed');
  });

  it('[Q5] loses its sign-offs by a change', () => {
    const desk = new Desk();
    desk.post(apply, ofTen);
    desk.sign();
    expect(desk.file.application?.signOffs).toHaveLength(2);
    desk.on('2013-04-03').post(apply, ofTen);
    expect(desk.file.application?.signOffs).toEqual([]);
  });

  it('[Q5] is approved with quantities or sent back with a reason, by somebody else, once', () => {
    const desk = new Desk();
    expect(desk.post(approve(), reviewer)).toBe('Q5 application-missing');
    desk.post(apply, ofTen);
    desk.sign();
    for (const user of ['filer', 'head', 'leader']) {
      expect(desk.post(approve(), { ...reviewer, user })).toBe('Q5 reviewer-took-part');
    }
    const { reason: _, ...unexplained } = sendBack;
    expect(desk.post(unexplained, reviewer)).toBe('Q5 reason-missing');
    const { granted: __, ...forgotten } = approve();
    expect(desk.post(forgotten, reviewer)).toBe('Q5 granted-missing');
    expect(desk.post(approve({ 5: -1 }), reviewer)).toBe('Q4 quantity-malformed');
    expect(desk.post(approve(), reviewer)).toBe('ApplicationReviewed');
    expect(desk.file.granted).toEqual({ ...noQuantities, 5: 10 });
    expect(desk.post(sendBack, reviewer)).toBe('Q5 application-reviewed');
    expect(desk.post(apply, ofTen)).toBe('Q5 application-approved');
  });

  it('[Q6] shows the reviewer the yardstick, whether the return was on time, whether fees are paid', () => {
    const desk = new Desk().on('2013-03-05');
    desk.post(fileReturn, passedTen);
    desk.on('2013-04-01').post({ type: 'RecordFeeShare', paid: true });
    const figures = {
      received: noQuantities,
      passed: { ...noQuantities, 5: 10, 4: 3 },
      destroyed: { ...noQuantities, 5: 2 },
      replaced: { ...noQuantities, 5: 1 },
      stock: { ...noQuantities, 5: 4, 4: 9 },
    };
    desk.post(apply, { facts: { figures } });
    desk.sign();
    const unsent = { ...noQuantities, 5: 5 };
    expect(desk.post(approve({ 5: 5, 4: 1 }), { ...reviewer, facts: { unsent } })).toBe(
      'ApplicationReviewed (Q6 beyond-ceiling) (Q6 beyond-ceiling)',
    );
    expect(desk.file.review?.data).toMatchObject({
      yardstick: { ...noQuantities, 5: 4 },
      returnOnTime: true,
      feeSharePaid: true,
    });
  });

  it('[Q6] is measured from 2018 on by the same quarter of the year before', () => {
    const yearBefore = { ...ofTen.facts.figures, passed: { ...noQuantities, 5: 30 } };
    const yardstick = (quarter: string, day: string) => {
      const desk = new Desk(guiyang, quarter).on(day);
      desk.post(apply, ofTen);
      desk.sign();
      desk.post(approve(), { ...reviewer, facts: { yearBefore } });
      return desk.file.review?.data.yardstick[5];
    };
    expect([yardstick('2017Q3', '2017-10-02'), yardstick('2017Q4', '2018-01-02')]).toEqual([
      10, 30,
    ]);
  });

  it('[Q5] sent back may be filed again for five days, outside the window too', () => {
    const returned = () => {
      const desk = new Desk().on('2013-04-09');
      desk.post(apply, ofTen);
      desk.sign();
      desk.on('2013-04-12').post(sendBack, reviewer);
      return desk;
    };
    expect(returned().on('2013-04-17').post(apply, ofTen)).toContain('ApplicationFiled');
    expect(returned().on('2013-04-18').post(apply, ofTen)).toBe('Q5 refiling-too-late');
    const again = returned();
    again.on('2013-04-13').post(apply, ofTen);
    expect(again.file.review).toBeUndefined();
    again.sign();
    expect(again.post(approve(), reviewer)).toBe('ApplicationReviewed');
  });
});

it('[Q5] a slip in what was filed anew may be mended within the same five days', () => {
  const desk = new Desk().on('2013-04-09');
  desk.post(apply, ofTen);
  desk.sign();
  desk.on('2013-04-12').post(sendBack, reviewer);
  desk.on('2013-04-13').post(apply, ofTen);
  expect(desk.on('2013-04-17').post(apply, ofTen)).toContain('ApplicationFiled');
  expect(desk.on('2013-04-18').post(apply, ofTen)).toBe('Q5 refiling-too-late');
  desk.sign();
  desk.post(approve(), reviewer);
  expect(desk.file.sentBackOn).toBeUndefined();
});
