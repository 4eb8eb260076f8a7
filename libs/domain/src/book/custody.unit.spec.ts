/** The commands that move blanks, each with its refusals in order of precedence. */
import { holderOf, tree, verdict, World } from '#testing';
import type { BookCommandBody, IssueCertificates } from './commands';

const { ministry, guizhou, fujian, guiyang, zunyi, fuzhou, guiyangStation, zunyiStation } = tree;
const range = (from: number, to: number, series = 'A') => ({
  from: series + String(from).padStart(9, '0'),
  to: series + String(to).padStart(9, '0'),
});
const register = (from: number, to: number, level: 1 | 2 | 3 | 4 | 5 = 5): BookCommandBody => ({
  type: 'RegisterBlanks',
  level,
  edition: '2013',
  ranges: [range(from, to)],
  deliveryNote: 'DN-1',
});
const dispatch = (to: string, from: number, last: number): BookCommandBody => ({
  type: 'DispatchBlanks',
  to,
  ranges: [range(from, last)],
  handedOverBy: '押运员甲',
});
const receive = (consignment: string, from: number, to: number): BookCommandBody => ({
  type: 'ReceiveBlanks',
  consignment,
  accepted: [range(from, to)],
  countedBy: ['清点甲', '清点乙'],
});
const spoil = (from: number, to: number): BookCommandBody => ({
  type: 'SpoilSerials',
  cause: 'misprint',
  ranges: [range(from, to)],
});
const destroy = (from: number, to: number, witnesses = ['监销甲', '监销乙']): BookCommandBody => ({
  type: 'DestroySerials',
  ranges: [range(from, to)],
  minutes: { on: '2013-04-01', place: '贵阳', method: '粉碎', witnesses },
});
const number = (sequence: number, { institution = guiyang, level = 5, year = '13' } = {}) =>
  `${year}${institution}${level}${String(sequence).padStart(5, '0')}`;
const issue = (
  lines: [serial: number, sequence: number][],
  more: Partial<IssueCertificates> = {},
): IssueCertificates => ({
  type: 'IssueCertificates',
  roster: { reference: 'R-1', signedOn: '2013-03-20', passed: 100 },
  level: 5,
  occupation: { code: '4-03-02-01', name: '中式烹调师' },
  station: guiyangStation,
  lines: lines.map(([serial, sequence], index) => ({
    serial: range(serial, serial).from,
    certificateNumber: number(sequence),
    holder: holderOf(index),
  })),
  ...more,
});

/** Blanks 1–1000 of level 5 at the ministry; 1–500 at the province; 1–200 at Guiyang. */
function stocked(): World {
  const world = new World();
  world.must(ministry, register(1, 1_000));
  world.must(ministry, dispatch(guizhou, 1, 500));
  world.must(guizhou, receive(world.lastConsignment(ministry), 1, 500));
  world.must(guizhou, dispatch(guiyang, 1, 200));
  world.must(guiyang, receive(world.lastConsignment(guizhou), 1, 200));
  return world;
}

describe('register blanks', () => {
  it('[C1] puts them into the top centre’s stock', () => {
    expect(new World().must(ministry, register(1, 1_000))).toEqual([
      {
        type: 'BlanksRegistered',
        data: {
          lots: [{ level: 5, edition: '2013', ranges: [range(1, 1_000)] }],
          supplier: '印制厂 printing works',
          deliveryNote: 'DN-1',
        },
      },
    ]);
  });

  it.each<[string, string, BookCommandBody]>([
    [
      'N1 serial-malformed',
      ministry,
      { ...register(1, 2), ranges: [{ from: 'x', to: 'A000002' }] } as BookCommandBody,
    ],
    [
      'N2 range-malformed',
      ministry,
      { ...register(1, 2), ranges: [range(2, 1)] } as BookCommandBody,
    ],
    [
      'N2 ranges-overlap',
      ministry,
      { ...register(1, 2), ranges: [range(1, 5), range(5, 9)] } as BookCommandBody,
    ],
    ['C1 not-top-centre', guizhou, register(2_000, 2_001)],
    ['C1 serials-registered-before', ministry, register(1_000, 1_001)],
    ['C1 serials-registered-before', ministry, register(1, 1)],
  ])('refuses %s', (expected, centre, command) => {
    expect(verdict(stocked().post(centre, command))).toBe(expected);
  });

  it('[C3] a station has no book at all', () => {
    expect(verdict(stocked().post(guiyangStation, register(1, 1)))).toBe(
      'C3 station-holds-no-blanks',
    );
  });
});

