import type { Facts, JudgedAgainst } from '#domain';

/** What another stream says, if anything, and how far it had been read. */
export interface Found<Fact> {
  readonly fact?: Fact;
  readonly against?: JudgedAgainst;
}

/** What a command on a book needs besides centres and policy. */
export interface FoundFacts {
  readonly facts: Partial<Facts>;
  readonly against: readonly JudgedAgainst[];
}

export const nothing: FoundFacts = { facts: {}, against: [] };

export async function together(...finding: Promise<FoundFacts>[]): Promise<FoundFacts> {
  const found = await Promise.all(finding);
  return {
    facts: Object.assign({}, ...found.map(({ facts }) => facts)),
    against: found.flatMap(({ against }) => against),
  };
}
