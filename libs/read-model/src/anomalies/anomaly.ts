/** What the finders of anomalies have in common. */
import type { AnomalyKind, CentreCode, Level, OfficeHours, PlainDate, RangeText } from '#domain';
import type { View } from '../database/snapshot';

/** Events told of one anomaly, newest first; how many there are is told apart. */
export const anomalyEventsMax = 20;

export interface AnomalyEvent {
  readonly position: bigint;
  readonly event: string;
  /** In whose book it stands, and where. */
  readonly centre: CentreCode;
  readonly revision: bigint;
  readonly occurredOn: PlainDate;
  readonly recordedAt: Date;
}

export interface Anomaly {
  readonly kind: AnomalyKind;
  /** Whom it concerns. */
  readonly centre: CentreCode;
  readonly level?: Level;
  readonly edition?: string;
  /** The numbers and names behind it, those of its message among them. */
  readonly numbers: Readonly<Record<string, number | string>>;
  /** Of the papers concerned, where they are told; at most `anomalyRangesMax`. */
  readonly ranges?: readonly RangeText[];
  readonly events: readonly AnomalyEvent[];
  readonly eventCount: number;
}

/** Ranges told of one anomaly. */
export const anomalyRangesMax = 50;

/** The bounds that the policy sets, on the day. */
export interface AnomalyBounds {
  /** In thousandths. */
  readonly spoilageRateMax: number;
  readonly transitDaysMax: number;
  readonly spoiledDaysMax: number;
  readonly officeHours: OfficeHours;
}

/** What is asked: at and below a centre (everywhere unless said), as of the end of a day. */
export interface AnomaliesOf {
  readonly within?: CentreCode;
  readonly asOf: PlainDate;
  readonly bounds: AnomalyBounds;
}

/** An anomaly and the place behind which the next page begins. */
export interface FoundAnomaly {
  readonly cursor: string;
  readonly anomaly: Anomaly;
}

export interface FinderPage {
  /** Empty for the first page. */
  readonly after: string;
  readonly limit: number;
}

/**
 * Finds at most `limit` of a kind behind a cursor, in the order of the cursors. One that was given
 * out is always understood; any other finds nothing wrong: it only begins elsewhere.
 */
export type Finder = (view: View, of: AnomaliesOf, page: FinderPage) => Promise<FoundAnomaly[]>;

/** Looked back on, in days, where no other time is named. */
export const lookBackDays = 366;

/** An event as `jsonb_build_object` tells it, of a table whose rows are posts or movements. */
export interface EventRow {
  position: string;
  event: string;
  centre: string;
  revision: string;
  occurred_on: string;
  recorded_at: Date | string;
}

export const eventOf = (row: EventRow): AnomalyEvent => ({
  position: BigInt(row.position),
  event: row.event,
  centre: row.centre,
  revision: BigInt(row.revision),
  occurredOn: row.occurred_on,
  recordedAt: new Date(row.recorded_at),
});

/** Positions as numbers lose nothing as text. */
export const eventObject = (row: string): string =>
  `jsonb_build_object('position', ${row}.position::text, 'event', ${row}.event,
     'centre', ${row}.centre, 'revision', ${row}.revision::text,
     'occurred_on', ${row}.occurred_on::text, 'recorded_at', ${row}.recorded_at)`;

/** A cursor that is a position, newest first; everything without one. */
export const positionBefore = (after: string): string =>
  /^[0-9]{1,18}$/.test(after) ? after : String(2n ** 63n - 1n);