describe('dispatch blanks', () => {
  it('[C2] one tier down or back to the parent', () => {
    const world = stocked();
    expect(verdict(world.post(guizhou, dispatch(zunyi, 201, 210)))).toBe('accepted');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 10)))).toBe('accepted');
  });

  it.each<[string, string, BookCommandBody]>([
    ['C2 centre-unknown', guizhou, dispatch('99999999', 201, 210)],
    ['C3 station-holds-no-blanks', guiyang, dispatch(guiyangStation, 1, 10)],
    ['C2 not-one-tier', ministry, dispatch(guiyang, 501, 510)],
    ['C2 not-one-tier', guizhou, dispatch(fujian, 201, 210)],
    ['C2 not-one-tier', guizhou, dispatch(fuzhou, 201, 210)],
    ['C2 not-one-tier', guiyang, dispatch(zunyi, 1, 10)],
    ['C2 not-one-tier', guizhou, dispatch(guizhou, 201, 210)],
    ['C4 serials-not-in-stock', guizhou, dispatch(zunyi, 501, 501)],
  ])('refuses %s', (expected, centre, command) => {
    expect(verdict(stocked().post(centre, command))).toBe(expected);
  });

  it('[C4] lists every stretch that is not in stock, with where the book has it', () => {
    const world = stocked();
    world.must(guizhou, spoil(300, 309));
    const decision = world.post(guizhou, dispatch(zunyi, 190, 510));
    expect(decision).toMatchObject({
      refusals: [
        { range: range(190, 200), params: { where: 'transit', consignment: `${guizhou}-1` } },
        { range: range(300, 309), params: { where: 'spoiled' } },
        { range: range(501, 510), params: { where: 'unknown' } },
      ],
    });
  });

  it('[C9] spoiled serials are never dispatched', () => {
    const world = stocked();
    world.must(guizhou, spoil(300, 300));
    expect(verdict(world.post(guizhou, dispatch(zunyi, 300, 300)))).toBe('C4 serials-not-in-stock');
  });

  it('numbers the consignment by the sender and the place in its stream', () => {
    const world = stocked();
    const [event] = world.must(guizhou, dispatch(zunyi, 201, 210));
    expect(event).toMatchObject({ data: { consignment: `${guizhou}-2` } });
    expect(world.book(guizhou).revision).toBe(2n);
  });
});

