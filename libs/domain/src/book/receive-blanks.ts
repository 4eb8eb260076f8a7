/** The receiver answers a consignment, once: all of it counted (C5), or refused (C6). */
import type { Recorded } from '../metadata';
import { centreOfBook } from '../movements';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import {
  formatRange,
  intersectRanges,
  mergeRanges,
  type SerialRange,
  subtractRanges,
} from '../serials/serial';
import { storedRange } from '../stored-numbers';
import type { Lot, PlainDate } from '../vocabulary';
import type { Book } from './book';
import type { BookCommand, ReceiveBlanks, RefuseBlanks } from './commands';
import type { BlanksDispatched, BookEvent } from './events';
import type { Facts } from './facts';
import { judgeNames, readRanges, refuseRange } from './judging';

/**
 * Refuses, in this order: C5 (no such consignment on its way here, answered before), T3 (earlier
 * than the dispatch), N1 and N2 (ranges), C5 (who counted; serials counted twice, not sent, not
 * accounted for).
 */
export function receiveBlanks(
  book: Book,
  command: BookCommand<ReceiveBlanks>,
  facts: Facts,
): Decision<BookEvent> {
  const open = openConsignment(book, command, facts);
  if ('refusals' in open) return open;
  const { dispatch } = open;
  const accepted = readRanges(command.accepted, '/accepted');
  const damaged = readRanges(command.damaged ?? [], '/damaged');
  const missing = readRanges(command.missing ?? [], '/missing');
  const unexpected = readRanges(command.unexpected ?? [], '/unexpected');
  const counted = [accepted, damaged, missing, unexpected];
  const malformed = counted.flatMap(({ refusals }) => refusals);
  if (malformed.length > 0) return refusedBy(malformed);
  const refusals = [
    ...judgeCounters(command, facts),
    ...judgeCount(dispatchedRanges(dispatch.data.lots), {
      '/accepted': accepted.ranges,
      '/damaged': damaged.ranges,
      '/missing': missing.ranges,
      '/unexpected': unexpected.ranges,
    }),
  ];
  if (refusals.length > 0) return refusedBy(refusals);
  const data = {
    consignment: command.consignment,
    from: centreOfBook(dispatch.stream) ?? '',
    accepted: lotsWithin(dispatch.data.lots, accepted.ranges),
    damaged: lotsWithin(dispatch.data.lots, damaged.ranges),
    missing: lotsWithin(dispatch.data.lots, missing.ranges),
    unexpected: unexpected.ranges.map(formatRange),
    countedBy: command.countedBy.map((name) => name.trim()),
  };
  return { events: [{ type: 'BlanksReceived', data }], warnings: [] };
}

/** Refuses: C5 (no such consignment, answered before), T3 (earlier than the dispatch). */
export function refuseBlanks(
  book: Book,
  command: BookCommand<RefuseBlanks>,
  facts: Facts,
): Decision<BookEvent> {
  const open = openConsignment(book, command, facts);
  if ('refusals' in open) return open;
  const { consignment, reason } = command;
  const data = { consignment, from: centreOfBook(open.dispatch.stream) ?? '', reason };
  return { events: [{ type: 'BlanksRefused', data }], warnings: [] };
}

/** C5: a receipt with damaged or missing blanks needs a second user. */
export function receiptDiffers({ damaged, missing }: ReceiveBlanks): boolean {
  return (damaged?.length ?? 0) > 0 || (missing?.length ?? 0) > 0;
}

function openConsignment(
  book: Book,
  { consignment, occurredOn }: { consignment: string; occurredOn: PlainDate },
  { dispatch }: Facts,
): { dispatch: Recorded<BlanksDispatched> } | ReturnType<typeof refusedBy> {
  const params = { consignment };
  if (!dispatch || dispatch.data.to !== book.centre || dispatch.data.consignment !== consignment) {
    return refusedBy([{ rule: 'C5', code: 'consignment-unknown', params }]);
  }
  const before = book.answers.get(consignment);
  if (before) {
    const answered = { ...params, answer: before.answer, on: before.on };
    return refusedBy([{ rule: 'C5', code: 'consignment-answered', params: answered }]);
  }
  const sentOn = dispatch.metadata.occurredOn;
  if (occurredOn < sentOn) {
    return refusedBy([
      { rule: 'T3', code: 'earlier-than-dispatch', path: '/occurredOn', params: { on: sentOn } },
    ]);
  }
  return { dispatch };
}

function judgeCounters(command: BookCommand<ReceiveBlanks>, { policy }: Facts): Refusal[] {
  const count = policy.on(command.occurredOn, 'countersCount');
  const limits = { rule: 'C5', path: '/countedBy', least: count, most: count };
  return judgeNames(command.countedBy, limits, command.by.displayName);
}

/** C5: accepted, damaged and missing are what was sent, each serial once; the rest was not sent. */
function judgeCount(
  sent: readonly SerialRange[],
  counted: Readonly<Record<string, readonly SerialRange[]>>,
): Refusal[] {
  const refusals: Refusal[] = [];
  let accounted: SerialRange[] = [];
  for (const [path, ranges] of Object.entries(counted)) {
    const wasSent = path !== '/unexpected';
    for (const range of intersectRanges(ranges, accounted)) {
      refusals.push(refuseRange('C5', 'serials-counted-twice', range, { path }));
    }
    const wrong = wasSent ? subtractRanges(ranges, sent) : intersectRanges(ranges, sent);
    for (const range of wrong) {
      refusals.push(
        refuseRange('C5', wasSent ? 'serials-not-sent' : 'serials-were-sent', range, {
          path,
        }),
      );
    }
    if (wasSent) accounted = mergeRanges([...accounted, ...ranges]);
  }
  for (const range of subtractRanges(sent, accounted)) {
    refusals.push(refuseRange('C5', 'serials-not-accounted-for', range));
  }
  return refusals;
}

function dispatchedRanges(lots: readonly Lot[]): SerialRange[] {
  return mergeRanges(lots.flatMap(rangesOf));
}

const rangesOf = ({ ranges }: Lot): SerialRange[] => ranges.map(storedRange);

/** The counted serials with the level and edition they were sent with. */
function lotsWithin(lots: readonly Lot[], counted: readonly SerialRange[]): Lot[] {
  return lots.flatMap((lot) => {
    const ranges = intersectRanges(mergeRanges(rangesOf(lot)), counted);
    return ranges.length === 0 ? [] : [{ ...lot, ranges: ranges.map(formatRange) }];
  });
}
