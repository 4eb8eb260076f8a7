/**
 * Who is logged in, in this page.
 *
 * The access token lives in this object alone: never in storage, never in the address. What
 * survives a reload is the refresh cookie, which no script can read. A flag in storage says whether
 * there may be such a cookie, so that a first visit asks the API for nothing.
 */

import { OutOfReach, Refused, readProblem } from '../api/problem';
import type { components } from '../api/schema';
import { onePageAtATime, rememberLoggedIn, wasLoggedIn } from './shared-by-tabs';

export type User = components['schemas']['UserDto'];
type LoginAnswer = components['schemas']['LoginAnswerDto'];

/** `ended` without the user having asked for that; `left` by logging out. */
export type WhyNone = 'not-begun' | 'ended' | 'left';

export type SessionState =
  | { readonly kind: 'open'; readonly user: User }
  | { readonly kind: 'none'; readonly why: WhyNone }
  /** There may be one, and the API could not be asked. */
  | { readonly kind: 'unknown' };

/** A token is renewed this long before it ends, so that none ends on its way. */
const renewBeforeEndMs = 30_000;

export class Session {
  private current: SessionState = { kind: 'unknown' };
  private token: { readonly text: string; readonly endsAtMs: number } | undefined;
  private renewal: Promise<void> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly languageOf: () => string) {}

  get state(): SessionState {
    return this.current;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up the session of an earlier visit, if there is one. Never rejects. */
  async resume(): Promise<void> {
    if (!wasLoggedIn()) return this.become({ kind: 'none', why: 'not-begun' });
    await this.renew().catch(() => undefined);
  }

  /** @throws Refused 401 for a wrong name or password, 429; OutOfReach */
  async logIn(username: string, password: string): Promise<void> {
    this.open(await this.post('login', { username, password }));
  }

  /**
   * A new password ends every session of the user; this page goes on with the one it opens.
   *
   * @throws Refused 422 for a wrong present password, 400 for a short one, 429; OutOfReach
   */
  async changePassword(current: string, next: string): Promise<void> {
    const token = await this.freshToken();
    this.open(await this.post('password', { current, next }, token));
  }

  /** Ends the session here at once, at the API as soon as it answers. */
  async logOut(): Promise<void> {
    this.close('left');
    await this.post('logout').catch(() => undefined);
  }

  /**
   * `fetch` for the API's routes: sends the token, renewed when it is about to end or was refused.
   *
   * @throws OutOfReach; Refused 401 when the session is over
   */
  readonly fetch = async (request: Request): Promise<Response> => {
    const again = request.clone();
    const response = await this.send(request, await this.freshToken());
    if (response.status !== 401) return response;
    this.token = undefined;
    return this.send(again, await this.freshToken());
  };

  private async freshToken(): Promise<string> {
    if (!this.token || this.token.endsAtMs - performance.now() < renewBeforeEndMs) {
      await this.renew();
    }
    return this.token?.text ?? '';
  }

  /** Whoever needs a token meanwhile waits for the same answer. */
  private renew(): Promise<void> {
    this.renewal ??= onePageAtATime(() => this.post('refresh'))
      .then((answer) => this.open(answer))
      .catch((error: unknown) => {
        if (error instanceof Refused && error.problem.status === 401) this.close('ended');
        throw error;
      })
      .finally(() => {
        this.renewal = undefined;
      });
    return this.renewal;
  }

  private async send(request: Request, token: string): Promise<Response> {
    request.headers.set('Authorization', `Bearer ${token}`);
    request.headers.set('Accept-Language', this.languageOf());
    return reach(request);
  }

  /** `keepalive`: leaving the page must not lose the cookie that an answer brings. */
  private async post(
    path: 'login' | 'refresh' | 'logout' | 'password',
    body?: object,
    token?: string,
  ): Promise<LoginAnswer> {
    const response = await reach(
      new Request(new URL(`/api/v1/auth/${path}`, location.origin), {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'Accept-Language': this.languageOf(),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        body: body && JSON.stringify(body),
        keepalive: true,
      }),
    );
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Refused(readProblem(response.status, answer));
    return answer as LoginAnswer;
  }

  private open({ accessToken, expiresInSeconds, user }: LoginAnswer): void {
    this.token = { text: accessToken, endsAtMs: performance.now() + expiresInSeconds * 1_000 };
    rememberLoggedIn(true);
    this.become({ kind: 'open', user });
  }

  private close(why: WhyNone): void {
    this.token = undefined;
    rememberLoggedIn(false);
    this.become({ kind: 'none', why });
  }

  private become(state: SessionState): void {
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

/** @throws OutOfReach when there is no answer at all */
export async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new OutOfReach('no answer', { cause });
  }
}
