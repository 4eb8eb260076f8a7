/** The whole system with its books filled, a browser, and visitors who must complain of nothing. */
import type { Browser } from 'playwright-core';
import { fillBooks, openCentres, userPassword } from './office';
import { adminPassword, type RunningSystem, startSystem } from './running-system';
import { type Habits, launchBrowser, Visitor } from './visitor';

const startMsMax = 180_000;

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

/** To be called once, where a spec file begins. */
export function visits(): Visits {
  let system: RunningSystem | undefined;
  let browser: Browser | undefined;
  let visitors: Visitor[] = [];

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
    await openCentres(system.address);
    await fillBooks(system.address);
  }, startMsMax);

  /** Nobody saw an error or a request elsewhere, whatever the spec was about. */
  afterEach(async () => {
    const leaving = visitors;
    visitors = [];
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
  const logIn = async (name: string, password: string, path: string, habits?: Habits) => {
    const visitor = await arrive(path, habits);
    await visitor.logIn(name, password);
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
    const password = username === 'admin' ? adminPassword : userPassword;
    const login = await post('auth/login', { username, password });
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
    arriveAs: (username, path, habits) => logIn(username, userPassword, path, habits),
    arriveAsAdmin: (path, habits) => logIn('admin', adminPassword, path, habits),
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
    await visitor.settle();
    await visitor.picture(`${name}-${mark}`);
    const overflowPx = await visitor.overflowPx();
    if (overflowPx > 0) findings.push(`${name} is ${overflowPx} px too wide`);
    findings.push(...(await visitor.barriers()).map((barrier) => `${name}: ${barrier}`));
  }
  return findings;
}
