/**
 * What a book remembers of each event. It judges nothing: what is in the stream was judged when it
 * was appended.
 */
import type { Recorded } from '../metadata';
import { bookMovements, serialsOfRun } from '../movements';
import { storedCertificateNumber, storedSerial, storedVoucherNumber } from '../stored-numbers';
import type { PlainDate } from '../vocabulary';
import { type Book, rosterKey } from './book';
import type {
  BookEvent,
  CertificatesIssued,
  IssueCorrected,
  IssueVoided,
  ReplacementPrinted,
  VouchersIssued,
} from './events';
import type { VoucherRow } from './voucher-index';

/** Adds a stored event to the book it belongs to; events come in order and without a gap. */
export function evolve(book: Book, event: Recorded<BookEvent>): void {
  if (event.revision !== book.revision + 1n) {
    throw new Error(`${event.stream}: revision ${event.revision} does not follow ${book.revision}`);
  }
  book.revision = event.revision;
  book.requests.remember(event.metadata, event.revision);
  const moved = bookMovements(event, book.centre);
  for (const movement of moved) book.move(movement, event.metadata.occurredOn);
  book.figures.remember(event, moved);
  remember(book, event);
}

/** What an event says besides its movements. */
function remember(book: Book, event: Recorded<BookEvent>): void {
  const on = event.metadata.occurredOn;
  switch (event.type) {
    case 'BlanksDispatched': {
      const { consignment, to, lots } = event.data;
      book.sent.set(consignment, { to, lots, on, takenBack: false });
      return;
    }
    case 'BlanksTakenBack': {
      const sent = book.sent.get(event.data.consignment);
      if (sent) book.sent.set(event.data.consignment, { ...sent, takenBack: true });
      return;
    }
    case 'BlanksReceived':
    case 'BlanksRefused': {
      const answer = event.type === 'BlanksReceived' ? 'received' : 'refused';
      book.answers.set(event.data.consignment, { answer, on, revision: event.revision });
      return;
    }
    case 'CertificatesIssued':
      rememberIssue(book, event.data, event.revision, on);
      return;
    case 'ReplacementPrinted':
      rememberReplacement(book, event.data, event.revision, on);
      return;
    case 'IssueCorrected':
      rememberCorrection(book, event.data, on);
      return;
    case 'IssueVoided':
      rememberVoid(book, event.data, on);
      return;
    case 'VouchersIssued':
      rememberVouchers(book, event.data, event.revision, on);
      return;
    case 'VoucherSuperseded':
      for (const { voucherNumber, count } of event.data.runs) {
        book.vouchers.settle(storedVoucherNumber(voucherNumber), count, 'superseded', on);
      }
      return;
    case 'VoucherReplaced': {
      const { voucherNumber, replacementNumber, certificateNumber } = event.data;
      const [lost, replacement] = [voucherNumber, replacementNumber].map(storedVoucherNumber);
      book.vouchers.replace(lost, replacement, on);
      touchReserved(book, certificateNumber, on);
      return;
    }
    case 'VoucherVoided': {
      const { voucherNumber, certificateNumber } = event.data;
      book.vouchers.settle(storedVoucherNumber(voucherNumber), 1, 'void', on);
      touchReserved(book, certificateNumber, on);
      return;
    }
    case 'ProposalMade':
    case 'ProposalApproved':
    case 'ProposalRefused':
    case 'ProposalExpired':
      book.proposals.remember(event);
      return;
    case 'CentreClosed':
      book.closedOn = on;
      return;
    case 'BlanksRegistered':
    case 'RegistrationReversed':
    case 'SerialsSpoiled':
    case 'SpoilageReversed':
    case 'SerialDestroyed':
    case 'SerialsReportedMissing':
    case 'SerialsRecovered':
    case 'StockCounted':
    case 'HoldersSealed':
      return;
    default:
      event satisfies never;
  }
}

function rememberIssue(
  book: Book,
  data: CertificatesIssued['data'],
  revision: bigint,
  on: PlainDate,
): void {
  const { reference } = data.roster;
  const key = rosterKey(data.station, data.occupation, data.level, reference);
  const { index, addUsed } = book.openRoster(key, data.level, data.roster);
  let lineIndex = 0;
  for (const run of data.runs) {
    const { series, first } = serialsOfRun(run);
    const number = storedCertificateNumber(run.certificateNumber);
    addUsed(book.numbers.countOutside(number, run.count, index));
    const use = { on, roster: index, holder: { revision, lineIndex } };
    book.numbers.bind(number, { series, ordinal: first }, run.count, use);
    lineIndex += run.count;
  }
}

function rememberReplacement(
  book: Book,
  data: ReplacementPrinted['data'],
  revision: bigint,
  on: PlainDate,
): void {
  const number = storedCertificateNumber(data.certificateNumber);
  const { roster, holder: before } = book.numbers.find(number) ?? {};
  const isNamedAnew = data.original !== undefined || data.holderSealed === true;
  const holder = isNamedAnew ? { revision, lineIndex: 0 } : before;
  book.numbers.bind(number, storedSerial(data.printed.serial), 1, { on, roster, holder });
  const { replaced, original } = data;
  if (original?.serial !== undefined) book.originals.set(data.certificateNumber, original.serial);
  else if (original) book.originals.delete(data.certificateNumber);
  book.replaced.add(number, replaced && storedSerial(replaced.serial));
}

function rememberCorrection(book: Book, { runs }: IssueCorrected['data'], on: PlainDate): void {
  for (const { certificateNumber, actual, count } of runs) {
    book.numbers.rebind(
      storedCertificateNumber(certificateNumber),
      storedSerial(actual.serial),
      count,
      on,
    );
  }
}

/** An issue's number may be used again; a replacement's waits for a further replacement. */
function rememberVoid(book: Book, data: IssueVoided['data'], on: PlainDate): void {
  const number = storedCertificateNumber(data.certificateNumber);
  const { roster, holder } = book.numbers.find(number) ?? {};
  const use = { on, roster, holder };
  if (data.restored) {
    book.numbers.bind(number, storedSerial(data.restored.serial), 1, use);
    book.replaced.removeLast(number);
    return;
  }
  book.numbers.unbind(number, 1, book.replaced.has(number) ? 'none' : 'free', use);
}

function rememberVouchers(
  book: Book,
  { roster, level, occupation, station, runs, expiresOn }: VouchersIssued['data'],
  revision: bigint,
  on: PlainDate,
): void {
  const key = rosterKey(station, occupation, level, roster.reference);
  const { index, addUsed } = book.openRoster(key, level, roster);
  let lineIndex = 0;
  const rows = runs.map(({ voucherNumber, certificateNumber, count }): VoucherRow => {
    const certificate = storedCertificateNumber(certificateNumber);
    addUsed(book.numbers.countOutside(certificate, count, index));
    book.numbers.unbind(certificate, count, 'reserved', { on, roster: index });
    const row = { voucher: storedVoucherNumber(voucherNumber), certificate, count, lineIndex };
    lineIndex += count;
    return row;
  });
  // Sealed holders stand right before the fact they are of.
  const sealedAt = revision - 1n;
  const ground = { level, occupation, station, roster: index, expiresOn, sealedAt };
  book.vouchers.issue(rows, ground, on);
}

/** Notes that something happened to a number that waits for its certificate (T3). */
function touchReserved(book: Book, text: string, on: PlainDate): void {
  const number = storedCertificateNumber(text);
  const roster = book.numbers.find(number)?.roster;
  book.numbers.unbind(number, 1, 'reserved', { on, roster });
}
