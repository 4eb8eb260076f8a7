import {
  issue,
  number,
  replaceVoucher,
  stocked,
  tree,
  verdict,
  voucherNumber,
  vouchers,
  type World,
} from '#testing';
import type { BookCommandBody } from './commands';

const { guizhou, guiyang, zunyi } = tree;

function vouchered(): World {
  const world = stocked();
  world.shortage('DeclareShortage', guizhou, [5]);
  const lines: [number, number][] = [
    [1, 1],
    [2, 2],
    [3, 3],
  ];
  world.must(guiyang, vouchers(lines));
  return world;
}

const voidVoucher = (voucher: number): BookCommandBody => ({
  type: 'VoidVoucher',
  voucherNumber: voucherNumber(voucher),
  reason: '涂改',
});

describe('a voucher that was lost', () => {
  it('[V6] is replaced by another number, which keeps the day on which it expires', () => {
    expect(vouchered().must(guiyang, replaceVoucher(2, 9))).toEqual([
      {
        type: 'VoucherReplaced',
        data: {
          voucherNumber: voucherNumber(2),
          replacementNumber: voucherNumber(9),
          certificateNumber: number(2),
          expiresOn: '2014-03-20',
          lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
        },
      },
    ]);
  });

  it('[V6] whether or not blanks are still short', () => {
    const world = vouchered();
    world.shortage('EndShortage', guizhou, [5]);
    expect(verdict(world.post(guiyang, replaceVoucher(2, 9)))).toBe('accepted');
  });

  it('[V6] again and again, each by the one before', () => {
    const world = vouchered();
    world.must(guiyang, replaceVoucher(2, 9));
    expect(verdict(world.post(guiyang, replaceVoucher(2, 10)))).toBe('V6 voucher-not-in-force');
    world.must(guiyang, replaceVoucher(9, 10));
    const { vouchers: index } = world.book(guiyang);
    const found = [2, 9, 10].map((ordinal) => index.find({ series: `${guiyang}PZ:6`, ordinal }));
    expect(found).toMatchObject([
      { status: 'replaced', certificateNumber: number(2), lineIndex: 1 },
      { status: 'replaced', certificateNumber: number(2), lineIndex: 1 },
      { status: 'in-force', certificateNumber: number(2), lineIndex: 1, expiresOn: '2014-03-20' },
    ]);
    expect(new Set(found.map((entry) => entry?.sealedAt)).size).toBe(1);
  });

  it('[V6] on its last day, but not after: the holder collects the certificate', () => {
    const world = vouchered();
    world.today = '2014-03-21';
    expect(verdict(world.post(guiyang, replaceVoucher(1, 9)))).toBe('V6 voucher-expired');
    const onLast = world.post(guiyang, replaceVoucher(1, 9), { on: '2014-03-20' });
    expect(verdict(onLast)).toBe('accepted');
  });

  it.each<[string, BookCommandBody]>([
    ['N7 voucher-unknown', replaceVoucher(7, 9)],
    ['N7 voucher-number-in-use', replaceVoucher(1, 2)],
    ['N7 voucher-number-in-use', replaceVoucher(1, 1)],
    [
      'N7 voucher-number-of-other-centre',
      { ...replaceVoucher(1, 9), replacementNumber: voucherNumber(9, zunyi) },
    ],
    ['N7 voucher-number-malformed', { ...replaceVoucher(1, 9), replacementNumber: 'x' }],
    [
      'T1 date-after-occurred',
      { ...replaceVoucher(1, 9), lossNotice: { newspaper: 'n', publishedOn: '2013-04-02' } },
    ],
    [
      'T1 date-malformed',
      { ...replaceVoucher(1, 9), lossNotice: { newspaper: 'n', publishedOn: '2013-02-30' } },
    ],
  ])('refuses %s', (expected, command) => {
    expect(verdict(vouchered().post(guiyang, command))).toBe(expected);
  });

  it('[V6] not once its certificate is printed', () => {
    const world = vouchered();
    world.must(guiyang, issue([[1, 1]]));
    expect(verdict(world.post(guiyang, replaceVoucher(1, 9)))).toBe('V6 voucher-not-in-force');
    expect(verdict(world.post(guiyang, replaceVoucher(2, 9)))).toBe('accepted');
  });

  it('[T3] not earlier than it was given out', () => {
    const world = stocked();
    world.shortage('DeclareShortage', guizhou, [5]);
    world.must(guiyang, vouchers([[1, 1]]), { on: '2013-03-30' });
    const post = (on: string) => verdict(world.post(guiyang, replaceVoucher(1, 9), { on }));
    expect(post('2013-03-29')).toBe('T3 earlier-than-last-event, T1 date-after-occurred');
    expect(post('2013-03-30')).toBe('accepted');
  });
});

const printed = issue([
  [1, 1],
  [2, 2],
]);

describe('a voucher that is wrong', () => {
  it('[V6] is void, with its reason; its number stays with the roster', () => {
    const world = vouchered();
    expect(world.must(guiyang, voidVoucher(2))).toEqual([
      {
        type: 'VoucherVoided',
        data: {
          voucherNumber: voucherNumber(2),
          certificateNumber: number(2),
          reason: '涂改',
        },
      },
    ]);
    expect(
      world.book(guiyang).vouchers.find({ series: `${guiyang}PZ:6`, ordinal: 2 }),
    ).toMatchObject({ status: 'void', on: '2013-04-01' });
  });

  it('[V2] also when it has expired: its certificate waits for that', () => {
    const world = vouchered();
    world.today = '2014-06-01';
    expect(verdict(world.post(guiyang, voidVoucher(2)))).toBe('accepted');
  });

  it.each<[string, string, (world: World) => void]>([
    ['N7 voucher-unknown', 'of another centre’s book', () => undefined],
    ['V6 voucher-not-in-force', 'void before', (world) => world.must(guiyang, voidVoucher(2))],
    ['V6 voucher-not-in-force', 'replaced', (world) => world.must(guiyang, replaceVoucher(2, 9))],
    ['V6 voucher-not-in-force', 'superseded', (world) => world.must(guiyang, printed)],
  ])('refuses %s: %s', (expected, _, before) => {
    const world = vouchered();
    before(world);
    const centre = expected.startsWith('N7') ? zunyi : guiyang;
    expect(verdict(world.post(centre, voidVoucher(2)))).toBe(expected);
  });

  it('[T3] not earlier than it was given out', () => {
    const world = stocked();
    world.shortage('DeclareShortage', guizhou, [5]);
    world.must(guiyang, vouchers([[1, 1]]), { on: '2013-03-30' });
    const post = (on: string) => verdict(world.post(guiyang, voidVoucher(1), { on }));
    expect(post('2013-03-29')).toBe('T3 earlier-than-last-event');
    expect(post('2013-03-30')).toBe('accepted');
  });
});
