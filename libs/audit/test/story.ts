/** A small installation with one of each thing that can happen, for this library's specs. */
import { forgettingStream, type RecordedEvent } from '#domain';
import {
  count,
  destroy,
  dispatch,
  issue,
  mendMistakes,
  number,
  range,
  receive,
  replaceVoucher,
  spoil,
  stocked,
  tree,
  voucherNumber,
  vouchers,
  type World,
} from '#testing';
import type { Finding } from '../src/findings';

const { ministry, guizhou, guiyang, zunyi } = tree;

/** Serials 1–1000; Guiyang has 200, issues 1–10, spoils 11, destroys it, replaces 2 by 12. */
export function story(): RecordedEvent[] {
  const world = stocked();
  world.must(guiyang, issue(Array.from({ length: 10 }, (_, index) => [index + 1, index + 1])));
  world.must(guiyang, spoil(11, 11));
  world.must(guiyang, destroy(11, 11));
  const proposal = world.lastProposal(guiyang);
  world.must(guiyang, { type: 'ApproveProposal', proposal }, { user: 'supervisor-b' });
  world.must(guiyang, {
    type: 'PrintReplacement',
    certificateNumber: number(2),
    serial: range(12, 12).from,
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-28' },
  });
  world.must(guizhou, dispatch(guiyang, 201, 300));
  const refused = world.lastConsignment(guizhou);
  world.must(guiyang, { type: 'RefuseBlanks', consignment: refused, reason: '箱体受潮' });
  world.must(guizhou, { type: 'TakeBackBlanks', consignment: refused });
  world.must(guizhou, dispatch(guiyang, 301, 310));
  world.must(guiyang, {
    ...receive(world.lastConsignment(guizhou), 301, 308),
    damaged: [range(309, 309)],
    missing: [range(310, 310)],
  } as Parameters<typeof world.must>[1]);
  const receipt = world.lastProposal(guiyang);
  world.must(guiyang, { type: 'ApproveProposal', proposal: receipt }, { user: 'supervisor-b' });
  world.must(guizhou, dispatch(guiyang, 311, 320));
  giveVouchers(world);
  mendMistakes(world);
  world.must(guiyang, count([[12, 200]], { spoiled: [range(309, 309)] }));
  world.must(
    guiyang,
    count(
      [
        [13, 190],
        [301, 308],
      ],
      { levels: [5] },
    ),
  );
  fileQuarter(world);
  world.must(zunyi, { type: 'CloseCentre', reason: '机构撤并' });
  return [...world.log, forgottenAfter(world.log)];
}

/** Two lines of a block in Guiyang's book: custody does not notice. */
function forgottenAfter(log: readonly RecordedEvent[]): RecordedEvent {
  const last = log.at(-1) as RecordedEvent;
  const place = { stream: `book-${guiyang}`, revision: '3', event: last.id };
  const lines = [
    { ...place, line: 2 },
    { ...place, line: 5 },
  ];
  const { metadata, recordedAt } = last;
  return {
    type: 'HolderForgotten',
    data: { lines, reason: '本人申请' },
    id: '00000000-0000-4000-8000-999999999999',
    stream: forgettingStream,
    revision: 0n,
    position: last.position + 100n,
    recordedAt,
    metadata,
  };
}

/** Guiyang's first quarter: returned, applied for, signed and granted. */
function fileQuarter(world: World): void {
  const known = world.centres.get(guiyang);
  const manager = { responsible: '甲', responsiblePhone: '1', manager: '乙', managerPhone: '2' };
  if (known) {
    world.centres.put({ ...known, manager: { ...manager, managerEmail: 'a@b.cn' } });
  }
  const file = (body: Parameters<typeof world.file>[2], user: string) =>
    world.file(guiyang, '2013Q1', body, { user });
  const row = { occupation: { name: '车工' }, level: 5, assessed: 12, passed: 10 } as const;
  file({ type: 'FileReturn', rows: [row] }, 'clerk-a');
  file({ type: 'RecordFeeShare', paid: true, amount: 100.5 }, 'clerk-g');
  file({ type: 'FileApplication', planned: { 5: 10 } }, 'clerk-a');
  file({ type: 'SignApplication', as: 'section-head' }, 'head');
  file({ type: 'SignApplication', as: 'leader' }, 'leader');
  file({ type: 'ReviewApplication', decision: 'approved', granted: { 5: 10 } }, 'reviewer');
  const countedAt = [{ centre: guiyang, revision: '0' }];
  const digest = { sha256: 'ab'.repeat(32), layout: 1, rowCount: 0, forgottenCount: 0, countedAt };
  file({ type: 'MakeMonthlyFile', month: '2013-02', ...digest }, 'clerk-a');
}

/** Vouchers 1–9 for the numbers 21–29: 4 and 5 superseded, 7 replaced by 10, 8 void. */
function giveVouchers(world: World): void {
  world.shortage('DeclareShortage', ministry, [4]);
  world.shortage('DeclareShortage', guizhou, [5, 4]);
  const nine = Array.from({ length: 9 }, (_, line): [number, number] => [line + 1, line + 21]);
  world.must(guiyang, vouchers(nine));
  const { lines } = vouchers(nine);
  const sheets = [13, 14].map((sheet) => range(sheet, sheet).from);
  const printed = sheets.map((serial, line) => {
    const { certificateNumber, holder } = lines[line + 3];
    return { serial, certificateNumber, holder };
  });
  world.must(guiyang, issue([], { lines: printed }));
  world.must(guiyang, replaceVoucher(7, 10));
  const altered = voucherNumber(8);
  world.must(guiyang, { type: 'VoidVoucher', voucherNumber: altered, reason: '涂改' });
  world.shortage('EndShortage', guizhou, [5]);
}

export async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

export class Findings {
  readonly all: Finding[] = [];
  readonly report = (finding: Finding): void => void this.all.push(finding);

  /** `check` of each, in order. */
  get checks(): string[] {
    return this.all.map(({ check }) => check);
  }
}

/** A copy of the log in which one event is another. */
export function tampered(
  log: readonly RecordedEvent[],
  type: RecordedEvent['type'],
  change: (event: RecordedEvent) => unknown,
): RecordedEvent[] {
  const at = log.findIndex((event) => event.type === type);
  if (at < 0) throw new Error(`no ${type} in the log`);
  return log.map((event, index) =>
    index === at ? (change(structuredClone(event)) as RecordedEvent) : event,
  );
}
