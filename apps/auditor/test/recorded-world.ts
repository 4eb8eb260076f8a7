/** What happened in a small installation in memory, appended to a real store. */
import { addDays, type RecordedEvent } from '#domain';
import type { EventLog, NewEvent } from '#event-log';
import type { Identity } from '#identity';
import {
  destroy,
  dispatch,
  holderOf,
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

const { guizhou, guiyang } = tree;

/** Of every kind of event one, and one consignment on its way. */
export function story(): readonly RecordedEvent[] {
  const world = stocked();
  const lines = Array.from({ length: 10 }, (_, at): [number, number] => [at + 1, at + 1]);
  world.must(guiyang, issue(lines));
  world.must(guiyang, spoil(11, 12));
  world.must(guiyang, destroy(11, 11));
  const approve = () =>
    world.must(
      guiyang,
      { type: 'ApproveProposal', proposal: world.lastProposal(guiyang) },
      { user: 'supervisor-b' },
    );
  approve();
  world.must(guiyang, {
    type: 'PrintReplacement',
    certificateNumber: number(2),
    serial: range(13, 13).from,
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: '2013-03-28' },
  });
  world.must(guizhou, dispatch(guiyang, 201, 300));
  const refused = world.lastConsignment(guizhou);
  world.must(guiyang, { type: 'RefuseBlanks', consignment: refused, reason: '箱体受潮' });
  world.must(guizhou, { type: 'TakeBackBlanks', consignment: refused });
  world.must(guizhou, dispatch(guiyang, 301, 310));
  const differing = { damaged: [range(309, 309)], missing: [range(310, 310)] };
  world.must(guiyang, { ...receive(world.lastConsignment(guizhou), 301, 308), ...differing });
  approve();
  world.must(guiyang, destroy(12, 12));
  const proposal = world.lastProposal(guiyang);
  world.must(guiyang, { type: 'RefuseProposal', proposal, reason: '日期有误' });
  world.must(guizhou, dispatch(guiyang, 311, 320));
  mendMistakes(world);
  giveVouchers(world);
  expire(world);
  return world.log;
}

/** A proposal that nobody decides in time. */
function expire(world: World): void {
  world.must(guiyang, destroy(12, 12));
  const proposal = world.lastProposal(guiyang);
  world.today = addDays(world.today, 8);
  world.must(guiyang, { type: 'ExpireProposal', proposal }, { user: 'system' });
}

/** Nine vouchers: two superseded, one replaced, one void; one shortage ended, one not. */
function giveVouchers(world: World): void {
  world.shortage('DeclareShortage', guizhou, [5, 4]);
  const nine = Array.from({ length: 9 }, (_, at): [number, number] => [at + 1, at + 81]);
  const post = vouchers(nine);
  world.must(guiyang, post);
  const printed = post.lines.slice(3, 5).map(({ certificateNumber, holder }, at) => {
    const serial = range(190 + at, 190 + at).from;
    return { serial, certificateNumber, holder };
  });
  world.must(guiyang, issue([], { lines: printed }));
  world.must(guiyang, replaceVoucher(7, 10));
  const altered = voucherNumber(8);
  world.must(guiyang, { type: 'VoidVoucher', voucherNumber: altered, reason: '涂改' });
  world.shortage('EndShortage', guizhou, [4]);
}

/** Appends the events one by one, their holders really sealed; answers the last position. */
export async function append(
  log: EventLog,
  { sealing }: Identity,
  events: readonly RecordedEvent[],
): Promise<bigint> {
  let position = -1n;
  for (const [at, event] of events.entries()) {
    const { type, id, metadata, stream, revision } = event;
    const place = { stream, eventId: id, month: '2013-03' };
    const data =
      type === 'HoldersSealed' ? await sealing.seal(linesOf(events[at + 1]), place) : event.data;
    const fresh = { type, data, id, metadata } as NewEvent;
    ({ position } = await log.append(stream, [fresh], revision - 1n));
  }
  return position;
}

/** Somebody for every line of the fact that a block is sealed for. */
function linesOf(event: RecordedEvent) {
  const numbers = [...numbersOf(event)];
  return numbers.map((certificateNumber, at) => ({ certificateNumber, holder: holderOf(at) }));
}

function* numbersOf(event: RecordedEvent): Generator<string> {
  if (event.type === 'ReplacementPrinted') yield event.data.certificateNumber;
  if (event.type === 'ProposalMade' && event.data.command.type === 'PrintReplacement') {
    yield event.data.command.certificateNumber;
  }
  if (event.type !== 'CertificatesIssued' && event.type !== 'VouchersIssued') return;
  for (const { certificateNumber, count } of event.data.runs) {
    for (let index = 0; index < count; index += 1) {
      yield String(BigInt(certificateNumber) + BigInt(index)).padStart(16, '0');
    }
  }
}
