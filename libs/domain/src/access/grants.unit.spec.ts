import type { Recorded } from '../metadata';
import { isRefused } from '../refusals';
import type { AccessEvent } from './events';
import { type AccessCommandBody, decideAccess, evolveGrants, Grants } from './grants';

const centre = '52010000';
const by = { user: 'admin', displayName: 'a', role: 'admin', centre: '', backdate: false } as const;

/** Decides and folds; answers with the types of what was recorded. */
function apply(grants: Grants, body: AccessCommandBody, decidedAt: string): string[] {
  const decision = decideAccess(grants, {
    ...body,
    centre,
    occurredOn: '2013-04-01',
    decidedAt,
    by,
  });
  if (isRefused(decision)) throw new Error('grants are never refused');
  return decision.events.map((event) => {
    const recorded = {
      ...event,
      id: 'e',
      stream: 'access',
      revision: grants.revision + 1n,
      position: 1n,
      recordedAt: new Date(decidedAt),
      metadata: { schema: 1, actor: by, occurredOn: '2013-04-01', decidedAt, correlationId: 'c' },
    };
    evolveGrants(grants, recorded as Recorded<AccessEvent>);
    return event.type;
  });
}

const grant = (backdate = false): AccessCommandBody => ({
  type: 'GrantRole',
  user: 'u1',
  role: 'supervisor',
  backdate,
});
const withdraw: AccessCommandBody = { type: 'WithdrawRole', user: 'u1', role: 'supervisor' };

describe('grants', () => {
  it('remember who granted what and when', () => {
    const grants = Grants.empty();
    expect(apply(grants, grant(), '2013-04-01T00:00:00.000Z')).toEqual(['RoleGranted']);
    expect(grants.find('u1', 'supervisor', centre)).toEqual({
      user: 'u1',
      role: 'supervisor',
      centre,
      backdate: false,
      grantedAt: '2013-04-01T00:00:00.000Z',
      grantedBy: 'admin',
      revision: 0n,
    });
  });

  it('append nothing when nothing changes', () => {
    const grants = Grants.empty();
    expect(apply(grants, withdraw, '2013-04-01T00:00:00.000Z')).toEqual([]);
    apply(grants, grant(), '2013-04-01T00:00:00.000Z');
    expect(apply(grants, grant(), '2013-04-02T00:00:00.000Z')).toEqual([]);
    expect(grants.find('u1', 'supervisor', centre)?.grantedAt).toBe('2013-04-01T00:00:00.000Z');
  });

  it('a role withdrawn and granted again is as young as the second grant', () => {
    const grants = Grants.empty();
    apply(grants, grant(), '2013-04-01T00:00:00.000Z');
    expect(apply(grants, withdraw, '2013-04-02T00:00:00.000Z')).toEqual(['RoleWithdrawn']);
    expect(grants.of('u1')).toEqual([]);
    apply(grants, grant(), '2013-04-03T00:00:00.000Z');
    expect(grants.find('u1', 'supervisor', centre)?.grantedAt).toBe('2013-04-03T00:00:00.000Z');
  });
});
