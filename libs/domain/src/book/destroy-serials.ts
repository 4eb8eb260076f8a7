/** Spoiled sheets are destroyed together, before witnesses, with minutes (C9, C10). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { SerialRange } from '../serials/serial';
import type { Book, Holding } from './book';
import type { BookCommand, DestroySerials } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { judgeHeld, judgeNames, readSomeRanges, refuseRange, whereabouts } from './judging';

const witnessesMax = 20;

/**
 * Refuses, in this order: N1 and N2 (ranges), T1 (minutes of another day), C10 (witnesses), then
 * for every stretch C10 (destroyed before), C9 (not registered as spoiled), C4 (not here), T3.
 * A second user approves (C10).
 */
export function destroySerials(
  book: Book,
  command: BookCommand<DestroySerials>,
  { policy }: Facts,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const { minutes, occurredOn, by } = command;
  const least = policy.on(occurredOn, 'destructionWitnessesMin');
  const limits = { rule: 'C10', path: '/minutes/witnesses', least, most: witnessesMax };
  const held = judgeHeld(book, ranges, occurredOn, unlessSpoiled);
  const all: Refusal[] = [
    ...judgeMinutesDate(minutes.on, occurredOn),
    ...judgeNames(minutes.witnesses, limits, by.displayName),
    ...held.refusals,
  ];
  if (all.length > 0) return refusedBy(all);
  const witnesses = minutes.witnesses.map((name) => name.trim());
  const data = { lots: held.lots, minutes: { ...minutes, witnesses } };
  return { events: [{ type: 'SerialDestroyed', data }], warnings: [] };
}

function judgeMinutesDate(on: string, occurredOn: string): Refusal[] {
  if (on === occurredOn) return [];
  const params = { on, occurredOn };
  return [{ rule: 'T1', code: 'minutes-of-another-day', path: '/minutes/on', params }];
}

function unlessSpoiled(range: SerialRange, holding: Holding | undefined): Refusal | undefined {
  const params = whereabouts(holding);
  switch (holding?.status) {
    case 'spoiled':
      return undefined;
    case 'destroyed':
      return refuseRange('C10', 'serials-destroyed-before', range, { params });
    case 'stock':
      return refuseRange('C9', 'serials-not-spoiled', range, { params });
    default:
      return refuseRange('C4', 'serials-not-here', range, { params });
  }
}
