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
type BookFlow = (typeof flows)[number];

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
  /** What came in is told apart by sender; all else, and what was registered, has none. */
  private readonly days = new Map<CentreCode | undefined, Map<PlainDate, Float64Array>>();
  private readonly causes = new Map<Series, IntervalMap>();
  private readonly destructions: Destruction[] = [];
  private readonly sent = new Map<string, LevelQuantities>();
  /** By consignment, so that what is taken back frees what it had used. */
  private readonly citing = new Map<string, Sent>();

  get sizeBytes(): number {
    let sum = 0;
    for (const days of this.days.values()) sum += days.size * daySizeBytes;
    for (const map of this.causes.values()) sum += map.sizeBytes;
    return sum + (this.destructions.length + this.sent.size + this.citing.size) * rowSizeBytes;
  }

  remember(event: Recorded<BookEvent>, movements: readonly Movement[]): void {
    const cause = causeOf(event);
    for (const movement of movements) {
      const flow = flowOf(event, movement);
      if (flow) this.count(event, flow, movement, 1);
      if (movement.to.kind === 'origin') this.count(event, 'received', movement, -1);
      if (movement.to.kind === 'destroyed') this.destroy(event, movement);
      else if (movement.from.kind === 'spoiled' && movement.to.kind === 'stock') {
        this.forgetCauses(movement.ranges);
      } else if (cause !== undefined && isSpoilt(event, movement)) {
        this.spoil(movement.ranges, cause);
      }
    }
    if (event.type === 'BlanksDispatched') this.send(event.data, movements);
    if (event.type === 'BlanksTakenBack') this.takeBack(event.data.consignment);
  }

  /** The first day on which anything came in, was destroyed or replaced. */
  get firstDay(): PlainDate | undefined {
    let first: PlainDate | undefined;
    for (const days of this.days.values()) {
      for (const day of days.keys()) if (first === undefined || day < first) first = day;
    }
    return first;
  }

  /** What came in from a centre within some days, per level; from none, what was registered. */
  received(sender: CentreCode | undefined, days: Days): LevelQuantities {
    return this.sum('received', sender, days);
  }

  /** What was destroyed, or used for replacements, within some days, per level. */
  usedUp(flow: 'destroyed' | 'replaced', days: Days): LevelQuantities {
    return this.sum(flow, undefined, days);
  }

  private sum(flow: BookFlow, sender: CentreCode | undefined, { from, to }: Days): LevelQuantities {
    const sums = { ...noQuantities };
    for (const [day, counts] of this.days.get(sender) ?? []) {
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

  private count(
    event: Recorded<BookEvent>,
    flow: BookFlow,
    { level, ranges }: Movement,
    sign: 1 | -1,
  ): void {
    const sender = event.type === 'BlanksReceived' ? event.data.from : undefined;
    const days = this.days.get(sender) ?? new Map<PlainDate, Float64Array>();
    this.days.set(sender, days);
    const { occurredOn: on } = event.metadata;
    const counts = days.get(on) ?? new Float64Array(flows.length * levels.length);
    days.set(on, counts);
    counts[cellOf(flow, level)] += sign * totalOf(ranges);
  }

  private spoil(ranges: readonly SerialRange[], cause: SpoilageCause): void {
    for (const { series, first, last } of ranges) {
      const known = this.causes.get(series) ?? new IntervalMap();
      known.set(first, last, spoilageCauses.indexOf(cause));
      this.causes.set(series, known);
    }
  }

  private forgetCauses(ranges: readonly SerialRange[]): void {
    for (const { series, first, last } of ranges) this.causes.get(series)?.delete(first, last);
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

/** A sheet that was not found when its issue was voided is spoiled as soon as it is. */
const isSpoilt = ({ type }: BookEvent, { to }: Movement): boolean =>
  to.kind === 'spoiled' || (to.kind === 'missing' && type === 'IssueVoided');

/** Why sheets that an event spoils are spoiled, if the event says: what is found was so before. */
function causeOf(event: BookEvent): SpoilageCause | undefined {
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
      return undefined;
  }
}

/** A destruction as a return reports it; `since` is the first day of the return's quarter. */
export function reportOf({ on, level, edition, cause, ranges }: Destruction, since: PlainDate) {
  const report = { on, level, edition, cause, ranges: ranges.map(formatRange) };
  return on < since ? { ...report, earlier: true as const } : report;
}
