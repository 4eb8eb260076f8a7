/** The top centre takes blanks from the printing works (C1). */
import type { Accepted, Decision, Refusal } from '../refusals';
import { refusedBy } from '../refusals';
import { formatRange, totalOf } from '../serials/serial';
import { isPlainText, sameForm } from '../text-form';
import type { Book } from './book';
import type { BookCommand, RegisterBlanks } from './commands';
import type { BookEvent } from './events';
import type { Facts } from './facts';
import { readSomeRanges, refuseRange, tooEarly, whereabouts } from './judging';

/** Who delivers unless the poster says otherwise. */
export const defaultSupplier = '印制厂 printing works';

/** More than a nation prints in a decade: a mistyped range is longer. */
export const registeredSerialsMax = 200_000_000;

/**
 * Refuses, in this order: N1 and N2 (ranges; more than 200,000,000 serials), C1 (not the top
 * centre), C14 (an edition that looks like another, which a withdrawal of that one would miss), C1
 * (serials registered before, by anyone: every serial of an installation was registered in this very
 * book), T3 (a registration of them was reversed later).
 */
export function registerBlanks(
  book: Book,
  command: BookCommand<RegisterBlanks>,
  facts: Facts,
): Decision<BookEvent> {
  const { ranges, refusals } = readSomeRanges(command.ranges, '/ranges');
  if (refusals.length > 0) return refusedBy(refusals);
  const count = totalOf(ranges);
  if (count > registeredSerialsMax) {
    const params = { count, most: registeredSerialsMax };
    return refusedBy([{ rule: 'N2', code: 'serials-too-many', path: '/ranges', params }]);
  }
  const top = facts.centres.top?.code;
  if (top !== book.centre) {
    return refusedBy([{ rule: 'C1', code: 'not-top-centre', params: { centre: top ?? '' } }]);
  }
  const known: Refusal[] = judgeEdition(book, command.edition);
  for (const wanted of ranges) {
    for (const { range, holding } of book.segments(wanted)) {
      if (!holding || holding.status === 'origin') {
        if (holding && holding.on > command.occurredOn) known.push(tooEarly(range, holding.on));
        continue;
      }
      known.push(
        refuseRange('C1', 'serials-registered-before', range, {
          path: '/ranges',
          params: whereabouts(holding),
        }),
      );
    }
  }
  if (known.length > 0) return refusedBy(known);
  const { level, edition, deliveryNote, supplier } = command;
  const data = {
    lots: [{ level, edition, ranges: ranges.map(formatRange) }],
    supplier: supplier ?? defaultSupplier,
    deliveryNote,
  };
  return {
    events: [{ type: 'BlanksRegistered', data }],
    warnings: [],
  } satisfies Accepted<BookEvent>;
}

/** Editions are told apart by their exact names (C14), so that what a reader takes for one is one. */
function judgeEdition(book: Book, edition: string): Refusal[] {
  const at = { rule: 'C14', path: '/edition' } as const;
  if (!isPlainText(edition)) return [{ ...at, code: 'edition-not-plain' }];
  const form = sameForm(edition);
  const alike = [...book.editions()].filter((one) => one !== edition && sameForm(one) === form);
  if (alike.length === 0) return [];
  // What was registered by mistake and reversed is no edition of anything.
  const inUse = new Set<string>();
  for (const { holding } of book.all()) {
    if (holding && holding.status !== 'origin') inUse.add(holding.edition);
  }
  const known = alike.find((one) => inUse.has(one));
  return known === undefined
    ? []
    : [{ ...at, code: 'edition-spelled-otherwise', params: { known } }];
}
