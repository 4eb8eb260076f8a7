/** What the books around a centre say about it, as the ledger would gather it for a command. */
import {
  type Book,
  type BookCommand,
  type BookEvent,
  bookMovements,
  bookStream,
  type CentreCode,
  type Facts,
  noQuantities,
  type PlainDate,
  parseSerial,
  type QuarterFacts,
  quartersInReach,
  type Recorded,
  type RecordedEvent,
  type StoredBookCommand,
} from '#domain';
import type { KnownWorld } from './known-world';

export function factsOfNeighbours(
  world: KnownWorld,
  centre: CentreCode,
  asked: BookCommand | StoredBookCommand,
): Partial<Facts> {
  switch (asked.type) {
    case 'DispatchBlanks':
      return { receiverClosedOn: world.book(asked.to).closedOn };
    case 'CountStock':
      return movedSince(world, centre, asked.asOfPosition);
    case 'CloseCentre':
      return leftOpen(world, centre);
    case 'PrintReplacement':
      return { isOriginalRegistered: isRegistered(world, asked.original?.serial) };
    default:
      return {};
  }
}

function isRegistered(world: KnownWorld, text: string | undefined): boolean {
  const serial = text === undefined ? undefined : parseSerial(text);
  const { top } = world.centres;
  const holding = top && serial && world.book(top.code).holdingOf(serial);
  return holding !== undefined && holding.status !== 'origin';
}

function movedSince(world: KnownWorld, centre: CentreCode, position?: string): Partial<Facts> {
  if (position === undefined) return {};
  const own = world.log.filter(({ stream }) => stream === bookStream(centre));
  const later = own.filter((event) => event.position > BigInt(position));
  const movesOf = (event: RecordedEvent) => bookMovements(event as Recorded<BookEvent>, centre);
  const movements = later.flatMap(movesOf);
  const movingFrom = later.find((event) => movesOf(event).length > 0)?.metadata.decidedAt;
  const countedAt = BigInt(own.length - later.length) - 1n;
  const knownTo = world.book(centre).revision - (world.isBehind ? 1n : 0n);
  return { movedSince: { countedAt, knownTo, movements, movingFrom } };
}

function leftOpen(world: KnownWorld, centre: CentreCode): Partial<Facts> {
  const book = world.book(centre);
  const centres = [...world.centres.all()];
  const below = centres.filter(({ parent, tier }) => parent === centre && tier !== 'station');
  const sent = centres.flatMap(({ code }) => openBetween(world.book(code), book));
  const incoming = sent.filter((consignment) => !world.hidden.has(consignment));
  const outgoing = centres.flatMap(({ code }) => openBetween(book, world.book(code)));
  const openChildren = below.map(({ code }) => code).filter((code) => !world.book(code).closedOn);
  return { incoming, outgoing, openChildren };
}

/** What one centre sent another and that is neither received nor taken back. */
function openBetween(sender: Book, receiver: Book): string[] {
  return [...sender.sent].flatMap(([number, { to, takenBack }]) => {
    const isReceived = receiver.answers.get(number)?.answer === 'received';
    return to === receiver.centre && !takenBack && !isReceived ? [number] : [];
  });
}

/** What the own book says of a quarter: its stock, and none of the flows. */
export function factsOfQuarter(
  world: KnownWorld,
  centre: CentreCode,
  today: PlainDate,
): QuarterFacts {
  const book = world.book(centre);
  const { liveFrom = today } = world.centres.get(centre) ?? {};
  const none = noQuantities;
  return {
    centres: world.centres,
    policy: world.centres.policyFor(centre),
    reach: quartersInReach(liveFrom, today),
    destroyed: { reports: [], bookRevision: book.revision },
    figures: {
      received: none,
      passed: none,
      destroyed: none,
      replaced: none,
      stock: book.stockByLevel(),
    },
    countedAt: [{ centre, revision: String(book.revision) }],
  };
}
