/**
 * The history of all blanks in some days as one document of EPCIS 2.0, in pieces. The log is read
 * twice: once for the serials that corrections of those days touch, then for what is told. So
 * memory grows with corrections, not with movements.
 */
import {
  accountText,
  type CentreCode,
  centreOfBook,
  countOf,
  type Days,
  formatSerial,
  IntervalMap,
  IntervalSet,
  type Movement,
  type RecordedEvent,
  readableMovements,
  type SerialRange,
  type Series,
} from '#domain';
import { paperOf } from '../event-reference';
import { epcisEvents, epcisHeading } from './epcis';
import { type EarlierSteps, type EpcisStep, isCorrection } from './epcis-steps';

export interface EpcisScope {
  /** Both included, by the stated dates. */
  readonly days: Days;
  /** In whose book it was recorded; unless said, in any. */
  readonly centre?: CentreCode;
}

/** What the first reading of the log found. */
export interface EpcisOutlook {
  /** Whether the log knows the centre; true where none was asked for. */
  readonly isKnown: boolean;
  /** Movements to be told: one for each serial and time. */
  readonly stepCount: number;
  readonly eventCount: number;
  /** Of the last event read; -1n when there was none. The second reading ends there. */
  readonly position: bigint;
  readonly corrected: ReadonlyMap<Series, IntervalSet>;
}

/** The first reading. Throws for an event that cannot be read. */
export async function epcisOutlook(
  events: AsyncIterable<RecordedEvent>,
  scope: EpcisScope,
): Promise<EpcisOutlook> {
  const corrected = new Map<Series, IntervalSet>();
  let isKnown = scope.centre === undefined;
  let [stepCount, eventCount, position] = [0, 0, -1n];
  for await (const event of events) {
    eventCount += 1;
    position = event.position;
    if (event.type === 'CentreRegistered' && event.data.code === scope.centre) isKnown = true;
    if (!isWithin(event, scope)) continue;
    for (const range of readableMovements(event).flatMap(({ ranges }) => ranges)) {
      stepCount += countOf(range);
      if (isCorrection(event.type)) {
        madeIn(corrected, range.series, () => new IntervalSet()).add(range.first, range.last);
      }
    }
  }
  return { isKnown, stepCount, eventCount, position, corrected };
}

/** The second reading of the same log, which may have grown. Text in pieces, an event a line. */
export async function* epcisOfPeriod(
  events: AsyncIterable<RecordedEvent>,
  scope: EpcisScope,
  { corrected, position }: EpcisOutlook,
  createdAt: Date,
): AsyncGenerator<string> {
  const earlier = new EarlierMovements(corrected);
  const heading = JSON.stringify(epcisHeading(createdAt));
  yield `${heading.slice(0, -1)},"epcisBody":{"eventList":[`;
  let between = '\n';
  for await (const event of events) {
    if (event.position > position) break;
    for (const { step, range } of stepsOf(event)) {
      if (isWithin(event, scope)) {
        for (const told of eventsOf(step, range, earlier)) {
          yield between + JSON.stringify(told);
          between = ',\n';
        }
      }
      earlier.follow(step, range);
    }
  }
  yield '\n]}}\n';
}

const isWithin = ({ stream, metadata }: RecordedEvent, { days, centre }: EpcisScope): boolean =>
  days.from <= metadata.occurredOn &&
  metadata.occurredOn <= days.to &&
  (centre === undefined || centreOfBook(stream) === centre);

function* stepsOf(event: RecordedEvent): Generator<{ step: EpcisStep; range: SerialRange }> {
  const moved = readableMovements(event);
  if (moved.length === 0) return;
  const { id: eventId, type, recordedAt, metadata } = event;
  const { occurredOn } = metadata;
  const reference = paperOf(event);
  const stepOf = ({ from, to }: Movement): EpcisStep => {
    const accounts = { from: accountText(from), to: accountText(to) };
    return { eventId, type, occurredOn, recordedAt, ...accounts, reference };
  };
  for (const movement of moved) {
    const step = stepOf(movement);
    for (const range of movement.ranges) yield { step, range };
  }
}

function* eventsOf(
  step: EpcisStep,
  { series, first, last }: SerialRange,
  earlier: EarlierMovements,
): Generator<object> {
  for (let ordinal = first; ordinal <= last; ordinal++) {
    const before = isCorrection(step.type) ? earlier.of(series, ordinal) : {};
    yield* epcisEvents(formatSerial(series, ordinal), step, before);
  }
}

/** How serials that are corrected at some time came to be where they are. */
class EarlierMovements {
  /** Values of the maps below are indexes. */
  private readonly steps: EpcisStep[] = [];
  private readonly last = new Map<Series, IntervalMap>();
  private readonly registered = new Map<Series, IntervalMap>();

  constructor(private readonly corrected: ReadonlyMap<Series, IntervalSet>) {}

  follow(step: EpcisStep, { series, first, last }: SerialRange): void {
    const touched = [...(this.corrected.get(series)?.within(first, last) ?? [])];
    if (touched.length === 0) return;
    if (this.steps.at(-1) !== step) this.steps.push(step);
    const index = this.steps.length - 1;
    const maps = step.from === 'origin' ? [this.last, this.registered] : [this.last];
    for (const map of maps) {
      const places = madeIn(map, series, () => new IntervalMap());
      for (const stretch of touched) places.set(stretch.first, stretch.last, index);
    }
  }

  of(series: Series, ordinal: number): EarlierSteps {
    const stepIn = (map: ReadonlyMap<Series, IntervalMap>): EpcisStep | undefined => {
      const index = map.get(series)?.get(ordinal);
      return index === undefined ? undefined : this.steps[index];
    };
    return { last: stepIn(this.last), registered: stepIn(this.registered) };
  }
}

function madeIn<Value>(map: Map<Series, Value>, series: Series, make: () => Value): Value {
  const kept = map.get(series);
  if (kept) return kept;
  const made = make();
  map.set(series, made);
  return made;
}
