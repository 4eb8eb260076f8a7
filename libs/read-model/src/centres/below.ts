/** A centre and all below it, as a condition of a query. */
import type { CentreCode } from '#domain';
import type { View } from '../database/snapshot';

/** The codes of `root`, a parameter such as `$1`, and of all centres below it, for `IN`. */
export const atOrBelow = ({ schema }: View, root: string): string =>
  `(SELECT code FROM ${schema}.centre WHERE path @> ARRAY[${root}::text])`;

/** That a column's centre is at or below `root`, which joins the values; any unless said. */
export function isWithin(
  view: View,
  column: string,
  root: CentreCode | undefined,
  values: unknown[],
): string {
  if (root === undefined) return 'true';
  return `${column} IN ${atOrBelow(view, `$${values.push(root)}`)}`;
}