describe('receive blanks', () => {
  const sent = () => {
    const world = stocked();
    world.must(guizhou, dispatch(zunyi, 201, 220));
    return { world, consignment: world.lastConsignment(guizhou) };
  };

  it('[C5] accounts for every serial: accepted, damaged and missing are what was sent', () => {
    const { world, consignment } = sent();
    const command: BookCommandBody = {
      type: 'ReceiveBlanks',
      consignment,
      accepted: [range(201, 205), range(208, 215)],
      damaged: [range(206, 207)],
      missing: [range(216, 220)],
      unexpected: [range(900, 901)],
      countedBy: [' 清点甲 ', '清点乙'],
    };
    expect(world.must(zunyi, command)).toMatchObject([{ type: 'ProposalMade' }]);
    expect(world.book(zunyi).answers.size).toBe(0);
    const proposal = world.lastProposal(zunyi);
    const events = world.must(zunyi, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    const lot = (...ranges: object[]) => [{ level: 5, edition: '2013', ranges }];
    expect(events).toEqual([
      { type: 'ProposalApproved', data: { proposal } },
      {
        type: 'BlanksReceived',
        data: {
          consignment,
          from: guizhou,
          accepted: lot(range(201, 205), range(208, 215)),
          damaged: lot(range(206, 207)),
          missing: lot(range(216, 220)),
          unexpected: [range(900, 901)],
          countedBy: ['清点甲', '清点乙'],
        },
      },
    ]);
  });

  it('[C11] what was damaged is spoiled here, what was not there is missing here', () => {
    const { world, consignment } = sent();
    world.must(zunyi, {
      ...receive(consignment, 201, 210),
      damaged: [range(211, 215)],
      missing: [range(216, 220)],
    } as BookCommandBody);
    const proposal = world.lastProposal(zunyi);
    world.must(zunyi, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    const status = (ordinal: number) =>
      world.book(zunyi).holdingOf({ series: 'A:9', ordinal })?.status;
    expect([210, 211, 216].map(status)).toEqual(['stock', 'spoiled', 'missing']);
  });

  it.each<[string, Partial<Extract<BookCommandBody, { type: 'ReceiveBlanks' }>>]>([
    ['C5 consignment-unknown', { consignment: `${guizhou}-99` }],
    ['C5 consignment-unknown', { consignment: `${guizhou}-1` }],
    ['N1 serial-malformed', { accepted: [{ from: '?', to: 'A000000220' }] }],
    ['N2 ranges-overlap', { accepted: [range(201, 210), range(210, 220)] }],
    ['C5 people-count', { countedBy: ['清点甲'] }],
    ['C5 people-count', { countedBy: ['甲', '乙', '丙'] }],
    ['C5 name-empty', { countedBy: ['清点甲', '  '] }],
    ['C5 name-repeated', { countedBy: ['清点甲', ' 清点甲'] }],
    ['C5 name-is-posters', { countedBy: ['清点甲', 'clerk-a'] }],
    ['C5 serials-counted-twice', { damaged: [range(220, 220)] }],
    ['C5 serials-not-sent', { accepted: [range(201, 221)] }],
    ['C5 serials-not-accounted-for', { accepted: [range(201, 219)] }],
    [
      'C5 serials-were-sent, C5 serials-not-accounted-for',
      { accepted: [range(201, 219)], unexpected: [range(220, 220)] },
    ],
  ])('refuses %s', (expected, change) => {
    const { world, consignment } = sent();
    const command = { ...receive(consignment, 201, 220), ...change } as BookCommandBody;
    expect(verdict(world.post(zunyi, command))).toBe(expected);
  });

  it('[C5] accepted may be empty', () => {
    const { world, consignment } = sent();
    const command = { ...receive(consignment, 1, 1), accepted: [], missing: [range(201, 220)] };
    expect(verdict(world.post(zunyi, command as BookCommandBody))).toBe('accepted');
  });

  it('[C5] a consignment is received or refused once', () => {
    const { world, consignment } = sent();
    world.must(zunyi, receive(consignment, 201, 220));
    expect(verdict(world.post(zunyi, receive(consignment, 201, 220)))).toBe(
      'C5 consignment-answered',
    );
    expect(verdict(world.post(zunyi, { type: 'RefuseBlanks', consignment, reason: '错' }))).toBe(
      'C5 consignment-answered',
    );
  });

  it('[C5] a receipt with differences that was overtaken by a refusal can no longer be approved', () => {
    const { world, consignment } = sent();
    world.must(zunyi, {
      ...receive(consignment, 201, 219),
      missing: [range(220, 220)],
    } as BookCommandBody);
    world.must(zunyi, { type: 'RefuseBlanks', consignment, reason: '封条破损' });
    const proposal = world.lastProposal(zunyi);
    expect(
      verdict(world.post(zunyi, { type: 'ApproveProposal', proposal }, { user: 'boss' })),
    ).toBe('C5 consignment-answered');
    expect(world.book(zunyi).proposals.get(proposal)?.status).toBe('pending');
  });

  it('[C6] a refused consignment stays in transit until its sender takes it back, once', () => {
    const { world, consignment } = sent();
    const takeBack: BookCommandBody = { type: 'TakeBackBlanks', consignment };
    expect(verdict(world.post(guizhou, takeBack))).toBe('C6 consignment-not-refused');
    world.must(zunyi, { type: 'RefuseBlanks', consignment, reason: '封条破损' });
    expect(world.book(guizhou).holdingOf({ series: 'A:9', ordinal: 201 })?.status).toBe('transit');
    expect(verdict(world.post(fujian, takeBack))).toBe('C6 consignment-unknown');
    expect(world.must(guizhou, takeBack)).toEqual([
      {
        type: 'BlanksTakenBack',
        data: {
          consignment,
          to: zunyi,
          lots: [{ level: 5, edition: '2013', ranges: [range(201, 220)] }],
        },
      },
    ]);
    expect(world.book(guizhou).holdingOf({ series: 'A:9', ordinal: 201 })?.status).toBe('stock');
    expect(verdict(world.post(guizhou, takeBack))).toBe('C6 consignment-taken-back');
  });

  it('[C6] what was received cannot be taken back', () => {
    const { world, consignment } = sent();
    world.must(zunyi, receive(consignment, 201, 220));
    expect(verdict(world.post(guizhou, { type: 'TakeBackBlanks', consignment }))).toBe(
      'C6 consignment-not-refused',
    );
  });
});

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

describe('spoil and destroy', () => {
  it('[C9] a serial never goes from stock straight to destroyed', () => {
    expect(verdict(stocked().post(guiyang, destroy(1, 2)))).toBe('C9 serials-not-spoiled');
  });

  it('[C9] spoiled first, then destroyed together', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    world.must(guiyang, spoil(9, 9));
    const command = { ...destroy(1, 2), ranges: [range(1, 2), range(9, 9)] } as BookCommandBody;
    expect(world.must(guiyang, command)).toMatchObject([{ type: 'ProposalMade' }]);
    const proposal = world.lastProposal(guiyang);
    expect(
      world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'boss' }),
    ).toMatchObject([
      { type: 'ProposalApproved' },
      { type: 'SerialDestroyed', data: { lots: [{ ranges: [range(1, 2), range(9, 9)] }] } },
    ]);
  });

  it.each<[string, BookCommandBody]>([
    ['N2 nothing-named', { ...destroy(1, 2), ranges: [] } as BookCommandBody],
    ['C10 people-count', destroy(1, 2, ['监销甲'])],
    ['C10 name-repeated', destroy(1, 2, ['监销甲', '监 销甲'])],
    ['C10 name-is-posters', destroy(1, 2, ['监销甲', 'Clerk-A'])],
    [
      'T1 minutes-of-another-day',
      {
        ...destroy(1, 2),
        minutes: { on: '2013-03-31', place: 'x', method: 'y', witnesses: ['a', 'b'] },
      } as BookCommandBody,
    ],
    ['C4 serials-not-here', destroy(201, 201)],
    ['C9 serials-not-spoiled', destroy(1, 3)],
  ])('refuses %s', (expected, command) => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    expect(verdict(world.post(guiyang, command))).toBe(expected);
  });

  it('[C10] destroyed is final', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    world.must(guiyang, destroy(1, 2));
    world.must(
      guiyang,
      { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) },
      { user: 'boss' },
    );
    expect(verdict(world.post(guiyang, destroy(1, 1)))).toBe('C10 serials-destroyed-before');
    expect(verdict(world.post(guiyang, spoil(1, 1)))).toBe('C4 serials-not-in-stock');
    expect(verdict(world.post(guiyang, issue([[1, 1]])))).toBe('C4 serial-not-in-stock');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 1)))).toBe('C4 serials-not-in-stock');
  });
});

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
});

