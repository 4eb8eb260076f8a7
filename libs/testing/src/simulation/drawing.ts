/** What drawing an order rests on, and how users, days and serials are drawn. */
import {
  addDays,
  type BookCommandBody,
  type CentreCode,
  formatSerial,
  type PlainDate,
  type RangeText,
} from '#domain';
import type { Chance } from './chance';
import type { Clock } from './clock';
import type { Ground, HeldSerial } from './ground';
import type { Order } from './orders';
import { clerk, custodians, lead, parentOf, type User } from './people';

export interface Drawing {
  readonly ground: Ground;
  readonly clock: Clock;
  readonly chance: Chance;
}

/** How many of a hundred orders name something at random. */
const strayPercent = 6;

export const isStray = ({ chance }: Drawing): boolean => chance.may(strayPercent);

/** Mostly today, now and then earlier, seldom too early or tomorrow. */
export function someDay({ chance, clock }: Drawing): { on: PlainDate; backdates: boolean } {
  const { today } = clock;
  if (chance.may(80)) return { on: today, backdates: false };
  if (chance.may(65)) return { on: addDays(today, -chance.int(0, 3)), backdates: false };
  if (chance.may(50)) return { on: addDays(today, -chance.int(4, 32)), backdates: false };
  if (chance.may(80)) return { on: addDays(today, -chance.int(25, 90)), backdates: chance.may(85) };
  return { on: addDays(today, 1), backdates: false };
}

/** An order in a centre's book, by one of its clerks; by its parent's once it is closed. */
export function inBook(
  drawing: Drawing,
  centre: CentreCode,
  body: BookCommandBody,
  user?: User,
): Order {
  const { on, backdates } = someDay(drawing);
  const isClosed = drawing.ground.book(centre).closedOn !== undefined;
  const home = isClosed && drawing.chance.may(90) ? (parentOf(centre) ?? centre) : centre;
  const poster = user ?? (drawing.chance.may(10) ? lead(home) : clerk(home, backdates ? 1 : 0));
  const day = body.type === 'DestroySerials' ? { on: body.minutes.on } : { on };
  return { asked: { of: 'book', body }, centre, user: poster, ...day };
}

/** A centre of whom the question is true, if there is one; astray, any. */
export function centreWhere(
  drawing: Drawing,
  ask: (centre: CentreCode) => boolean,
): CentreCode | undefined {
  const { chance } = drawing;
  return isStray(drawing) ? chance.pick(custodians) : chance.any(custodians.filter(ask));
}

export const serialText = ({ series, ordinal }: Pick<HeldSerial, 'series' | 'ordinal'>) =>
  formatSerial(series, ordinal);

export const rangesOf = (serials: readonly HeldSerial[]): RangeText[] => {
  const ranges: { from: HeldSerial; to: HeldSerial }[] = [];
  for (const serial of serials) {
    const last = ranges.at(-1);
    const isNext = last?.to.series === serial.series && last.to.ordinal + 1 === serial.ordinal;
    if (last && isNext) last.to = serial;
    else ranges.push({ from: serial, to: serial });
  }
  return ranges.map(({ from, to }) => ({ from: serialText(from), to: serialText(to) }));
};

const everywhere: readonly HeldSerial[] = [
  ...Array.from({ length: 90 }, (_, ordinal) => ({
    series: 'A:6',
    ordinal,
    level: 5 as const,
    edition: 'e1',
    mayReturn: false,
  })),
];

/** Serials that a book has in one of the statuses; astray, anything there is. */
export function someSerials(
  drawing: Drawing,
  centre: CentreCode,
  statuses: readonly string[],
  countMax: number,
): RangeText[] {
  const { chance, ground } = drawing;
  if (isStray(drawing)) return rangesOf(chance.stretch(everywhere, countMax));
  const held = statuses.flatMap((status) => ground.held(centre, status));
  return rangesOf(chance.stretch(held, countMax));
}
