/** A small installation with one of each thing that can happen, for this library's specs. */
import type { RecordedEvent } from '#domain';
import { destroy, dispatch, issue, number, range, receive, spoil, stocked, tree } from '#testing';
import type { Finding } from '../src/findings';

const { guizhou, guiyang } = tree;

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
  return world.log;
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
