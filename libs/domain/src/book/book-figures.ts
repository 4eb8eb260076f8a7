/**
 * What the quarterly forms ask of a book (Q4, Q7, Q8): what came in, was destroyed and replaced on
 * which days, what was destroyed for which cause, what was sent against which application. Small:
 * a row for every day and destruction, not for every serial.
 */
import type { Recorded } from '../metadata';
import type { Movement } from '../movements';
import type { Days } from '../quarters/calendar';
import { IntervalMap } from '../serials/interval-map';
import { formatRange, type SerialRange, type Series, totalOf } from '../serials/serial';
import {
  type CentreCode,
  type Level,
  type LevelQuantities,
  levels,
  noQuantities,
  type PlainDate,
  type SpoilageCause,
  spoilageCauses,
} from '../vocabulary';
import type { BookEvent } from './events';

const flows = ['received', 'destroyed', 'replaced'] as const;
export type BookFlow = (typeof flows)[number];

/** Destroyed blanks of one level, edition and cause. */
export interface Destruction {
  readonly revision: bigint;
  readonly on: PlainDate;
  readonly level: Level;
  readonly edition: string;
  readonly cause: SpoilageCause;
  readonly ranges: readonly SerialRange[];
}

interface Sent {
  readonly key: string;
  readonly quantities: LevelQuantities;
}

const daySizeBytes = 250;
const rowSizeBytes = 300;

export class BookFigures {
  private readonly days = new Map<PlainDate, Float64Array>();
  private readonly causes = new Map<Series, IntervalMap>();
  private readonly destructions: Destruction[] = [];
  private readonly sent = new Map<string, LevelQuantities>();
  /** By consignment, so that what is taken back frees what it had used. */
  private readonly citing = new Map<string, Sent>();

  get sizeBytes(): number {
    let sum = this.days.size * daySizeBytes;
    for (const map of this.causes.values()) sum += map.sizeBytes;
    return sum + (this.destructions.length + this.sent.size + this.citing.size) * rowSizeBytes;
  }

  remember(event: Recorded<BookEvent>, movements: readonly Movement[]): void {
    const cause = causeOf(event);
    for (const movement of movements) {
      const flow = flowOf(event, movement);
      if (flow) this.count(event.metadata.occurredOn, flow, movement, 1);
      if (movement.to.kind === 'origin') {
        this.count(event.metadata.occurredOn, 'received', movement, -1);
      }
      if (movement.to.kind === 'destroyed') this.destroy(event, movement);
      if (movement.to.kind === 'spoiled') this.spoil(movement.ranges, cause);
    }
    if (event.type === 'BlanksDispatched') this.send(event.data, movements);
    if (event.type === 'BlanksTakenBack') this.takeBack(event.data.consignment);
  }

  /** The first day on which anything came in, was destroyed or replaced. */
  get firstDay(): PlainDate | undefined {
    let first: PlainDate | undefined;
    for (const day of this.days.keys()) if (first === undefined || day < first) first = day;
    return first;
  }

  /** What a flow came to within some days, per level. */
  sum(flow: BookFlow, { from, to }: Days): LevelQuantities {
    const sums = { ...noQuantities };
    for (const [day, counts] of this.days) {
      if (day < from || day > to) continue;
      for (const level of levels) sums[level] += counts[cellOf(flow, level)];
    }
    return sums;
  }

  /** Every destruction behind a revision of the book, in order. */
  destroyedAfter(revision: bigint): readonly Destruction[] {
    return this.destructions.filter((one) => one.revision > revision);
  }

  /** What was sent to a centre against its application for a quarter, less what was taken back. */
  sentAgainst(to: CentreCode, application: string): LevelQuantities {
    return this.sent.get(`${to}|${application}`) ?? noQuantities;
  }

  private count(on: PlainDate, flow: BookFlow, { level, ranges }: Movement, sign: 1 | -1): void {
    let counts = this.days.get(on);
    if (!counts) {
      counts = new Float64Array(flows.length * levels.length);
      this.days.set(on, counts);
    }
    counts[cellOf(flow, level)] += sign * totalOf(ranges);
  }

  private spoil(ranges: readonly SerialRange[], cause: SpoilageCause): void {
    for (const { series, first, last } of ranges) {
      const known = this.causes.get(series) ?? new IntervalMap();
      known.set(first, last, spoilageCauses.indexOf(cause));
      this.causes.set(series, known);
    }
  }

  private destroy(
    { revision, metadata }: Recorded<BookEvent>,
    { level, edition, ranges }: Movement,
  ): void {
    const byCause = new Map<SpoilageCause, SerialRange[]>();
    for (const { series, first, last } of ranges) {
      const known = this.causes.get(series);
      for (const segment of known?.segments(first, last) ?? [{ first, last, value: undefined }]) {
        const cause = spoilageCauses[segment.value ?? spoilageCauses.indexOf('other')];
        const range = { series, first: segment.first, last: segment.last };
        byCause.set(cause, [...(byCause.get(cause) ?? []), range]);
      }
      known?.delete(first, last);
    }
    for (const [cause, stretches] of byCause) {
      const on = metadata.occurredOn;
      this.destructions.push({ revision, on, level, edition, cause, ranges: stretches });
    }
  }

  private send(
    { consignment, to, application }: BlanksDispatchedData,
    movements: readonly Movement[],
  ): void {
    if (application === undefined) return;
    const quantities = { ...noQuantities };
    for (const { level, ranges } of movements) quantities[level] += totalOf(ranges);
    const key = `${to}|${application}`;
    this.citing.set(consignment, { key, quantities });
    this.add(key, quantities, 1);
  }

  private takeBack(consignment: string): void {
    const sent = this.citing.get(consignment);
    if (sent) this.add(sent.key, sent.quantities, -1);
  }

  private add(key: string, quantities: LevelQuantities, sign: 1 | -1): void {
    const sums = { ...(this.sent.get(key) ?? noQuantities) };
    for (const level of levels) sums[level] += sign * quantities[level];
    this.sent.set(key, sums);
  }
}

type BlanksDispatchedData = Extract<BookEvent, { type: 'BlanksDispatched' }>['data'];

const cellOf = (flow: BookFlow, level: Level): number =>
  flows.indexOf(flow) * levels.length + levels.indexOf(level);

/** Q4: received is what was accepted and what came damaged; the top centre registers instead. */
function flowOf(event: BookEvent, { to }: Movement): BookFlow | undefined {
  switch (event.type) {
    case 'BlanksRegistered':
      return 'received';
    case 'BlanksReceived':
      return to.kind === 'missing' ? undefined : 'received';
    case 'SerialDestroyed':
      return 'destroyed';
    case 'ReplacementPrinted':
      return to.kind === 'issued' ? 'replaced' : undefined;
    default:
      return undefined;
  }
}

/** Why sheets that an event spoils are spoiled. */
function causeOf(event: BookEvent): SpoilageCause {
  switch (event.type) {
    case 'SerialsSpoiled':
    case 'IssueVoided':
      return event.data.cause;
    case 'BlanksReceived':
      return 'damaged-in-transit';
    case 'ReplacementPrinted':
      return 'handed-in';
    case 'IssueCorrected':
      return 'misprint';
    default:
      return 'other';
  }
}

/** A destruction as a return reports it; `since` is the first day of the return's quarter. */
export function reportOf({ on, level, edition, cause, ranges }: Destruction, since: PlainDate) {
  const report = { on, level, edition, cause, ranges: ranges.map(formatRange) };
  return on < since ? { ...report, earlier: true as const } : report;
}
