/** Q7: blanks go to a city against what its application was granted, and no more. */
import type { Refusal } from '../refusals';
import { parseRange, totalOf } from '../serials/serial';
import { shanghaiDate } from '../time/plain-date';
import { type Level, type Lot, levels } from '../vocabulary';
import type { Book } from './book';
import type { BookCommand, DispatchBlanks } from './commands';
import type { Facts } from './facts';

/**
 * Refuses, in this order: Q7 or Q12 (no application cited where the policy asks for one; none
 * approved for that quarter; more of a level than is left of what was granted). What goes back to
 * the parent cites nothing, nor does opening stock (C17).
 */
export function judgeCitation(
  book: Book,
  command: BookCommand<DispatchBlanks>,
  facts: Facts,
  lots: readonly Lot[],
): Refusal[] {
  const { application, to, opening } = command;
  const receiver = facts.centres.get(to);
  const goesDown = receiver?.parent === book.centre;
  const rule = goesDown && receiver.tier === 'province' ? 'Q12' : 'Q7';
  const at = { rule, path: '/application' } as const;
  if (application === undefined) {
    const isAsked = goesDown && !opening && mustCite(command, facts, rule);
    return isAsked ? [{ ...at, code: 'application-not-cited', params: { centre: to } }] : [];
  }
  if (!goesDown || opening) return [{ ...at, code: 'application-not-due', params: { centre: to } }];
  const { granted } = facts;
  if (!granted) {
    return [{ ...at, code: 'application-not-granted', params: { centre: to, application } }];
  }
  const sent = book.figures.sentAgainst(to, application);
  return levels.flatMap((level): Refusal[] => {
    const wanted = countOf(lots, level);
    const left = granted[level] - sent[level];
    if (wanted <= left) return [];
    const params = { level, wanted, left, granted: granted[level], application };
    return [{ rule, code: 'beyond-grant', path: '/ranges', params }];
  });
}

/** T4: by record time; by the stated day only before the centre went live, with the permission. */
function mustCite(
  { occurredOn, by, centre, decidedAt, approvedAt }: BookCommand<DispatchBlanks>,
  { centres, policy }: Facts,
  rule: 'Q7' | 'Q12',
): boolean {
  const loads = by.backdate && occurredOn < (centres.get(centre)?.liveFrom ?? '');
  const day = loads ? occurredOn : shanghaiDate(new Date(approvedAt ?? decidedAt));
  return policy.on(day, rule === 'Q7' ? 'cityCitesApplication' : 'provinceCitesApplication') === 1;
}

function countOf(lots: readonly Lot[], level: Level): number {
  return lots
    .filter((lot) => lot.level === level)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, text) => {
      const range = parseRange(text);
      return sum + (range ? totalOf([range]) : 0);
    }, 0);
}
