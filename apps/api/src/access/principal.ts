import type { CentreCode, Grant } from '#domain';

/** The centre of a grant made before there are centres: the whole installation. */
export const wholeInstallation: CentreCode = '*';

/** Who asks. Roles are no part of it: they are looked up in the grants at every request. */
export interface Principal {
  /** Pseudonymous; the only thing about a user that events know. */
  readonly userId: string;
  readonly username: string;
  /** Compared with the names of counters and witnesses; never stored in events. */
  readonly displayName: string;
  readonly grants: readonly Grant[];
  /** Whether an API key speaks that somebody else made, and so may hold too. */
  readonly isByKeyOfAnother: boolean;
}
