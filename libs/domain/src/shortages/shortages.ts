/**
 * Shortages of blanks that one centre has declared for its subtree, folded from their stream, and
 * the decisions on it (V1).
 */

import type { Centre, Centres } from '../centres/centres';
import type { CommandContext } from '../command-context';
import type { Recorded } from '../metadata';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { RequestLog } from '../request-log';
import { judgeStatedDay } from '../time/stated-day';
import type { CentreCode, Level, PlainDate } from '../vocabulary';
import { centreOfShortages, type ShortageEvent } from './events';

export interface DeclareShortage {
  type: 'DeclareShortage';
  levels: readonly Level[];
}

export interface EndShortage {
  type: 'EndShortage';
  levels: readonly Level[];
}

export type ShortageCommandBody = DeclareShortage | EndShortage;
/** The centre of the context is the one whose subtree it concerns. */
export type ShortageCommand<B extends ShortageCommandBody = ShortageCommandBody> = B &
  CommandContext;

export interface ShortagePeriod {
  readonly declaredOn: PlainDate;
  /** Absent while it lasts. */
  readonly endedOn?: PlainDate;
}

const periodSizeBytes = 200;
const ownSizeBytes = 1_000;

export class Shortages {
  revision = -1n;
  readonly requests = new RequestLog();
  private readonly byLevel = new Map<Level, readonly ShortagePeriod[]>();

  private constructor(readonly centre: CentreCode) {}

  static empty(centre: CentreCode): Shortages {
    return new Shortages(centre);
  }

  get sizeBytes(): number {
    let periods = 0;
    for (const known of this.byLevel.values()) periods += known.length;
    return ownSizeBytes + periods * periodSizeBytes + this.requests.sizeBytes;
  }

  /** Oldest first; days never run backwards. */
  periods(level: Level): readonly ShortagePeriod[] {
    return this.byLevel.get(level) ?? [];
  }

  isShort(level: Level): boolean {
    const last = this.periods(level).at(-1);
    return last !== undefined && last.endedOn === undefined;
  }

  /** Whether it was short at some time of a day: of the last day, too. */
  wasShort(level: Level, on: PlainDate): boolean {
    return this.periods(level).some(
      ({ declaredOn, endedOn }) => declaredOn <= on && (endedOn === undefined || on <= endedOn),
    );
  }

  declare(level: Level, declaredOn: PlainDate): void {
    this.byLevel.set(level, [...this.periods(level), { declaredOn }]);
  }

  end(level: Level, endedOn: PlainDate): void {
    const periods = this.periods(level);
    const last = periods.at(-1);
    if (!last) throw new Error(`${this.centre}: level ${level} was never short`);
    this.byLevel.set(level, [...periods.slice(0, -1), { ...last, endedOn }]);
  }
}

export function evolveShortages(shortages: Shortages, event: Recorded<ShortageEvent>): void {
  const isNext = event.revision === shortages.revision + 1n;
  if (!isNext || centreOfShortages(event.stream) !== shortages.centre) {
    throw new Error(`${event.stream}: revision ${event.revision} follows ${shortages.revision}`);
  }
  shortages.revision = event.revision;
  shortages.requests.remember(event.metadata, event.revision);
  const { occurredOn } = event.metadata;
  switch (event.type) {
    case 'ShortageDeclared':
      for (const level of event.data.levels) shortages.declare(level, occurredOn);
      return;
    case 'ShortageEnded':
      for (const level of event.data.levels) shortages.end(level, occurredOn);
      return;
    default:
      event satisfies never;
  }
}

/**
 * Refuses, in this order: T1 and T2 for the stated day, V1 (neither a province nor the top centre;
 * no level named), then level by level V1 (short already; not short), T3 (declared or ended later).
 */
export function decideShortage(
  shortages: Shortages,
  command: ShortageCommand,
  { centres }: { readonly centres: Centres },
): Decision<ShortageEvent> {
  const centre = centres.get(command.centre);
  const policy = centres.policyFor(command.centre);
  const { refusals } = judgeStatedDay(command, centre?.liveFrom, policy);
  if (refusals.length > 0) return refusedBy(refusals);
  if (!centre || !declaresShortages(centre)) {
    const params = { centre: command.centre };
    return refusedBy([{ rule: 'V1', code: 'no-shortages-of-centre', params }]);
  }
  const levels = [...new Set(command.levels)];
  if (levels.length === 0) {
    return refusedBy([{ rule: 'V1', code: 'nothing-named', path: '/levels' }]);
  }
  const found = levels.flatMap((level) => judgeLevel(shortages, command, level));
  if (found.length > 0) return refusedBy(found);
  const type = command.type === 'DeclareShortage' ? 'ShortageDeclared' : 'ShortageEnded';
  return { events: [{ type, data: { levels } }], warnings: [] };
}

function judgeLevel(shortages: Shortages, command: ShortageCommand, level: Level): Refusal[] {
  const path = '/levels';
  const isShort = shortages.isShort(level);
  if (isShort !== (command.type === 'EndShortage')) {
    const code = isShort ? 'shortage-declared-before' : 'shortage-not-declared';
    return [{ rule: 'V1', code, path, params: { level } }];
  }
  const last = shortages.periods(level).at(-1);
  const on = last?.endedOn ?? last?.declaredOn;
  if (on === undefined || on <= command.occurredOn) return [];
  return [{ rule: 'T3', code: 'shortage-changed-later', path, params: { level, on } }];
}

const declaresShortages = ({ tier, parent }: Centre) => tier === 'province' || parent === undefined;

/** Whose shortages hold for a centre: its province's and the top centre's, its own among them. */
export function shortageSources(centres: Centres, code: CentreCode): CentreCode[] {
  const sources: CentreCode[] = [];
  let at = centres.get(code);
  while (at) {
    if (declaresShortages(at)) sources.push(at.code);
    at = at.parent === undefined ? undefined : centres.get(at.parent);
  }
  return sources;
}

/**
 * The levels of which blanks are short for a post (V1), at the moment that T4 names: when it is
 * recorded; on its stated day only where that is before the centre went live and the poster may
 * backdate. `sources` must be as stored now.
 */
export function shortLevels(
  sources: readonly Shortages[],
  { occurredOn, by }: { occurredOn: PlainDate; by: { backdate: boolean } },
  liveFrom: PlainDate | undefined,
): ReadonlySet<Level> {
  const isOfPaper = by.backdate && liveFrom !== undefined && occurredOn < liveFrom;
  const levels: readonly Level[] = [1, 2, 3, 4, 5];
  const isShort = (shortages: Shortages, level: Level) =>
    isOfPaper ? shortages.wasShort(level, occurredOn) : shortages.isShort(level);
  return new Set(levels.filter((level) => sources.some((source) => isShort(source, level))));
}
