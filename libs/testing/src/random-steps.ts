/**
 * Random steps over a tree of centres, drawn by fast-check: what they ask for, of which centre, and
 * the world that they begin in. Which serials and numbers a step can name depends on the world.
 */
import fc from 'fast-check';
import {
  addDays,
  type BookCommandBody,
  type CentreCode,
  formatSerial,
  type Level,
  parseCertificateNumber,
} from '#domain';
import { holderOf, tree, World } from './world';

/** Serials of the world, from 0 on; steps name some beyond, too. */
export const stepOrdinalsMax = 60;
export const stepCentres = [tree.ministry, tree.guizhou, tree.guiyang, tree.zunyi] as const;
const stationOf: Readonly<Record<string, CentreCode>> = {
  [tree.guiyang]: tree.guiyangStation,
  [tree.zunyi]: tree.zunyiStation,
};

/** What a generated step asks for; which serials and numbers it can name depends on the world. */
interface Step {
  readonly kind: 'register' | 'dispatch' | 'answer' | 'refuse' | 'takeBack' | 'issue' | 'spoil';
  readonly centre: CentreCode;
  readonly other: CentreCode;
  readonly first: number;
  readonly length: number;
  readonly pick: number;
  readonly daysBack: number;
  readonly difference: number;
}
export type BookStep = Omit<Step, 'kind'> & {
  readonly kind:
    | Step['kind']
    | 'destroy'
    | 'replace'
    | 'reverseRegistration'
    | 'reverseSpoilage'
    | 'correct'
    | 'void'
    | 'lose'
    | 'recover'
    | 'count'
    | 'approve'
    | 'refuseProposal'
    | 'nextDay';
};

/** From 20 to 90 steps, as fast-check draws and shrinks them. */
export const bookSteps = fc.array(
  fc.record<BookStep>({
    kind: fc.constantFrom(
      ...(['register', 'dispatch', 'dispatch', 'dispatch', 'answer', 'answer', 'answer'] as const),
      ...([
        'refuse',
        'refuse',
        'takeBack',
        'takeBack',
        'takeBack',
        'takeBack',
        'takeBack',
        'issue',
        'issue',
        'issue',
        'spoil',
        'spoil',
        'destroy',
        'destroy',
        'replace',
        'replace',
        'replace',
        'reverseRegistration',
        'reverseSpoilage',
        'correct',
        'void',
        'lose',
        'recover',
        'recover',
        'count',
      ] as const),
      ...Array.from({ length: 8 }, () => 'approve' as const),
      ...(['refuseProposal', 'nextDay'] as const),
    ),
    centre: fc.constantFrom(...stepCentres),
    other: fc.constantFrom(...stepCentres),
    first: fc.integer({ min: 0, max: stepOrdinalsMax }),
    length: fc.integer({ min: 1, max: 20 }),
    pick: fc.nat(50),
    daysBack: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(45) },
    ),
    difference: fc.nat(3),
  }),
  { minLength: 20, maxLength: 90 },
);

const serial = (ordinal: number) => formatSerial('A:6', ordinal);
const text = (first: number, length: number) => ({
  from: serial(first),
  to: serial(first + length - 1),
});
const levelOf = (ordinal: number): Level => (ordinal % 2 === 0 ? 5 : 4);

/** Serials that a book has in a status, in order; mostly what a step should name. */
function held(world: World, centre: CentreCode, status: string): number[] {
  const found: number[] = [];
  for (let ordinal = 0; ordinal <= stepOrdinalsMax + 20; ordinal++) {
    if (world.book(centre).holdingOf({ series: 'A:6', ordinal })?.status === status) {
      found.push(ordinal);
    }
  }
  return found;
}

/** A few serials of a status, one range each; now and then whatever lies there. */
function rangesOf(world: World, step: BookStep, status: string) {
  const here = held(world, step.centre, status);
  if (step.pick % 8 === 0 || here.length === 0) return [text(step.first, step.length)];
  const from = step.first % here.length;
  return here.slice(from, from + step.length).map((ordinal) => text(ordinal, 1));
}

