import {
  dispatch,
  holderOf,
  issue,
  number,
  receive,
  register,
  replaceVoucher,
  stocked,
  tree,
  verdict,
  voucherNumber,
  vouchers,
  type World,
} from '#testing';
import type { IssueVouchers } from './commands';

const { ministry, guizhou, fujian, guiyang, zunyi, zunyiStation, guiyangStation } = tree;

/** Guiyang with blanks 1–200 of level 5, and a shortage of level 5 declared by its province. */
function short(): World {
  const world = stocked();
  world.shortage('DeclareShortage', guizhou, [5]);
  return world;
}

const three: [number, number][] = [
  [1, 1],
  [2, 2],
  [3, 3],
];

describe('issue vouchers', () => {
  it('[V2] [V3] binds vouchers to certificate numbers, in runs, for a year from the signing', () => {
    const world = short();
    const events = world.must(guiyang, vouchers([...three, [5, 4], [6, 6]]));
    const { roster, level, occupation, station } = vouchers([]);
    expect(events).toEqual([
      {
        type: 'VouchersIssued',
        data: {
          roster,
          level,
          occupation,
          station,
          runs: [
            { voucherNumber: voucherNumber(1), certificateNumber: number(1), count: 3 },
            { voucherNumber: voucherNumber(5), certificateNumber: number(4), count: 1 },
            { voucherNumber: voucherNumber(6), certificateNumber: number(6), count: 1 },
          ],
          expiresOn: '2014-03-20',
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(holderOf(0).name);
    expect(world.log.at(-2)?.type).toBe('HoldersSealed');
  });

  it.each<[string, Partial<IssueVouchers>]>([
    ['C7 nothing-named', { lines: [] }],
    ['V1 no-shortage', { ...vouchers([[1, 1]]), level: 4 }],
    ['N5 station-not-of-centre', { station: zunyiStation }],
    ['T1 date-after-occurred', { roster: { reference: 'R', signedOn: '2013-04-02', passed: 9 } }],
    ['C7 more-than-passed', { roster: { reference: 'R', signedOn: '2013-03-20', passed: 2 } }],
  ])('refuses %s', (expected, change) => {
    const decision = short().post(guiyang, { ...vouchers(three), ...change });
    expect(verdict(decision).split(', ')[0]).toBe(expected);
  });

  it.each<[string, [string, string][]]>([
    ['N7 voucher-number-malformed', [['', number(1)]]],
    ['N7 voucher-number-malformed', [[`${guiyang}凭1`, number(1)]]],
    ['N7 voucher-number-of-other-centre', [[voucherNumber(1, zunyi), number(1)]]],
    ['N7 voucher-number-of-other-centre', [[voucherNumber(1, guizhou), number(1)]]],
    [
      'N7 number-repeated',
      [
        [voucherNumber(1), number(1)],
        [voucherNumber(1), number(2)],
      ],
    ],
    ['N3 certificate-number-malformed', [[voucherNumber(1), '13']]],
    ['N5 number-of-other-institution', [[voucherNumber(1), number(1, { institution: zunyi })]]],
    ['N5 number-of-other-year', [[voucherNumber(1), number(1, { year: '12' })]]],
    ['N5 number-of-other-level', [[voucherNumber(1), number(1, { level: 4 })]]],
    [
      'C7 number-repeated',
      [
        [voucherNumber(1), number(1)],
        [voucherNumber(2), number(1)],
      ],
    ],
  ])('refuses a line: %s', (expected, pairs) => {
    const lines = pairs.map(([voucher, certificateNumber], index) => ({
      voucherNumber: voucher,
      certificateNumber,
      holder: holderOf(index),
    }));
    expect(verdict(short().post(guiyang, vouchers([], { lines })))).toBe(expected);
  });

  it('[N6] [N7] judges every line, and repeats no person', () => {
    const [good] = vouchers([[1, 1]]).lines;
    const wrong = { type: 'resident-id' as const, number: '110105194912310021' };
    const lines = [
      good,
      { ...good, voucherNumber: '秘密人', certificateNumber: number(2) },
      { ...vouchers([[3, 3]]).lines[0], holder: { name: '秘密人', document: wrong } },
    ];
    const decision = short().post(guiyang, vouchers([], { lines }));
    expect(decision).toMatchObject({
      refusals: [
        { rule: 'N7', line: 2, path: '/lines/1/voucherNumber' },
        { rule: 'N6', line: 3, path: '/lines/2/holder/document/number' },
      ],
    });
    expect(JSON.stringify(decision)).not.toMatch(/秘密人|110105194912310021/);
  });

  it('[N7] a number is given to one voucher only, whatever became of it', () => {
    const world = short();
    world.must(guiyang, vouchers(three));
    world.must(guiyang, { type: 'VoidVoucher', voucherNumber: voucherNumber(2), reason: '涂改' });
    const again = (voucher: number) => world.post(guiyang, vouchers([[voucher, 9]]));
    expect(verdict(again(1))).toBe('N7 voucher-number-in-use');
    expect(verdict(again(2))).toBe('N7 voucher-number-in-use');
    expect(verdict(again(4))).toBe('accepted');
  });

  it('[V4] one voucher a number, an expired one counts; a void one makes room', () => {
    const world = short();
    world.must(guiyang, vouchers(three));
    expect(verdict(world.post(guiyang, vouchers([[4, 1]])))).toBe('V4 has-voucher');
    world.must(guiyang, { type: 'VoidVoucher', voucherNumber: voucherNumber(1), reason: '涂改' });
    expect(verdict(world.post(guiyang, vouchers([[4, 1]])))).toBe('accepted');
    world.must(guiyang, replaceVoucher(4, 5));
    expect(verdict(world.post(guiyang, vouchers([[6, 1]])))).toBe('V4 has-voucher');
  });

  it('[V4] none for a number that is on a certificate', () => {
    const world = short();
    world.must(guiyang, issue([[1, 1]]));
    expect(verdict(world.post(guiyang, vouchers([[1, 1]])))).toBe('V4 number-in-use');
  });

  it('[C7] a number with a voucher is its roster’s alone', () => {
    const world = short();
    world.must(guiyang, vouchers([[1, 1]]));
    world.must(guiyang, { type: 'VoidVoucher', voucherNumber: voucherNumber(1), reason: '涂改' });
    const roster = { reference: 'R-2', signedOn: '2013-03-20', passed: 9 };
    expect(verdict(world.post(guiyang, vouchers([[2, 1]], { roster })))).toBe(
      'V4 number-of-other-roster',
    );
    expect(verdict(world.post(guiyang, issue([[1, 1]], { roster })))).toBe(
      'P3 number-of-other-roster',
    );
  });

  it('[C7] distinct numbers issued or vouchered never exceed those who passed', () => {
    const world = short();
    const roster = { reference: 'R-3', signedOn: '2013-03-20', passed: 4 };
    world.must(guiyang, vouchers(three, { roster }));
    world.must(guiyang, issue([[1, 1]], { roster, lines: [issue([[1, 1]]).lines[0]] }));
    const more = vouchers(
      [
        [4, 4],
        [5, 5],
      ],
      { roster },
    );
    expect(verdict(world.post(guiyang, more))).toBe('C7 more-than-passed');
    const sheets: [number, number][] = [
      [2, 4],
      [3, 5],
    ];
    expect(verdict(world.post(guiyang, issue(sheets, { roster })))).toBe('C7 more-than-passed');
    expect(verdict(world.post(guiyang, vouchers([[4, 4]], { roster })))).toBe('accepted');
  });

  it.each([
    ['C7 roster-other-date', { reference: 'R-1', signedOn: '2013-03-21', passed: 100 }],
    ['C7 roster-other-passed', { reference: 'R-1', signedOn: '2013-03-20', passed: 99 }],
  ])('[C7] the same reference with other particulars: %s', (expected, roster) => {
    const world = short();
    world.must(guiyang, vouchers([[1, 1]]));
    expect(verdict(world.post(guiyang, vouchers([[2, 2]], { roster })))).toBe(expected);
    expect(verdict(world.post(guiyang, issue([[1, 2]], { roster })))).toBe(expected);
  });

  it('[V3] a voucher that would be born expired is refused, one on its last day is not', () => {
    const world = short();
    const roster = { reference: 'R-4', signedOn: '2012-03-31', passed: 9 };
    const lines = [
      { ...vouchers([[1, 1]]).lines[0], certificateNumber: number(1, { year: '12' }) },
    ];
    const command = vouchers([], { roster, lines });
    expect(verdict(world.post(guiyang, command))).toBe('V3 voucher-born-expired');
    expect(verdict(world.post(guiyang, command, { on: '2013-03-31' }))).toBe('accepted');
  });

  it('[T3] not earlier than what happened to its certificate number', () => {
    const world = short();
    world.must(guiyang, vouchers([[1, 1]]), { on: '2013-03-28' });
    world.must(
      guiyang,
      { type: 'VoidVoucher', voucherNumber: voucherNumber(1), reason: '涂改' },
      { on: '2013-03-30' },
    );
    const again = (on: string) => verdict(world.post(guiyang, vouchers([[2, 1]]), { on }));
    expect(again('2013-03-29')).toBe('T3 earlier-than-last-event');
    expect(again('2013-03-30')).toBe('accepted');
  });

  it('[V1] a centre that holds blanks enough for the post is warned', () => {
    const world = short();
    const many = (count: number): [number, number][] =>
      Array.from({ length: count }, (_, line) => [line + 1, line + 1]);
    const roster = { reference: 'R-5', signedOn: '2013-03-20', passed: 500 };
    const decision = world.post(guiyang, vouchers(many(200), { roster }));
    expect(decision).toMatchObject({
      warnings: [{ rule: 'V1', code: 'blanks-enough', params: { level: 5, count: 200 } }],
    });
    const other = short();
    expect(other.post(guiyang, vouchers(many(201), { roster }))).toMatchObject({ warnings: [] });
    // Blanks of another level are no help.
    other.must(ministry, register(5_000, 5_500, 4));
    other.must(ministry, dispatch(guizhou, 5_000, 5_500));
    other.must(guizhou, receive(other.lastConsignment(ministry), 5_000, 5_500));
    other.must(guizhou, dispatch(guiyang, 5_000, 5_500));
    other.must(guiyang, receive(other.lastConsignment(guizhou), 5_000, 5_500));
    const more = vouchers([[500, 500]], { roster });
    other.must(guiyang, { type: 'SpoilSerials', cause: 'misprint', ranges: [allOfGuiyang] });
    expect(other.post(guiyang, more)).toMatchObject({ warnings: [] });
  });

  it('[V1] only while a shortage of the level holds, for the province or from the top', () => {
    const world = stocked();
    const post = (voucher: number) => verdict(world.post(guiyang, vouchers([[voucher, voucher]])));
    expect(post(1)).toBe('V1 no-shortage');
    world.shortage('DeclareShortage', fujian, [5]);
    world.shortage('DeclareShortage', guizhou, [4, 3]);
    expect(post(1)).toBe('V1 no-shortage');
    world.shortage('DeclareShortage', guizhou, [5]);
    expect(post(1)).toBe('accepted');
    world.shortage('DeclareShortage', ministry, [5]);
    world.shortage('EndShortage', guizhou, [5]);
    expect(post(2)).toBe('accepted');
    world.shortage('EndShortage', ministry, [5]);
    expect(post(3)).toBe('V1 no-shortage');
  });

  it('[T4] judged when it is recorded: a day within the shortage does not help', () => {
    const world = short();
    world.today = '2013-04-10';
    world.shortage('EndShortage', guizhou, [5]);
    const post = () => verdict(world.post(guiyang, vouchers([[1, 1]]), { on: '2013-04-05' }));
    expect(post()).toBe('V1 no-shortage');
  });

  it('[T4] judged by the stated day only before the centre went live, by who may backdate', () => {
    const world = stocked();
    const backdate = true;
    world.shortage('DeclareShortage', guizhou, [5], { on: '2012-06-10', backdate });
    world.shortage('EndShortage', guizhou, [5], { on: '2012-09-10', backdate });
    const roster = { reference: 'R-6', signedOn: '2012-05-20', passed: 9 };
    const post = (voucher: number, on: string) => {
      const [line] = vouchers([[voucher, voucher]]).lines;
      const lines = [{ ...line, certificateNumber: number(voucher, { year: '12' }) }];
      return verdict(world.post(guiyang, vouchers([], { roster, lines }), { on, backdate }));
    };
    expect(post(1, '2012-06-09')).toBe('V1 no-shortage');
    expect(post(1, '2012-06-10')).toBe('accepted');
    expect(post(2, '2012-09-10')).toBe('accepted');
    expect(post(3, '2012-09-11')).toBe('V1 no-shortage');
    // 2013-01-01 is the day on which it went live.
    world.shortage('DeclareShortage', guizhou, [5], { on: '2012-12-01', backdate });
    world.shortage('EndShortage', guizhou, [5]);
    expect(post(4, '2012-12-31')).toBe('accepted');
    expect(post(5, '2013-01-01')).toBe('V1 no-shortage');
  });

  it('[N5] the number may also be of the station that examined', () => {
    const [line] = vouchers([[1, 1]]).lines;
    const certificateNumber = number(1, { institution: guiyangStation });
    const lines = [{ ...line, certificateNumber }];
    expect(verdict(short().post(guiyang, vouchers([], { lines })))).toBe('accepted');
  });
});

const allOfGuiyang = { from: 'A000000001', to: 'A000000200' };
