/** Orders on certificates and vouchers. */
import {
  addDays,
  type BookCommandBody,
  type CentreCode,
  type CorrectedLine,
  type Holder,
  type Level,
  type PlainDate,
  parseCertificateNumber,
  parseVoucherNumber,
  type Roster,
} from '#domain';
import { holderOf } from '../world';
import { centreWhere, type Drawing, inBook, isStray, serialText } from './drawing';
import type { HeldSerial } from './ground';
import type { Order } from './orders';
import { cities, custodians, lead, stationOf } from './people';

const sequencesMax = 60;

/** Every number has one holder, so that vouchers and certificates can agree. */
function holderFor(drawing: Drawing, number: string): Holder {
  const holder = holderOf(Number(number.slice(-5)) + 100 * Number(number.slice(2, 6)));
  if (isStray(drawing) && drawing.chance.may(25)) {
    return drawing.chance.may(50)
      ? holderOf(99_999)
      : { ...holder, document: { type: 'resident-id', number: '520102198000000000' } };
  }
  return holder;
}

interface Ground {
  readonly roster: Roster;
  readonly level: Level;
  readonly occupation: { readonly name: string };
  readonly station: CentreCode;
}

/** A reference has one day and one number passed; astray, not those. */
function rosterOf(drawing: Drawing, signedOn: PlainDate): Roster {
  const { chance } = drawing;
  const passed = 3 + (Number(signedOn.slice(-2)) % 7);
  const roster = { reference: `R${signedOn}`, signedOn, passed };
  if (!isStray(drawing)) return roster;
  return chance.may(50)
    ? { ...roster, passed: passed + 1 }
    : { ...roster, signedOn: addDays(signedOn, 1) };
}

function someGround(drawing: Drawing, centre: CentreCode): Ground {
  const { chance, clock } = drawing;
  const daysBack = chance.weighted({ '0': 4, '10': 4, '40': 2, '340': 1, '370': 1 });
  const day = addDays(clock.today, -Number(daysBack));
  const signedOn = addDays(day, -(Number(day.slice(-2)) % 5));
  const station = stationOf(centre) ?? '52012001';
  return {
    roster: rosterOf(drawing, signedOn),
    level: chance.may(75) ? 5 : 4,
    occupation: { name: '焊工' },
    station: isStray(drawing) ? chance.pick(['52032001', '99999999', '52010000']) : station,
  };
}

/** Numbers of a ground that nobody has used, one after another; astray, any. */
function someNumbers(
  drawing: Drawing,
  centre: CentreCode,
  ground: Ground,
  count: number,
): string[] {
  const { chance } = drawing;
  const year = ground.roster.signedOn.slice(2, 4);
  const institution = chance.may(70) ? (stationOf(centre) ?? centre) : centre;
  const prefix = `${year}${institution}${ground.level}`;
  const all = Array.from(
    { length: sequencesMax },
    (_, at) => prefix + String(at + 1).padStart(5, '0'),
  );
  if (isStray(drawing)) return chance.stretch(all, count);
  const { numbers } = drawing.ground.book(centre);
  const first = all.findIndex((text) => {
    const parsed = parseCertificateNumber(text);
    return parsed && numbers.find(parsed) === undefined;
  });
  const from = all.slice(Math.max(0, first), Math.max(0, first) + count);
  return chance.may(15) ? from.reverse() : from;
}

/** A voucher in force of a centre, with the roster it was given for. */
interface KnownVoucher {
  readonly number: string;
  readonly certificateNumber: string;
  readonly ground: Ground;
  readonly expiresOn: PlainDate;
}