describe('days', () => {
  it.each([
    ['T1 date-in-future', '2013-04-02', false],
    ['T1 date-malformed', '2013-02-30', false],
    ['accepted', '2013-03-01', false],
    ['T2 date-too-far-back', '2013-02-28', false],
    ['accepted', '2013-02-28', true],
    ['accepted', '2012-12-31', true],
  ])('[T1] [T2] %s on %s (backdate: %s)', (expected, on, backdate) => {
    expect(verdict(new World().post(ministry, register(1, 2), { on, backdate }))).toBe(expected);
  });

  it('[T2] far back, before the centre went live: no second user', () => {
    const world = new World();
    const options = { on: '2012-12-31', backdate: true };
    expect(world.must(ministry, register(1, 2), options)).toMatchObject([
      { type: 'BlanksRegistered' },
    ]);
  });

  it('[T2] far back, after the centre went live: a second user approves', () => {
    const world = new World();
    const options = { on: '2013-02-01', backdate: true };
    expect(world.must(ministry, register(1, 2), options)).toMatchObject([{ type: 'ProposalMade' }]);
    const proposal = world.lastProposal(ministry);
    const events = world.must(ministry, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    expect(events).toMatchObject([{ type: 'ProposalApproved' }, { type: 'BlanksRegistered' }]);
    expect(world.log.at(-1)?.metadata).toMatchObject({
      occurredOn: '2013-02-01',
      actor: { user: 'clerk-a' },
      approvedBy: { user: 'boss' },
    });
  });

  it('[T2] an issue that far back keeps its holders out of the proposal', () => {
    const world = new World();
    const on = '2013-02-01';
    const options = { on, backdate: true };
    const approve = (centre: string) => {
      const proposal = world.lastProposal(centre);
      world.must(centre, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    };
    world.must(ministry, register(1, 9), options);
    approve(ministry);
    world.must(ministry, dispatch(guizhou, 1, 9), options);
    approve(ministry);
    world.must(guizhou, receive(world.lastConsignment(ministry), 1, 9), options);
    approve(guizhou);
    world.must(guizhou, dispatch(guiyang, 1, 9), options);
    approve(guizhou);
    world.must(guiyang, receive(world.lastConsignment(guizhou), 1, 9), options);
    approve(guiyang);
    const roster = { reference: 'R-1', signedOn: '2013-01-20', passed: 100 };
    const [made] = world.must(guiyang, issue([[1, 1]], { roster }), options);
    expect(JSON.stringify(made)).not.toContain(holderOf(0).name);
    expect(made).toMatchObject({
      data: { proposal: `${guiyang}-${world.book(guiyang).revision}` },
    });
    approve(guiyang);
    const types = world.log.slice(-3).map(({ type }) => type);
    expect(types).toEqual(['ProposalApproved', 'HoldersSealed', 'CertificatesIssued']);
  });

  it('a dispatch that was approved later carries its real place in the stream', () => {
    const world = new World();
    world.must(ministry, register(1, 9), { on: '2012-12-31', backdate: true });
    world.must(ministry, dispatch(guizhou, 1, 9), { on: '2013-02-01', backdate: true });
    const proposal = world.lastProposal(ministry);
    world.must(ministry, { type: 'ApproveProposal', proposal }, { user: 'boss' });
    expect(world.log.at(-1)).toMatchObject({
      type: 'BlanksDispatched',
      revision: 3n,
      data: { consignment: `${ministry}-3` },
    });
  });

  it('[T3] never earlier than the last event of a serial', () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 1), { on: '2013-04-01' });
    world.today = '2013-04-10';
    world.must(guiyang, spoil(5, 5), { on: '2013-04-08' });
    const command = {
      ...destroy(1, 5),
      ranges: [range(1, 1), range(5, 5)],
      minutes: { on: '2013-04-05', place: 'x', method: 'y', witnesses: ['a', 'b'] },
    } as BookCommandBody;
    expect(world.post(guiyang, command, { on: '2013-04-05' })).toMatchObject({
      refusals: [{ rule: 'T3', serial: 'A000000005', params: { on: '2013-04-08' } }],
    });
  });

  it('[T3] an issue, a dispatch and a spoilage are not earlier than the receipt', () => {
    const world = stocked();
    world.today = '2013-04-10';
    const on = '2013-03-31';
    expect(verdict(world.post(guiyang, issue([[1, 1]]), { on }))).toBe(
      'T3 earlier-than-last-event',
    );
    expect(verdict(world.post(guiyang, spoil(1, 1), { on }))).toBe('T3 earlier-than-last-event');
    expect(verdict(world.post(guiyang, dispatch(guizhou, 1, 1), { on }))).toBe(
      'T3 earlier-than-last-event',
    );
  });

  it('[T3] a receipt or refusal is not earlier than the dispatch, a take-back than the refusal', () => {
    const world = stocked();
    world.today = '2013-04-10';
    world.must(guizhou, dispatch(zunyi, 201, 210), { on: '2013-04-05' });
    const consignment = world.lastConsignment(guizhou);
    const refuse: BookCommandBody = { type: 'RefuseBlanks', consignment, reason: 'x' };
    expect(verdict(world.post(zunyi, receive(consignment, 201, 210), { on: '2013-04-04' }))).toBe(
      'T3 earlier-than-dispatch',
    );
    expect(verdict(world.post(zunyi, refuse, { on: '2013-04-04' }))).toBe(
      'T3 earlier-than-dispatch',
    );
    world.must(zunyi, refuse, { on: '2013-04-07' });
    const takeBack: BookCommandBody = { type: 'TakeBackBlanks', consignment };
    expect(verdict(world.post(guizhou, takeBack, { on: '2013-04-06' }))).toBe(
      'T3 earlier-than-refusal',
    );
    expect(verdict(world.post(guizhou, takeBack, { on: '2013-04-07' }))).toBe('accepted');
  });

  it('[T3] a replacement is not earlier than the issue', () => {
    const world = stocked();
    world.today = '2013-04-10';
    world.must(guiyang, issue([[1, 1]]), { on: '2013-04-08' });
    const command: BookCommandBody = {
      type: 'PrintReplacement',
      certificateNumber: number(1),
      serial: 'A000000002',
      reason: 'damaged',
    };
    expect(verdict(world.post(guiyang, command, { on: '2013-04-07' }))).toBe(
      'T3 earlier-than-last-event',
    );
  });
});

