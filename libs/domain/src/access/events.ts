/** Who may do what, where: the grants that make two people provable. User ids are pseudonymous. */
import type { CentreCode, Role } from '../vocabulary';

export const accessStream = 'access';

export interface RoleGranted {
  type: 'RoleGranted';
  data: { user: string; role: Role; centre: CentreCode; backdate: boolean };
}

export interface RoleWithdrawn {
  type: 'RoleWithdrawn';
  data: { user: string; role: Role; centre: CentreCode };
}

export type AccessEvent = RoleGranted | RoleWithdrawn;
export const accessEventTypes = [
  'RoleGranted',
  'RoleWithdrawn',
] as const satisfies readonly AccessEvent['type'][];
