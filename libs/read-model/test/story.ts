/** Recorded events for the specs of the read side: a told story and its parts. */
import type { BookCommandBody, CentreCode, RangeText, Recorded, RecordedEvent } from '#domain';
import { count, holderOf, tree, voucherNumber, vouchers, World } from '#testing';

const { ministry, guizhou, guiyang, zunyi, guiyangStation, zunyiStation } = tree;

export const occupation = { code: '4-03-01-01', name: '中式烹调师' };

/** `A` and nine digits. */
export const serialOf = (ordinal: number): string => `A${String(ordinal).padStart(9, '0')}`;

export const rangeOf = (first: number, last = first): RangeText => ({
  from: serialOf(first),
  to: serialOf(last),
});

export const numberOf = (sequence: number, institution: string = guiyang): string =>
  `13${institution}4${String(sequence).padStart(5, '0')}`;

export function issue(
  lines: readonly (readonly [serial: number, sequence: number])[],
  { reference = '名册1', centre = guiyang as CentreCode, station = guiyangStation as string } = {},
): BookCommandBody {
  return {
    type: 'IssueCertificates',
    roster: { reference, signedOn: '2013-03-20', passed: 500 },
    level: 4,
    occupation,
    station,
    lines: lines.map(([serial, sequence]) => ({
      serial: serialOf(serial),
      certificateNumber: numberOf(sequence, centre),
      holder: holderOf(sequence),
    })),
  };
}

/** Sends and receives in full; answers the consignment's number. */
export function hand(world: World, from: CentreCode, to: CentreCode, ranges: RangeText[]): string {
  world.must(from, { type: 'DispatchBlanks', to, ranges, handedOverBy: '张三' });
  const consignment = world.lastConsignment(from);
  world.must(to, {
    type: 'ReceiveBlanks',
    consignment,
    accepted: ranges,
    countedBy: ['李四', '王五'],
  });
  return consignment;
}

function approve(world: World, centre: CentreCode): void {
  const proposal = world.lastProposal(centre);
  world.must(centre, { type: 'ApproveProposal', proposal }, { user: 'supervisor-b' });
}

/**
 * Guizhou's first days of April 2013: registered, sent down, one box short, one refused and taken
 * back, issued, spoiled, destroyed, lost and damaged certificates replaced, one proposal refused.
 */
export function toldStory(): RecordedEvent[] {
  const world = told();
  return [...world.log, managerAppointed(world)];
}

/** The same, and what other views know: a shortage begun and ended, a voucher, a count, a closing. */
export function fullStory(): RecordedEvent[] {
  const world = told();
  world.shortage('DeclareShortage', guizhou, [5, 4]);
  world.must(guiyang, vouchers([[1, 901]]));
  world.must(guiyang, { type: 'VoidVoucher', voucherNumber: voucherNumber(1), reason: '涂改' });
  world.shortage('EndShortage', guizhou, [4]);
  world.must(guiyang, count([[100, 190]], { levels: [4] }));
  world.must(tree.fuzhou, { type: 'CloseCentre', reason: '撤并' });
  return [...world.log, managerAppointed(world)];
}

function told(): World {
  const world = new World('2013-04-01');
  world.must(ministry, {
    type: 'RegisterBlanks',
    level: 4,
    edition: '2013普通版',
    ranges: [rangeOf(1, 1_000)],
    deliveryNote: '交货单7',
  });
  world.must(ministry, {
    type: 'RegisterBlanks',
    level: 5,
    edition: '2013普通版',
    ranges: [rangeOf(5_001, 5_500), rangeOf(6_001, 6_100)],
    deliveryNote: '交货单8',
  });
  hand(world, ministry, guizhou, [rangeOf(1, 600), rangeOf(5_001, 5_200)]);
  hand(world, guizhou, guiyang, [rangeOf(1, 200)]);
  world.today = '2013-04-03';
  receiveShort(world);
  refuseAndTakeBack(world);
  issueAndReplace(world);
  spoilAndDestroy(world);
  return world;
}

/** A box of a hundred: one damaged, one missing; approved by a second user. */
function receiveShort(world: World): void {
  world.must(guizhou, {
    type: 'DispatchBlanks',
    to: zunyi,
    ranges: [rangeOf(201, 300)],
    handedOverBy: '张三',
  });
  world.must(zunyi, {
    type: 'ReceiveBlanks',
    consignment: world.lastConsignment(guizhou),
    accepted: [rangeOf(201, 298)],
    damaged: [rangeOf(299)],
    missing: [rangeOf(300)],
    unexpected: [rangeOf(900)],
    countedBy: ['赵六', '钱七'],
  });
  approve(world, zunyi);
}

function refuseAndTakeBack(world: World): void {
  world.must(guizhou, {
    type: 'DispatchBlanks',
    to: zunyi,
    ranges: [rangeOf(301, 350)],
    handedOverBy: '张三',
  });
  const consignment = world.lastConsignment(guizhou);
  world.must(zunyi, { type: 'RefuseBlanks', consignment, reason: '箱破' });
  world.must(guizhou, { type: 'TakeBackBlanks', consignment });
  world.must(guizhou, {
    type: 'DispatchBlanks',
    to: zunyi,
    ranges: [rangeOf(351, 360)],
    handedOverBy: '张三',
  });
}

function issueAndReplace(world: World): void {
  world.today = '2013-04-05';
  const inOrder = Array.from({ length: 40 }, (_, line) => [line + 1, line + 1] as const);
  world.must(guiyang, issue(inOrder));
  world.must(
    guiyang,
    issue(
      [
        [43, 41],
        [41, 42],
        [42, 44],
      ],
      { reference: '名册2' },
    ),
  );
  world.must(zunyi, issue([[201, 1]], { centre: zunyi, station: zunyiStation }));
  world.today = '2013-04-20';
  world.must(guiyang, {
    type: 'PrintReplacement',
    certificateNumber: numberOf(7),
    serial: serialOf(50),
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-04-18' },
  });
  world.must(guiyang, {
    type: 'PrintReplacement',
    certificateNumber: numberOf(7),
    serial: serialOf(51),
    reason: 'damaged',
  });
}

function spoilAndDestroy(world: World): void {
  world.must(guiyang, { type: 'SpoilSerials', cause: 'misprint', ranges: [rangeOf(60, 64)] });
  world.today = '2013-04-22';
  const destroy = (ranges: RangeText[]): void => {
    world.must(guiyang, {
      type: 'DestroySerials',
      ranges,
      minutes: {
        on: '2013-04-22',
        place: '贵阳市档案馆',
        method: '粉碎',
        witnesses: ['孙八', '周九'],
      },
    });
  };
  destroy([rangeOf(50), rangeOf(60, 62)]);
  approve(world, guiyang);
  destroy([rangeOf(63)]);
  world.must(
    guiyang,
    { type: 'RefuseProposal', proposal: world.lastProposal(guiyang), reason: '人数不足' },
    { user: 'supervisor-b' },
  );
  destroy([rangeOf(64)]);
}

/** The world has no command for it; the event stands for itself. */
function managerAppointed(world: World): Recorded<{ type: 'ManagerAppointed'; data: never }> {
  const last = world.log[world.log.length - 1];
  return {
    ...last,
    id: '00000000-0000-4000-8000-00000000ffff',
    type: 'ManagerAppointed',
    stream: 'centres',
    revision: world.centres.revision + 1n,
    position: last.position + 100n,
    data: {
      centre: guiyang,
      responsible: '负责人',
      responsiblePhone: '0851-1',
      manager: '管理员',
      managerPhone: '0851-2',
      managerEmail: 'm@example.cn',
    },
  } as never;
}
