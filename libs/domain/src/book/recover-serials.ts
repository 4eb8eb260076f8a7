/** What was lost is found again, by the centre that lost it (C12). */
import { type Decision, type Refusal, refusedBy } from '../refusals';
import type { SerialRange } from '../serials/serial';
import type { Book, Holding } from './book';
import type { BookCommand, RecoverSerials } from './commands';
import type { BookEvent } from './events';
import { judgeHeld, lotsIn, readSomeRanges, refuseRange, whereabouts } from './judging';

/**
 * Refuses, in this order: N1 and N2 (ranges), then for every stretch C12 (neither missing nor void
 * here; into stock although it was printed or was lost as spoiled) and T3. A second user approves
 * (C12).
 */
export function recoverSerials(
  book: Book,
  command: BookCommand<RecoverSerials>,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const { into, circumstances, occurredOn } = command;
  const held = judgeHeld(book, ranges, occurredOn, (range, holding) =>
    unlessFound(range, holding, into),
  );
  if (held.refusals.length > 0) return refusedBy(held.refusals);
  const data = {
    missing: lotsIn(book, ranges, 'missing'),
    void: lotsIn(book, ranges, 'void'),
    into,
    circumstances,
  };
  return { events: [{ type: 'SerialsRecovered', data }], warnings: [] };
}

function unlessFound(
  range: SerialRange,
  holding: Holding | undefined,
  into: RecoverSerials['into'],
): Refusal | undefined {
  const params = whereabouts(holding);
  if (holding?.status !== 'missing' && holding?.status !== 'void') {
    return refuseRange('C12', 'serials-not-lost', range, { params });
  }
  if (into === 'spoiled' || holding.mayReturn) return undefined;
  return refuseRange('C12', 'serials-never-stock-again', range, { params });
}