/** What was sent to a centre and not answered yet, or, now and then, anything that was sent. */
function someDispatch(world: World, step: BookStep) {
  const sent = world.log.flatMap((event) => (event.type === 'BlanksDispatched' ? [event] : []));
  const open = sent.filter(
    ({ data }) => data.to === step.centre && !world.book(step.centre).answers.has(data.consignment),
  );
  const from = open.length > 0 && step.pick % 8 !== 0 ? open : sent;
  return from[step.pick % Math.max(1, from.length)];
}

function receipt(world: World, step: BookStep): BookCommandBody | undefined {
  const event = someDispatch(world, step);
  if (!event) return undefined;
  const ranges = event.data.lots.flatMap((lot) => lot.ranges);
  const split = step.difference;
  return {
    type: 'ReceiveBlanks',
    consignment: event.data.consignment,
    accepted: split === 1 ? ranges.slice(1) : split === 2 ? [] : ranges,
    ...(split === 1 ? { missing: ranges.slice(0, 1) } : {}),
    ...(split === 2 ? { damaged: ranges } : {}),
    countedBy: ['甲', '乙'],
  };
}

/** A certificate number that some book has, or one that none has. */
function someNumber(world: World, step: BookStep): string {
  const issued = world.log.flatMap((event) =>
    event.type === 'CertificatesIssued' && event.stream.endsWith(step.centre) ? [event] : [],
  );
  const event = issued[step.pick % Math.max(1, issued.length)];
  return event?.data.runs[0].certificateNumber ?? `13${step.centre}500001`;
}

/** Numbers of the centre that have a serial in force, and which. */
function inForce(world: World, { centre }: BookStep): { number: string; serial: string }[] {
  const { numbers } = world.book(centre);
  const named = world.log.flatMap((event) =>
    event.type === 'CertificatesIssued' && event.stream.endsWith(centre) ? event.data.runs : [],
  );
  return [...new Set(named.map(({ certificateNumber }) => certificateNumber))].flatMap((number) => {
    const parsed = parseCertificateNumber(number);
    const entry = parsed && numbers.find(parsed);
    if (entry?.state !== 'in-force' || !entry.serial) return [];
    return [{ number, serial: formatSerial(entry.serial.series, entry.serial.ordinal) }];
  });
}

/** Up to three certificates take each other's sheets round, and now and then one from stock. */
function correction(world: World, step: BookStep): BookCommandBody {
  const all = inForce(world, step);
  const from = step.first % Math.max(1, all.length);
  const some = all.slice(from, from + 1 + (step.length % 3));
  const [fresh] = held(world, step.centre, 'stock');
  const isRound = some.length > 1 && step.pick % 2 === 0;
  const sheets = (['stock', 'spoiled', 'missing'] as const)[step.difference % 3];
  const lines = some.map(({ number, serial: recordedSerial }, index) => {
    const next = some[index + 1]?.serial ?? (isRound ? some[0].serial : serial(fresh ?? 0));
    const isLeft = index === 0 && !isRound;
    const recordedSheet = isLeft ? { recordedSheet: sheets } : {};
    return { certificateNumber: number, recordedSerial, actualSerial: next, ...recordedSheet };
  });
  return { type: 'CorrectIssues', lines, reason: 'x' };
}

function issue(world: World, step: BookStep): BookCommandBody {
  const here = held(world, step.centre, 'stock');
  const from = step.first % Math.max(1, here.length);
  const serials = here.slice(from, from + 1 + (step.length % 4));
  const level = 5;
  const sequence = (line: number) => String(1 + step.pick * 7 + line).padStart(5, '0');
  return {
    type: 'IssueCertificates',
    roster: { reference: `R${step.pick}`, signedOn: '2013-01-02', passed: 20 },
    level,
    occupation: { name: '焊工' },
    station: stationOf[step.centre] ?? tree.guiyangStation,
    lines: serials.map((ordinal, line) => ({
      serial: serial(ordinal),
      certificateNumber: `13${step.centre}${level}${sequence(line)}`,
      holder: holderOf(line),
    })),
  };
}

