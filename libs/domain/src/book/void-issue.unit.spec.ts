import { issue, number, range, stocked, tree, verdict, type World } from '#testing';
import type { BookCommandBody, VoidIssue } from './commands';

const { guiyang } = tree;

const voided = (sequence: number, sheet: VoidIssue['sheet'] = 'in-hand'): VoidIssue => ({
  type: 'VoidIssue',
  certificateNumber: number(sequence),
  sheet,
  cause: 'other',
  reason: '考生资格不符',
});
const replaced = (sequence: number, serial: number, reason: 'lost' | 'damaged' = 'lost') =>
  ({
    type: 'PrintReplacement',
    certificateNumber: number(sequence),
    serial: range(serial, serial).from,
    reason,
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
  }) satisfies BookCommandBody;

function issued(): World {
  const world = stocked();
  world.must(
    guiyang,
    issue([
      [1, 1],
      [2, 2],
    ]),
  );
  return world;
}
const statuses = (world: World, ...ordinals: number[]) =>
  ordinals.map((ordinal) => world.book(guiyang).holdingOf({ series: 'A:9', ordinal })?.status);

describe('voiding an issue', () => {
  it('[C12] waits for a second user; the sheet in hand is spoiled', () => {
    const world = issued();
    world.must(guiyang, voided(1));
    expect(statuses(world, 1)).toEqual(['issued']);
    const proposal = world.lastProposal(guiyang);
    expect(world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' })).toEqual([
      { type: 'ProposalApproved', data: { proposal } },
      {
        type: 'IssueVoided',
        data: {
          certificateNumber: number(1),
          level: 5,
          sheet: { serial: 'A000000001', edition: '2013', becomes: 'spoiled' },
          cause: 'other',
          reason: '考生资格不符',
        },
      },
    ]);
    expect(statuses(world, 1, 2)).toEqual(['spoiled', 'issued']);
  });

  it('[C11] the sheet that was not found is missing, and never stock again', () => {
    const world = issued();
    world.settle(guiyang, voided(1, 'not-found'));
    expect(world.book(guiyang).holdingOf({ series: 'A:9', ordinal: 1 })).toMatchObject({
      status: 'missing',
      mayReturn: false,
    });
  });

  it('[C7] the number may be used again for its own roster only, and counts once', () => {
    const world = stocked();
    const roster = { reference: 'R-9', signedOn: '2013-03-20', passed: 1 };
    world.must(guiyang, issue([[1, 1]], { roster }));
    world.settle(guiyang, voided(1));
    expect(verdict(world.post(guiyang, issue([[3, 1]])))).toBe('P3 number-of-other-roster');
    expect(verdict(world.post(guiyang, issue([[3, 2]], { roster })))).toBe('C7 more-than-passed');
    expect(verdict(world.post(guiyang, issue([[3, 1]], { roster })))).toBe('accepted');
    world.settle(guiyang, voided(1));
    expect(statuses(world, 1, 3)).toEqual(['spoiled', 'spoiled']);
  });

  it('[T3] and not earlier than it was voided', () => {
    const world = issued();
    world.today = '2013-04-05';
    world.settle(guiyang, voided(1));
    expect(verdict(world.post(guiyang, issue([[3, 1]]), { on: '2013-04-04' }))).toBe(
      'T3 earlier-than-last-event',
    );
  });

  it('[P3] a voided number has nothing to replace: it is issued again instead', () => {
    const world = issued();
    world.settle(guiyang, voided(1));
    expect(verdict(world.post(guiyang, replaced(1, 3)))).toBe('P3 no-serial-in-force');
  });

  describe('of a replacement', () => {
    it('[P3] for loss puts the old serial, if still void, in force again', () => {
      const world = issued();
      world.must(guiyang, replaced(1, 3));
      const decision = world.settle(guiyang, voided(1));
      expect(decision).toMatchObject({
        events: [
          {},
          {
            data: {
              sheet: { serial: 'A000000003', becomes: 'spoiled' },
              restored: { serial: 'A000000001', edition: '2013' },
            },
          },
        ],
      });
      expect(statuses(world, 1, 3)).toEqual(['issued', 'spoiled']);
    });

    it('[P3] unwinds a chain paper by paper, down to the issue itself', () => {
      const world = issued();
      world.must(guiyang, replaced(1, 3));
      world.must(guiyang, replaced(1, 4));
      world.settle(guiyang, voided(1));
      expect(statuses(world, 1, 3, 4)).toEqual(['void', 'issued', 'spoiled']);
      world.settle(guiyang, voided(1));
      expect(statuses(world, 1, 3, 4)).toEqual(['issued', 'spoiled', 'spoiled']);
      world.settle(guiyang, voided(1));
      expect(statuses(world, 1, 3, 4)).toEqual(['spoiled', 'spoiled', 'spoiled']);
      expect(verdict(world.post(guiyang, issue([[5, 1]])))).toBe('accepted');
    });

    it('[P3] [C12] restores nothing when the lost paper came to light and is spoiled', () => {
      const world = issued();
      world.must(guiyang, replaced(1, 3));
      world.settle(guiyang, {
        type: 'RecoverSerials',
        ranges: [range(1, 1)],
        into: 'spoiled',
        circumstances: '持证人交回',
      });
      world.settle(guiyang, voided(1));
      expect(statuses(world, 1, 3)).toEqual(['spoiled', 'spoiled']);
      expect(verdict(world.post(guiyang, issue([[4, 1]])))).toBe('P3 number-in-use');
      expect(verdict(world.post(guiyang, replaced(1, 4)))).toBe('accepted');
    });

    it('[P3] for damage leaves the number without a serial until a further replacement', () => {
      const world = issued();
      world.must(guiyang, replaced(1, 3, 'damaged'));
      world.settle(guiyang, voided(1));
      expect(statuses(world, 1, 3)).toEqual(['spoiled', 'spoiled']);
      expect(verdict(world.post(guiyang, issue([[4, 1]])))).toBe('P3 number-in-use');
      const [event] = world.must(guiyang, replaced(1, 4, 'damaged'));
      expect(event).toMatchObject({
        data: { remark: '原证书（流水码A000000003）损坏交回，换发' },
      });
      expect(event).not.toHaveProperty('data.replaced');
      expect(statuses(world, 4)).toEqual(['issued']);
      world.settle(guiyang, voided(1));
      expect(verdict(world.post(guiyang, issue([[5, 1]])))).toBe('P3 number-in-use');
    });

    it('[P3] a corrected replacement still knows what it replaced', () => {
      const world = issued();
      world.must(guiyang, replaced(1, 3));
      world.settle(guiyang, {
        type: 'CorrectIssues',
        lines: [
          {
            certificateNumber: number(1),
            recordedSerial: 'A000000003',
            actualSerial: 'A000000004',
            recordedSheet: 'stock',
          },
        ],
        reason: 'x',
      });
      world.settle(guiyang, voided(1));
      expect(statuses(world, 1, 3, 4)).toEqual(['issued', 'stock', 'spoiled']);
    });

    it('[T3] is not earlier than what happened to the old serial', () => {
      const world = issued();
      world.today = '2013-04-05';
      world.must(guiyang, replaced(1, 3), { on: '2013-04-03' });
      expect(verdict(world.post(guiyang, voided(1), { on: '2013-04-02' }))).toBe(
        'T3 number-touched-later',
      );
      expect(verdict(world.post(guiyang, voided(1), { on: '2013-04-03' }))).toBe('accepted');
    });

    it('[T3] a number without a serial is replaced no earlier than it was voided', () => {
      const world = issued();
      world.today = '2013-04-05';
      world.must(guiyang, replaced(1, 3, 'damaged'));
      world.settle(guiyang, voided(1));
      expect(verdict(world.post(guiyang, replaced(1, 4), { on: '2013-04-04' }))).toBe(
        'T3 number-touched-later',
      );
    });
  });

  it.each<[string, BookCommandBody, { on?: string }?]>([
    ['N3 certificate-number-malformed', { ...voided(1), certificateNumber: '1' }],
    ['P3 certificate-not-issued-here', voided(77)],
    ['T3 number-touched-later', voided(1), { on: '2013-03-31' }],
  ])('refuses %s', (expected, command, options = {}) => {
    expect(verdict(issued().post(guiyang, command, options))).toBe(expected);
  });

  it('[P3] refuses what is void already', () => {
    const world = issued();
    world.settle(guiyang, voided(1));
    expect(verdict(world.post(guiyang, voided(1)))).toBe('P3 no-serial-in-force');
  });
});
