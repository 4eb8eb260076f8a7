/** What the books must say in the end, summed from what is posted. */
import { parseRange, type RangeText, totalOf } from '#domain';
import type { Post, Totals } from './posts';

const rangesOf = (texts: unknown) =>
  ((texts ?? []) as RangeText[]).flatMap((text) => parseRange(text) ?? []);

/** `underWay` are sheets that nobody receives before the end. */
export function totalsOf(posts: readonly Post[], underWay: number): Totals {
  const at = (end: string) => posts.filter(({ path }) => path.endsWith(end));
  const sum = (end: string, field: string) =>
    at(end).reduce((count, { body }) => count + totalOf(rangesOf(body[field])), 0);
  const replacements = at('/replacements');
  const lost = replacements.filter(({ body }) => body.reason === 'lost').length;
  const handedIn = replacements.length - lost;
  const voided = at('/issue-voids').length;
  const printed = at('/issues').reduce((count, { lines }) => count + (lines?.count ?? 0), 0);
  const registered = sum('/registrations', 'ranges');
  const destroyed = sum('/destructions', 'ranges');
  const gone = {
    inTransit: underWay,
    issued: printed - voided,
    void: lost,
    spoiled:
      sum('/spoilages', 'ranges') + sum('/receipt', 'damaged') + handedIn + voided - destroyed,
    missing: sum('/receipt', 'missing') + sum('/losses', 'ranges'),
    destroyed,
  };
  const stock = registered - Object.values(gone).reduce((all, count) => all + count, 0);
  return { registered, stock, ...gone };
}