/** A consignment of the centre that was refused, if there is one. */
function refusedConsignment(world: World, step: BookStep): string {
  const sent = [...world.book(step.centre).sent];
  const refused = sent.find(
    ([number, { to, takenBack }]) =>
      !takenBack && world.book(to).answers.get(number)?.answer === 'refused',
  );
  return refused?.[0] ?? sent[step.pick % Math.max(1, sent.length)]?.[0] ?? 'none';
}

/** A pending proposal of the centre, if there is one. */
function someProposal(world: World, step: BookStep): string {
  const { proposals } = world.book(step.centre);
  const numbers = [...proposals.numbers()];
  const pending = numbers.filter((number) => proposals.get(number)?.status === 'pending');
  const from = pending.length > 0 ? pending : numbers;
  return from[step.pick % Math.max(1, from.length)] ?? 'none';
}

/** Mostly the centre that can do such a thing just now, else the one that was drawn. */
export function centreOfStep(world: World, step: BookStep): CentreCode {
  if (step.pick % 8 === 0) return step.centre;
  const candidates = stepCentres.filter((centre) => {
    const at = { ...step, centre };
    switch (step.kind) {
      case 'answer':
      case 'refuse':
        return someDispatch(world, at)?.data.to === centre;
      case 'reverseRegistration':
        return centre === tree.ministry;
      case 'reverseSpoilage':
        return held(world, centre, 'spoiled').length > 0;
      case 'correct':
      case 'void':
        return inForce(world, at).length > 0;
      case 'takeBack':
        return world.book(centre).sent.has(refusedConsignment(world, at));
      case 'recover':
        return held(world, centre, 'missing').length + held(world, centre, 'void').length > 0;
      case 'approve':
      case 'refuseProposal':
        return world.book(centre).proposals.get(someProposal(world, at))?.status === 'pending';
      default:
        return false;
    }
  });
  return candidates[step.first % Math.max(1, candidates.length)] ?? step.centre;
}

/** Mostly a neighbour in the tree. */
function receiverFor(world: World, step: BookStep): CentreCode {
  if (step.pick % 8 === 0) return step.other;
  const isNeighbour = (centre: CentreCode) =>
    world.centres.get(centre)?.parent === step.centre ||
    world.centres.get(step.centre)?.parent === centre;
  return stepCentres.filter(isNeighbour)[step.difference % 2] ?? step.other;
}

