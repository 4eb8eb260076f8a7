import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Identity } from '#identity';

export const accessTokenSeconds = 15 * 60;
const tokenLengthMax = 1_000;
const issuer = 'liushui';

/** Short-lived tokens that say who the user is and nothing else; signed with the day's key. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly identity: Identity,
  ) {}

  async issue(userId: string): Promise<string> {
    const { id, secret } = await this.identity.tokenKeys.current();
    return this.jwt.signAsync(
      {},
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

  /** The user id of a valid token; undefined for anything else. */
  async verify(token: string): Promise<string | undefined> {
    if (token.length > tokenLengthMax) return undefined;
    const keyId = keyIdOf(token);
    const key = keyId === undefined ? undefined : await this.identity.tokenKeys.find(keyId);
    if (!key) return undefined;
    try {
      const claims = await this.jwt.verifyAsync<{ sub?: unknown }>(token, {
        secret: key.secret,
        algorithms: ['HS256'],
        issuer,
      });
      return typeof claims.sub === 'string' ? claims.sub : undefined;
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
