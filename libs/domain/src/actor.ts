/** Who acts. */
import type { CentreCode, Role } from './vocabulary';

/** Who did it: a pseudonymous user id, never a name. */
export interface Actor {
  readonly user: string;
  readonly role: Role;
  readonly centre: CentreCode;
}

/** The actor as a command knows them. */
export interface CommandActor extends Actor {
  /** Compared with the names of counters and witnesses; never stored. */
  readonly displayName: string;
  /** May state dates before the centre's liveFrom (T2). */
  readonly backdate: boolean;
}
