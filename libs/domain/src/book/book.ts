/**
 * One centre's book, folded from its stream: where each serial is, which number has which serial,
 * what is open. Compact, because a busy centre's book holds a million certificates.
 *
 * `evolve` only remembers. It judges nothing: what is in the stream was judged when it was
 * appended.
 */

import type { Actor } from '../actor';
import type { Recorded } from '../metadata';
import { accountText, bookMovements, type Movement, serialsOfRun } from '../movements';
import { type CertificateNumber, parseCertificateNumber } from '../numbers/certificate-number';
import { RequestLog } from '../request-log';
import { IntervalMap } from '../serials/interval-map';
import { IntervalSet } from '../serials/interval-set';
import { parseSerial, type Serial, type SerialRange, type Series } from '../serials/serial';
import { sameForm } from '../text-form';
import type {
  CentreCode,
  ConsignmentNumber,
  Level,
  Lot,
  Occupation,
  PlainDate,
  ProposalNumber,
} from '../vocabulary';
import type { StoredCommand } from './commands';
import type { BookEvent, CertificatesIssued, ProposalMade, ReplacementPrinted } from './events';
import { NumberIndex } from './number-index';

/** Where this book has a serial, and since when. */
export interface Holding {
  readonly status: 'stock' | 'transit' | 'issued' | 'void' | 'spoiled' | 'missing' | 'destroyed';
  readonly level: Level;
  readonly edition: string;
  /** The day of the last event that touched the serial (T3). */
  readonly on: PlainDate;
  /** The consignment it left with, while `transit`: this book does not learn what became of it. */
  readonly consignment?: ConsignmentNumber;
}

/** A stretch of serials that the book has in one place, or does not know. */
export interface HeldSegment {
  readonly range: SerialRange;
  readonly holding: Holding | undefined;
}

export interface SentConsignment {
  readonly to: CentreCode;
  readonly lots: readonly Lot[];
  readonly on: PlainDate;
  readonly takenBack: boolean;
}

export interface ConsignmentAnswer {
  readonly answer: 'received' | 'refused';
  readonly on: PlainDate;
  readonly revision: bigint;
}

export interface RosterUse {
  readonly signedOn: PlainDate;
  readonly passed: number;
  /** Distinct certificate numbers issued against it. */
  readonly issued: number;
}

export interface Proposal {
  readonly command: StoredCommand;
  readonly author: Actor;
  readonly occurredOn: PlainDate;
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly status: 'pending' | 'approved' | 'refused';
  /** Revision of the ProposalMade; sealed holders, if any, stand right before it. */
  readonly revision: bigint;
}

/**
 * Rosters are told apart by station, occupation, level and reference (C7), whatever way these are
 * spelled. Occupations are told apart by name: a code may be left out.
 */
export function rosterKey(
  station: CentreCode,
  occupation: Occupation,
  level: Level,
  reference: string,
): string {
  return JSON.stringify([station, sameForm(occupation.name), level, sameForm(reference)]);
}

const entrySizeBytes = 400;

export class Book {
  revision = -1n;
  readonly numbers = new NumberIndex();
  readonly rosters = new Map<string, RosterUse>();
  readonly sent = new Map<ConsignmentNumber, SentConsignment>();
  /** What this centre answered to what was sent to it. */
  readonly answers = new Map<ConsignmentNumber, ConsignmentAnswer>();
  readonly proposals = new Map<ProposalNumber, Proposal>();
  readonly requests = new RequestLog();
  private readonly serials = new Map<Series, IntervalMap>();
  private readonly stock = new Map<string, IntervalSet>();
  private readonly holdings: Holding[] = [];
  private readonly holdingIndex = new Map<string, number>();

  private constructor(readonly centre: CentreCode) {}

  static empty(centre: CentreCode): Book {
    return new Book(centre);
  }

  /** Bytes held, roughly: for a cache that is bounded in bytes. */
  get sizeBytes(): number {
    let sum = this.numbers.sizeBytes + this.requests.sizeBytes;
    const few = this.rosters.size + this.sent.size + this.answers.size + this.holdings.length;
    sum += few * entrySizeBytes;
    for (const map of this.serials.values()) sum += map.sizeBytes;
    for (const set of this.stock.values()) sum += set.sizeBytes;
    for (const proposal of this.proposals.values()) {
      sum += proposal.status === 'pending' ? 100 * entrySizeBytes : entrySizeBytes;
    }
    return sum;
  }

  holdingOf(serial: Serial): Holding | undefined {
    const value = this.serials.get(serial.series)?.get(serial.ordinal);
    return value === undefined ? undefined : this.holdings[value];
  }

  /** The range cut where the holding changes, unknown stretches included. */
  *segments(range: SerialRange): Generator<HeldSegment> {
    const map = this.serials.get(range.series);
    if (!map) {
      yield { range, holding: undefined };
      return;
    }
    for (const { first, last, value } of map.segments(range.first, range.last)) {
      yield {
        range: { series: range.series, first, last },
        holding: value === undefined ? undefined : this.holdings[value],
      };
    }
  }

