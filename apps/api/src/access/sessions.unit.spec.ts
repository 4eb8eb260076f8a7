import { JwtService } from '@nestjs/jwt';
import type { Identity, User } from '#identity';
import { Clock } from '../requests/clock';
import { AccessTokens } from './access-tokens';
import { KnownUsers } from './known-users';
import { LoginThrottle } from './login-throttle';
import { Sessions } from './sessions';
import type { Standing } from './standing';

const at = new Date('2013-05-01T12:00:00Z');
const user: User = {
  id: '00000000-0000-4000-8000-000000000001',
  username: 'li.si',
  displayName: '李四',
  createdAt: at,
  passwordChangedAt: at,
};
const family = '00000000-0000-4000-8000-000000000002';

/** Somebody with one session, which ends when a token of it is renewed. */
function ofOneSession(): Identity {
  let isGoingOn = true;
  const key = { id: '2013-05-01', secret: Buffer.alloc(32, 1) };
  const renew = async () => {
    isGoingOn = false;
    return { kind: 'reused', userId: user.id };
  };
  return {
    users: { byId: async () => user },
    tokenKeys: { current: async () => key, find: async () => key },
    refreshTokens: { isGoingOn: async () => isGoingOn, renew },
  } as unknown as Identity;
}

describe('a session', () => {
  it('of which a copy was used has no access token from then on', async () => {
    const identity = ofOneSession();
    const tokens = new AccessTokens(new JwtService(), identity);
    const known = new KnownUsers(identity, new Clock());
    const standing = { grantsOf: async () => [] } as unknown as Standing;
    const sessions = new Sessions(identity, known, tokens, new LoginThrottle(() => 0), standing);
    const authorization = `Bearer ${await tokens.issue(user, family)}`;
    expect(await sessions.authenticate(authorization)).toMatchObject({ userId: user.id });
    await expect(sessions.refresh('copied')).rejects.toMatchObject({ code: 'session-ended' });
    await expect(sessions.authenticate(authorization)).rejects.toMatchObject({
      code: 'not-authenticated',
    });
  });
});
