import type { JudgedAgainst } from '#domain';

/** What another stream says, if anything, and how far it had been read. */
export interface Found<Fact> {
  readonly fact?: Fact;
  readonly against?: JudgedAgainst;
}
