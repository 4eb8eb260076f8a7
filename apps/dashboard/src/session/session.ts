/**
 * Who is logged in, in this page.
 *
 * The access token lives in this object alone: never in storage, never in the address. What
 * survives a reload is the refresh cookie, which no script can read. A flag in storage says whether
 * there may be such a cookie, so that a first visit asks the API for nothing.
 *
 * What always holds: a request is sent in the name of whoever was here when it was made, or not at
 * all. The cookie is one for all tabs, so that another user's login in any of them ends this
 * session: other tabs tell of it, and a renewal that brings somebody else is not taken.
 */

import { OutOfReach, Refused, readProblem } from '../api/problem';
import type { components } from '../api/schema';
import {
  onePageAtATime,
  rememberLoggedIn,
  type TabNews,
  Tabs,
  wasLoggedIn,
} from './shared-by-tabs';

export type User = components['schemas']['UserDto'];
type LoginAnswer = components['schemas']['LoginAnswerDto'];

/** `ended` before this page was loaded; `left` by logging out, in this tab or another. */
export type WhyNone = 'not-begun' | 'ended' | 'left';

export type SessionState =
  | { readonly kind: 'open'; readonly user: User }
  /** It ended without its user having asked for that: the page waits for them to log in again. */
  | { readonly kind: 'paused'; readonly user: User }
  /** Somebody else has logged in, in another tab of this browser. */
  | { readonly kind: 'replaced'; readonly byName: string }
  | { readonly kind: 'none'; readonly why: WhyNone }
  /** There may be one, and the API could not be asked. */
  | { readonly kind: 'unknown' };

/** A token is renewed this long before it ends, so that none ends on its way. */
const renewBeforeEndMs = 30_000;

export class Session {
  private current: SessionState = { kind: 'unknown' };
  private token: { readonly text: string; readonly endsAtMs: number } | undefined;
  private renewal: Promise<void> | undefined;
  /** Who was logged in last, here: what this tab still shows or keeps is theirs. */
  private last: User | undefined;
  /** A renewal that began before somebody left is not taken. */
  private leftCount = 0;
  private readonly listeners = new Set<() => void>();
  private readonly tabs = new Tabs((news) => this.hear(news));

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

  /**
   * Takes up the session of whoever logged in, in another tab, or finds it ended.
   *
   * @throws OutOfReach, Refused when the API could not tell: then nothing has changed
   */
  async goOnAsOther(): Promise<void> {
    const { last } = this;
    this.last = undefined;
    try {
      await this.renew();
    } catch (error) {
      if (this.current.kind !== 'replaced') return;
      this.last = last;
      throw error;
    }
  }

  /**
   * Over a page that is left before the answer comes, nobody is logged in by it.
   *
   * @throws Refused 401 for a wrong name or password, 429; OutOfReach
   */
  async logIn(username: string, password: string): Promise<void> {
    const { leftCount } = this;
    const isAgain = this.current.kind === 'paused';
    const answer = await this.post('login', { username, password });
    if (!isAgain || leftCount === this.leftCount) return this.begin(answer);
    await this.post('logout').catch(() => undefined);
  }

  /**
   * A new password ends every session of the user; this page goes on with the one it opens.
   *
   * @throws Refused 422 for a wrong present password, 400 for a short one, 429; OutOfReach
   */
  async changePassword(current: string, next: string): Promise<void> {
    const token = await this.tokenOf(this.username);
    this.begin(await this.post('password', { current, next }, token));
  }

  /** Ends the session here at once, at the API as soon as it answers. */
  async logOut(): Promise<void> {
    rememberLoggedIn(false);
    this.leave({ kind: 'none', why: 'left' });
    this.tabs.tell({ kind: 'left' });
    await this.post('logout').catch(() => undefined);
  }

  /**
   * `fetch` for the API's routes: sends the token, renewed when it is about to end or was refused.
   * Where the session has ended, it waits until the same user is back.
   *
   * @throws OutOfReach; Refused 401 when they have left
   */
  readonly fetch = async (request: Request): Promise<Response> => {
    const again = request.clone();
    const { username } = this;
    const response = await this.send(request, await this.tokenOf(username));
    if (response.status !== 401) return response;
    this.token = undefined;
    return this.send(again, await this.tokenOf(username));
  };

  /** Who is here, also while their session is paused. */
  private get username(): string | undefined {
    const { current } = this;
    return current.kind === 'open' || current.kind === 'paused' ? current.user.username : undefined;
  }

  private async tokenOf(username: string | undefined): Promise<string> {
    if (this.current.kind === 'open' && !this.isFresh()) {
      await this.renew().catch((error: unknown) => {
        if (this.current.kind !== 'paused') throw error;
      });
    }
    await this.whilePaused();
    if (!this.token || this.username !== username) {
      throw new Refused(readProblem(401, { code: 'session-ended' }));
    }
    return this.token.text;
  }

  private isFresh(): boolean {
    return (this.token?.endsAtMs ?? 0) - performance.now() >= renewBeforeEndMs;
  }

  private whilePaused(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.current.kind === 'paused') return;
        stop();
        resolve();
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  /** Whoever needs a token meanwhile waits for the same answer, until somebody leaves. */
  private renew(): Promise<void> {
    if (this.renewal) return this.renewal;
    const { leftCount } = this;
    const renewal = onePageAtATime(() => this.post('refresh'))
      .then((answer) => {
        if (leftCount === this.leftCount) this.take(answer);
      })
      .catch((error: unknown) => {
        const isOver = error instanceof Refused && error.problem.status === 401;
        if (isOver && leftCount === this.leftCount) this.end();
        throw error;
      })
      .finally(() => {
        if (this.renewal === renewal) this.renewal = undefined;
      });
    this.renewal = renewal;
    return renewal;
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

  /** By a password that was typed here: the session of all tabs is this user's now. */
  private begin(answer: LoginAnswer): void {
    this.open(answer);
    const { username, displayName } = answer.user;
    this.tabs.tell({ kind: 'begun', username, displayName });
  }

  /** What a renewal brings is the session of whoever logged in last in this browser. */
  private take(answer: LoginAnswer): void {
    const isOther = this.last !== undefined && this.last.username !== answer.user.username;
    if (isOther) this.leave({ kind: 'replaced', byName: answer.user.displayName });
    else this.open(answer);
  }

  private hear(news: TabNews): void {
    // Whoever has not been here yet has nothing to lose.
    if (!this.last) return;
    if (news.kind === 'left') {
      this.leave({ kind: 'none', why: 'left' });
    } else if (news.username !== this.last.username) {
      this.leave({ kind: 'replaced', byName: news.displayName });
    } else if (this.current.kind !== 'open') {
      // Not by way of what storage says: what another tab has written there may come after its news.
      void this.renew().catch(() => undefined);
    }
  }

  private open({ accessToken, expiresInSeconds, user }: LoginAnswer): void {
    this.token = { text: accessToken, endsAtMs: performance.now() + expiresInSeconds * 1_000 };
    this.last = user;
    rememberLoggedIn(true);
    this.become({ kind: 'open', user });
  }

  private end(): void {
    this.token = undefined;
    rememberLoggedIn(false);
    const { current } = this;
    if (current.kind === 'open') this.become({ kind: 'paused', user: current.user });
    else if (current.kind !== 'paused') this.become({ kind: 'none', why: 'ended' });
  }

  private leave(state: SessionState & { readonly kind: 'none' | 'replaced' }): void {
    this.leftCount += 1;
    this.renewal = undefined;
    this.token = undefined;
    this.become(state);
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
