/** A lost or damaged certificate is printed anew: same number, new serial (P1, P2, P3). */
import { type CertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { type Decision, type Refusal, refusedBy } from '../refusals';
import { formatSerial, parseSerial, type Serial } from '../serials/serial';
import { echoed } from '../text-form';
import type { Book, Holding } from './book';
import type { BookCommand, PrintReplacement } from './commands';
import type { BookEvent, ReplacementPrinted } from './events';
import type { Facts } from './facts';
import {
  judgeNotLater,
  oneSerial,
  refuseRange,
  tooEarly,
  unlessInStock,
  warnOutOfOrder,
} from './judging';
import { numberInForce } from './number-in-force';
import { judgeIdentity, judgeOriginal, judgeSheetOfAnother } from './original-certificate';
import { withdrawalInTheWay } from './withdrawn-edition';

type Replacement = BookCommand<PrintReplacement>;

/** What is replaced: a sheet of this book, or one whose serial may only be known from paper. */
interface Old {
  readonly refusals: readonly Refusal[];
  /** Named in the remark. */
  readonly serial?: string;
  /** Moves, if there is one in force. */
  readonly edition?: string;
}

/**
 * Refuses, in this order: N3, N1 (number, serial), P1 (no loss notice), T1 (notice later than the
 * post); for a certificate of this book P1 (not issued here), P3 (no serial in force), T3 (number,
 * old sheet), P1 (its old sheet, older than the book, is another's by now); for one older than the book what `judgeOriginal` lists; P1 (another holder, though
 * none was forgotten), N6; C4 (new serial not in stock), P1 (its level), C14 (its edition withdrawn),
 * T3. All that applies is listed. A second user approves where particulars of an original are given.
 *
 * A number whose replacement was voided has no serial in force: nothing but the new sheet moves.
 */
export function printReplacement(
  book: Book,
  command: Replacement,
  facts: Facts,
): Decision<BookEvent> {
  const number = parseCertificateNumber(command.certificateNumber);
  const serial = parseSerial(command.serial);
  if (!number || !serial) return refusedBy(malformed(command, number, serial));
  const old = judgeOld(book, command, number, facts);
  const newSheet = book.holdingOf(serial);
  const refusals = [
    ...judgeNotice(command),
    ...old.refusals,
    ...judgeHolder(command, facts),
    ...judgeNew(command, serial, newSheet, number, facts),
  ];
  if (refusals.length > 0 || !newSheet) return refusedBy(refusals);
  const warnings = warnOutOfOrder(book, newSheet.level, [oneSerial(serial)]);
  const event: ReplacementPrinted = {
    type: 'ReplacementPrinted',
    data: dataOf(command, newSheet, old),
  };
  const holder = command.original?.holder ?? command.holder;
  if (!holder) return { events: [event], warnings };
  const { certificateNumber } = command;
  return { events: [event], warnings, holders: [{ certificateNumber, holder }] };
}

function dataOf(command: Replacement, newSheet: Holding, old: Old): ReplacementPrinted['data'] {
  const { certificateNumber, reason, lossNotice, original, holder } = command;
  const { serial, edition } = old;
  const becomes = reason === 'lost' ? 'void' : 'spoiled';
  const isMoved = serial !== undefined && edition !== undefined;
  return {
    certificateNumber,
    level: newSheet.level,
    reason,
    printed: { serial: command.serial, edition: newSheet.edition },
    ...(isMoved ? { replaced: { serial, edition, becomes } } : {}),
    ...(lossNotice ? { lossNotice } : {}),
    remark: remarkOf(command, serial),
    ...(original ? { original: particularsOf(original) } : {}),
    ...(holder ? { holderSealed: true } : {}),
  };
}

function particularsOf({ holder: _, ...original }: NonNullable<PrintReplacement['original']>) {
  return original;
}

function malformed(
  command: PrintReplacement,
  number: CertificateNumber | undefined,
  serial: Serial | undefined,
): Refusal[] {
  const refusals: Refusal[] = [];
  if (!number) {
    const params = { number: echoed(command.certificateNumber) };
    const path = '/certificateNumber';
    refusals.push({ rule: 'N3', code: 'certificate-number-malformed', path, params });
  }
  if (!serial) {
    const params = { serial: echoed(command.serial) };
    refusals.push({ rule: 'N1', code: 'serial-malformed', path: '/serial', params });
  }
  return refusals;
}

function judgeNotice({ reason, lossNotice, occurredOn }: Replacement): Refusal[] {
  if (reason === 'damaged') return [];
  if (!lossNotice) return [{ rule: 'P1', code: 'loss-notice-missing', path: '/lossNotice' }];
  return judgeNotLater(lossNotice.publishedOn, occurredOn, '/lossNotice/publishedOn');
}

function judgeOld(book: Book, command: Replacement, number: CertificateNumber, facts: Facts): Old {
  const { original, occurredOn } = command;
  if (original) {
    const refusals = judgeOriginal(book, command, original, number, facts);
    return { refusals, serial: original.serial };
  }
  const path = '/certificateNumber';
  const entry = book.numbers.find(number);
  if (entry?.state === 'none' && entry.serial) {
    const params = { number: command.certificateNumber, on: entry.on };
    const refusals: Refusal[] =
      entry.on > occurredOn ? [{ rule: 'T3', code: 'number-touched-later', path, params }] : [];
    const sheet = book.originals.get(command.certificateNumber);
    if (sheet !== undefined) {
      refusals.push(...judgeSheetOfAnother(book, sheet, command.certificateNumber, path));
    }
    return { refusals, serial: formatSerial(entry.serial.series, entry.serial.ordinal) };
  }
  const found = numberInForce(book, number, occurredOn, 'P1');
  if ('refusal' in found) return { refusals: [{ ...found.refusal, path }] };
  const { serial, sheet } = found;
  const refusals = found.tooEarly ? [{ ...found.tooEarly, path }] : [];
  return { refusals, serial, edition: sheet.edition };
}

/** A number's holder is named anew only when the one it named was forgotten. */
function judgeHolder(
  { holder, original, certificateNumber }: Replacement,
  { certificateHolder }: Facts,
): Refusal[] {
  if (!holder) return [];
  const path = '/holder';
  if (original) return [{ rule: 'P1', code: 'original-names-holder', path }];
  const params = { number: certificateNumber };
  const isOpen = certificateHolder === 'forgotten';
  const refusals: Refusal[] = isOpen
    ? []
    : [{ rule: 'P1', code: 'holder-not-forgotten', path, params }];
  return [...refusals, ...judgeIdentity(holder, path)];
}

function judgeNew(
  command: Replacement,
  serial: Serial,
  sheet: Holding | undefined,
  number: CertificateNumber,
  facts: Facts,
): Refusal[] {
  const path = '/serial';
  const elsewhere = unlessInStock(oneSerial(serial), sheet);
  if (elsewhere) return [{ ...elsewhere, path }];
  const refusals: Refusal[] = [];
  if (sheet && sheet.level !== number.level) {
    const params = { level: sheet.level, wanted: number.level };
    const name = formatSerial(serial.series, serial.ordinal);
    refusals.push({ rule: 'P1', code: 'replacement-of-other-level', path, serial: name, params });
  }
  const on = sheet && withdrawalInTheWay(sheet.edition, command, facts);
  if (sheet && on !== undefined) {
    const params = { edition: sheet.edition, on };
    refusals.push(refuseRange('C14', 'edition-withdrawn', oneSerial(serial), { path, params }));
  }
  if (sheet && sheet.on > command.occurredOn)
    refusals.push({ ...tooEarly(oneSerial(serial), sheet.on), path });
  return refusals;
}

/**
 * P1: the remark always names the old serial, unless nobody knows it any more; it is printed on the
 * paper, so it is Chinese.
 */
function remarkOf({ reason, lossNotice, remark }: PrintReplacement, old?: string): string {
  const what = old === undefined ? '原证书' : `原证书（流水码${old}）`;
  const why =
    reason === 'lost' && lossNotice
      ? `${what}遗失，${lossNotice.publishedOn}在${lossNotice.newspaper}声明作废，补发`
      : `${what}损坏交回，换发`;
  return remark ? `${why}；${remark}` : why;
}