export function commandOfStep(world: World, step: BookStep): BookCommandBody | undefined {
  const proposal = () => someProposal(world, step);
  switch (step.kind) {
    case 'register':
      return {
        type: 'RegisterBlanks',
        level: levelOf(step.first),
        edition: `e${step.difference % 2}`,
        ranges: every2(step),
        deliveryNote: 'd',
      };
    case 'dispatch': {
      const ranges = rangesOf(world, step, 'stock');
      const to = receiverFor(world, step);
      return { type: 'DispatchBlanks', to, ranges, handedOverBy: 'x' };
    }
    case 'answer':
      return receipt(world, step);
    case 'refuse': {
      const consignment = someDispatch(world, step)?.data.consignment ?? 'none';
      return { type: 'RefuseBlanks', consignment, reason: 'x' };
    }
    case 'takeBack':
      return { type: 'TakeBackBlanks', consignment: refusedConsignment(world, step) };
    case 'issue':
      return issue(world, step);
    case 'spoil':
      return { type: 'SpoilSerials', cause: 'misprint', ranges: rangesOf(world, step, 'stock') };
    case 'destroy': {
      const on = addDays(world.today, -step.daysBack);
      const minutes = { on, place: 'p', method: 'm', witnesses: ['丙', '丁'] };
      return { type: 'DestroySerials', ranges: rangesOf(world, step, 'spoiled'), minutes };
    }
    case 'replace':
      return {
        type: 'PrintReplacement',
        certificateNumber: someNumber(world, step),
        serial: serial(held(world, step.centre, 'stock')[0] ?? step.first),
        reason: step.difference % 2 === 0 ? 'lost' : 'damaged',
        lossNotice: { newspaper: 'n', publishedOn: '2013-01-03' },
      };
    case 'reverseRegistration':
      return {
        type: 'ReverseRegistration',
        ranges: rangesOf(world, step, 'stock').slice(0, 3),
        reason: 'x',
      };
    case 'reverseSpoilage':
      return { type: 'ReverseSpoilage', ranges: rangesOf(world, step, 'spoiled'), reason: 'x' };
    case 'correct':
      return correction(world, step);
    case 'void': {
      const all = inForce(world, step);
      return {
        type: 'VoidIssue',
        certificateNumber: all[step.first % Math.max(1, all.length)]?.number ?? '1',
        sheet: step.difference % 2 === 0 ? 'in-hand' : 'not-found',
        cause: 'other',
        reason: 'x',
      };
    }
    case 'lose': {
      const status = step.difference === 0 ? 'spoiled' : 'stock';
      return { type: 'ReportMissing', ranges: rangesOf(world, step, status), circumstances: 'x' };
    }
    case 'recover': {
      const status = held(world, step.centre, 'missing').length > 0 ? 'missing' : 'void';
      const ranges = rangesOf(world, step, status);
      const into = step.difference === 0 ? 'spoiled' : 'stock';
      return { type: 'RecoverSerials', ranges, into, circumstances: 'x' };
    }
    case 'count':
      return { type: 'CountStock', ranges: [], countedBy: ['甲', '乙'] };
    case 'approve':
      return { type: 'ApproveProposal', proposal: proposal() };
    case 'refuseProposal':
      return { type: 'RefuseProposal', proposal: proposal(), reason: 'x' };
    case 'nextDay':
      world.today = addDays(world.today, step.difference);
      return undefined;
    default:
      step.kind satisfies never;
  }
}

/** Every second serial, so that levels alternate and ranges do not merge. */
function every2({ first, length }: BookStep) {
  return Array.from({ length: Math.ceil(length / 2) }, (_, k) => text(first + 2 * k, 1));
}

/** Small stock everywhere, so that steps find something to move. */
export function stockedTree(): World {
  const world = new World('2013-02-01');
  world.must(tree.ministry, {
    type: 'RegisterBlanks',
    level: 5,
    edition: 'e0',
    ranges: evens(0, stepOrdinalsMax),
    deliveryNote: 'd',
  });
  world.must(tree.ministry, {
    type: 'DispatchBlanks',
    to: tree.guizhou,
    ranges: evens(10, stepOrdinalsMax),
    handedOverBy: 'x',
  });
  const receive = (consignment: string, from: number, to: number): BookCommandBody => ({
    type: 'ReceiveBlanks',
    consignment,
    accepted: evens(from, to),
    countedBy: ['甲', '乙'],
  });
  world.must(tree.guizhou, receive(world.lastConsignment(tree.ministry), 10, stepOrdinalsMax));
  for (const [city, from, to] of [
    [tree.guiyang, 20, 40],
    [tree.zunyi, 40, stepOrdinalsMax],
  ] as const) {
    world.must(tree.guizhou, {
      type: 'DispatchBlanks',
      to: city,
      ranges: evens(from, to),
      handedOverBy: 'x',
    });
    world.must(city, receive(world.lastConsignment(tree.guizhou), from, to));
  }
  return world;
}

const evens = (from: number, to: number) =>
  Array.from({ length: (to - from) / 2 }, (_, k) => text(from + 2 * k, 1));
