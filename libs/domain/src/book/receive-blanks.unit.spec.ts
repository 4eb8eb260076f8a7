import { dispatch, range, receive, stocked, tree, verdict } from '#testing';
import type { BookCommandBody } from './commands';

const { guizhou, fujian, zunyi } = tree;

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

  it('[C5] who counted a short one does not approve it', () => {
    const { world, consignment } = sent();
    const short = { ...receive(consignment, 201, 219), missing: [range(220, 220)] };
    world.must(zunyi, short as BookCommandBody);
    const approve = { type: 'ApproveProposal', proposal: world.lastProposal(zunyi) } as const;
    for (const user of ['清点甲', ' 清点 乙']) {
      expect(verdict(world.post(zunyi, approve, { user }))).toBe('C5 approver-is-named');
    }
    expect(verdict(world.post(zunyi, approve, { user: 'boss' }))).toBe('accepted');
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
