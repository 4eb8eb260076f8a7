/** What a book keeps cleverly and the oracles simply must be the same. */
import { isDeepStrictEqual } from 'node:util';
import {
  type Book,
  bookStream,
  type CentreCode,
  formatSerial,
  parseCertificateNumber,
  parseVoucherNumber,
} from '#domain';
import { type Ground, loadedBook } from './ground';
import type { Office } from './office';
import type { SimulatedStore } from './simulated-store';

/** The book of a centre against sheets, numbers and vouchers as the oracles have them. */
export function bookAgrees(ground: Ground, centre: CentreCode): string[] {
  const book = ground.book(centre);
  return [
    ...sheetsAgree(ground, book),
    ...numbersAgree(ground, book),
    ...vouchersAgree(ground, book),
  ];
}

function sheetsAgree({ custody }: Ground, book: Book): string[] {
  const wrong: string[] = [];
  let count = 0;
  for (const { range, holding } of book.all()) {
    if (!holding || holding.status === 'transit' || holding.status === 'origin') continue;
    for (let ordinal = range.first; ordinal <= range.last; ordinal++) {
      const serial = `${range.series}/${ordinal}`;
      const where = custody.where(serial);
      count++;
      const said = `${holding.status}@${book.centre}`;
      if (where !== said) wrong.push(`${serial} is ${said} by the book, ${where} by the events`);
    }
  }
  const kinds = ['stock', 'issued', 'void', 'spoiled', 'missing', 'destroyed'];
  const there = kinds
    .flatMap((kind) => custody.serialsIn(kind))
    .filter((serial) => custody.where(serial)?.endsWith(book.centre)).length;
  if (there !== count)
    wrong.push(`${book.centre} has ${count} by its book, ${there} by the events`);
  return wrong;
}

function numbersAgree({ certified, numbers }: Ground, book: Book): string[] {
  return [...(certified.get(book.centre) ?? [])].flatMap((text) => {
    const parsed = parseCertificateNumber(text);
    const entry = parsed && book.numbers.find(parsed);
    const serial = entry?.state === 'in-force' ? entry.serial : undefined;
    const said = serial && `${serial.series}/${serial.ordinal}`;
    const known = numbers.serialOf(text);
    if (said === known) return [];
    return [`${text} has ${serial && formatSerial(serial.series, serial.ordinal)}, not ${known}`];
  });
}

function vouchersAgree({ vouchers }: Ground, book: Book): string[] {
  const wrong: string[] = [];
  for (const { number, centre, fate, certificateNumber } of vouchers.all()) {
    if (centre !== book.centre) continue;
    const parsed = parseVoucherNumber(number);
    const entry = parsed && book.vouchers.find(parsed);
    if (entry?.status !== fate) wrong.push(`${number} is ${entry?.status} by the book, ${fate}`);
    const of = parseCertificateNumber(certificateNumber);
    const inForce = of && book.vouchers.inForceFor(of);
    const isThis = inForce?.voucher.ordinal === parsed?.ordinal;
    if (isThis !== (fate === 'in-force')) wrong.push(`${number} is not the one in force`);
  }
  return wrong;
}

/** What a process has cached of a book is what it would load. */
export async function cacheAgrees(
  office: Office,
  store: SimulatedStore,
  ground: Ground,
  centre: CentreCode,
): Promise<string[]> {
  const cached = await office.answer(office.books.book(centre, { fresh: false }));
  const truth = ground.book(centre);
  const loaded =
    cached.revision === truth.revision ? truth : loadedBook(store, centre, cached.revision);
  if (isDeepStrictEqual(cached, loaded)) return [];
  return [`${bookStream(centre)}@${cached.revision}: what is cached is not what is stored`];
}