function vouchersInForce({ ground }: Drawing, centre: CentreCode): KnownVoucher[] {
  const book = ground.book(centre);
  return [...ground.vouchers.all()].flatMap((one) => {
    if (one.centre !== centre || one.fate !== 'in-force') return [];
    const parsed = parseVoucherNumber(one.number);
    const entry = parsed && book.vouchers.find(parsed);
    const used = entry && [...book.rosters].find(([, { index }]) => index === entry.roster);
    if (!entry || !used) return [];
    const [key, { signedOn, passed }] = used;
    const [, , , reference] = JSON.parse(key) as [string, string, number, string];
    const { level, occupation, station, expiresOn } = entry;
    const roster = { reference, signedOn, passed };
    const { number, certificateNumber } = one;
    return [
      { number, certificateNumber, expiresOn, ground: { roster, level, occupation, station } },
    ];
  });
}

/** Numbers whose issue was voided: their own roster may use them again. */
function freeNumbers({ ground }: Drawing, centre: CentreCode) {
  const book = ground.book(centre);
  return [...(ground.certified.get(centre) ?? [])].flatMap((number) => {
    const parsed = parseCertificateNumber(number);
    const entry = parsed && book.numbers.find(parsed);
    if (entry?.state !== 'free') return [];
    const used = [...book.rosters].find(([, { index }]) => index === entry.roster);
    if (!used) return [];
    const [key, { signedOn, passed, level }] = used;
    const [station, name, , reference] = JSON.parse(key) as [string, string, number, string];
    const roster = { reference, signedOn, passed };
    return [{ number, ground: { roster, level, occupation: { name }, station } }];
  });
}

export function issuing(drawing: Drawing): Order | undefined {
  const { chance, ground } = drawing;
  const centre = centreWhere(
    drawing,
    (code) => cities.includes(code) && ground.held(code, 'stock').length > 0,
  );
  if (centre === undefined) return undefined;
  const vouchers = vouchersInForce(drawing, centre);
  const free = freeNumbers(drawing, centre);
  let place: { ground: Ground; numbers: readonly string[] } | undefined;
  if (vouchers.length > 0 && chance.may(60)) {
    const one = chance.pick(vouchers);
    const same = vouchers.filter(
      (other) =>
        other.ground.roster.reference === one.ground.roster.reference &&
        other.ground.level === one.ground.level,
    );
    place = { ground: one.ground, numbers: same.slice(0, 3).map((each) => each.certificateNumber) };
  } else if (free.length > 0 && chance.may(50)) {
    const one = chance.pick(free);
    place = { ground: one.ground, numbers: [one.number] };
  }
  const onGround = place?.ground ?? someGround(drawing, centre);
  const numbers = place?.numbers ?? someNumbers(drawing, centre, onGround, chance.int(1, 4));
  const held = ground.held(centre, isStray(drawing) ? 'spoiled' : 'stock');
  const blanks = held.filter(({ level }) => level === onGround.level || chance.may(2));
  const first = chance.may(70) ? 0 : chance.int(0, Math.max(0, blanks.length - numbers.length));
  const sheets = blanks.slice(first, first + numbers.length);
  const body: BookCommandBody = {
    type: 'IssueCertificates',
    ...onGround,
    lines: sheets.map((sheet, line) => ({
      serial: serialText(sheet),
      certificateNumber: numbers[line],
      holder: holderFor(drawing, numbers[line]),
    })),
  };
  return inBook(drawing, centre, body);
}

export function issuingVouchers(drawing: Drawing): Order {
  const { chance, ground } = drawing;
  const centre = chance.pick(isStray(drawing) ? custodians : cities);
  const onGround = someGround(drawing, centre);
  const numbers = someNumbers(drawing, centre, onGround, chance.int(1, 4));
  const used = [...ground.vouchers.all()].filter((one) => one.centre === centre).length;
  const first = isStray(drawing) ? chance.int(1, 5) : used + 1;
  const body: BookCommandBody = {
    type: 'IssueVouchers',
    ...onGround,
    lines: numbers.map((certificateNumber, line) => ({
      voucherNumber: voucherNumber(drawing, centre, first + line),
      certificateNumber,
      holder: holderFor(drawing, certificateNumber),
    })),
  };
  return inBook(drawing, centre, body);
}

