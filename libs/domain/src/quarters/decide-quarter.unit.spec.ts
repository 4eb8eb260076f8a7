import { tree, World } from '#testing';
import type { Recorded } from '../metadata';
import { isRefused } from '../refusals';
import { addDays } from '../time/plain-date';
import type { CentreCode, Role } from '../vocabulary';
import { noQuantities } from '../vocabulary';
import { applicationWindow, returnDueOn, statisticalDays } from './calendar';
import type { QuarterCommandBody, ReviewApplication } from './commands';
import { decideQuarter } from './decide-quarter';
import { type QuarterEvent, quarterStream } from './events';
import type { QuarterFacts } from './facts';
import { emptyQuarterFile, evolveQuarter, type QuarterFile } from './quarter-file';
import { quartersInReach } from './quarters-in-reach';

const { guiyang, guizhou, ministry, guiyangStation } = tree;

interface Asked {
  readonly user?: string;
  readonly role?: Role;
  readonly backdate?: boolean;
  /** Whose user asks; the centre's own unless said. */
  readonly from?: CentreCode;
  readonly occurredOn?: string;
  readonly facts?: Partial<QuarterFacts>;
}

/** One quarter's file in a small installation whose centres have managers. */
class Desk {
  readonly world = new World();
  readonly file: QuarterFile;
  today = '2013-04-01';
  private count = 0;

  constructor(
    readonly centre: CentreCode = guiyang,
    quarter = '2013Q1',
  ) {
    this.file = emptyQuarterFile(quarterStream(centre, quarter));
    for (const known of [...this.world.centres.all()]) {
      const manager = {
        responsible: '甲',
        responsiblePhone: '1',
        manager: '乙',
        managerPhone: '2',
      };
      this.world.centres.put({ ...known, manager: { ...manager, managerEmail: 'a@b.cn' } });
    }
  }

  /** Decides, and files what was accepted. */
  post(body: QuarterCommandBody, asked: Asked = {}): string {
    const { user = 'filer', role = 'clerk', backdate = false, occurredOn = this.today } = asked;
    const decidedAt = `${this.today}T02:00:00.000Z`;
    const by = { user, displayName: user, role, centre: asked.from ?? this.centre, backdate };
    const { quarter, centre } = this.file;
    const context = { centre, quarter, occurredOn, by, decidedAt };
    const { centres } = this.world;
    const decision = decideQuarter(
      this.file,
      { ...body, ...context },
      {
        centres,
        policy: centres.policyFor(centre),
        reach: quartersInReach('2013-01-01', this.today),
        destroyed: { reports: [], bookRevision: 7n },
        figures: {
          received: noQuantities,
          passed: noQuantities,
          destroyed: noQuantities,
          replaced: noQuantities,
          stock: noQuantities,
        },
        countedAt: [{ centre, revision: '7' }],
        passed: this.file.application?.data.figures.passed ?? noQuantities,
        ...asked.facts,
      },
    );
    if (isRefused(decision)) {
      return decision.refusals.map(({ rule, code }) => `${rule} ${code}`).join(', ');
    }
    for (const event of decision.events) {
      const { user, role, centre } = by;
      const metadata = { schema: 1, actor: { user, role, centre }, occurredOn, decidedAt };
      evolveQuarter(this.file, {
        ...event,
        id: `${this.count}`,
        stream: quarterStream(this.centre, this.file.quarter),
        revision: this.file.revision + 1n,
        position: BigInt(++this.count),
        recordedAt: new Date(decidedAt),
        metadata: { ...metadata, correlationId: 'r' },
      } as Recorded<QuarterEvent>);
    }
    const warnings = decision.warnings.map(({ rule, code }) => ` (${rule} ${code})`);
    return `${decision.events.map(({ type }) => type).join(', ') || 'nothing'}${warnings.join('')}`;
  }

  on(today: string): this {
    this.today = today;
    return this;
  }

