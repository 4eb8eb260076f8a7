/** What is worth a look, kind by kind, in pages that go from one kind on to the next. */
import { type AnomalyKind, anomalyKinds } from '#domain';
import { BadCursor, limitOf, type PageOptions } from '../database/page';
import type { View } from '../database/snapshot';
import type { AnomaliesOf, Anomaly, Finder } from './anomaly';
import { spoiledOverdue } from './overdue';
import { countDiffers, receiptUnexpected, transitLong, vouchersExpiring } from './papers';
import { outOfHours, outOfOrder } from './posting';
import { spoilagePeers, spoilageRate, stockShort } from './usage';

const finders: Readonly<Record<AnomalyKind, Finder>> = {
  'spoilage-rate': spoilageRate,
  'spoilage-peers': spoilagePeers,
  'stock-short': stockShort,
  'transit-long': transitLong,
  'receipt-unexpected': receiptUnexpected,
  'out-of-order': outOfOrder,
  'out-of-hours': outOfHours,
  'count-differs': countDiffers,
  'spoiled-overdue': spoiledOverdue,
  'vouchers-expiring': vouchersExpiring,
};

export interface AnomalyPage {
  readonly items: readonly Anomaly[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Of one kind, or of all in their order. Throws BadCursor on a cursor that is none of ours. */
export async function listAnomalies(
  view: View,
  of: AnomaliesOf & { readonly kind?: AnomalyKind },
  options: PageOptions,
): Promise<AnomalyPage> {
  const limit = limitOf(options);
  const start = startOf(options.after, of.kind);
  const kinds = of.kind ? [of.kind] : anomalyKinds.slice(anomalyKinds.indexOf(start.kind));
  const items: Anomaly[] = [];
  let last: string | undefined;
  for (const kind of kinds) {
    const after = kind === start.kind ? start.after : '';
    const wanted = limit - items.length + 1;
    const found = await finders[kind](view, of, { after, limit: wanted });
    for (const { cursor, anomaly } of found) {
      if (items.length === limit) return { items, next: last };
      items.push(anomaly);
      last = `${kind}:${cursor}`;
    }
  }
  return { items };
}

function startOf(
  cursor: string | undefined,
  only: AnomalyKind | undefined,
): { readonly kind: AnomalyKind; readonly after: string } {
  if (cursor === undefined) return { kind: only ?? anomalyKinds[0], after: '' };
  const [name, ...rest] = cursor.split(':');
  const kind = anomalyKinds.find((one) => one === name);
  const after = rest.join(':');
  const isOurs = kind !== undefined && rest.length > 0 && !after.includes('\0');
  if (!isOurs || (only !== undefined && kind !== only)) {
    throw new BadCursor('the cursor is none of ours');
  }
  return { kind, after };
}
