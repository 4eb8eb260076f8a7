/** The whole system with its books filled, a browser, and visitors who must complain of nothing. */
import type { Browser } from 'playwright-core';
import { fillBooks, openCentres, userPassword } from './office';
import { adminPassword, type RunningSystem, startSystem } from './running-system';
import { type Habits, launchBrowser, Visitor } from './visitor';

const startMsMax = 240_000;

interface Posted {
  /** Of the record; a proposal has one, too. */
  readonly position: string;
  /** Of a dispatch. */
  readonly consignment?: string;
  /** Of what waits for a second person. */
  readonly proposal?: string;
}

export interface Visits {
  readonly arrive: (path: string, habits?: Habits) => Promise<Visitor>;
  readonly arriveAs: (username: string, path: string, habits?: Habits) => Promise<Visitor>;
  readonly arriveAsAdmin: (path: string, habits?: Habits) => Promise<Visitor>;
  /** What somebody else posts meanwhile, over HTTP. */
  readonly postAs: (username: string, path: string, body: object) => Promise<Posted>;
  /** What the API answers them once its views show everything up to that record. */
  readonly readAs: <T>(username: string, path: string, position: string) => Promise<T>;
}

const passwordOf = (username: string): string =>
  username === 'admin' ? adminPassword : userPassword;

/** What there is before the first visit, posted over HTTP. */
type Opening = (address: string) => Promise<void>;

/** The whole of a small Guizhou. */
const filledBooks: Opening = async (address) => {
  await openCentres(address);
  await fillBooks(address);
};

/** To be called once, where a spec file begins, or what in it has an installation of its own. */
export function visits(open: Opening = filledBooks): Visits {
  let system: RunningSystem | undefined;
  let browser: Browser | undefined;
  let visitors: Visitor[] = [];

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
    await open(system.address);
  }, startMsMax);

  /** Nobody saw an error or a request elsewhere, whatever the spec was about. */
  afterEach(async () => {
    const leaving = visitors;
    visitors = [];
    const { failedTest } = globalThis as { failedTest?: string };
    // What cannot be told must not keep them from leaving.
    if (failedTest) await Promise.allSettled(leaving.map((one) => one.testify(failedTest)));
    const complaints = await Promise.all(leaving.map((visitor) => visitor.leave()));
    expect(complaints.flat()).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  const arrive = async (path: string, habits: Habits = {}): Promise<Visitor> => {
    if (!browser || !system) throw new Error('nothing runs yet');
    const visitor = await Visitor.arrive(browser, system.address, habits);
    visitors.push(visitor);
    await visitor.go(path);
    return visitor;
  };
  const arriveAs = async (username: string, path: string, habits?: Habits) => {
    const visitor = await arrive(path, habits);
    await visitor.logIn(username, passwordOf(username));
    return visitor;
  };
  const post = async (path: string, body: object, token?: string): Promise<unknown> => {
    const headers = new Headers({ 'Content-Type': 'application/json' });
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    const response = await fetch(`${system?.address}/api/v1/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const tokenOf = async (username: string) => {
    const login = await post('auth/login', { username, password: passwordOf(username) });
    return (login as { accessToken: string }).accessToken;
  };
  const postAs = async (username: string, path: string, body: object) =>
    (await post(path, body, await tokenOf(username))) as Posted;
  const readAs = async <T>(username: string, path: string, position: string) => {
    const token = await tokenOf(username);
    const headers = { Authorization: `Bearer ${token}`, 'Liushui-Wait-For': position };
    const response = await fetch(`${system?.address}/api/v1/${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    postAs,
    readAs,
    arrive,
    arriveAs,
    arriveAsAdmin: (path, habits) => arriveAs('admin', path, habits),
  };
}

/** A page to look at: its name, its address, and what is there once it is. */
export type Sight = readonly [name: string, path: string, landmark: string];

/** Pictures of all of them, and what bars anybody's way. */
export async function look(visitor: Visitor, sights: readonly Sight[], mark: string) {
  const findings: string[] = [];
  for (const [name, path, landmark] of sights) {
    await visitor.go(path);
    await visitor.page.locator(landmark).first().waitFor();
    findings.push(...(await lookOn(visitor, name, mark)));
  }
  return findings;
}

/** The same of the page as it is now. */
export async function lookOn(visitor: Visitor, name: string, mark: string): Promise<string[]> {
  await visitor.settle();
  await visitor.picture(`${name}-${mark}`);
  const overflowPx = await visitor.overflowPx();
  const findings = overflowPx > 0 ? [`${name} is ${overflowPx} px too wide`] : [];
  return [...findings, ...(await visitor.barriers()).map((barrier) => `${name}: ${barrier}`)];
}
