import { OutOfReach, Refused } from '../api/problem';
import { Session } from './session';

/** A request that the page has sent, to be answered by the spec. */
interface Sent {
  readonly path: string;
  readonly answer: (body: object, status?: number) => void;
  readonly lose: () => void;
}

const { fetch: fetchBefore, BroadcastChannel: channelBefore } = globalThis;
let sent: Sent[];

/** What a session uses of a browser: one tab, without storage and without locks. */
beforeEach(() => {
  sent = [];
  Object.assign(globalThis, { location: { origin: 'http://127.0.0.1' }, navigator: {} });
  Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  globalThis.fetch = (input) =>
    new Promise((resolve, reject) => {
      sent.push({
        path: new URL((input as Request).url).pathname.replace('/api/v1/auth/', ''),
        answer: (body, status = 200) => resolve(Response.json(body, { status })),
        lose: () => reject(new TypeError('Failed to fetch')),
      });
    });
});

afterEach(() => {
  for (const name of ['location', 'navigator', 'localStorage']) {
    Reflect.deleteProperty(globalThis, name);
  }
  Object.assign(globalThis, { fetch: fetchBefore, BroadcastChannel: channelBefore });
});

const turnsMax = 100;

/** The next request to that path. */
async function next(path: string): Promise<Sent> {
  for (let turn = 0; turn < turnsMax; turn += 1) {
    const at = sent.findIndex((request) => request.path === path);
    if (at >= 0) return sent.splice(at, 1)[0];
    await new Promise(setImmediate);
  }
  throw new Error(`nothing was sent to ${path}`);
}

const answerFor = (username: string, expiresInSeconds = 600) => ({
  accessToken: `of ${username}`,
  expiresInSeconds,
  user: { username, displayName: username },
});

async function sessionOf(username: string, expiresInSeconds?: number): Promise<Session> {
  const session = new Session(() => 'en');
  const begun = session.logIn(username, 'a password');
  (await next('login')).answer(answerFor(username, expiresInSeconds));
  await begun;
  return session;
}

/** The clerk's, whose renewal brought the supervisor. */
async function replacedSession(): Promise<Session> {
  const session = await sessionOf('clerk', 0);
  const asked = session.fetch(new Request('http://127.0.0.1/api/v1/stock'));
  (await next('refresh')).answer(answerFor('lead'));
  await expect(asked).rejects.toThrow(Refused);
  expect(session.state).toEqual({ kind: 'replaced', byName: 'lead' });
  return session;
}

/** The clerk's, which waits for them to log in again. */
async function pausedSession(): Promise<Session> {
  const session = await sessionOf('clerk', 0);
  session.fetch(new Request('http://127.0.0.1/api/v1/stock')).catch(() => undefined);
  (await next('refresh')).answer({ code: 'session-ended' }, 401);
  for (let turn = 0; turn < turnsMax && session.state.kind !== 'paused'; turn += 1) {
    await new Promise(setImmediate);
  }
  expect(session.state.kind).toBe('paused');
  return session;
}

describe('a session that another took the place of', () => {
  it('says that the API is out of reach, and still knows whose it was', async () => {
    const session = await replacedSession();
    const goingOn = session.goOnAsOther();
    (await next('refresh')).lose();
    await expect(goingOn).rejects.toThrow(OutOfReach);
    expect(session.state.kind).toBe('replaced');
    // Whoever was here is told from who comes: a renewal does not pass for theirs.
    const resumed = session.resume();
    (await next('refresh')).answer(answerFor('lead'));
    await resumed;
    expect(session.state.kind).toBe('replaced');
  });

  it('is gone on with as the other', async () => {
    const session = await replacedSession();
    const goingOn = session.goOnAsOther();
    (await next('refresh')).answer(answerFor('lead'));
    await goingOn;
    expect(session.state).toMatchObject({ kind: 'open', user: { username: 'lead' } });
  });

  it('is over where the other has left', async () => {
    const session = await replacedSession();
    const goingOn = session.goOnAsOther();
    (await next('refresh')).answer({ code: 'session-ended' }, 401);
    await goingOn;
    expect(session.state).toEqual({ kind: 'none', why: 'ended' });
  });
});

describe('a session that is paused', () => {
  it('goes on when another tab tells of its user, whose flag is not in storage yet', async () => {
    let hear: (news: { data: object }) => void = () => undefined;
    class Channel {
      addEventListener(_: string, listener: typeof hear) {
        hear = listener;
      }
      postMessage() {}
    }
    const localStorage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
    Object.assign(globalThis, { localStorage, BroadcastChannel: Channel });
    const session = await pausedSession();
    hear({ data: { kind: 'begun', username: 'clerk', displayName: 'clerk' } });
    (await next('refresh')).answer(answerFor('clerk'));
    for (let turn = 0; turn < turnsMax && session.state.kind === 'paused'; turn += 1) {
      await new Promise(setImmediate);
    }
    expect(session.state.kind).toBe('open');
  });
});

describe('a session that was left', () => {
  it('is not taken up by a renewal that began before, but by one that begins after', async () => {
    const session = await sessionOf('clerk', 0);
    const asked = session.fetch(new Request('http://127.0.0.1/api/v1/stock'));
    const before = await next('refresh');
    const left = session.logOut();
    (await next('logout')).answer({});
    await left;
    const resumed = session.resume();
    const after = await next('refresh');
    before.answer(answerFor('clerk'));
    await expect(asked).rejects.toThrow(Refused);
    expect(session.state.kind).toBe('none');
    after.answer(answerFor('clerk'));
    await resumed;
    expect(session.state.kind).toBe('open');
  });

  it('is not opened by a login that was under way over the page, which is ended', async () => {
    const session = await pausedSession();
    const begun = session.logIn('clerk', 'a password');
    const login = await next('login');
    const left = session.logOut();
    (await next('logout')).answer({});
    await left;
    login.answer(answerFor('clerk'));
    (await next('logout')).answer({});
    await begun;
    expect(session.state).toEqual({ kind: 'none', why: 'left' });
  });
});
