import {
  count,
  destroy,
  dispatch,
  issue,
  lose,
  number,
  range,
  receive,
  recover,
  register,
  replaceVoucher,
  spoil,
  stocked,
  tree,
  verdict,
  voucherNumber,
  vouchers,
  type World,
} from '#testing';
import type { BookCommandBody } from './commands';

const { ministry, guizhou, guiyang, zunyi, fujian, fuzhou } = tree;
const close: BookCommandBody = { type: 'CloseCentre', reason: '机构撤并' };

/** Guiyang has issued 1 and 2, lost 3, returned the rest, and is closed. */
function closed(): World {
  const world = stocked();
  world.must(
    guiyang,
    issue([
      [1, 1],
      [2, 2],
    ]),
  );
  world.must(guiyang, lose(3, 3));
  world.approve(guiyang);
  world.must(guiyang, dispatch(guizhou, 4, 200));
  world.must(guizhou, receive(world.lastConsignment(guiyang), 4, 200));
  expect(world.must(guiyang, close)).toEqual([
    { type: 'CentreClosed', data: { reason: '机构撤并' } },
  ]);
  return world;
}

const voided: BookCommandBody = {
  type: 'VoidIssue',
  certificateNumber: number(1),
  sheet: 'in-hand',
  cause: 'other',
  reason: '误发',
};

