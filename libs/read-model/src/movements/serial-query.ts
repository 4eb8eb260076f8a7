/** Where a serial is and where it has been. */
import {
  type CentreCode,
  type ConsignmentNumber,
  formatSerial,
  type Level,
  type PlainDate,
  parseSerial,
  type Role,
  type Serial,
} from '#domain';
import { numberOfSerial } from '../certificates/query';
import { type AsOf, isAsOf } from '../database/as-of';
import type { View } from '../database/snapshot';
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
}

/** Undefined when the text is no serial, or it was never registered. */
export async function traceSerial(
  view: View,
  text: string,
  time: AsOf,
): Promise<SerialTrace | undefined> {
  const serial = parseSerial(text);
  if (!serial) return undefined;
  const rows = await movementsOf(view, serial);
  const newest = rows.at(-1);
  if (!newest) return undefined;
  const until = rows.filter((row) => isBy(row, time));
  return {
    serial: formatSerial(serial.series, serial.ordinal),
    level: newest.level as Level,
    edition: newest.edition,
    state: await stateAfter(view, serial, until, time),
    history: until.map(historyEntry),
    heldBy: [...new Set(rows.flatMap((row) => row.to_centre ?? []))],
    onItsWayTo: await receiverOf(view, newest),
  };
}

async function movementsOf(view: View, { series, ordinal }: Serial): Promise<Row[]> {
  const rows = await view.rows<Row>(
    `SELECT position, event, event_id, occurred_on::text, recorded_at, level, edition,
            from_kind, from_centre, from_consignment, to_kind, to_centre, to_consignment,
            centre, revision, reference, actor_user, actor_role, actor_centre, approved_by
     FROM ${view.schema}.movement
     WHERE series = $1 AND serials @> $2::bigint
     ORDER BY position, part LIMIT ${historyEntriesMax + 1}`,
    [series, ordinal],
    'movements of a serial',
  );
  if (rows.length > historyEntriesMax) {
    throw new Error(`${formatSerial(series, ordinal)} has moved over ${historyEntriesMax} times`);
  }
  return rows;
}

/** By T3 the dates of one serial's events never go back, so what is left is a prefix. */
function isBy(row: Row, { asOf, asOfRecorded }: AsOf): boolean {
  if (asOf !== undefined && row.occurred_on > asOf) return false;
  return asOfRecorded === undefined || row.recorded_at <= asOfRecorded;
}

async function stateAfter(
  view: View,
  serial: Serial,
  until: readonly Row[],
  time: AsOf,
): Promise<SerialState | undefined> {
  const row = until.at(-1);
  const status = row && statusOfKind(row.to_kind);
  if (!status || row.to_centre === null) return undefined;
  return {
    status,
    centre: row.to_centre,
    consignment: row.to_consignment ?? undefined,
    certificateNumber: await numberOfSerial(view, serial, {
      ...(isAsOf(time) ? time : {}),
      blankAt: BigInt(until.findLast(({ to_kind }) => isBlank(to_kind))?.position ?? -1),
    }),
  };
}

/** Blanks bear no number: what a correction put back into stock was never printed. */
const isBlank = (kind: string): boolean => kind === 'stock' || kind === 'transit';

async function receiverOf(view: View, newest: Row): Promise<CentreCode | undefined> {
  if (newest.to_consignment === null) return undefined;
  const [consignment] = await view.rows<{ receiver: string }>(
    `SELECT receiver FROM ${view.schema}.consignment WHERE number = $1`,
    [newest.to_consignment],
  );
  return consignment?.receiver;
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
