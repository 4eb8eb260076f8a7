import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Identity, type User } from '#identity';

export const accessTokenSeconds = 15 * 60;
const tokenLengthMax = 1_000;
const issuer = 'liushui';

/** What a valid token proves. */
export interface TokenClaims {
  readonly userId: string;
  /** The family of the refresh token that it was issued with. */
  readonly session: string;
  /** When the password was set by which the session began, in ms since 1970. */
  readonly passwordSetMs: number;
}

/**
 * Short-lived tokens that say who the user is, in which session, since which password, and nothing
 * else; signed with the day's key.
 */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly identity: Identity,
  ) {}

  async issue({ id: userId, passwordChangedAt }: User, session: string): Promise<string> {
    const { id, secret } = await this.identity.tokenKeys.current();
    return this.jwt.signAsync(
      { pwd: passwordChangedAt.getTime(), sid: session },
      {
        subject: userId,
        issuer,
        secret,
        keyid: id,
        algorithm: 'HS256',
        expiresIn: accessTokenSeconds,
      },
    );
  }

  /** What a valid token says; undefined for anything else. */
  async verify(token: string): Promise<TokenClaims | undefined> {
    if (token.length > tokenLengthMax) return undefined;
    const keyId = keyIdOf(token);
    const key = keyId === undefined ? undefined : await this.identity.tokenKeys.find(keyId);
    if (!key) return undefined;
    try {
      const { sub, sid, pwd } = await this.jwt.verifyAsync<Record<string, unknown>>(token, {
        secret: key.secret,
        algorithms: ['HS256'],
        issuer,
      });
      if (typeof sub !== 'string' || typeof sid !== 'string') return undefined;
      return typeof pwd === 'number'
        ? { userId: sub, session: sid, passwordSetMs: pwd }
        : undefined;
    } catch {
      return undefined;
    }
  }
}

/** The header's `kid`, from text that anyone may have written. */
function keyIdOf(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(
      Buffer.from(token.split('.', 1)[0], 'base64url').toString('utf8'),
    );
    if (typeof header !== 'object' || header === null) return undefined;
    const { kid } = header as { kid?: unknown };
    return typeof kid === 'string' && /^[\w-]{1,64}$/.test(kid) ? kid : undefined;
  } catch {
    return undefined;
  }
}