describe('closing a centre', () => {
  it('[C18] needs an empty safe: every stretch in stock or spoiled is listed', () => {
    const world = stocked();
    world.must(guiyang, spoil(11, 12));
    expect(world.post(guiyang, close)).toMatchObject({
      refusals: [
        {
          rule: 'C18',
          code: 'serials-still-here',
          range: range(1, 10),
          params: { where: 'stock' },
        },
        { range: range(11, 12), params: { where: 'spoiled' } },
        { range: range(13, 200), params: { where: 'stock' } },
      ],
    });
  });

  it('[C18] nothing may be on its way to it, refused or not, until the sender took it back', () => {
    const world = stocked();
    world.must(guizhou, dispatch(zunyi, 201, 210));
    const consignment = world.lastConsignment(guizhou);
    const refused = { rule: 'C18', code: 'consignment-under-way', params: { consignment } };
    expect(world.post(zunyi, close)).toEqual({ refusals: [refused] });
    world.must(zunyi, { type: 'RefuseBlanks', consignment, reason: '数量不符' });
    expect(world.post(zunyi, close)).toEqual({ refusals: [refused] });
    world.must(guizhou, { type: 'TakeBackBlanks', consignment });
    expect(verdict(world.post(zunyi, close))).toBe('accepted');
  });

  it('[C18] nor from it', () => {
    const world = stocked();
    world.must(guiyang, dispatch(guizhou, 1, 200));
    expect(verdict(world.post(guiyang, close))).toBe('C18 consignment-under-way');
    world.must(guizhou, receive(world.lastConsignment(guiyang), 1, 200));
    expect(verdict(world.post(guiyang, close))).toBe('accepted');
  });

  it('[C18] no centre below it may be open; its stations do not count', () => {
    const world = stocked();
    expect(world.post(fujian, close)).toMatchObject({
      refusals: [{ rule: 'C18', code: 'centre-below-open', params: { centre: fuzhou } }],
    });
    world.must(fuzhou, close);
    expect(verdict(world.post(fujian, close))).toBe('accepted');
    expect(verdict(world.post(zunyi, close))).toBe('accepted');
  });

  it('[C18] [T3] not on a day before the last on which anything moved in its book', () => {
    const world = stocked();
    world.today = '2013-04-10';
    world.must(guiyang, dispatch(guizhou, 1, 200), { on: '2013-04-08' });
    world.must(guizhou, receive(world.lastConsignment(guiyang), 1, 200));
    expect(world.post(guiyang, close, { on: '2013-04-07' })).toEqual({
      refusals: [
        {
          rule: 'T3',
          code: 'closing-before-last-move',
          path: '/occurredOn',
          params: { on: '2013-04-08' },
        },
      ],
    });
    expect(verdict(world.post(guiyang, close, { on: '2013-04-08' }))).toBe('accepted');
    expect(verdict(world.post(zunyi, close, { on: '2013-03-20' }))).toBe('accepted');
  });

  it('[C18] the top centre stays', () => {
    const world = stocked();
    expect(verdict(world.post(ministry, close))).toContain('C18 top-centre-stays');
  });

  it.each<[string, BookCommandBody]>([
    ['count', count([])],
    ['loss', lose(1, 1)],
    ['spoilage', spoil(1, 1)],
    ['destruction', destroy(1, 1)],
    ['dispatch', dispatch(guizhou, 1, 1)],
    ['receipt', receive(`${guizhou}-9`, 1, 1)],
    ['issue', issue([[1, 9]])],
    ['registration', register(2_000, 2_001)],
    ['second closing', close],
  ])('[C18] afterwards refuses a %s, whoever posts it', (_, command) => {
    const world = closed();
    expect(verdict(world.post(guiyang, command))).toBe('C18 centre-closed');
    expect(verdict(world.post(guiyang, command, { as: guizhou }))).toBe('C18 centre-closed');
  });

  it('[C18] afterwards users of its parent recover and void, and its parent approves', () => {
    const world = closed();
    for (const command of [recover(3, 3, 'spoiled'), voided]) {
      expect(verdict(world.post(guiyang, command))).toBe('C18 closed-centre-of-parent');
      world.must(guiyang, command, { as: guizhou });
      const proposal = world.lastProposal(guiyang);
      const approve = { type: 'ApproveProposal', proposal } as const;
      expect(verdict(world.post(guiyang, approve, { user: 'boss' }))).toBe(
        'C18 closed-centre-of-parent',
      );
      expect(world.approve(guiyang, { as: guizhou })).toHaveLength(2);
    }
  });

  it('[C18] what its own users proposed before can no longer be approved', () => {
    const world = stocked();
    world.must(guiyang, lose(1, 200));
    world.approve(guiyang);
    world.must(guiyang, recover(1, 1));
    world.must(guiyang, close);
    const proposal = world.lastProposal(guiyang);
    const approve = { type: 'ApproveProposal', proposal } as const;
    expect(verdict(world.post(guiyang, approve, { user: 'boss', as: guizhou }))).toBe(
      'C18 closed-centre-of-parent',
    );
  });

  it('[C18] afterwards users of its parent replace, correct, and settle vouchers', () => {
    const world = stocked();
    world.shortage('DeclareShortage', guizhou, [5]);
    const [one, two, three, four] = [1, 2, 3, 4].map((at): [number, number] => [at, at]);
    world.must(guiyang, issue([one, two]));
    world.must(guiyang, vouchers([three, four]));
    world.must(guiyang, lose(3, 3));
    world.approve(guiyang);
    world.must(guiyang, dispatch(guizhou, 4, 200));
    world.must(guizhou, receive(world.lastConsignment(guiyang), 4, 200));
    world.must(guiyang, close);
    world.must(guiyang, recover(3, 3), { as: guizhou });
    world.approve(guiyang, { as: guizhou });
    const [first, second, third] = [1, 2, 3].map((at) => range(at, at).from);
    const lines = [
      { certificateNumber: number(1), recordedSerial: first, actualSerial: second },
      { certificateNumber: number(2), recordedSerial: second, actualSerial: first },
    ];
    const settling: readonly BookCommandBody[] = [
      { type: 'CorrectIssues', lines, reason: '错位' },
      {
        type: 'PrintReplacement',
        certificateNumber: number(1),
        serial: third,
        reason: 'lost',
        lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
      },
      replaceVoucher(3, 9),
      { type: 'VoidVoucher', voucherNumber: voucherNumber(4), reason: '涂改' },
    ];
    for (const command of settling) {
      expect(verdict(world.post(guiyang, command))).toBe('C18 closed-centre-of-parent');
      expect(verdict(world.post(guiyang, command, { as: guizhou }))).toBe('accepted');
      if (command.type === 'CorrectIssues') world.approve(guiyang, { as: guizhou });
    }
    const types = world.log.slice(-5).map(({ type }) => type);
    expect(types).toEqual([
      'ProposalApproved',
      'IssueCorrected',
      'ReplacementPrinted',
      'VoucherReplaced',
      'VoucherVoided',
    ]);
  });

  it('[C18] what was sent in that very moment is refused by its parent, and taken back', () => {
    const world = stocked();
    world.must(guizhou, dispatch(zunyi, 201, 210));
    const consignment = world.lastConsignment(guizhou);
    // The race: whoever closed the centre did not know of the consignment yet.
    world.hidden.add(consignment);
    world.must(zunyi, close);
    const refuse: BookCommandBody = { type: 'RefuseBlanks', consignment, reason: '机构已撤' };
    expect(verdict(world.post(zunyi, receive(consignment, 201, 210), { as: guizhou }))).toBe(
      'C18 centre-closed',
    );
    world.must(zunyi, refuse, { as: guizhou });
    expect(verdict(world.post(guizhou, { type: 'TakeBackBlanks', consignment }))).toBe('accepted');
  });

  it('[C18] a closed centre is sent nothing', () => {
    const world = closed();
    expect(verdict(world.post(guizhou, dispatch(guiyang, 201, 210)))).toBe('C18 receiver-closed');
  });
});
