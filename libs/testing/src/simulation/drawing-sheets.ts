/** Orders that move blanks and spoiled sheets. */
import {
  type BookCommandBody,
  type CentreCode,
  formatRange,
  type Level,
  parseRange,
  quarterAfter,
  quarterStream,
  type RangeText,
  statisticalQuarterOf,
  statisticsFor,
  subtractRanges,
} from '#domain';
import {
  centreWhere,
  type Drawing,
  inBook,
  isStray,
  rangesOf,
  serialText,
  someDay,
  someSerials,
} from './drawing';
import type { Order } from './orders';
import { childrenOf, clerk, custodians, lead, newestCity, parentOf, top } from './people';

/** New blanks follow those before them, so that a world does not grow beyond some hundred serials. */
export function registering(drawing: Drawing): Order {
  const { chance, ground } = drawing;
  const known = ground.held(top, 'origin');
  const series = chance.may(70) ? 'A:6' : 'B:6';
  const level: Level = series === 'A:6' ? 5 : 4;
  const next =
    1 +
    Math.max(
      0,
      ...[...ground.book(top).all()]
        .filter(({ range }) => range.series === series)
        .map(({ range }) => range.last),
    );
  const first = isStray(drawing) ? chance.int(1, 40) : next;
  const fresh = {
    from: serialText({ series, ordinal: first }),
    to: serialText({ series, ordinal: first + chance.int(0, 5) }),
  };
  const again = known.filter((one) => one.level === level);
  const ranges = again.length > 0 && chance.may(60) ? rangesOf(chance.stretch(again, 5)) : [fresh];
  const body = {
    type: 'RegisterBlanks',
    level,
    edition: chance.pick(['e1', 'e1', 'e2']),
    ranges,
    deliveryNote: '单',
  } as const;
  const centre = isStray(drawing) ? chance.pick(custodians) : top;
  return inBook(drawing, centre, body);
}

export function reversingRegistration(drawing: Drawing): Order {
  const ranges = someSerials(drawing, top, ['stock'], 4);
  const centre = isStray(drawing) ? drawing.chance.pick(custodians) : top;
  return inBook(drawing, centre, { type: 'ReverseRegistration', ranges, reason: '误' });
}

const hasIn =
  ({ ground }: Drawing, ...statuses: string[]) =>
  (centre: CentreCode) =>
    statuses.some((status) => ground.held(centre, status).length > 0);

export function dispatching(drawing: Drawing): Order | undefined {
  const { chance, ground } = drawing;
  const centre = centreWhere(drawing, hasIn(drawing, 'stock'));
  if (centre === undefined) return undefined;
  const open = childrenOf(centre).filter((code) => ground.book(code).closedOn === undefined);
  const up = parentOf(centre);
  if (up !== undefined && chance.may(10)) return emptying(drawing, centre, up);
  const neighbours = up === undefined ? open : [...open, ...open, up];
  const anywhere = [...custodians, '52012001', '99999999'];
  const to =
    neighbours.length === 0 || isStray(drawing) ? chance.pick(anywhere) : chance.pick(neighbours);
  const application = citation(drawing, to);
  const openingPercent = to === newestCity ? 50 : 6;
  const body: BookCommandBody = {
    type: 'DispatchBlanks',
    to,
    ranges: someSerials(drawing, centre, ['stock'], 8),
    handedOverBy: '押',
    ...(application !== undefined && chance.may(75) ? { application } : {}),
    ...(application === undefined && chance.may(openingPercent) ? { opening: true } : {}),
  };
  return inBook(drawing, centre, body);
}

/** All that is left goes back, so that centres can be closed. */
function emptying(drawing: Drawing, centre: CentreCode, to: CentreCode): Order {
  const ranges = rangesOf(drawing.ground.held(centre, 'stock'));
  return inBook(drawing, centre, { type: 'DispatchBlanks', to, ranges, handedOverBy: '押' });
}