  sign(): void {
    this.post({ type: 'SignApplication', as: 'section-head' }, { user: 'head' });
    this.post({ type: 'SignApplication', as: 'leader' }, { user: 'leader', role: 'supervisor' });
  }
}

const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 } as const;
const fileReturn = { type: 'FileReturn', rows: [row] } as const;
const passedTen = { facts: { rostersPassed: { ...noQuantities, 5: 10 } } };
const apply = { type: 'FileApplication', planned: { 5: 10 } } as const;
const ofTen = {
  facts: {
    figures: {
      received: noQuantities,
      passed: { ...noQuantities, 5: 10 },
      destroyed: noQuantities,
      replaced: noQuantities,
      stock: noQuantities,
    },
  },
};
const approve = (granted: ReviewApplication['granted'] = { 5: 10 }): ReviewApplication => ({
  type: 'ReviewApplication',
  decision: 'approved',
  granted,
});
const sendBack: ReviewApplication = {
  type: 'ReviewApplication',
  decision: 'returned',
  reason: '库存有误',
};
const reviewer = { user: 'reviewer', role: 'supervisor' } as const;

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

describe('nobody applied', () => {
  const zero = { type: 'RecordZero' } as const;

  it('[Q3] is zero once the window has closed, once', () => {
    const desk = new Desk();
    expect(desk.on('2013-04-10').post(zero)).toBe('Q3 window-open');
    expect(desk.on('2013-04-11').post(zero)).toBe('ZeroApplicationRecorded');
    expect(desk.post(zero)).toBe('nothing');
  });

  it('[Q3] is nothing where something was filed, the centre was not live or has nobody above', () => {
    const filed = new Desk();
    filed.post(apply, ofTen);
    expect(filed.on('2013-04-11').post(zero)).toBe('nothing');
    expect(new Desk(ministry).on('2013-04-11').post(zero)).toBe('nothing');
    const later = (liveFrom: string) => {
      const desk = new Desk().on('2013-04-11');
      const centre = desk.world.centres.get(guiyang);
      if (centre) desk.world.centres.put({ ...centre, liveFrom });
      return desk.post(zero);
    };
    expect(later('2013-04-10')).toBe('ZeroApplicationRecorded');
    expect(later('2013-04-11')).toBe('nothing');
  });

  it('[Q3] gives way to what a user with the backdate permission files', () => {
    const desk = new Desk().on('2013-04-11');
    desk.post(zero);
    expect(desk.post(apply, ofTen)).toBe('Q2 outside-window');
    const stated = (occurredOn: string, backdate: boolean) =>
      desk.post(apply, { ...ofTen, backdate, occurredOn });
    expect(stated('2013-04-11', true)).toBe('Q2 outside-window');
    expect(stated('2013-04-10', false)).toBe('Q2 outside-window');
    expect(stated('2013-04-10', true)).toContain('ApplicationFiled');
    expect(desk.file.isZero).toBe(false);
    expect(desk.post(apply, ofTen)).toBe('Q2 outside-window');
    expect(stated('2013-04-10', true)).toContain('ApplicationFiled');
    desk.sign();
    desk.post(sendBack, reviewer);
    desk.on('2013-04-17');
    expect(stated('2013-04-10', true)).toBe('Q5 refiling-too-late');
  });
});

it('[Q1] [Q2] agrees with the calendar at every edge of ten years', () => {
  for (let year = 2013; year < 2023; year++) {
    for (const number of [1, 2, 3, 4]) {
      const quarter = `${year}Q${number}`;
      const { policy } = new Desk(guiyang, quarter).world.centres;
      const due = returnDueOn(quarter, policy);
      const { to } = statisticalDays(quarter);
      const filedOn = (day: string) => {
        const desk = new Desk(guiyang, quarter).on(day);
        return desk.post(fileReturn, passedTen) === 'ReturnFiled' && !desk.file.return?.data.late;
      };
      expect([to, addDays(to, 1), due, addDays(due, 1)].map(filedOn)).toEqual([
        false,
        true,
        true,
        false,
      ]);
      const desk = new Desk(guiyang, quarter);
      const { from, to: last } = applicationWindow(desk.file.appliedFor, policy);
      const opens = [addDays(from, -1), from, last, addDays(last, 1)].map((day) =>
        new Desk(guiyang, quarter).on(day).post(apply, ofTen).startsWith('ApplicationFiled'),
      );
      expect(opens).toEqual([false, true, true, false]);
    }
  }
});

