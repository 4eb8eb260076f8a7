/** Every serial of a range accounted for, as stretches that are in one account. */
import {
  type CentreCode,
  type ConsignmentNumber,
  countOf,
  formatSerial,
  IntervalMap,
  type Level,
  type SerialRange,
} from '#domain';
import { type AsOf, asOfCondition } from '../database/as-of';
import type { View } from '../database/snapshot';
import { type SerialStatus, statusOfKind } from './status';

/** Movements read at a time; a window of serials that has more is narrowed. */
const movementsPerWindowMax = 20_000;
const windowSerialsFirst = 200_000;
/** Windows looked at for one page; what is left is the next page's. */
const windowsPerPageMax = 40;

export interface SerialSegment {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly status: SerialStatus | 'unregistered';
  /** Who has it, or sent it while it is in transit; absent when unregistered. */
  readonly centre?: CentreCode;
  readonly consignment?: ConsignmentNumber;
  readonly level?: Level;
  readonly edition?: string;
}

export interface SegmentsPage {
  readonly segments: readonly SerialSegment[];
  /** Whether every serial of the whole range is registered. */
  readonly complete: boolean;
  /** The serial at which the next page begins. */
  readonly next?: string;
}

interface Row {
  first: string;
  last: string;
  to_kind: string;
  to_centre: string | null;
  to_consignment: string | null;
  level: number;
  edition: string;
}

type Place = Pick<Row, 'to_kind' | 'to_centre' | 'to_consignment' | 'level' | 'edition'>;

/** Segments of `range` from `after` (the range's beginning unless said) on, at most `limit`. */
export async function accountFor(
  view: View,
  range: SerialRange,
  options: { readonly start?: number; readonly limit: number } & AsOf,
): Promise<SegmentsPage> {
  const walk = new Walk(view, { ...range, first: options.start ?? range.first }, options);
  const { segments, nextFirst } = await walk.page(options.limit);
  return {
    segments,
    complete: (await registeredCount(view, range, options)) === countOf(range),
    next: nextFirst === undefined ? undefined : formatSerial(range.series, nextFirst),
  };
}

class Walk {
  private readonly found: { first: number; last: number; place: Place | undefined }[] = [];
  private width = windowSerialsFirst;

  constructor(
    private readonly view: View,
    private readonly range: SerialRange,
    private readonly time: AsOf,
  ) {}

  async page(limit: number): Promise<{ segments: SerialSegment[]; nextFirst?: number }> {
    let first = this.range.first;
    for (let windows = 0; windows < windowsPerPageMax; windows += 1) {
      if (first > this.range.last || this.found.length > limit) break;
      first = await this.lookAt(first);
    }
    const cut = this.found[limit]?.first ?? first;
    const nextFirst = cut > this.range.last ? undefined : cut;
    return { segments: this.found.slice(0, limit).map((one) => this.segment(one)), nextFirst };
  }

  /** Accounts for a window that begins at `first`; answers where the next one begins. */
  private async lookAt(first: number): Promise<number> {
    const last = Math.min(this.range.last, first + this.width - 1);
    const rows = await this.movementsIn(first, last);
    if (rows.length > movementsPerWindowMax) {
      if (first === last) throw new Error('a serial has moved more often than can be told');
      this.width = Math.max(1, Math.floor(this.width / 4));
      return first;
    }
    if (rows.length < movementsPerWindowMax / 8) this.width *= 4;
    if (rows.length === 0) return this.skipUnregistered(first);
    this.paint(rows, first, last);
    return last + 1;
  }

  private async movementsIn(first: number, last: number): Promise<Row[]> {
    const values: unknown[] = [this.range.series, first, last + 1];
    const byThen = asOfCondition(this.time, values);
    return this.view.rows<Row>(
      `SELECT * FROM (
         SELECT position, part, lower(serials) AS first, upper(serials) - 1 AS last,
                to_kind, to_centre, to_consignment, level, edition
         FROM ${this.view.schema}.movement
         WHERE series = $1 AND serials && int8range($2, $3) AND ${byThen}
         LIMIT ${movementsPerWindowMax + 1}) AS found
       ORDER BY position, part`,
      values,
    );
  }

  /** Nothing moved here: the stretch reaches to the next registration. */
  private async skipUnregistered(first: number): Promise<number> {
    const values: unknown[] = [this.range.series, first];
    const byThen = asOfCondition(this.time, values);
    const [{ next }] = await this.view.rows<{ next: string | null }>(
      `SELECT min(lower(serials)) AS next FROM ${this.view.schema}.movement
       WHERE from_kind = 'origin' AND series = $1 AND lower(serials) > $2 AND ${byThen}`,
      values,
    );
    const last = next === null ? this.range.last : Math.min(this.range.last, Number(next) - 1);
    this.add(first, last, undefined);
    return last + 1;
  }

  private paint(rows: readonly Row[], first: number, last: number): void {
    const map = new IntervalMap();
    rows.forEach((row, index) => {
      map.set(Math.max(first, Number(row.first)), Math.min(last, Number(row.last)), index);
    });
    for (const segment of map.segments(first, last)) {
      const place = segment.value === undefined ? undefined : rows[segment.value];
      this.add(segment.first, segment.last, place?.to_kind === 'origin' ? undefined : place);
    }
  }

  private add(first: number, last: number, place: Place | undefined): void {
    const previous = this.found.at(-1);
    if (previous && isSamePlace(previous.place, place)) previous.last = last;
    else this.found.push({ first, last, place });
  }

  private segment(found: { first: number; last: number; place: Place | undefined }): SerialSegment {
    const { first, last, place } = found;
    const { series } = this.range;
    const told = { from: formatSerial(series, first), to: formatSerial(series, last) };
    const count = last - first + 1;
    if (!place) return { ...told, count, status: 'unregistered' };
    return {
      ...told,
      count,
      status: statusOfKind(place.to_kind) ?? 'unregistered',
      centre: place.to_centre ?? undefined,
      consignment: place.to_consignment ?? undefined,
      level: place.level as Level,
      edition: place.edition,
    };
  }
}

function isSamePlace(a: Place | undefined, b: Place | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.to_kind === b.to_kind &&
    a.to_centre === b.to_centre &&
    a.to_consignment === b.to_consignment &&
    a.level === b.level &&
    a.edition === b.edition
  );
}

/** Registered less reversed, within the range. */
async function registeredCount(view: View, range: SerialRange, time: AsOf): Promise<number> {
  const values: unknown[] = [range.series, range.first, range.last + 1];
  const byThen = asOfCondition(time, values);
  const [{ count }] = await view.rows<{ count: string | null }>(
    `SELECT sum((least(upper(serials), $3) - greatest(lower(serials), $2))
                * CASE WHEN from_kind = 'origin' THEN 1 ELSE -1 END) AS count
     FROM ${view.schema}.movement
     WHERE (from_kind = 'origin' OR to_kind = 'origin') AND series = $1
       AND lower(serials) < $3 AND upper(serials) > $2 AND ${byThen}`,
    values,
  );
  return Number(count ?? 0);
}
