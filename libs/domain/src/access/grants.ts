/** Who holds which role where, folded from the `access` stream, and the decisions on it. */
import type { CommandContext } from '../command-context';
import type { Recorded } from '../metadata';
import type { Decision } from '../refusals';
import { RequestLog } from '../request-log';
import type { CentreCode, Role } from '../vocabulary';
import type { AccessEvent } from './events';

export interface Grant {
  readonly user: string;
  readonly role: Role;
  readonly centre: CentreCode;
  readonly backdate: boolean;
  /** ISO 8601 UTC. */
  readonly grantedAt: string;
  /** User id of who granted it. */
  readonly grantedBy: string;
  readonly revision: bigint;
}

export interface GrantRole {
  type: 'GrantRole';
  user: string;
  role: Role;
  backdate: boolean;
}

export interface WithdrawRole {
  type: 'WithdrawRole';
  user: string;
  role: Role;
}

/** The centre of the role is the context's. */
export type AccessCommandBody = GrantRole | WithdrawRole;
export type AccessCommand<B extends AccessCommandBody = AccessCommandBody> = B & CommandContext;

const grantSizeBytes = 500;

export class Grants {
  revision = -1n;
  readonly requests = new RequestLog();
  private readonly byUser = new Map<string, readonly Grant[]>();

  static empty(): Grants {
    return new Grants();
  }

  get sizeBytes(): number {
    return this.byUser.size * grantSizeBytes + this.requests.sizeBytes;
  }

  of(user: string): readonly Grant[] {
    return this.byUser.get(user) ?? [];
  }

  find(user: string, role: Role, centre: CentreCode): Grant | undefined {
    return this.of(user).find((grant) => grant.role === role && grant.centre === centre);
  }

  put(user: string, grants: readonly Grant[]): void {
    this.byUser.set(user, grants);
  }
}

export function evolveGrants(grants: Grants, event: Recorded<AccessEvent>): void {
  if (event.revision !== grants.revision + 1n) {
    throw new Error(`${event.stream}: revision ${event.revision} follows ${grants.revision}`);
  }
  grants.revision = event.revision;
  grants.requests.remember(event.metadata, event.revision);
  const { user, role, centre } = event.data;
  const others = grants.of(user).filter((grant) => grant.role !== role || grant.centre !== centre);
  switch (event.type) {
    case 'RoleGranted': {
      const { decidedAt: grantedAt, actor } = event.metadata;
      const { backdate } = event.data;
      const grantedBy = actor.user;
      const { revision } = event;
      grants.put(user, [
        ...others,
        { user, role, centre, backdate, grantedAt, grantedBy, revision },
      ]);
      return;
    }
    case 'RoleWithdrawn':
      grants.put(user, others);
      return;
    default:
      event satisfies never;
  }
}

/** Grants and withdrawals that would change nothing append nothing. */
export function decideAccess(grants: Grants, command: AccessCommand): Decision<AccessEvent> {
  const { user, role, centre } = command;
  const held = grants.find(user, role, centre);
  switch (command.type) {
    case 'GrantRole': {
      if (held?.backdate === command.backdate) return { events: [], warnings: [] };
      const data = { user, role, centre, backdate: command.backdate };
      return { events: [{ type: 'RoleGranted', data }], warnings: [] };
    }
    case 'WithdrawRole':
      if (!held) return { events: [], warnings: [] };
      return { events: [{ type: 'RoleWithdrawn', data: { user, role, centre } }], warnings: [] };
    default:
      command satisfies never;
      throw new Error('unknown command');
  }
}
