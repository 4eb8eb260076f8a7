/** What the facts of a command are gathered from: a world, as far as they look into it. */
import type {
  Book,
  CentreCode,
  Centres,
  Holder,
  PlainDate,
  RecordedEvent,
  Shortages,
} from '#domain';

export interface KnownWorld {
  readonly log: readonly RecordedEvent[];
  readonly centres: Centres;
  /** Editions withdrawn, and from when (C14). */
  readonly withdrawnFrom: ReadonlyMap<string, PlainDate>;
  /** Consignments that nobody has seen in the sender's book yet, as when two act at once. */
  readonly hidden: ReadonlySet<string>;
  /** Whether what is told of a book's latest moves is older than the book itself. */
  readonly isBehind: boolean;
  /** Certificate numbers whose holders are forgotten; everybody else is known. */
  readonly forgotten: ReadonlySet<string>;
  book(centre: CentreCode): Book;
  shortages(centre: CentreCode): Shortages;
  /** Whom a sealed block of a book names, in line order. */
  sealed(centre: CentreCode, revision: bigint): readonly Holder[];
}
