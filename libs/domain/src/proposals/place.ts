/** Where a proposal lives, as its number says: a book, an edition's stream, or the forgetting. */
import { bookStream } from '../book/events';
import type { Centres } from '../centres/centres';
import { editionStream } from '../editions/events';
import { forgettingStream } from '../forgetting/events';
import type { CentreCode, ProposalNumber } from '../vocabulary';

export type ProposalPlace =
  | { readonly kind: 'book'; readonly stream: string; readonly centre: CentreCode }
  | { readonly kind: 'edition'; readonly stream: string; readonly edition: string }
  | { readonly kind: 'forgetting'; readonly stream: string };

/** `<place>-<revision>`; more than 15 digits are no revision of ours. */
const numberPattern = /^(?:([0-9]{8})|edition-(.{1,50})|forgetting)-[0-9]{1,15}$/su;

/** Undefined for what cannot be a proposal's number. */
export function placeOfProposal(number: ProposalNumber): ProposalPlace | undefined {
  const match = numberPattern.exec(number);
  if (!match) return undefined;
  const [, centre, edition] = match;
  if (centre !== undefined) return { kind: 'book', stream: bookStream(centre), centre };
  if (edition !== undefined) return { kind: 'edition', stream: editionStream(edition), edition };
  return { kind: 'forgetting', stream: forgettingStream };
}

/** Whose supervisors approve it, besides those of its parent: outside books the top centre's. */
export function centreOfPlace(place: ProposalPlace, centres: Centres): CentreCode | undefined {
  return place.kind === 'book' ? place.centre : centres.top?.code;
}
