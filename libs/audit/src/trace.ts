/** Where one serial is and has been, from the events alone. */
import {
  accountText,
  formatCertificateNumber,
  formatSerial,
  type IssuedRun,
  type Level,
  type Movement,
  type PlainDate,
  parseCertificateNumber,
  type RecordedEvent,
  readableMovements,
  type Serial,
  serialsOfRun,
} from '#domain';
import { type AsOf, isBy } from './as-of';
import { paperOf } from './event-reference';
import { breach, type CheckId, type EventReference, type Report, referenceTo } from './findings';
import { LogOrder } from './log-order';

export interface TraceStep {
  readonly event: EventReference;
  readonly eventId: string;
  readonly occurredOn: PlainDate;
  /** ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly from: string;
  readonly to: string;
  /** Delivery note, consignment, roster and the like. */
  readonly reference: string | null;
  readonly certificateNumber?: string;
  /** Pseudonymous user ids. */
  readonly actor: string;
  readonly approvedBy?: string;
}

export interface Trace {
  /** Undefined when the serial was not registered by then, or that was reversed. */
  readonly account?: string;
  readonly level?: Level;
  readonly edition?: string;
  /** The last number printed on the paper; none while it is a blank. */
  readonly certificateNumber?: string;
  readonly steps: readonly TraceStep[];
  readonly eventCount: number;
  /** Of the last event read; -1n when there was none. */
  readonly position: bigint;
}

export interface TraceOptions extends AsOf {
  readonly report: Report;
  /** Called after every event. */
  readonly onEvent?: (event: RecordedEvent) => void;
}

/**
 * Reads the whole log. What `replay` finds of this serial, and of the order of the log, is found
 * here as well.
 */
export async function trace(
  events: AsyncIterable<RecordedEvent>,
  serial: Serial,
  { report, onEvent, ...time }: TraceOptions,
): Promise<Trace> {
  const order = new LogOrder(report);
  const steps: TraceStep[] = [];
  let paper: Paper = {};
  let eventCount = 0;
  let position = -1n;
  for await (const event of events) {
    order.follow(event);
    const moved = isBy(event, time) ? movementsOf(event, serial, report) : [];
    for (const movement of moved) {
      const step = stepOf(event, movement, serial);
      const only = formatSerial(serial.series, serial.ordinal);
      for (const [check, params] of breaks(step, movement, paper, steps.at(-1))) {
        report(breach(check, event, { first: only, last: only, ...params }));
      }
      steps.push(step);
      const { level, edition } = movement;
      const certificateNumber = isBlank(movement)
        ? undefined
        : (step.certificateNumber ?? paper.certificateNumber);
      const account = step.to === 'origin' ? undefined : step.to;
      paper = { account, level, edition, certificateNumber };
    }
    eventCount += 1;
    position = event.position;
    onEvent?.(event);
  }
  return { ...paper, steps, eventCount, position };
}

type Paper = Pick<Trace, 'account' | 'level' | 'edition' | 'certificateNumber'>;

/** Where a step does not follow from what the serial was, and was last said to be. */
function* breaks(
  { from, occurredOn: on }: TraceStep,
  { level, edition }: Movement,
  paper: Paper,
  last: TraceStep | undefined,
): Generator<[CheckId, Readonly<Record<string, string>>]> {
  const found = paper.account ?? 'origin';
  if (from !== found) {
    const check = from === 'origin' ? 'registered-before' : 'serials-elsewhere';
    yield [check, { stated: from, found }];
  }
  const isSame = paper.level === level && paper.edition === edition;
  if (paper.account !== undefined && !isSame) {
    const before = `${paper.level} ${paper.edition}`;
    yield ['other-design', { before, now: `${level} ${edition}` }];
  }
  if (last && last.occurredOn > on) yield ['date-goes-back', { before: last.occurredOn, on }];
}

function movementsOf(event: RecordedEvent, serial: Serial, report: Report): readonly Movement[] {
  try {
    const moved = readableMovements(event);
    return moved.filter(({ ranges }) => ranges.some((range) => holds(range, serial)));
  } catch (fault) {
    const problem = fault instanceof Error ? fault.message : String(fault);
    report(breach('event-unreadable', event, { problem }));
    return [];
  }
}

const holds = (range: { series: string; first: number; last: number }, serial: Serial): boolean =>
  range.series === serial.series && range.first <= serial.ordinal && serial.ordinal <= range.last;

function stepOf(event: RecordedEvent, { from, to }: Movement, serial: Serial): TraceStep {
  const { occurredOn, actor, approvedBy } = event.metadata;
  const certificateNumber = to.kind === 'issued' ? numberGiven(event, serial) : undefined;
  return {
    event: referenceTo(event),
    eventId: event.id,
    occurredOn,
    recordedAt: event.recordedAt.toISOString(),
    from: accountText(from),
    to: accountText(to),
    reference: paperOf(event),
    ...(certificateNumber === undefined ? {} : { certificateNumber }),
    actor: actor.user,
    ...(approvedBy ? { approvedBy: approvedBy.user } : {}),
  };
}

/** A sheet that a correction puts back into stock was never printed. */
const isBlank = ({ to }: Movement): boolean =>
  to.kind === 'stock' || to.kind === 'transit' || to.kind === 'origin';

/** The certificate number that an event binds to the serial. */
function numberGiven(event: RecordedEvent, serial: Serial): string | undefined {
  switch (event.type) {
    case 'ReplacementPrinted':
    case 'IssueVoided':
      return event.data.certificateNumber;
    case 'CertificatesIssued':
      return numberInRuns(event.data.runs, serial);
    case 'IssueCorrected':
      return numberInRuns(
        event.data.runs.map(({ actual, ...run }) => ({ ...run, serial: actual.serial })),
        serial,
      );
    default:
      return undefined;
  }
}

type BoundRun = Pick<IssuedRun, 'serial' | 'certificateNumber' | 'count'>;

function numberInRuns(runs: readonly BoundRun[], serial: Serial): string | undefined {
  for (const run of runs) {
    const serials = serialsOfRun(run);
    const number = parseCertificateNumber(run.certificateNumber);
    if (!number || !holds(serials, serial)) continue;
    return formatCertificateNumber(number.prefix, number.sequence + serial.ordinal - serials.first);
  }
  return undefined;
}
