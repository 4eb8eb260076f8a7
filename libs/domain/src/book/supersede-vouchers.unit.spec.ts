import { holderOf, issue, number, stocked, tree, verdict, voucherNumber, vouchers } from '#testing';
import type { Holder } from '../vocabulary';
import type { IssueCertificates } from './commands';
import { decide } from './decide';

const { guizhou, guiyang, guiyangStation } = tree;

/** Vouchers 1 to 3 of Guiyang for the numbers 1 to 3. */
function vouchered() {
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

const inOrder: [number, number][] = [
  [1, 1],
  [2, 2],
  [3, 3],
];

/** The first line of a post for number 1, its holder changed. */
function named(change: Partial<Holder>, more: Partial<IssueCertificates> = {}): IssueCertificates {
  const [line] = issue([[1, 1]]).lines;
  return issue([], { lines: [{ ...line, holder: { ...line.holder, ...change } }], ...more });
}

describe('a certificate supersedes its voucher', () => {
  it('[V5] in the same append, one event for all of the post', () => {
    const world = vouchered();
    const events = world.must(guiyang, issue([...inOrder, [4, 4]]));
    expect(events.map(({ type }) => type)).toEqual(['CertificatesIssued', 'VoucherSuperseded']);
    expect(events[1].data).toEqual({
      runs: [
        {
          voucherNumber: voucherNumber(1),
          certificateNumber: number(1),
          serial: 'A000000001',
          count: 3,
        },
      ],
    });
    expect(JSON.stringify(events)).not.toContain(holderOf(0).name);
  });

  it('[V5] without vouchers there is nothing to supersede', () => {
    const events = vouchered().must(guiyang, issue([[4, 4]]));
    expect(events.map(({ type }) => type)).toEqual(['CertificatesIssued']);
  });

  it('[V5] runs break where serial, number or voucher do', () => {
    const world = vouchered();
    const lines = issue([
      [1, 1],
      [2, 2],
      [5, 3],
    ]).lines;
    const events = world.must(guiyang, issue([], { lines }));
    expect(events[1].data).toMatchObject({
      runs: [
        { serial: 'A000000001', count: 2 },
        { serial: 'A000000005', voucherNumber: voucherNumber(3), count: 1 },
      ],
    });
  });

  it('[V5] an expired voucher, too, and it takes no shortage', () => {
    const world = vouchered();
    world.shortage('EndShortage', guizhou, [5]);
    world.today = '2014-06-01';
    expect(world.must(guiyang, issue(inOrder))).toHaveLength(2);
  });

  it('[V5] a thousand certificates of which 600 have vouchers are one append', () => {
    const world = stocked();
    const { ministry } = tree;
    const ranges = [{ from: 'B000000001', to: 'B000001000' }];
    world.must(ministry, {
      type: 'RegisterBlanks',
      level: 5,
      edition: '2013',
      ranges,
      deliveryNote: 'd',
    });
    for (const [from, to] of [
      [ministry, guizhou],
      [guizhou, guiyang],
    ] as const) {
      world.must(from, { type: 'DispatchBlanks', to, ranges, handedOverBy: 'x' });
      const consignment = world.lastConsignment(from);
      const countedBy = ['甲', '乙'];
      world.must(to, { type: 'ReceiveBlanks', consignment, accepted: ranges, countedBy });
    }
    world.shortage('DeclareShortage', guizhou, [5]);
    const roster = { reference: 'R-9', signedOn: '2013-03-20', passed: 1_000 };
    // Nothing follows anything: the longest that such an append can be.
    const sequence = (line: number) => 1 + ((line * 37) % 1_000);
    const some = Array.from({ length: 600 }, (_, line): [number, number] => [
      1 + ((line * 7) % 600),
      sequence(line),
    ]);
    world.must(guiyang, vouchers(some, { roster }));
    const all = issue([], { roster });
    const lines = Array.from({ length: 1_000 }, (_, line) => ({
      serial: `B${String(1 + ((line * 13) % 1_000)).padStart(9, '0')}`,
      certificateNumber: number(sequence(line)),
      holder: holderOf(line),
    }));
    const events = world.must(guiyang, { ...all, lines });
    expect(events.map(({ type }) => type)).toEqual(['CertificatesIssued', 'VoucherSuperseded']);
    const sizeBytes = Buffer.byteLength(JSON.stringify(events));
    // What is left of 900 KiB holds a thousand sealed holders of half a kilobyte.
    expect(sizeBytes).toBeLessThan(300 * 1024);
    const left = (line: number) =>
      world.book(guiyang).vouchers.inForceFor({
        prefix: number(1).slice(0, 11),
        year: '13',
        institution: guiyang,
        level: 5,
        sequence: sequence(line),
      });
    expect([0, 300, 599].map(left)).toEqual([undefined, undefined, undefined]);
  });

  it.each<[string, string, IssueCertificates]>([
    ['name', 'holder/name', named({ name: '别人' })],
    ['document', 'holder/document', named({ document: holderOf(7).document })],
    [
      'document',
      'holder/document',
      named({ document: { ...holderOf(0).document, type: 'other' } }),
    ],
    [
      'occupation',
      'certificateNumber',
      named({}, { occupation: { code: '4-03-02-99', name: '中式烹调师' } }),
    ],
  ])('[V2] another %s than the voucher’s is refused', (what, field, command) => {
    const decision = vouchered().post(guiyang, command);
    expect(decision).toMatchObject({
      refusals: [
        {
          rule: 'V2',
          code: 'voucher-says-otherwise',
          line: 1,
          path: `/lines/0/${field}`,
          params: { number: voucherNumber(1), what },
        },
      ],
    });
    expect(JSON.stringify(decision)).not.toMatch(/别人|考生/);
  });

  it.each<[string, Partial<IssueCertificates>]>([
    ['occupation', { occupation: { name: '焊工' } }],
    ['level', { level: 4 }],
  ])('[V2] another %s is the voucher’s affair before it is another roster’s', (what, more) => {
    const decision = vouchered().post(guiyang, named({}, more));
    expect(decision).toMatchObject({
      refusals: expect.arrayContaining([
        expect.objectContaining({ rule: 'V2', params: { number: voucherNumber(1), what } }),
        expect.objectContaining({ rule: 'P3', code: 'number-of-other-roster' }),
      ]),
    });
  });

  it('[V2] another station is refused', () => {
    const world = vouchered();
    world.centres.put({
      code: '52012002',
      name: '第二鉴定所',
      tier: 'station',
      parent: guiyang,
      liveFrom: '2013-01-01',
    });
    const decision = world.post(guiyang, named({}, { station: '52012002' }));
    expect(verdict(decision)).toBe('V2 voucher-says-otherwise, P3 number-of-other-roster');
    expect(verdict(world.post(guiyang, named({}, { station: guiyangStation })))).toBe('accepted');
  });

  it('[V2] a name spelled otherwise is the same name, an occupation without its code the same', () => {
    const world = vouchered();
    const command = named({ name: ' 考 生０' }, { occupation: { name: '中式烹调师' } });
    expect(verdict(world.post(guiyang, command))).toBe('accepted');
  });

  it('[V2] a wrong voucher is voided first', () => {
    const world = vouchered();
    const command = named({ name: '别人' });
    expect(verdict(world.post(guiyang, command))).toBe('V2 voucher-says-otherwise');
    world.must(guiyang, {
      type: 'VoidVoucher',
      voucherNumber: voucherNumber(1),
      reason: '姓名有误',
    });
    const events = world.must(guiyang, command);
    expect(events.map(({ type }) => type)).toEqual(['CertificatesIssued']);
  });

  it('[V2] a forgotten holder cannot be compared: that voucher, too, is voided first', () => {
    const world = vouchered();
    world.forgotten.add(number(1));
    expect(verdict(world.post(guiyang, named({})))).toBe('V2 voucher-holder-forgotten');
    world.must(guiyang, { type: 'VoidVoucher', voucherNumber: voucherNumber(1), reason: '遗忘' });
    expect(verdict(world.post(guiyang, named({})))).toBe('accepted');
  });

  it('[V2] a voucher whose holder was not looked up is compared with nobody', () => {
    const world = vouchered();
    const by = { user: 'u', displayName: 'u', role: 'clerk', centre: guiyang, backdate: false };
    const command = {
      ...named({}),
      centre: guiyang,
      occurredOn: '2013-04-01',
      by: { ...by, role: 'clerk' as const },
      decidedAt: '2013-04-01T02:00:00.000Z',
    };
    const facts = { centres: world.centres, policy: world.centres.policyFor(guiyang) };
    const decision = decide(world.book(guiyang), command, facts);
    expect(verdict(decision)).toBe('V2 voucher-issued-meanwhile');
  });

  it('[T3] not earlier than what happened to the voucher', () => {
    const world = vouchered();
    world.today = '2013-04-05';
    world.must(guiyang, {
      type: 'ReplaceVoucher',
      voucherNumber: voucherNumber(1),
      replacementNumber: voucherNumber(9),
      lossNotice: { newspaper: '贵州日报', publishedOn: '2013-04-04' },
    });
    const post = (on: string) => verdict(world.post(guiyang, named({}), { on }));
    expect(post('2013-04-04')).toBe('T3 earlier-than-last-event');
    expect(post('2013-04-05')).toBe('accepted');
  });

  it('[V5] supersedes the replacement, not the lost voucher', () => {
    const world = vouchered();
    world.must(guiyang, {
      type: 'ReplaceVoucher',
      voucherNumber: voucherNumber(1),
      replacementNumber: voucherNumber(9),
      lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-30' },
    });
    const events = world.must(guiyang, issue(inOrder));
    expect(events[1].data).toMatchObject({
      runs: [
        { voucherNumber: voucherNumber(9), certificateNumber: number(1), count: 1 },
        { voucherNumber: voucherNumber(2), certificateNumber: number(2), count: 2 },
      ],
    });
  });
});
