import {
  dispatch,
  holderOf,
  issue,
  number,
  receive,
  register,
  stocked,
  tree,
  verdict,
  type World,
} from '#testing';
import { isRefused } from '../refusals';
import type { BookCommandBody } from './commands';

const { ministry, guizhou, guiyang } = tree;

describe('replacements', () => {
  const lost: BookCommandBody = {
    type: 'PrintReplacement',
    certificateNumber: number(1),
    serial: 'A000000010',
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
  };
  const damaged: BookCommandBody = {
    type: 'PrintReplacement',
    certificateNumber: number(1),
    serial: 'A000000010',
    reason: 'damaged',
    remark: '雨淋',
  };
  const issued = () => {
    const world = stocked();
    world.must(
      guiyang,
      issue([
        [1, 1],
        [2, 2],
      ]),
    );
    return world;
  };
  const status = (world: World, ordinal: number) =>
    world.book(guiyang).holdingOf({ series: 'A:9', ordinal })?.status;

  it('[P1] a lost certificate: same number, new serial, the old one void, said in the remark', () => {
    const world = issued();
    expect(world.must(guiyang, lost)).toEqual([
      {
        type: 'ReplacementPrinted',
        data: {
          certificateNumber: number(1),
          level: 5,
          reason: 'lost',
          printed: { serial: 'A000000010', edition: '2013' },
          replaced: { serial: 'A000000001', edition: '2013', becomes: 'void' },
          lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
          remark: '原证书（流水码A000000001）遗失，2013-03-30在贵州日报声明作废，补发',
        },
      },
    ]);
    expect([status(world, 1), status(world, 10)]).toEqual(['void', 'issued']);
  });

  it('[P2] a damaged certificate is handed in and spoiled', () => {
    const world = issued();
    const [event] = world.must(guiyang, damaged);
    expect(event).toMatchObject({
      data: { remark: '原证书（流水码A000000001）损坏交回，换发；雨淋' },
    });
    expect([status(world, 1), status(world, 10)]).toEqual(['spoiled', 'issued']);
  });

  it('[P3] the second replacement replaces the first', () => {
    const world = issued();
    world.must(guiyang, lost);
    const [event] = world.must(guiyang, { ...damaged, serial: 'A000000011' });
    expect(event).toMatchObject({ data: { replaced: { serial: 'A000000010' } } });
    expect([1, 10, 11].map((ordinal) => status(world, ordinal))).toEqual([
      'void',
      'spoiled',
      'issued',
    ]);
  });

  it('[P4] a replacement counts nobody as passed', () => {
    const world = stocked();
    const roster = { reference: 'R-9', signedOn: '2013-03-20', passed: 2 };
    world.must(guiyang, issue([[1, 1]], { roster }));
    world.must(guiyang, lost);
    expect(verdict(world.post(guiyang, issue([[2, 2]], { roster })))).toBe('accepted');
  });

  it.each<[string, Partial<Extract<BookCommandBody, { type: 'PrintReplacement' }>>]>([
    ['N3 certificate-number-malformed', { certificateNumber: '1' }],
    ['N1 serial-malformed', { serial: '?' }],
    ['P1 certificate-not-issued-here', { certificateNumber: number(77) }],
    ['P1 loss-notice-missing', { lossNotice: undefined }],
    ['T1 date-after-occurred', { lossNotice: { newspaper: 'n', publishedOn: '2013-04-02' } }],
    ['T1 date-malformed', { lossNotice: { newspaper: 'n', publishedOn: '2013-04-31' } }],
    ['C4 serials-not-in-stock', { serial: 'A000000002' }],
    ['C4 serials-not-in-stock', { serial: 'A000000900' }],
  ])('refuses %s', (expected, change) => {
    expect(verdict(issued().post(guiyang, { ...lost, ...change } as BookCommandBody))).toBe(
      expected,
    );
  });

  it('[P1] on a blank of the same level only', () => {
    const world = issued();
    world.must(ministry, register(5_000, 5_010, 4));
    world.must(ministry, dispatch(guizhou, 5_000, 5_010));
    world.must(guizhou, receive(world.lastConsignment(ministry), 5_000, 5_010));
    world.must(guizhou, dispatch(guiyang, 5_000, 5_010));
    world.must(guiyang, receive(world.lastConsignment(guizhou), 5_000, 5_010));
    expect(verdict(world.post(guiyang, { ...lost, serial: 'A000005000' } as BookCommandBody))).toBe(
      'P1 replacement-of-other-level',
    );
  });

  describe('after the holder was forgotten', () => {
    it('names the holder anew, sealed right before', () => {
      const world = issued();
      world.forgotten.add(number(1));
      const decision = world.post(guiyang, { ...lost, holder: holderOf(3) } as BookCommandBody);
      expect(decision).toMatchObject({
        events: [{ type: 'ReplacementPrinted', data: { holderSealed: true } }],
        holders: [{ certificateNumber: number(1), holder: holderOf(3) }],
      });
      const entry = world.book(guiyang).numbers.find({
        prefix: `13${guiyang}5`,
        year: '13',
        institution: guiyang,
        level: 5,
        sequence: 1,
      });
      expect(entry?.holder).toEqual({ revision: world.book(guiyang).revision, lineIndex: 0 });
    });

    it('also when it is so far back that a second user must approve', () => {
      const world = issued();
      world.forgotten.add(number(1));
      world.today = '2013-05-20';
      const named = { ...lost, holder: holderOf(3) } as BookCommandBody;
      const decision = world.settle(guiyang, named, { on: '2013-04-02', backdate: true });
      expect(decision).toMatchObject({
        events: [{ type: 'ProposalApproved' }, { data: { holderSealed: true } }],
        holders: [{}],
      });
    });

    it('[P1] nobody else is named while the holder is known', () => {
      const named = { ...lost, holder: holderOf(3) } as BookCommandBody;
      expect(verdict(issued().post(guiyang, named))).toBe('P1 holder-not-forgotten');
    });

    it('[N6] refuses a wrong identity number and never repeats it', () => {
      const world = issued();
      world.forgotten.add(number(1));
      const holder = { name: 'x', document: { type: 'resident-id', number: '520102198000000001' } };
      const decision = world.post(guiyang, { ...lost, holder } as BookCommandBody);
      expect(isRefused(decision) && decision.refusals).toMatchObject([
        { code: 'identity-number-invalid', path: '/holder/document/number' },
      ]);
      expect(JSON.stringify(decision)).not.toContain('520102198000000001');
    });
  });
});
