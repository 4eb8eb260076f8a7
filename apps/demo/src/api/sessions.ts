/** The demo's users, each logged in when first needed and again when the token has run out. */
import { DemoFault } from '../faults';
import { type ApiAnswer, type ApiClient, ApiRefusal, type ApiRequest } from './client';

export class Sessions {
  private readonly tokens = new Map<string, Promise<string>>();

  constructor(
    private readonly client: ApiClient,
    private readonly passwordOf: (username: string) => string,
  ) {}

  /** Sends a request as a user. */
  async send(username: string, request: ApiRequest): Promise<ApiAnswer> {
    const token = await this.token(username);
    try {
      return await this.client.send({ ...request, token });
    } catch (fault) {
      if (!(fault instanceof ApiRefusal) || fault.status !== 401) throw fault;
      this.tokens.delete(username);
      return this.client.send({ ...request, token: await this.token(username) });
    }
  }

  private token(username: string): Promise<string> {
    const known = this.tokens.get(username);
    if (known) return known;
    const fresh = this.logIn(username);
    this.tokens.set(username, fresh);
    fresh.catch(() => this.tokens.delete(username));
    return fresh;
  }

  private async logIn(username: string): Promise<string> {
    const body = { username, password: this.passwordOf(username) };
    try {
      const answer = await this.client.send({ method: 'POST', path: '/auth/login', body });
      return String(answer.body.accessToken);
    } catch (fault) {
      if (!(fault instanceof ApiRefusal) || fault.status !== 401) throw fault;
      throw new DemoFault(
        `${username} cannot log in: the password that the demo knows is not the right one. ` +
          'Give the administrator’s in LIUSHUI_ADMIN_PASSWORD. · ' +
          `用户 ${username} 的密码不正确，请用 LIUSHUI_ADMIN_PASSWORD 指定管理员密码。`,
      );
    }
  }
}