describe('the file of a month', () => {
  const made = {
    type: 'MakeMonthlyFile',
    month: '2013-02',
    sha256: 'ab',
    layout: 1,
    rowCount: 3,
    forgottenCount: 0,
    countedAt: [{ centre: guiyang, revision: '7' }],
  } as const;
  const on = (today: string) => {
    const desk = new Desk();
    desk.today = today;
    return desk;
  };

  it.each([
    ['2013-02-28', 'Q9 month-not-over', undefined],
    ['2013-03-01', 'MonthlyFileMade', false],
    ['2013-03-10', 'MonthlyFileMade', false],
    ['2013-03-11', 'MonthlyFileMade', true],
  ])('[Q9] on %s: %s', (today, told, late) => {
    const desk = on(today);
    expect(desk.post(made)).toContain(told);
    expect(desk.file.monthlyFiles.get('2013-02')?.data.late).toBe(late);
  });

  it('[Q9] made again is told with what it was before, and late only if the first was', () => {
    const desk = on('2013-03-10');
    desk.post(made);
    desk.today = '2013-04-20';
    desk.post({ ...made, sha256: 'cd', rowCount: 4 });
    expect(desk.file.monthlyFiles.get('2013-02')).toMatchObject({
      makings: 2,
      data: { sha256: 'cd', rowCount: 4, late: false },
      before: { sha256: 'ab', rowCount: 3 },
    });
    expect(desk.file.monthlyFiles.get('2013-01')).toBeUndefined();
  });

  it('[Q9] of two makers at once, the one that counted less is refused: files do not go back', () => {
    const desk = on('2013-03-10');
    const at = (...revisions: string[]) =>
      [guiyang, guizhou].slice(0, revisions.length).map((centre, index) => {
        return { centre, revision: revisions[index] };
      });
    const later = 'Q9 monthly-file-counted-later';
    desk.post({ ...made, countedAt: at('11', '9') });
    expect(desk.post({ ...made, sha256: 'cd', countedAt: at('10', '9') })).toBe(later);
    expect(desk.post({ ...made, sha256: 'cd', countedAt: at('12', '8') })).toBe(later);
    expect(desk.post({ ...made, sha256: 'cd', countedAt: at('12') })).toBe(later);
    expect(desk.file.monthlyFiles.get('2013-02')).toMatchObject({ makings: 1 });
    expect(desk.post({ ...made, month: '2013-01', countedAt: at('10') })).toContain('FileMade');
    expect(desk.post({ ...made, countedAt: at('11', '10') })).toContain('MonthlyFileMade');
  });
});

describe('quarters before the book', () => {
  const began = (on: string) => ({ facts: { reach: quartersInReach(on, '2013-04-02') } });

  it('[Q2] [Q3] are applied with by a centre that went live before the window closed', () => {
    expect(new Desk().on('2013-04-02').post(apply, began('2013-04-10'))).toMatch(
      'ApplicationFiled',
    );
  });

  it('[Q2] are not applied with once the window closed before, but by who loads paper books', () => {
    const desk = () => new Desk().on('2013-04-02');
    expect(desk().post(apply, began('2013-04-11'))).toBe('Q2 quarter-before-book');
    const loaded = desk().post(apply, { ...began('2013-04-11'), backdate: true });
    expect(loaded).toMatch('ApplicationFiled');
    const tooFar = desk().post(apply, { ...began('2015-06-01'), backdate: true });
    expect(tooFar).toBe('Q2 quarter-before-book');
  });
});