describe('two people', () => {
  const proposed = () => {
    const world = stocked();
    world.must(guiyang, spoil(1, 2));
    world.must(guiyang, destroy(1, 2));
    return {
      world,
      approve: { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) } as const,
    };
  };

  it.each([
    ['C10 approver-is-author', { user: 'clerk-a' }],
    ['C10 approver-is-named', { user: '监销甲' }],
    [
      'C10 approver-granted-later',
      { user: 'boss', grant: { grantedAt: '2013-05-01T00:00:00.000Z' } },
    ],
    ['C10 approver-granted-by-author', { user: 'boss', grant: { grantedBy: 'clerk-a' } }],
  ])('[C10] refuses %s', (expected, options) => {
    const { world, approve } = proposed();
    expect(verdict(world.post(guiyang, approve, options))).toBe(expected);
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('accepted');
  });

  it('[C10] is decided once', () => {
    const { world, approve } = proposed();
    world.must(guiyang, approve, { user: 'boss' });
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-decided');
    expect(verdict(world.post(guiyang, { ...approve, type: 'RefuseProposal', reason: 'x' }))).toBe(
      'C10 proposal-decided',
    );
  });

  it('[C10] a refused proposal moves nothing', () => {
    const { world, approve } = proposed();
    world.must(
      guiyang,
      { ...approve, type: 'RefuseProposal', reason: '数量不符' },
      { user: 'boss' },
    );
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-decided');
    expect(world.book(guiyang).holdingOf({ series: 'A:9', ordinal: 1 })?.status).toBe('spoiled');
  });

  it('[C10] expires after seven days', () => {
    const { world, approve } = proposed();
    world.today = '2013-04-09';
    expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe('C10 proposal-expired');
  });

  it('[C10] is judged again when it is approved', () => {
    const { world, approve } = proposed();
    world.must(guiyang, destroy(1, 1));
    const second = world.lastProposal(guiyang);
    world.must(guiyang, approve, { user: 'boss' });
    expect(verdict(world.post(guiyang, { ...approve, proposal: second }, { user: 'boss' }))).toBe(
      'C10 serials-destroyed-before',
    );
  });
});