/** A quarter for which the centre was granted something, or now and then the present one. */
function citation({ chance, clock, ground }: Drawing, to: CentreCode): string | undefined {
  const now = statisticalQuarterOf(clock.today);
  const quarters = [now, quarterAfter(now), quarterAfter(now, -1)];
  const granted = quarters.filter(
    (quarter) => ground.quarter(quarterStream(to, statisticsFor(quarter))).granted !== undefined,
  );
  if (granted.length > 0) return chance.pick(granted);
  return chance.may(2) ? now : undefined;
}

interface OpenConsignment {
  readonly consignment: string;
  readonly to: CentreCode;
  readonly ranges: readonly RangeText[];
}

/** What was sent and not answered yet; astray, whatever was sent. */
function someConsignment(drawing: Drawing): OpenConsignment | undefined {
  const { chance, ground } = drawing;
  const all = custodians.flatMap((sender) =>
    [...ground.book(sender).sent].map(([consignment, { to, lots }]) => ({
      consignment,
      to,
      ranges: lots.flatMap(({ ranges }) => ranges),
    })),
  );
  if (isStray(drawing)) return chance.any(all);
  return chance.any(all.filter(({ to, consignment }) => !ground.book(to).answers.has(consignment)));
}

export function receiving(drawing: Drawing): Order | undefined {
  const { chance } = drawing;
  const open = someConsignment(drawing);
  if (!open) return undefined;
  const { consignment, to, ranges } = open;
  const [first, rest] = split(ranges);
  const difference = chance.weighted({
    none: 12,
    missing: 3,
    damaged: 3,
    both: 1,
    short: 1,
    other: 1,
  });
  const all: BookCommandBody = {
    type: 'ReceiveBlanks',
    consignment,
    accepted: difference === 'none' || difference === 'other' ? ranges : rest,
    ...(difference === 'missing' ? { missing: first } : {}),
    ...(difference === 'damaged' ? { damaged: first } : {}),
    ...(difference === 'both' ? { missing: first, damaged: rest, accepted: [] } : {}),
    ...(difference === 'other' ? { unexpected: [{ from: 'A000001', to: 'A000001' }] } : {}),
    countedBy: people(drawing, to),
  };
  return inBook(drawing, chance.may(97) ? to : chance.pick(custodians), all);
}

/** The first serial, and what is left. */
function split(texts: readonly RangeText[]): [RangeText[], RangeText[]] {
  const ranges = texts.flatMap((text) => parseRange(text) ?? []);
  const [{ series, first }] = ranges;
  const one = { series, first, last: first };
  return [[formatRange(one)], subtractRanges(ranges, [one]).map(formatRange)];
}

/** Two who count or see; seldom one too few, the poster, or somebody who will have to approve. */
function people({ chance }: Drawing, centre: CentreCode): string[] {
  if (chance.may(2)) return ['甲'];
  if (chance.may(2)) return ['甲', '甲'];
  if (chance.may(2)) return ['甲', clerk(centre).id];
  return chance.may(8) ? ['甲', lead(centre).id] : ['甲', '乙'];
}

export function refusing(drawing: Drawing): Order | undefined {
  const open = someConsignment(drawing);
  if (!open) return undefined;
  return inBook(drawing, open.to, {
    type: 'RefuseBlanks',
    consignment: open.consignment,
    reason: '拒',
  });
}

export function takingBack(drawing: Drawing): Order | undefined {
  const { chance, ground } = drawing;
  const all = custodians.flatMap((sender) =>
    [...ground.book(sender).sent].map(([consignment, sent]) => ({ sender, consignment, ...sent })),
  );
  const refused = all.filter(
    ({ to, consignment, takenBack }) =>
      !takenBack && ground.book(to).answers.get(consignment)?.answer === 'refused',
  );
  const one = chance.any(isStray(drawing) ? all : refused);
  if (!one) return undefined;
  return inBook(drawing, one.sender, { type: 'TakeBackBlanks', consignment: one.consignment });
}