  /** What is in stock of one series and level up to an ordinal, in order. */
  stockUpTo(series: Series, level: Level, last: number): Iterable<{ first: number; last: number }> {
    return this.stock.get(stockKey(series, level))?.within(0, last) ?? [];
  }

  /** Whether this centre has a certificate of that number. */
  serialInForce(number: CertificateNumber) {
    return this.numbers.find(number);
  }

  /** Puts the serials of a movement where it says. */
  move(movement: Movement, on: PlainDate): void {
    const { from, to, level, edition } = movement;
    if (to.kind === 'origin') throw new Error(`no event moves to ${accountText(to)}`);
    const consignment = to.kind === 'transit' ? to.consignment : undefined;
    const value = this.intern({ status: to.kind, level, edition, on, consignment });
    for (const { series, first, last } of movement.ranges) {
      this.mapOf(series).set(first, last, value);
      if (to.kind === 'stock') this.stockOf(series, level).add(first, last);
      else if (from.kind === 'stock') this.stockOf(series, level).delete(first, last);
    }
  }

  private intern(holding: Holding): number {
    const { status, level, edition, on, consignment } = holding;
    const key = `${status}|${level}|${on}|${consignment ?? ''}|${edition}`;
    let index = this.holdingIndex.get(key);
    if (index === undefined) {
      index = this.holdings.push(holding) - 1;
      this.holdingIndex.set(key, index);
    }
    return index;
  }

  private mapOf(series: Series): IntervalMap {
    let map = this.serials.get(series);
    if (!map) {
      map = new IntervalMap();
      this.serials.set(series, map);
    }
    return map;
  }

  private stockOf(series: Series, level: Level): IntervalSet {
    const key = stockKey(series, level);
    let set = this.stock.get(key);
    if (!set) {
      set = new IntervalSet();
      this.stock.set(key, set);
    }
    return set;
  }
}

const stockKey = (series: Series, level: Level) => `${series}|${level}`;

/** Adds a stored event to the book it belongs to; events come in order and without a gap. */
export function evolve(book: Book, event: Recorded<BookEvent>): void {
  if (event.revision !== book.revision + 1n) {
    throw new Error(`${event.stream}: revision ${event.revision} does not follow ${book.revision}`);
  }
  book.revision = event.revision;
  book.requests.remember(event.metadata, event.revision);
  for (const movement of bookMovements(event, book.centre)) {
    book.move(movement, event.metadata.occurredOn);
  }
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
      rememberIssue(book, event.data, on);
      return;
    case 'ReplacementPrinted':
      rememberReplacement(book, event.data, on);
      return;
    case 'ProposalMade':
      rememberProposal(book, event);
      return;
    case 'ProposalApproved':
    case 'ProposalRefused': {
      const status = event.type === 'ProposalApproved' ? 'approved' : 'refused';
      const proposal = book.proposals.get(event.data.proposal);
      if (proposal) book.proposals.set(event.data.proposal, { ...proposal, status });
      return;
    }
    case 'BlanksRegistered':
    case 'SerialsSpoiled':
    case 'SerialDestroyed':
    case 'HoldersSealed':
      return;
    default:
      event satisfies never;
  }
}

function rememberIssue(book: Book, data: CertificatesIssued['data'], on: PlainDate): void {
  let issued = 0;
  for (const run of data.runs) {
    const { series, first } = serialsOfRun(run);
    const number = storedNumber(run.certificateNumber);
    book.numbers.bind(number, { series, ordinal: first }, run.count, on);
    issued += run.count;
  }
  const { reference, signedOn, passed } = data.roster;
  const key = rosterKey(data.station, data.occupation, data.level, reference);
  const before = book.rosters.get(key)?.issued ?? 0;
  book.rosters.set(key, { signedOn, passed, issued: before + issued });
}

function rememberReplacement(book: Book, data: ReplacementPrinted['data'], on: PlainDate): void {
  const serial = parseSerial(data.printed.serial);
  if (!serial) throw new Error(`stored event holds no serial: ${data.printed.serial}`);
  book.numbers.bind(storedNumber(data.certificateNumber), serial, 1, on);
}

function rememberProposal(book: Book, event: Recorded<ProposalMade>): void {
  const { actor, decidedAt, occurredOn } = event.metadata;
  book.proposals.set(event.data.proposal, {
    command: event.data.command,
    author: actor,
    occurredOn,
    proposedAt: decidedAt,
    expiresAt: event.data.expiresAt,
    status: 'pending',
    revision: event.revision,
  });
}

function storedNumber(text: string): CertificateNumber {
  const number = parseCertificateNumber(text);
  if (!number) throw new Error(`stored event holds no certificate number: ${text}`);
  return number;
}
