/** What the books around a centre say when it is to be closed (C18). */
import { type Book, bookStream, type CentreCode, type Centres } from '#domain';
import type { FoundFacts } from './found';

/**
 * Consignments between the centre and its neighbours that are neither received nor taken back, and
 * the centres right below it that are open. Blanks only ever go between a centre and its parent or
 * children, so no other book is asked.
 */
export async function leftOpen(
  book: Book,
  centres: Centres,
  readBook: (centre: CentreCode) => Promise<Book>,
): Promise<FoundFacts> {
  const { centre } = book;
  const below: CentreCode[] = [];
  for (const { code, parent, tier } of centres.all()) {
    if (parent === centre && tier !== 'station') below.push(code);
  }
  const parent = centres.get(centre)?.parent;
  const around = parent === undefined ? below : [parent, ...below];
  // One after another: a large book is loaded for each, and nobody closes a centre in a hurry.
  const neighbours: Book[] = [];
  for (const code of around) neighbours.push(await readBook(code));
  const isOpen = ({ centre: code, closedOn }: Book) =>
    below.includes(code) && closedOn === undefined;
  return {
    facts: {
      incoming: neighbours.flatMap((neighbour) => underWay(neighbour, book)),
      outgoing: neighbours.flatMap((neighbour) => underWay(book, neighbour)),
      openChildren: neighbours.filter(isOpen).map(({ centre: code }) => code),
    },
    against: neighbours.map(({ centre: code, revision }) => ({
      stream: bookStream(code),
      revision: String(revision),
    })),
  };
}

function underWay(sender: Book, receiver: Book): string[] {
  return [...sender.sent].flatMap(([consignment, { to, takenBack }]) => {
    const isReceived = receiver.answers.get(consignment)?.answer === 'received';
    return to === receiver.centre && !takenBack && !isReceived ? [consignment] : [];
  });
}