function voucherNumber(drawing: Drawing, centre: CentreCode, at: number): string {
  const code = drawing.chance.may(1) ? drawing.chance.pick(custodians) : centre;
  return `${code}PZ${String(at).padStart(6, '0')}`;
}

function someVoucher(drawing: Drawing): { centre: CentreCode; number: string } | undefined {
  const { chance, ground } = drawing;
  const all = [...ground.vouchers.all()];
  return chance.any(isStray(drawing) ? all : all.filter(({ fate }) => fate === 'in-force'));
}

export function replacingVoucher(drawing: Drawing): Order | undefined {
  const { clock, ground, chance } = drawing;
  const voucher = someVoucher(drawing);
  if (!voucher) return undefined;
  const { centre, number } = voucher;
  const used = [...ground.vouchers.all()].filter((one) => one.centre === centre).length;
  const publishedOn = addDays(clock.today, isStray(drawing) ? 1 : -chance.int(2, 9));
  return inBook(drawing, centre, {
    type: 'ReplaceVoucher',
    voucherNumber: number,
    replacementNumber: voucherNumber(drawing, centre, isStray(drawing) ? 1 : used + 1),
    lossNotice: { newspaper: '报', publishedOn },
  });
}

export function voidingVoucher(drawing: Drawing): Order | undefined {
  const voucher = someVoucher(drawing);
  if (!voucher) return undefined;
  const body = { type: 'VoidVoucher', voucherNumber: voucher.number, reason: '涂改' } as const;
  return inBook(drawing, voucher.centre, body);
}

interface KnownNumber {
  readonly number: string;
  readonly state: string;
  readonly serial?: string;
}

function knownNumbers({ ground }: Drawing, centre: CentreCode): KnownNumber[] {
  return [...(ground.certified.get(centre) ?? [])].flatMap((number): KnownNumber[] => {
    const parsed = parseCertificateNumber(number);
    const entry = parsed && ground.book(centre).numbers.find(parsed);
    if (!entry) return [];
    const { state } = entry;
    return [{ number, state, ...(entry.serial ? { serial: serialText(entry.serial) } : {}) }];
  });
}

const inForce = (drawing: Drawing, centre: CentreCode) =>
  knownNumbers(drawing, centre).filter(({ state }) => state === 'in-force');

const blankOf = (held: readonly HeldSerial[], number: string): HeldSerial | undefined =>
  held.find(({ level }) => String(level) === number[10]) ?? held[0];

export function replacing(drawing: Drawing, forgotten: ReadonlySet<string>): Order | undefined {
  const { chance, clock, ground } = drawing;
  const replaceable = (code: CentreCode) =>
    knownNumbers(drawing, code).filter(({ state }) => state === 'in-force' || state === 'none');
  const isBare = ({ state }: KnownNumber) => state === 'none';
  const centre =
    chance.any(custodians.filter((code) => knownNumbers(drawing, code).some(isBare))) ??
    centreWhere(drawing, (code) => replaceable(code).length > 0);
  if (centre === undefined) return undefined;
  const all = isStray(drawing) ? knownNumbers(drawing, centre) : replaceable(centre);
  // Without a serial in force is rare, and the deepest that a number can be.
  const bare = all.filter(isBare);
  const known = chance.any(bare.length > 0 && chance.may(70) ? bare : all);
  const number = known?.number ?? '1352012001500001';
  const names = forgotten.has(number) ? chance.may(80) : chance.may(3);
  const sheet = blankOf(ground.held(centre, 'stock'), number);
  const reason = chance.may(60) ? 'lost' : 'damaged';
  const publishedOn = addDays(clock.today, isStray(drawing) ? 1 : -chance.int(2, 9));
  const withNotice = reason === 'lost' && !isStray(drawing);
  return inBook(drawing, centre, {
    type: 'PrintReplacement',
    certificateNumber: number,
    serial: sheet ? serialText(sheet) : 'A000001',
    reason,
    ...(withNotice ? { lossNotice: { newspaper: '报', publishedOn } } : {}),
    ...(names ? { holder: holderFor(drawing, number) } : {}),
  });
}

