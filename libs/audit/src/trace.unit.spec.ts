import { parseSerial, type RecordedEvent, type Serial } from '#domain';
import { issue, number, range, spoil, stocked, tree } from '#testing';
import { Findings, story, stream, tampered } from '../test/story';
import { replay } from './replay';
import { trace } from './trace';

const { ministry, guizhou, guiyang } = tree;

const serial = (text: string): Serial => {
  const parsed = parseSerial(text);
  if (!parsed) throw new Error(`no serial: ${text}`);
  return parsed;
};

describe('trace', () => {
  it('tells the whole path of a certificate that was lost', async () => {
    const findings = new Findings();
    const log = story();
    const traced = await trace(stream(log), serial('A000000002'), findings);
    expect(traced).toMatchObject({
      account: `void@${guiyang}`,
      level: 5,
      edition: '2013',
      certificateNumber: `13${guiyang}500002`,
      eventCount: log.length,
    });
    expect(traced.steps.map(({ from, to, reference }) => [from, to, reference])).toEqual([
      ['origin', `stock@${ministry}`, 'DN-1'],
      [`stock@${ministry}`, `transit@${ministry}-1`, `${ministry}-1`],
      [`transit@${ministry}-1`, `stock@${guizhou}`, `${ministry}-1`],
      [`stock@${guizhou}`, `transit@${guizhou}-1`, `${guizhou}-1`],
      [`transit@${guizhou}-1`, `stock@${guiyang}`, `${guizhou}-1`],
      [`stock@${guiyang}`, `issued@${guiyang}`, 'R-1'],
      [`issued@${guiyang}`, `void@${guiyang}`, `13${guiyang}500002`],
    ]);
    expect(findings.all).toEqual([]);
  });

  it('[P1] the new sheet bears the old number', async () => {
    const traced = await trace(stream(story()), serial('A000000012'), new Findings());
    expect(traced).toMatchObject({
      account: `issued@${guiyang}`,
      certificateNumber: `13${guiyang}500002`,
    });
  });

  it('[C15] a corrected sheet bears the number it really got; one recorded by mistake bears none', async () => {
    const world = stocked();
    const lines = [1, 2, 3].map((each): [number, number] => [each, each]);
    world.must(guiyang, issue(lines));
    const line = (sequence: number, from: number, to: number) => ({
      certificateNumber: number(sequence),
      recordedSerial: range(from, from).from,
      actualSerial: range(to, to).from,
    });
    world.settle(guiyang, {
      type: 'CorrectIssues',
      lines: [line(1, 1, 2), line(2, 2, 4), { ...line(3, 3, 1), recordedSheet: 'stock' }],
      reason: 'x',
    });
    const findings = new Findings();
    const numbers = [1, 2, 3, 4].map(async (ordinal) => {
      const traced = await trace(stream(world.log), serial(range(ordinal, ordinal).from), findings);
      return traced.certificateNumber;
    });
    expect(await Promise.all(numbers)).toEqual([number(3), number(1), undefined, number(2)]);
    expect(findings.all).toEqual([]);
  });

  it('[C1] what was registered by mistake is nowhere, with its history', async () => {
    const world = stocked();
    const ranges = [range(900, 900)];
    world.settle(ministry, { type: 'ReverseRegistration', ranges, reason: 'x' });
    const traced = await trace(stream(world.log), serial('A000000900'), new Findings());
    expect(traced.account).toBeUndefined();
    expect(traced.steps.map(({ to }) => to)).toEqual([`stock@${ministry}`, 'origin']);
  });

  it('[C10] names author and approver of a destruction', async () => {
    const traced = await trace(stream(story()), serial('A000000011'), new Findings());
    expect(traced.steps.at(-1)).toMatchObject({
      to: `destroyed@${guiyang}`,
      actor: 'clerk-a',
      approvedBy: 'supervisor-b',
    });
  });

  it('a serial that was never registered has no account and no steps', async () => {
    const traced = await trace(stream(story()), serial('A000009999'), new Findings());
    expect(traced.steps).toEqual([]);
    expect(traced.account).toBeUndefined();
  });

  it('an event that takes it from where it is not is a finding', async () => {
    const findings = new Findings();
    const log = tampered(story(), 'SerialsSpoiled', (event) => {
      if (event.type !== 'SerialsSpoiled') throw new Error('unreachable');
      const ranges = [{ from: 'A000000002', to: 'A000000002' }];
      return { ...event, data: { ...event.data, lots: [{ level: 5, edition: '2013', ranges }] } };
    });
    await trace(stream(log), serial('A000000002'), findings);
    expect(findings.all[0]).toMatchObject({
      check: 'serials-elsewhere',
      params: { first: 'A000000002', stated: `stock@${guiyang}`, found: `issued@${guiyang}` },
    });
  });

  describe('what replay finds of a serial is found here too', () => {
    const spoilt = (change: (event: RecordedEvent) => object): RecordedEvent[] => {
      const world = stocked();
      world.must(guiyang, spoil(11, 11));
      return tampered(world.log, 'SerialsSpoiled', (event) => ({ ...event, ...change(event) }));
    };
    const ranges = [{ from: 'A000000011', to: 'A000000011' }];
    const only = { first: 'A000000011', last: 'A000000011' };
    const far = [
      { from: 'A000000011', to: 'A000000011' },
      { from: 'Z0000000001', to: 'Z1000000000' },
    ];

    it.each<[string, RecordedEvent[], object]>([
      [
        'revision-gap',
        spoilt(({ revision }) => ({ revision: revision + 100n })),
        { expected: expect.any(String) },
      ],
      [
        'other-design',
        spoilt(({ data }) => ({ data: { ...data, lots: [{ level: 1, edition: 'x', ranges }] } })),
        { ...only, before: '5 2013', now: '1 x' },
      ],
      [
        'date-goes-back',
        spoilt(({ metadata }) => ({ metadata: { ...metadata, occurredOn: '1999-01-01' } })),
        { ...only, before: expect.any(String), on: '1999-01-01' },
      ],
      [
        'event-unreadable',
        spoilt(({ data }) => ({
          data: { ...data, lots: [{ level: 5, edition: '2013', ranges: far }] },
        })),
        { problem: 'moves 1000000001 serials' },
      ],
    ])('%s', async (check, log, params) => {
      const findings = new Findings();
      await trace(stream(log), serial('A000000011'), findings);
      const [first] = findings.all.filter((finding) => finding.check === check);
      expect(first).toMatchObject({ severity: 'error', params });
      const replayed = new Findings();
      await replay(stream(log), replayed);
      expect(replayed.all.map((finding) => finding.check)).toContain(check);
    });
  });
});
