/** Where a serial is and where it has been. */
import type { Pool } from 'pg';
import {
  type CentreCode,
  type ConsignmentNumber,
  formatSerial,
  type Level,
  type PlainDate,
  type Role,
  type Serial,
} from '#domain';
import { numberOfSerial, numberText } from '../certificates/query';
import { type AsOf, asOfCondition, isAsOf } from '../database/as-of';
import { inOneStatement, type Reflecting } from '../database/snapshot';
import { accountTextOf, type SerialStatus, statusOfKind } from './status';

/** Movements of one serial that are told; no blank has moved so often. */
const historyEntriesMax = 1_000;

export interface HistoryEntry {
  readonly position: bigint;
  readonly event: string;
  readonly eventId: string;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
  /** Accounts, as `stock@52000000`, `transit@52000000-17`, `origin`. */
  readonly from: string;
  readonly to: string;
  /** In whose book the event stands, and its revision there. */
  readonly centre: CentreCode;
  readonly revision: bigint;
  readonly reference?: string;
  readonly actor: { readonly user: string; readonly role: Role; readonly centre: CentreCode };
  readonly approvedBy?: string;
}

export interface SerialState {
  readonly status: SerialStatus;
  /** Who has it, or sent it while it is in transit. */
  readonly centre: CentreCode;
  readonly consignment?: ConsignmentNumber;
  /** The number last bound to it since it was a blank. */
  readonly certificateNumber?: string;
}

export interface SerialTrace {
  readonly serial: string;
  readonly level: Level;
  readonly edition: string;
  /** As of the time asked; absent when it was not registered by then, or that was reversed. */
  readonly state?: SerialState;
  /** Oldest first, up to the time asked. */
  readonly history: readonly HistoryEntry[];
  /** Every centre that ever had it or sent it, whatever the time asked: who may see it. */
  readonly heldBy: readonly CentreCode[];
  /** To whom it is on its way now: may see it too. */
  readonly onItsWayTo?: CentreCode;
}

interface Row {
  position: string;
  event: string;
  event_id: string;
  occurred_on: string;
  recorded_at: Date;
  level: number;
  edition: string;
  from_kind: string;
  from_centre: string | null;
  from_consignment: string | null;
  to_kind: string;
  to_centre: string | null;
  to_consignment: string | null;
  centre: string;
  revision: string;
  reference: string | null;
  actor_user: string;
  actor_role: Role;
  actor_centre: string;
  approved_by: string | null;
  /** To whom the movement sent it, where it did. */
  receiver: string | null;
  /** What the serial bears as of the time asked: the same in every row. */
  number: string | null;
}

/** Undefined when it was never registered. */
export async function traceSerial(
  pool: Pool,
  serial: Serial,
  time: AsOf,
): Promise<Reflecting<SerialTrace | undefined>> {
  const { position, answer: rows } = await movementsOf(pool, serial, time);
  const newest = rows.at(-1);
  if (!newest) return { position, answer: undefined };
  const until = rows.filter((row) => isBy(row, time));
  const answer = {
    serial: formatSerial(serial.series, serial.ordinal),
    level: newest.level as Level,
    edition: newest.edition,
    state: stateAfter(until),
    history: until.map(historyEntry),
    heldBy: [...new Set(rows.flatMap((row) => row.to_centre ?? []))],
    onItsWayTo: newest.receiver ?? undefined,
  };
  return { position, answer };
}

/** Blanks bear no number: what a correction put back into stock was never printed. */
const wasBlank = `to_kind IN ('stock', 'transit')`;

async function movementsOf(
  pool: Pool,
  { series, ordinal }: Serial,
  time: AsOf,
): Promise<Reflecting<Row[]>> {
  const values: unknown[] = [series, ordinal];
  const byThen = asOfCondition(time, values);
  const blankAt = `(SELECT coalesce(max(position), -1) FROM moved WHERE ${wasBlank} AND ${byThen})`;
  const reflecting = await inOneStatement<Row>(pool, {
    name: isAsOf(time) ? undefined : 'movements of a serial',
    values,
    select: (schema) => `
      WITH moved AS MATERIALIZED (
        SELECT * FROM ${schema}.movement WHERE series = $1 AND serials @> $2::bigint
        LIMIT ${historyEntriesMax + 1})
      SELECT position, part, event, event_id, occurred_on::text, recorded_at, level, edition,
        from_kind, from_centre, from_consignment, to_kind, to_centre, to_consignment, centre,
        revision, reference, actor_user, actor_role, actor_centre, approved_by,
        (SELECT receiver FROM ${schema}.consignment WHERE number = to_consignment) AS receiver,
        (${numberOfSerial(schema, blankAt, byThen)}) AS number
      FROM moved`,
    orderBy: 'position, part',
  });
  if (reflecting.answer.length > historyEntriesMax) {
    throw new Error(`${formatSerial(series, ordinal)} has moved over ${historyEntriesMax} times`);
  }
  return reflecting;
}

/** By T3 the dates of one serial's events never go back, so what is left is a prefix. */
function isBy(row: Row, { asOf, asOfRecorded }: AsOf): boolean {
  if (asOf !== undefined && row.occurred_on > asOf) return false;
  return asOfRecorded === undefined || row.recorded_at <= asOfRecorded;
}

function stateAfter(until: readonly Row[]): SerialState | undefined {
  const row = until.at(-1);
  const status = row && statusOfKind(row.to_kind);
  if (!status || row.to_centre === null) return undefined;
  return {
    status,
    centre: row.to_centre,
    consignment: row.to_consignment ?? undefined,
    certificateNumber: row.number === null ? undefined : numberText(row.number),
  };
}

function historyEntry(row: Row): HistoryEntry {
  return {
    position: BigInt(row.position),
    event: row.event,
    eventId: row.event_id,
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    from: accountTextOf(row.from_kind, row.from_centre, row.from_consignment),
    to: accountTextOf(row.to_kind, row.to_centre, row.to_consignment),
    centre: row.centre,
    revision: BigInt(row.revision),
    reference: row.reference ?? undefined,
    actor: { user: row.actor_user, role: row.actor_role, centre: row.actor_centre },
    approvedBy: row.approved_by ?? undefined,
  };
}
