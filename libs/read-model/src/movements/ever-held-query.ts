import type { CentreCode, SerialRange } from '#domain';
import { atOrBelow } from '../centres/below';
import type { View } from '../database/snapshot';

/** Whether every serial of a range was once in an account of a centre at or below `root`. */
export async function wasEverHeld(
  view: View,
  { series, first, last }: SerialRange,
  root: CentreCode,
): Promise<boolean> {
  const [{ held }] = await view.rows<{ held: boolean }>(
    `SELECT coalesce(range_agg(serials) @> int8range($2, $3), false) AS held
     FROM ${view.schema}.movement
     WHERE series = $1 AND serials && int8range($2, $3) AND to_centre IN
       ${atOrBelow(view, '$4')}`,
    [series, first, last + 1, root],
  );
  return held;
}