export function spoiling(drawing: Drawing): Order | undefined {
  const centre = centreWhere(drawing, hasIn(drawing, 'stock'));
  if (centre === undefined) return undefined;
  const ranges = someSerials(drawing, centre, ['stock'], 3);
  return inBook(drawing, centre, { type: 'SpoilSerials', cause: 'misprint', ranges });
}

export function reversingSpoilage(drawing: Drawing): Order | undefined {
  const { ground } = drawing;
  const mayReturn = (centre: CentreCode) =>
    ground.held(centre, 'spoiled').some((one) => one.mayReturn);
  const centre = centreWhere(drawing, mayReturn);
  if (centre === undefined) return undefined;
  const held = ground.held(centre, 'spoiled').filter((one) => one.mayReturn || isStray(drawing));
  const ranges = isStray(drawing)
    ? someSerials(drawing, centre, ['destroyed', 'stock', 'spoiled'], 2)
    : rangesOf(drawing.chance.stretch(held, 3));
  return inBook(drawing, centre, { type: 'ReverseSpoilage', ranges, reason: '误' });
}

export function destroying(drawing: Drawing): Order | undefined {
  const { chance, clock } = drawing;
  const centre = centreWhere(drawing, hasIn(drawing, 'spoiled'));
  if (centre === undefined) return undefined;
  const on = chance.may(85) ? clock.today : someDay(drawing).on;
  const minutes = { on, place: '地', method: '碎', witnesses: people(drawing, centre) };
  const ranges = someSerials(drawing, centre, ['spoiled'], 4);
  return inBook(drawing, centre, { type: 'DestroySerials', ranges, minutes });
}

export function losing(drawing: Drawing): Order | undefined {
  const centre = centreWhere(drawing, hasIn(drawing, 'stock', 'spoiled'));
  if (centre === undefined) return undefined;
  const ranges = someSerials(drawing, centre, ['stock', 'spoiled'], 3);
  return inBook(drawing, centre, { type: 'ReportMissing', ranges, circumstances: '失' });
}

export function recovering(drawing: Drawing): Order | undefined {
  const { chance, ground } = drawing;
  const centre = centreWhere(drawing, hasIn(drawing, 'missing', 'void'));
  if (centre === undefined) return undefined;
  const held = [...ground.held(centre, 'missing'), ...ground.held(centre, 'void')];
  const some = chance.stretch(held, 3);
  const into = some.every(({ mayReturn }) => mayReturn) && chance.may(70) ? 'stock' : 'spoiled';
  const ranges = isStray(drawing) ? someSerials(drawing, centre, ['stock'], 2) : rangesOf(some);
  const body = { type: 'RecoverSerials', ranges, into: isStray(drawing) ? 'stock' : into } as const;
  return inBook(drawing, centre, { ...body, circumstances: '得' });
}

export function counting(drawing: Drawing): Order {
  const { chance, ground } = drawing;
  const centre = chance.pick(custodians);
  const stock = ground.held(centre, 'stock').filter(() => chance.may(90));
  const spoiled = ground.held(centre, 'spoiled').filter(() => chance.may(90));
  const own = ground.events.filter(({ stream }) => stream.endsWith(centre));
  const since = chance.may(40) ? own[own.length - chance.int(1, 4)] : undefined;
  const body: BookCommandBody = {
    type: 'CountStock',
    countedBy: people(drawing, centre),
    ranges: rangesOf(stock),
    ...(chance.may(50) ? { spoiled: rangesOf(spoiled) } : {}),
    ...(chance.may(20) ? { levels: [chance.pick([5, 4] as const)] } : {}),
    ...(since ? { asOfPosition: String(since.position) } : {}),
  };
  return inBook(drawing, centre, body);
}

export function closing(drawing: Drawing): Order | undefined {
  const { ground } = drawing;
  const isEmpty = (centre: CentreCode) =>
    centre !== top &&
    ground.book(centre).closedOn === undefined &&
    !hasIn(drawing, 'stock', 'spoiled')(centre);
  const centre = centreWhere(drawing, isEmpty);
  if (centre === undefined) return undefined;
  return inBook(drawing, centre, { type: 'CloseCentre', reason: '撤' }, lead(centre));
}
