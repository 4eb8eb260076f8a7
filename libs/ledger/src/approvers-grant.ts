/** By which grant a user may approve, read as it is stored now. */
import { accessStream, type CentreCode, type Grant } from '#domain';
import type { AccessLedger } from './access.ledger';
import type { Found } from './found';

/** The user's oldest grant as supervisor of one of the centres. */
export async function approversGrant(
  access: AccessLedger,
  user: string,
  centres: readonly (CentreCode | undefined)[],
): Promise<Found<Grant>> {
  const grants = await access.grants({ fresh: true });
  const held = centres.flatMap((centre) => {
    const grant = centre === undefined ? undefined : grants.find(user, 'supervisor', centre);
    return grant ? [grant] : [];
  });
  held.sort((a, b) => (a.grantedAt < b.grantedAt ? -1 : 1));
  return { fact: held.at(0), against: { stream: accessStream, revision: String(grants.revision) } };
}
