import { Injectable } from '@nestjs/common';
import type { Grant } from '#domain';
import { Identity, type KeyHolder, looksLikeApiKey, type RefreshToken, type User } from '#identity';
import { Problem } from '../problems/problem';
import type { ChangePasswordDto, LoginAnswerDto, UserDto } from './access.dto';
import { AccessTokens, accessTokenSeconds } from './access-tokens';
import { KnownUsers } from './known-users';
import { LoginThrottle } from './login-throttle';
import { type Principal, wholeInstallation } from './principal';
import { Standing } from './standing';

export interface Session {
  readonly answer: LoginAnswerDto;
  readonly refreshToken: string;
  readonly refreshEndsAt: Date;
}

const bearerPattern = /^Bearer ([\w.~+/=-]{1,1000})$/i;

/** A user as the API shows one. Where the roles are is told by the newest grant. */
export function describeUser(user: User, grants: readonly Grant[]): UserDto {
  const centre = grants.at(-1)?.centre;
  return {
    username: user.username,
    displayName: user.displayName,
    centre: centre === undefined || centre === wholeInstallation ? null : centre,
    roles: [...new Set(grants.map(({ role }) => role))],
    backdate: grants.some(({ backdate }) => backdate),
    disabled: user.disabledAt !== undefined,
    firstPassword: user.passwordChangedAt.getTime() === user.createdAt.getTime(),
  };
}

/** Who is asking: by password, by refresh cookie, by access token or by API key. */
@Injectable()
export class Sessions {
  constructor(
    private readonly identity: Identity,
    private readonly known: KnownUsers,
    private readonly tokens: AccessTokens,
    private readonly throttle: LoginThrottle,
    private readonly standing: Standing,
  ) {}

  /** @throws Problem 401, alike for whatever is wrong; 429 after too many failures */
  async login(username: string, password: string, address: string): Promise<Session> {
    const user = await this.throttle.guard(address, username, () =>
      this.identity.users.verifyLogin(username, password),
    );
    if (!user) throw new Problem(401, 'login-failed');
    return this.open(user, await this.identity.refreshTokens.begin(user.id));
  }

  /** A copy that is used ends the session, as `logout` does. @throws Problem 401 */
  async refresh(token: string | undefined): Promise<Session> {
    if (token === undefined) throw new Problem(401, 'session-ended');
    const renewal = await this.identity.refreshTokens.renew(token);
    if (renewal.kind === 'reused') this.known.forget();
    if (renewal.kind !== 'renewed') throw new Problem(401, 'session-ended');
    return this.open(renewal.user, renewal);
  }

  /**
   * Ends every session of the user and opens a new one.
   *
   * @throws Problem 422 for a wrong present password or one that stays the same; 429
   */
  async changePassword(
    { userId, username }: Principal,
    { current, next }: ChangePasswordDto,
    address: string,
  ): Promise<Session> {
    const known = await this.throttle.guard(address, username, () =>
      this.identity.users.verifyLogin(username, current),
    );
    if (known?.id !== userId) throw new Problem(422, 'password-wrong');
    if (current === next) throw new Problem(422, 'password-same');
    const user = await this.identity.users.change(username, { password: next });
    this.known.forget();
    if (!user) throw new Problem(401, 'not-authenticated');
    return this.open(user, await this.identity.refreshTokens.begin(user.id));
  }

  /** The session's access tokens end with it; other processes notice within five seconds. */
  async logout(token: string | undefined): Promise<void> {
    if (token === undefined) return;
    if (await this.identity.refreshTokens.end(token)) this.known.forget();
  }

  /** @throws Problem 401 */
  async authenticate(authorization: string | undefined): Promise<Principal> {
    const credential = bearerPattern.exec(authorization ?? '')?.[1];
    const holder = credential === undefined ? undefined : await this.holderOf(credential);
    if (!holder || holder.user.disabledAt) throw new Problem(401, 'not-authenticated');
    const { id: userId, username, displayName } = holder.user;
    const grants = await this.standing.grantsOf(userId);
    return { userId, username, displayName, grants, isByKeyOfAnother: holder.isOfAnother };
  }

  async describeCaller({ userId, grants }: Principal): Promise<UserDto> {
    const user = await this.known.byId(userId);
    if (!user) throw new Problem(401, 'not-authenticated');
    return describeUser(user, grants);
  }

  private async holderOf(credential: string): Promise<KeyHolder | undefined> {
    if (looksLikeApiKey(credential)) return this.known.byApiKey(credential);
    const claims = await this.tokens.verify(credential);
    const user = claims && (await this.known.bySession(claims.userId, claims.session));
    if (!user || user.passwordChangedAt.getTime() !== claims.passwordSetMs) return undefined;
    return { user, isOfAnother: false };
  }

  private async open(user: User, { token, expiresAt, family }: RefreshToken): Promise<Session> {
    const grants = await this.standing.grantsOf(user.id);
    return {
      answer: {
        accessToken: await this.tokens.issue(user, family),
        expiresInSeconds: accessTokenSeconds,
        user: describeUser(user, grants),
      },
      refreshToken: token,
      refreshEndsAt: expiresAt,
    };
  }
}
