import { holderOf, issue, number, register, stocked, tree, verdict, type World } from '#testing';
import type { BookCommandBody, OriginalParticulars, PrintReplacement, VoidIssue } from './commands';

const { ministry, guizhou, guiyang, guiyangStation, zunyiStation } = tree;

describe('replacements of a certificate older than the book', () => {
  const older = number(7, { year: '09' });
  const original: OriginalParticulars = {
    issuedOn: '2009-07-01',
    level: 5,
    occupation: { name: '中式烹调师' },
    station: guiyangStation,
    holder: holderOf(7),
    serial: 'Z000000007',
  };
  const lost: PrintReplacement = {
    type: 'PrintReplacement',
    certificateNumber: older,
    serial: 'A000000010',
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
  };
  const command: PrintReplacement = { ...lost, original };
  const voiding: VoidIssue = {
    type: 'VoidIssue',
    certificateNumber: older,
    sheet: 'in-hand',
    cause: 'misprint',
    reason: '姓名有误',
  };
  const { holder: _, ...particulars } = original;
  const status = (world: World, ordinal: number) =>
    world.book(guiyang).holdingOf({ series: 'A:9', ordinal })?.status;

  it('[P1] waits for a second user; its old serial moves nothing, its holder is sealed', () => {
    const world = stocked();
    const proposed = world.post(guiyang, command);
    expect(proposed).toMatchObject({
      events: [{ type: 'ProposalMade' }],
      holders: [{ certificateNumber: older, holder: holderOf(7) }],
    });
    expect(JSON.stringify(proposed)).toContain('Z000000007');
    expect(JSON.stringify('events' in proposed && proposed.events)).not.toContain('考生');
    const proposal = world.lastProposal(guiyang);
    const approval: BookCommandBody = { type: 'ApproveProposal', proposal };
    const decision = world.post(guiyang, approval, { user: 'boss' });
    expect(decision).toMatchObject({
      events: [
        { type: 'ProposalApproved' },
        {
          type: 'ReplacementPrinted',
          data: {
            certificateNumber: older,
            level: 5,
            reason: 'lost',
            printed: { serial: 'A000000010', edition: '2013' },
            lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
            remark: '原证书（流水码Z000000007）遗失，2013-03-30在贵州日报声明作废，补发',
            original: particulars,
          },
        },
      ],
      holders: [{ certificateNumber: older }],
    });
    expect(status(world, 10)).toBe('issued');
  });

  it('[P1] [P3] its number is thereby used: replaced as any other, never issued', () => {
    const world = stocked();
    world.settle(guiyang, command);
    expect(verdict(world.post(guiyang, { ...command, serial: 'A000000011' }))).toBe(
      'P1 certificate-in-book',
    );
    const [event] = world.must(guiyang, { ...lost, serial: 'A000000011' });
    expect(event).toMatchObject({
      data: { replaced: { serial: 'A000000010', becomes: 'void' } },
    });
    const roster = { reference: 'R-09', signedOn: '2009-06-01', passed: 9 };
    const lines = [{ serial: 'A000000012', certificateNumber: older, holder: holderOf(1) }];
    expect(verdict(world.post(guiyang, issue([], { roster, lines })))).toBe('P3 number-in-use');
  });

  it('[P3] voiding its replacement leaves it without a serial until a further one', () => {
    const world = stocked();
    world.settle(guiyang, command);
    world.settle(guiyang, voiding);
    expect(status(world, 10)).toBe('spoiled');
    const further = { ...lost, serial: 'A000000011' };
    expect(verdict(world.post(guiyang, further))).toBe('accepted');
  });

  it('[P1] wrong particulars are mended: voided, and given again with the next paper', () => {
    const world = stocked();
    world.settle(guiyang, command);
    world.settle(guiyang, voiding);
    const holder = holderOf(8);
    const again = { ...command, serial: 'A000000011', original: { ...original, holder } };
    const proposed = world.post(guiyang, again);
    expect(proposed).toMatchObject({ holders: [{ certificateNumber: older, holder }] });
    world.approve(guiyang);
    expect(status(world, 11)).toBe('issued');
    const third = { ...again, serial: 'A000000012' };
    expect(verdict(world.post(guiyang, third))).toBe('P1 certificate-in-book');
  });

  it('[T3] not for a day before the wrong ones were voided, with particulars or without', () => {
    const world = stocked();
    world.settle(guiyang, command);
    world.today = '2013-04-10';
    world.settle(guiyang, voiding);
    const again = { ...command, serial: 'A000000011' };
    const { original: _o, ...plain } = again;
    for (const one of [again, plain]) {
      expect(verdict(world.post(guiyang, one, { on: '2013-04-09' }))).toBe(
        'T3 number-touched-later',
      );
      expect(verdict(world.post(guiyang, one, { on: '2013-04-10' }))).toBe('accepted');
    }
  });

  it('[P1] an old sheet bears one number, unless what was said of the other was voided', () => {
    const world = stocked();
    const other = number(8, { year: '09' });
    const again = { ...command, certificateNumber: other, serial: 'A000000011' };
    world.settle(guiyang, command);
    expect(world.post(guiyang, again)).toMatchObject({
      refusals: [
        {
          rule: 'P1',
          code: 'original-serial-of-another',
          path: '/original/serial',
          params: { serial: 'Z000000007', number: older },
        },
      ],
    });
    const { serial: _s, ...unknown } = original;
    expect(verdict(world.post(guiyang, { ...again, original: unknown }))).toBe('accepted');
    world.settle(guiyang, voiding);
    world.settle(guiyang, again);
    const first = { ...command, serial: 'A000000012' };
    const { original: _o, ...plain } = first;
    expect(verdict(world.post(guiyang, plain))).toBe('P1 original-serial-of-another');
    expect(verdict(world.post(guiyang, first))).toBe('P1 original-serial-of-another');
    world.settle(guiyang, { ...first, original: { ...original, serial: 'Z000000008' } });
    expect(status(world, 12)).toBe('issued');
  });

  it('[P1] a registration that was reversed says nothing of old sheets', () => {
    const world = stocked();
    world.must(ministry, register(5_000, 5_001));
    const said = { ...command, original: { ...original, serial: 'A000005000' } };
    expect(verdict(world.post(guiyang, said))).toBe('P1 original-serial-registered');
    world.settle(ministry, {
      type: 'ReverseRegistration',
      ranges: [{ from: 'A000005000', to: 'A000005001' }],
      reason: 'x',
    });
    expect(verdict(world.post(guiyang, said))).toBe('accepted');
  });

  it('[P2] a damaged one is handed in and never was on this book', () => {
    const world = stocked();
    const { serial: _s, ...unknown } = original;
    world.settle(guiyang, {
      ...command,
      reason: 'damaged',
      lossNotice: undefined,
      original: unknown,
    });
    expect(world.log.at(-1)).toMatchObject({ data: { remark: '原证书损坏交回，换发' } });
  });

  it.each<[string, Partial<OriginalParticulars>, Partial<PrintReplacement>?]>([
    ['P1 certificate-in-book', {}, { certificateNumber: number(1) }],
    ['N5 station-not-of-centre', { station: zunyiStation }],
    ['N5 station-not-of-centre', { station: guiyang }],
    [
      'N5 number-of-other-institution',
      {},
      { certificateNumber: number(7, { year: '09', institution: zunyiStation }) },
    ],
    [
      'N5 original-of-other-level, P1 replacement-of-other-level',
      {},
      { certificateNumber: number(7, { year: '09', level: 4 }) },
    ],
    ['N5 original-of-later-year', {}, { certificateNumber: number(7, { year: '10' }) }],
    ['T1 date-malformed', { issuedOn: '2009-02-30' }],
    ['T1 date-after-occurred', { issuedOn: '2013-04-02' }],
    ['P1 original-not-older', { issuedOn: '2013-01-01' }],
    ['N1 serial-malformed', { serial: '?' }],
    ['P1 original-serial-in-book', { serial: 'A000000001' }],
    ['P1 original-serial-in-book', { serial: 'A000000010' }],
    ['P1 original-serial-registered', { serial: 'A000000999' }],
    [
      'N6 identity-number-invalid',
      { holder: { name: 'x', document: { type: 'resident-id', number: '520102198000000001' } } },
    ],
    ['P1 loss-notice-missing', {}, { lossNotice: undefined }],
    ['P1 original-names-holder', {}, { holder: holderOf(7) }],
    ['C4 serials-not-in-stock', {}, { serial: 'A000000900' }],
  ])('refuses %s', (expected, change, more = {}) => {
    const asked = { ...command, original: { ...original, ...change }, ...more };
    const world = stocked();
    world.must(guiyang, issue([[1, 1]]));
    const verdicts = verdict(world.post(guiyang, asked)).split(', ');
    expect(verdicts).toEqual(expect.arrayContaining(expected.split(', ')));
  });

  it('[N5] the station is a station, not a centre below', () => {
    const asked = {
      ...command,
      certificateNumber: number(7, { year: '09', institution: guizhou }),
      serial: 'A000000300',
    };
    const at = (station: string) =>
      verdict(stocked().post(guizhou, { ...asked, original: { ...original, station } }));
    expect(at(guiyang)).toBe('N5 station-not-of-centre');
  });

  it('[P1] a number of the year before, also across a century, is older', () => {
    const world = stocked();
    const of = (year: string, issuedOn: string) =>
      verdict(
        world.post(guiyang, {
          ...command,
          certificateNumber: number(7, { year }),
          original: { ...original, issuedOn },
        }),
      );
    expect(of('08', '2009-01-10')).toBe('accepted');
    expect(of('99', '2000-01-10')).toBe('accepted');
    expect(of('00', '1999-12-31')).toBe('N5 original-of-later-year');
  });
});