/** A certificate older than the book, with its particulars. */
export function replacingOriginal(drawing: Drawing): Order | undefined {
  const { chance, clock, ground } = drawing;
  const centre = centreWhere(drawing, (code) => cities.includes(code));
  if (centre === undefined) return undefined;
  const level: Level = chance.may(75) ? 5 : 4;
  const station = stationOf(centre) ?? '52012001';
  const number = `${chance.pick(['10', '11'])}${station}${level}${String(chance.int(1, 30)).padStart(5, '0')}`;
  const known = chance.any(inForce(drawing, centre));
  const certificateNumber = isStray(drawing) && known ? known.number : number;
  const sheet = blankOf(ground.held(centre, 'stock'), certificateNumber);
  const issuedOn = chance.weighted({ '2011-05-01': 20, '2013-06-01': 1, '2008-01-01': 1 });
  const own = `Z0000${number.slice(-2)}`;
  const old = chance.weighted({ [own]: 12, Z000001: 8, A000001: 1, none: 4 });
  return inBook(drawing, centre, {
    type: 'PrintReplacement',
    certificateNumber,
    serial: sheet ? serialText(sheet) : 'A000001',
    reason: 'lost',
    lossNotice: { newspaper: '报', publishedOn: addDays(clock.today, -chance.int(1, 5)) },
    original: {
      issuedOn,
      level: isStray(drawing) ? 3 : level,
      occupation: { name: '焊工' },
      station: isStray(drawing) ? '52032001' : station,
      ...(old === 'none' ? {} : { serial: old }),
      holder: holderFor(drawing, certificateNumber),
    },
  });
}

export function voiding(drawing: Drawing): Order | undefined {
  const { chance } = drawing;
  const centre = centreWhere(drawing, (code) => inForce(drawing, code).length > 0);
  if (centre === undefined) return undefined;
  const all = isStray(drawing) ? knownNumbers(drawing, centre) : inForce(drawing, centre);
  const { ground } = drawing;
  const replaced = all.filter(({ number }) => ground.replacements.has(number));
  return inBook(drawing, centre, {
    type: 'VoidIssue',
    certificateNumber:
      chance.any(chance.may(60) && replaced.length > 0 ? replaced : all)?.number ??
      '1352012001500001',
    sheet: chance.may(50) ? 'in-hand' : 'not-found',
    cause: 'other',
    reason: '错',
  });
}

/** Up to three certificates take each other's sheets round, or each the next one's and one from stock. */
export function correcting(drawing: Drawing): Order | undefined {
  const { chance, ground } = drawing;
  const centre = centreWhere(drawing, (code) => inForce(drawing, code).length > 0);
  if (centre === undefined) return undefined;
  const some = chance.stretch(inForce(drawing, centre), 3);
  const fresh = blankOf(ground.held(centre, 'stock'), some[0]?.number ?? '');
  const isRound = some.length > 1 && chance.may(50);
  const spare = fresh ? serialText(fresh) : 'A000001';
  const lines = some.map(({ number, serial = 'A000001' }, index): CorrectedLine => {
    const next = some[index + 1]?.serial ?? (isRound ? some[0].serial : undefined) ?? spare;
    const isLeft = index === 0 && !isRound;
    return {
      certificateNumber: number,
      recordedSerial: isStray(drawing) ? spare : serial,
      actualSerial: isStray(drawing) ? serial : next,
      ...(isLeft !== isStray(drawing)
        ? { recordedSheet: chance.pick(['stock', 'spoiled', 'missing'] as const) }
        : {}),
    };
  });
  const user = chance.may(5) ? lead(centre) : undefined;
  return inBook(drawing, centre, { type: 'CorrectIssues', lines, reason: '错' }, user);
}
