/** Anomalies of consignments, counts and vouchers. */
import {
  addDays,
  type CentreCode,
  type CountedDifference,
  countOf,
  type Level,
  type Lot,
  parseRange,
  type RangeText,
} from '#domain';
import { isWithin } from '../centres/below';
import type { View } from '../database/snapshot';
import { expiringDaysMax } from '../vouchers/query';
import {
  type AnomaliesOf,
  anomalyRangesMax,
  type EventRow,
  eventObject,
  eventOf,
  type Finder,
  lookBackDays,
  positionBefore,
} from './anomaly';

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / dayMs;

const countOfRanges = (ranges: readonly RangeText[]): number =>
  ranges.reduce((sum, text) => {
    const range = parseRange(text);
    return sum + (range ? countOf(range) : 0);
  }, 0);

interface ConsignmentRow {
  number: string;
  receiver: CentreCode;
  sender: CentreCode;
  lots: Lot[];
  quantity: string;
  dispatched_on: string;
  position: string;
  unexpected: RangeText[];
  events: EventRow[];
}

/** The posts at some positions, newest first, as one column. */
const postsAt = (view: View, ...positions: readonly string[]): string =>
  `(SELECT jsonb_agg(${eventObject('post')} ORDER BY position DESC) FROM ${view.schema}.post
    WHERE position IN (${positions.join(', ')})) AS events`;

/** C6: sent, and neither received nor taken back for longer than the policy allows. */
export const transitLong: Finder = async (view, of, { after, limit }) => {
  const most = of.bounds.transitDaysMax;
  const values: unknown[] = [positionBefore(after), addDays(of.asOf, -most), of.asOf];
  const rows = await view.rows<ConsignmentRow>(
    `SELECT number, receiver, sender, lots, quantity, dispatched_on::text,
       dispatched_position AS position, ${postsAt(view, 'dispatched_position', 'answered_position')}
     FROM ${view.schema}.consignment
     WHERE dispatched_position < $1 AND dispatched_on < $2::date
       AND NOT (status = 'received' AND answered_on <= $3::date)
       AND NOT (status = 'taken-back' AND taken_back_on <= $3::date)
       AND ${eitherEnd(view, of, values)}
     ORDER BY dispatched_position DESC LIMIT ${limit}`,
    values,
  );
  return rows.map((row) => ({
    cursor: row.position,
    anomaly: {
      kind: 'transit-long',
      centre: row.receiver,
      numbers: {
        consignment: row.number,
        sender: row.sender,
        quantity: Number(row.quantity),
        waited: daysBetween(row.dispatched_on, of.asOf),
        most,
      },
      ranges: row.lots.flatMap(({ ranges }) => ranges).slice(0, anomalyRangesMax),
      ...eventsOf(row.events),
    },
  }));
};

const eitherEnd = (view: View, { within }: AnomaliesOf, values: unknown[]): string => {
  const ends = ['receiver', 'sender'].map((end) => isWithin(view, end, within, values));
  return `(${ends.join(' OR ')})`;
};

const eventsOf = (rows: readonly EventRow[] | null) => {
  const events = (rows ?? []).map(eventOf);
  return { events, eventCount: events.length };
};

/** C5: what lay in a box and was not sent with it; a finding at both ends. */
export const receiptUnexpected: Finder = async (view, of, { after, limit }) => {
  const from = addDays(of.asOf, -lookBackDays);
  const values: unknown[] = [positionBefore(after), from, of.asOf];
  const rows = await view.rows<ConsignmentRow>(
    `SELECT number, receiver, sender, unexpected, answered_position AS position,
       ${postsAt(view, 'answered_position', 'dispatched_position')}
     FROM ${view.schema}.consignment
     WHERE answered_position < $1 AND answered_on > $2::date AND answered_on <= $3::date
       AND jsonb_array_length(unexpected) > 0 AND ${eitherEnd(view, of, values)}
     ORDER BY answered_position DESC LIMIT ${limit}`,
    values,
  );
  return rows.map(({ number, receiver, sender, unexpected, position, events }) => ({
    cursor: position,
    anomaly: {
      kind: 'receipt-unexpected',
      centre: receiver,
      numbers: { consignment: number, sender, unexpected: countOfRanges(unexpected) },
      ranges: unexpected.slice(0, anomalyRangesMax),
      ...eventsOf(events),
    },
  }));
};

interface CountRow {
  position: string;
  centre: CentreCode;
  missing: CountedDifference[];
  unexpected: CountedDifference[];
  events: EventRow[];
}

/** C13: a count of the last year found more or less than the book had. */
export const countDiffers: Finder = async (view, of, { after, limit }) => {
  const from = addDays(of.asOf, -lookBackDays);
  const values: unknown[] = [positionBefore(after), from, of.asOf];
  const rows = await view.rows<CountRow>(
    `SELECT position, centre, missing, unexpected, ${postsAt(view, 'stock_count.position')}
     FROM ${view.schema}.stock_count
     WHERE position < $1 AND occurred_on > $2::date AND occurred_on <= $3::date
       AND (jsonb_array_length(missing) > 0 OR jsonb_array_length(unexpected) > 0)
       AND ${isWithin(view, 'centre', of.within, values)}
     ORDER BY position DESC LIMIT ${limit}`,
    values,
  );
  return rows.map(({ position, centre, missing, unexpected, events }) => ({
    cursor: position,
    anomaly: {
      kind: 'count-differs',
      centre,
      numbers: { missing: countOfRanges(missing), unexpected: countOfRanges(unexpected) },
      ranges: [...missing, ...unexpected]
        .slice(0, anomalyRangesMax)
        .map(({ from: first, to }) => ({ from: first, to })),
      ...eventsOf(events),
    },
  }));
};

interface VoucherRow {
  cursor: string;
  centre: CentreCode;
  level: Level;
  expires_on: string;
  reference: string;
  vouchers: string;
  events: EventRow[];
}

/** V3: in force, valid for thirty days more at most, the last day included. By post and day. */
export const vouchersExpiring: Finder = async (view, of, { after, limit }) => {
  const values: unknown[] = [after, of.asOf, addDays(of.asOf, expiringDaysMax)];
  const rows = await view.rows<VoucherRow>(
    `SELECT given.*, ${postsAt(view, 'given.position')}
     FROM (SELECT expires_on::text || '|' || lpad(position::text, 19, '0') AS cursor, centre,
             level, expires_on::text, position, roster_reference AS reference,
             sum(count) AS vouchers
           FROM ${view.schema}.voucher
           WHERE expires_on BETWEEN $2::date AND $3::date AND occurred_on <= $2::date
             AND (status = 'in-force' OR ended_on > $2::date)
             AND ${isWithin(view, 'centre', of.within, values)}
           GROUP BY expires_on, position, centre, level, roster_reference) AS given
     WHERE cursor > $1 ORDER BY cursor LIMIT ${limit}`,
    values,
  );
  return rows.map(({ cursor, centre, level, expires_on: on, reference, vouchers, events }) => ({
    cursor,
    anomaly: {
      kind: 'vouchers-expiring',
      centre,
      level,
      numbers: { vouchers: Number(vouchers), on, left: daysBetween(of.asOf, on), reference },
      ...eventsOf(events),
    },
  }));
};
