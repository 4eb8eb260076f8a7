import { tree } from '#testing';
import { addDays } from '../time/plain-date';
import { applicationWindow, returnDueOn, statisticalDays } from './calendar';
import {
  apply,
  Desk,
  fileReturn,
  ofTen,
  passedTen,
  reviewer,
  sendBack,
} from './quarter-desk.fixture';
import { quartersInReach } from './quarters-in-reach';

const { guiyang, guizhou, ministry } = tree;

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
