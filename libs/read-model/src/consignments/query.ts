/** Consignments, newest first. */
import type { CentreCode, ConsignmentNumber, Lot, PlainDate, RangeText } from '#domain';
import { atOrBelow } from '../centres/below';
import { limitOf, type Page, type PageOptions, pageOf, positionBelow } from '../database/page';
import type { View } from '../database/snapshot';

export const consignmentStatuses = ['in-transit', 'received', 'refused', 'taken-back'] as const;
export type ConsignmentStatus = (typeof consignmentStatuses)[number];

export interface Consignment {
  readonly number: ConsignmentNumber;
  readonly sender: CentreCode;
  readonly receiver: CentreCode;
  readonly status: ConsignmentStatus;
  readonly quantity: number;
  readonly lots: readonly Lot[];
  readonly handedOverBy: string;
  /** The quarter of the application that it was sent against (Q7). */
  readonly application?: string;
  readonly dispatchedOn: PlainDate;
  readonly dispatchedAt: Date;
  readonly dispatchedPosition: bigint;
  /** Once received or refused. */
  readonly answer?: {
    readonly on: PlainDate;
    readonly position: bigint;
    readonly refusalReason?: string;
    readonly receipt?: {
      readonly accepted: readonly Lot[];
      readonly damaged: readonly Lot[];
      readonly missing: readonly Lot[];
      readonly unexpected: readonly RangeText[];
      readonly countedBy: readonly string[];
    };
  };
  readonly takenBack?: { readonly on: PlainDate; readonly position: bigint };
}

export interface ConsignmentFilter {
  /** Sent or to be received at or below this centre. */
  readonly within?: CentreCode;
  readonly sender?: CentreCode;
  readonly receiver?: CentreCode;
  readonly status?: ConsignmentStatus;
}

interface Row {
  number: string;
  sender: string;
  receiver: string;
  status: ConsignmentStatus;
  quantity: string;
  lots: Lot[];
  handed_over_by: string;
  application: string | null;
  dispatched_on: string;
  dispatched_at: Date;
  dispatched_position: string;
  answered_on: string | null;
  answered_position: string | null;
  accepted: Lot[] | null;
  damaged: Lot[] | null;
  missing: Lot[] | null;
  unexpected: RangeText[] | null;
  counted_by: string[] | null;
  refusal_reason: string | null;
  taken_back_on: string | null;
  taken_back_position: string | null;
}

const columns = `number, sender, receiver, status, quantity, lots, handed_over_by, application,
  dispatched_on::text, dispatched_at, dispatched_position, answered_on::text, answered_position,
  accepted, damaged, missing, unexpected, counted_by, refusal_reason, taken_back_on::text,
  taken_back_position`;

export async function readConsignment(
  view: View,
  number: ConsignmentNumber,
): Promise<Consignment | undefined> {
  const [row] = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.consignment WHERE number = $1`,
    [number],
  );
  return row && consignment(row);
}

export async function listConsignments(
  view: View,
  filter: ConsignmentFilter,
  options: PageOptions,
): Promise<Page<Consignment>> {
  const limit = limitOf(options);
  const values: unknown[] = [positionBelow(options)];
  const conditions = ['dispatched_position < $1'];
  const where = (condition: (value: string) => string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(condition(`$${values.push(value)}`));
  };
  where((value) => `sender = ${value}`, filter.sender);
  where((value) => `receiver = ${value}`, filter.receiver);
  where((value) => `status = ${value}`, filter.status);
  where((value) => {
    const part = atOrBelow(view, value);
    return `(sender IN ${part} OR receiver IN ${part})`;
  }, filter.within);
  const rows = await view.rows<Row>(
    `SELECT ${columns} FROM ${view.schema}.consignment WHERE ${conditions.join(' AND ')}
     ORDER BY dispatched_position DESC LIMIT ${limit + 1}`,
    values,
  );
  return pageOf(rows.map(consignment), limit, (item) => item.dispatchedPosition);
}

function consignment(row: Row): Consignment {
  return {
    number: row.number,
    sender: row.sender,
    receiver: row.receiver,
    status: row.status,
    quantity: Number(row.quantity),
    lots: row.lots,
    handedOverBy: row.handed_over_by,
    application: row.application ?? undefined,
    dispatchedOn: row.dispatched_on,
    dispatchedAt: row.dispatched_at,
    dispatchedPosition: BigInt(row.dispatched_position),
    answer: answerOf(row),
    takenBack:
      row.taken_back_on !== null && row.taken_back_position !== null
        ? { on: row.taken_back_on, position: BigInt(row.taken_back_position) }
        : undefined,
  };
}

function answerOf(row: Row): Consignment['answer'] {
  if (row.answered_on === null || row.answered_position === null) return undefined;
  const receipt = row.accepted && {
    accepted: row.accepted,
    damaged: row.damaged ?? [],
    missing: row.missing ?? [],
    unexpected: row.unexpected ?? [],
    countedBy: row.counted_by ?? [],
  };
  return {
    on: row.answered_on,
    position: BigInt(row.answered_position),
    refusalReason: row.refusal_reason ?? undefined,
    receipt: receipt ?? undefined,
  };
}
