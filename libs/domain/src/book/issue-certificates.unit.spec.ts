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
} from '#testing';
import type { IssueCertificates } from './commands';

const { ministry, guizhou, guiyang, zunyi, guiyangStation, zunyiStation } = tree;

describe('issue certificates', () => {
  it('[C7] binds serials to numbers, in runs', () => {
    const world = stocked();
    const events = world.must(
      guiyang,
      issue([
        [1, 1],
        [2, 2],
        [3, 3],
        [5, 4],
        [6, 6],
        [7, 7],
      ]),
    );
    expect(events).toMatchObject([
      {
        type: 'CertificatesIssued',
        data: {
          runs: [
            { serial: 'A000000001', certificateNumber: number(1), count: 3, edition: '2013' },
            { serial: 'A000000005', certificateNumber: number(4), count: 1, edition: '2013' },
            { serial: 'A000000006', certificateNumber: number(6), count: 2, edition: '2013' },
          ],
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(holderOf(0).name);
  });

  it('[C7] judges every line and names each with its rule', () => {
    const world = stocked();
    world.must(ministry, register(5_000, 5_010, 4));
    world.must(ministry, dispatch(guizhou, 5_000, 5_010));
    world.must(guizhou, receive(world.lastConsignment(ministry), 5_000, 5_010));
    world.must(guizhou, dispatch(guiyang, 5_000, 5_010));
    world.must(guiyang, receive(world.lastConsignment(guizhou), 5_000, 5_010));
    const command = issue([
      [1, 1],
      [900, 2],
      [3, 1],
      [5_000, 4],
      [5, 5],
    ]);
    const lines = command.lines.map((line, index) =>
      index === 4
        ? {
            ...line,
            holder: {
              name: 'x',
              document: { type: 'resident-id' as const, number: '110105194912310021' },
            },
          }
        : line,
    );
    const decision = world.post(guiyang, { ...command, lines });
    expect(decision).toMatchObject({
      refusals: [
        { rule: 'C4', line: 2, serial: 'A000000900', path: '/lines/1/serial' },
        { rule: 'C7', code: 'number-repeated', line: 3, path: '/lines/2/certificateNumber' },
        { rule: 'C7', code: 'blank-of-other-level', line: 4, params: { level: 4, wanted: 5 } },
        { rule: 'N6', line: 5, path: '/lines/4/holder/document/number' },
      ],
    });
    expect(JSON.stringify(decision)).not.toContain('110105194912310021');
  });

  it.each<[string, Partial<IssueCertificates>]>([
    ['C7 nothing-named', { lines: [] }],
    ['T1 date-after-occurred', { roster: { reference: 'R-1', signedOn: '2013-04-02', passed: 9 } }],
    ['N5 station-not-of-centre', { station: zunyiStation }],
    ['N5 station-not-of-centre', { station: guiyang }],
    ['C7 more-than-passed', { roster: { reference: 'R-1', signedOn: '2013-03-20', passed: 1 } }],
    [
      'N5 number-of-other-year',
      { lines: [{ ...issue([[1, 1]]).lines[0], certificateNumber: number(1, { year: '12' }) }] },
    ],
    [
      'N5 number-of-other-level',
      { lines: [{ ...issue([[1, 1]]).lines[0], certificateNumber: number(1, { level: 4 }) }] },
    ],
    [
      'N5 number-of-other-institution',
      {
        lines: [
          { ...issue([[1, 1]]).lines[0], certificateNumber: number(1, { institution: zunyi }) },
        ],
      },
    ],
    [
      'N3 certificate-number-malformed',
      { lines: [{ ...issue([[1, 1]]).lines[0], certificateNumber: '13' }] },
    ],
    ['N1 serial-malformed', { lines: [{ ...issue([[1, 1]]).lines[0], serial: 'a1' }] }],
    [
      'C7 serial-repeated',
      issue([
        [1, 1],
        [1, 2],
      ]),
    ],
  ])('refuses %s', (expected, change) => {
    expect(
      verdict(
        stocked().post(guiyang, {
          ...issue([
            [1, 1],
            [2, 2],
          ]),
          ...change,
        }),
      ),
    ).toBe(expected);
  });

  it('[N5] a number may also be of the station that examined', () => {
    const lines = [
      {
        ...issue([[1, 1]]).lines[0],
        certificateNumber: number(1, { institution: guiyangStation }),
      },
    ];
    expect(verdict(stocked().post(guiyang, issue([], { lines })))).toBe('accepted');
  });

  it('[P3] a number is used once', () => {
    const world = stocked();
    world.must(
      guiyang,
      issue([
        [1, 1],
        [2, 2],
      ]),
    );
    expect(verdict(world.post(guiyang, issue([[3, 2]])))).toBe('P3 number-in-use');
  });

  it('[C4] a serial is issued once', () => {
    const world = stocked();
    world.must(guiyang, issue([[1, 1]]));
    expect(world.post(guiyang, issue([[1, 2]]))).toMatchObject({
      refusals: [{ rule: 'C4', params: { where: 'issued' } }],
    });
  });

  it('[C7] another spelling of a roster’s reference or occupation is the same roster', () => {
    const world = stocked();
    const roster = { reference: 'R1', signedOn: '2013-03-20', passed: 1 };
    world.must(guiyang, issue([[1, 1]], { roster }));
    for (const change of [
      { roster: { ...roster, reference: 'R1 ' } },
      { roster: { ...roster, reference: 'Ｒ１' } },
      { roster: { ...roster, reference: 'R1\u200b' } },
      { roster, occupation: { name: '中式烹调师' } },
    ]) {
      expect(verdict(world.post(guiyang, issue([[2, 2]], change)))).toBe('C7 more-than-passed');
    }
  });

  it('[N1] [N3] a refusal repeats no person when columns are swapped', () => {
    const [line] = issue([[1, 1]]).lines;
    const lines = [{ ...line, serial: '秘密人', certificateNumber: '110105194912310021' }];
    const decision = stocked().post(guiyang, issue([], { lines }));
    expect(decision).toMatchObject({
      refusals: [
        { rule: 'N1', line: 1 },
        { rule: 'N3', line: 1 },
      ],
    });
    expect(JSON.stringify(decision)).not.toMatch(/秘密人|110105194912310021/);
  });

  it('[C7] numbers of one roster never exceed those who passed, over all posts', () => {
    const world = stocked();
    const roster = { reference: 'R-2', signedOn: '2013-03-20', passed: 3 };
    world.must(
      guiyang,
      issue(
        [
          [1, 1],
          [2, 2],
        ],
        { roster },
      ),
    );
    expect(
      verdict(
        world.post(
          guiyang,
          issue(
            [
              [3, 3],
              [4, 4],
            ],
            { roster },
          ),
        ),
      ),
    ).toBe('C7 more-than-passed');
    expect(verdict(world.post(guiyang, issue([[3, 3]], { roster })))).toBe('accepted');
  });

  it.each([
    ['C7 roster-other-date', { reference: 'R-1', signedOn: '2013-03-21', passed: 100 }],
    ['C7 roster-other-passed', { reference: 'R-1', signedOn: '2013-03-20', passed: 101 }],
  ])('[C7] the same reference with other particulars: %s', (expected, roster) => {
    const world = stocked();
    world.must(guiyang, issue([[1, 1]]));
    expect(verdict(world.post(guiyang, issue([[2, 2]], { roster })))).toBe(expected);
  });

  it('[C8] skipping a lower serial is a warning, not a refusal', () => {
    const world = stocked();
    const decision = world.post(
      guiyang,
      issue([
        [1, 1],
        [2, 2],
        [5, 3],
      ]),
    );
    expect(decision).toMatchObject({
      warnings: [{ rule: 'C8', serial: 'A000000003', params: { used: 'A000000005' } }],
    });
    expect(
      world.post(
        guiyang,
        issue([
          [3, 4],
          [4, 5],
        ]),
      ),
    ).toMatchObject({ warnings: [] });
  });

  it('[N6] another document is not judged by the identity number’s check', () => {
    const holder = { name: 'Traveller', document: { type: 'passport' as const, number: 'E1234' } };
    const lines = [{ ...issue([[1, 1]]).lines[0], holder }];
    expect(verdict(stocked().post(guiyang, issue([], { lines })))).toBe('accepted');
  });
});
