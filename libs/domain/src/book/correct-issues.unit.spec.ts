import { issue, number, range, spoil, stocked, tree, verdict, type World } from '#testing';
import { isRefused } from '../refusals';
import type { BookCommandBody, CorrectedLine, CorrectIssues } from './commands';

const { ministry, guizhou, guiyang } = tree;
const serial = (ordinal: number) => range(ordinal, ordinal).from;

type Sheet = CorrectedLine['recordedSheet'];
const line = (sequence: number, from: number, to: number, sheet?: Sheet): CorrectedLine => ({
  certificateNumber: number(sequence),
  recordedSerial: serial(from),
  actualSerial: serial(to),
  ...(sheet ? { recordedSheet: sheet } : {}),
});
const correct = (...lines: CorrectedLine[]): CorrectIssues => ({
  type: 'CorrectIssues',
  lines,
  reason: '打印错位',
});

/** Numbers 1–5 on serials 1–5. */
function issued(): World {
  const world = stocked();
  world.must(guiyang, issue([1, 2, 3, 4, 5].map((each) => [each, each])));
  return world;
}
const statusOf = (world: World, ordinal: number) =>
  world.book(guiyang).holdingOf({ series: 'A:9', ordinal })?.status;
const serialOf = (world: World, sequence: number) =>
  world.book(guiyang).numbers.find({
    prefix: `13${guiyang}5`,
    year: '13',
    institution: guiyang,
    level: 5,
    sequence,
  })?.serial?.ordinal;

describe('correcting issues', () => {
  it('[C15] a wrong serial: waits for a second user, then the sheets change places', () => {
    const world = issued();
    const command = correct(line(1, 1, 9, 'stock'));
    expect(world.must(guiyang, command)).toMatchObject([
      { type: 'ProposalMade', data: { command } },
    ]);
    expect(serialOf(world, 1)).toBe(1);
    const proposal = world.lastProposal(guiyang);
    expect(world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' })).toEqual([
      { type: 'ProposalApproved', data: { proposal } },
      {
        type: 'IssueCorrected',
        data: {
          runs: [
            {
              certificateNumber: number(1),
              level: 5,
              count: 1,
              recorded: { serial: serial(1), edition: '2013', becomes: 'stock' },
              actual: { serial: serial(9), edition: '2013' },
            },
          ],
          reason: '打印错位',
        },
      },
    ]);
    expect([serialOf(world, 1), statusOf(world, 1), statusOf(world, 9)]).toEqual([
      9,
      'stock',
      'issued',
    ]);
    expect(verdict(world.post(guiyang, issue([[1, 6]])))).toBe('accepted');
  });

  it('[C9] a sheet ruined after the post is spoiled, and never stock again', () => {
    const world = issued();
    world.settle(guiyang, correct(line(1, 1, 9, 'spoiled')));
    expect(statusOf(world, 1)).toBe('spoiled');
    const back: BookCommandBody = {
      type: 'ReverseSpoilage',
      ranges: [range(1, 1)],
      reason: 'x',
    };
    expect(verdict(world.post(guiyang, back))).toBe('C12 serials-never-stock-again');
  });

  it('[C11] one that is not found is missing', () => {
    const world = issued();
    world.settle(guiyang, correct(line(1, 1, 9, 'missing')));
    expect(world.book(guiyang).holdingOf({ series: 'A:9', ordinal: 1 })).toMatchObject({
      status: 'missing',
      mayReturn: false,
    });
  });

  it('[P3] two sheets swapped: both stay issued', () => {
    const world = issued();
    world.settle(guiyang, correct(line(1, 1, 2), line(2, 2, 1)));
    expect([1, 2].map((sequence) => serialOf(world, sequence))).toEqual([2, 1]);
    expect([1, 2].map((ordinal) => statusOf(world, ordinal))).toEqual(['issued', 'issued']);
  });

  it('a roster of 1,000 shifted by one is one correction and one run but for its end', () => {
    const world = stocked();
    world.must(ministry, {
      type: 'RegisterBlanks',
      level: 5,
      edition: '2013',
      ranges: [range(10_001, 11_001)],
      deliveryNote: 'DN-2',
    });
    for (const [from, to] of [
      [ministry, guizhou],
      [guizhou, guiyang],
    ]) {
      const ranges = [range(10_001, 11_001)];
      world.must(from, { type: 'DispatchBlanks', to, ranges, handedOverBy: 'x' });
      const consignment = world.lastConsignment(from);
      const countedBy = ['甲', '乙'];
      world.must(to, { type: 'ReceiveBlanks', consignment, accepted: ranges, countedBy });
    }
    const all = Array.from({ length: 1_000 }, (_, index) => index + 1);
    const roster = { reference: 'R-1000', signedOn: '2013-03-20', passed: 1_000 };
    world.must(
      guiyang,
      issue(
        all.map((each) => [10_000 + each, each]),
        { roster },
      ),
    );
    const lines = all.map((each) =>
      line(each, 10_000 + each, 10_001 + each, each === 1 ? 'stock' : undefined),
    );
    const decision = world.settle(guiyang, correct(...lines));
    if (isRefused(decision)) throw new Error(JSON.stringify(decision.refusals.slice(0, 3)));
    expect(decision.events[1]).toMatchObject({
      type: 'IssueCorrected',
      data: { runs: [{ count: 1 }, { certificateNumber: number(2), count: 999 }] },
    });
    expect([1, 500, 1_000].map((sequence) => serialOf(world, sequence))).toEqual([
      10_002, 10_501, 11_001,
    ]);
    expect([10_001, 10_002, 11_001].map((ordinal) => statusOf(world, ordinal))).toEqual([
      'stock',
      'issued',
      'issued',
    ]);
  });

  it('sheets in order of numbers out of order are a run each', () => {
    const world = stocked();
    world.must(
      guiyang,
      issue([
        [1, 2],
        [2, 1],
      ]),
    );
    world.settle(guiyang, correct(line(2, 1, 11, 'stock'), line(1, 2, 12, 'stock')));
    expect([1, 2].map((sequence) => serialOf(world, sequence))).toEqual([12, 11]);
  });

  it('keeps each number with its own roster, also where one run spans two', () => {
    const world = stocked();
    const roster = { reference: 'R-2', signedOn: '2013-03-20', passed: 1 };
    world.must(guiyang, issue([[1, 1]], { roster }));
    world.must(guiyang, issue([[2, 2]]));
    world.settle(guiyang, correct(line(1, 1, 11, 'stock'), line(2, 2, 12, 'stock')));
    const voided: BookCommandBody = {
      type: 'VoidIssue',
      certificateNumber: number(1),
      sheet: 'in-hand',
      cause: 'other',
      reason: 'x',
    };
    world.settle(guiyang, voided);
    expect(verdict(world.post(guiyang, issue([[13, 1]])))).toBe('P3 number-of-other-roster');
    expect(verdict(world.post(guiyang, issue([[13, 1]], { roster })))).toBe('accepted');
  });

  it('a corrected paper is replaced and corrected again as any other', () => {
    const world = issued();
    world.settle(guiyang, correct(line(1, 1, 9, 'stock')));
    world.settle(guiyang, correct(line(1, 9, 1, 'spoiled')));
    expect([statusOf(world, 1), statusOf(world, 9)]).toEqual(['issued', 'spoiled']);
  });

  it('[C8] warns of a lower serial that stays in stock', () => {
    const decision = issued().post(guiyang, correct(line(1, 1, 9, 'spoiled')));
    if (isRefused(decision)) throw new Error('refused');
    expect(decision.warnings).toMatchObject([{ rule: 'C8', serial: serial(6) }]);
  });

  it.each<[string, CorrectIssues]>([
    ['C15 nothing-named', correct()],
    [
      'N3 certificate-number-malformed, N1 serial-malformed, N1 serial-malformed',
      correct({ certificateNumber: '1', recordedSerial: '?', actualSerial: '?' }),
    ],
    [
      'C7 number-repeated, P3 other-serial-in-force',
      correct(line(1, 1, 9, 'stock'), line(1, 2, 8, 'stock')),
    ],
    [
      'C7 serial-repeated, P3 other-serial-in-force',
      correct(line(1, 1, 9, 'stock'), line(2, 1, 8, 'stock')),
    ],
    ['C7 serial-repeated', correct(line(1, 1, 9, 'stock'), line(2, 2, 9, 'stock'))],
    ['C15 sheet-not-wrong', correct(line(1, 1, 1))],
    ['P3 certificate-not-issued-here', correct(line(77, 1, 9, 'stock'))],
    ['P3 other-serial-in-force', correct(line(1, 2, 9, 'stock'))],
    ['C15 recorded-sheet-unsaid', correct(line(1, 1, 9))],
    ['C15 recorded-sheet-in-use', correct(line(1, 1, 2, 'stock'), line(2, 2, 9, 'stock'))],
    ['C4 actual-sheet-elsewhere', correct(line(1, 1, 3, 'stock'))],
    ['C4 actual-sheet-elsewhere', correct(line(1, 1, 900, 'stock'))],
    ['C4 actual-sheet-elsewhere', correct(line(1, 1, 20, 'stock'))],
  ])('refuses %s', (expected, command) => {
    const world = issued();
    world.must(guiyang, spoil(20, 20));
    expect(verdict(world.post(guiyang, command))).toBe(expected);
  });

  it('judges every line, and says which', () => {
    const decision = issued().post(guiyang, correct(line(1, 1, 9), line(2, 2, 3, 'stock')));
    expect(isRefused(decision) && decision.refusals).toMatchObject([
      { code: 'recorded-sheet-unsaid', line: 1, path: '/lines/0/recordedSheet' },
      { code: 'actual-sheet-elsewhere', line: 2, path: '/lines/1/actualSerial', serial: serial(3) },
    ]);
  });

  it('[P3] a number whose issue is void has no sheet to correct', () => {
    const world = issued();
    world.settle(guiyang, {
      type: 'VoidIssue',
      certificateNumber: number(1),
      sheet: 'in-hand',
      cause: 'other',
      reason: 'x',
    });
    expect(verdict(world.post(guiyang, correct(line(1, 1, 9, 'stock'))))).toBe(
      'P3 no-serial-in-force',
    );
  });

  it('[C7] a sheet of another level is none of this certificate', () => {
    const world = issued();
    for (const [from, to] of [
      [undefined, ministry],
      [ministry, guizhou],
      [guizhou, guiyang],
    ] as const) {
      const ranges = [range(5_000, 5_001)];
      if (!from) {
        const more = { edition: '2013', ranges, deliveryNote: 'x' };
        world.must(to, { type: 'RegisterBlanks', level: 4, ...more });
        continue;
      }
      world.must(from, { type: 'DispatchBlanks', to, ranges, handedOverBy: 'x' });
      const consignment = world.lastConsignment(from);
      const countedBy = ['甲', '乙'];
      world.must(to, { type: 'ReceiveBlanks', consignment, accepted: ranges, countedBy });
    }
    expect(verdict(world.post(guiyang, correct(line(1, 1, 5_000, 'stock'))))).toBe(
      'C7 sheet-of-other-level',
    );
  });

  it('[T3] is not earlier than the last event of number or sheets', () => {
    const world = issued();
    world.today = '2013-04-05';
    expect(
      verdict(world.post(guiyang, correct(line(1, 1, 9, 'stock')), { on: '2013-03-31' })),
    ).toBe('T3 number-touched-later, T3 earlier-than-last-event');
    world.must(guiyang, spoil(9, 9));
    world.settle(guiyang, { type: 'ReverseSpoilage', ranges: [range(9, 9)], reason: 'x' });
    expect(
      verdict(world.post(guiyang, correct(line(1, 1, 9, 'stock')), { on: '2013-04-04' })),
    ).toBe('T3 earlier-than-last-event');
  });
});
