import { Client as Connection } from 'pg';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { tree } from '#testing';
import { Client } from './client';
import {
  certificateNumber,
  type Installation,
  issueOf,
  makeInstallation,
  stockGuiyang,
} from './installation';
import { type RunningApi, startApi } from './running-api';

jest.setTimeout(180_000);

interface Work {
  readonly statements: readonly string[];
  readonly openedCount: number;
  readonly readCount: number;
}

const readsView = /^\(?SELECT (?!position).* FROM "liushui_view_/;

/** Of a statement as text, or with a name under which the server keeps its plan. */
function wordsOf(statement: unknown): string {
  const { text = statement } = Object(statement) as { readonly text?: unknown };
  return String(text).trim().replace(/\s+/g, ' ');
}

describe('the work of a public check', () => {
  let api: RunningApi;
  let on: Installation;
  let anyone: Client;
  let addressCount = 0;

  beforeAll(async () => {
    api = await startApi();
    on = await makeInstallation(api.port);
    anyone = new Client(api.port);
    await stockGuiyang(on, 1, 100);
    const issued = await on.guiyang.must(`centres/${tree.guiyang}/issues`, issueOf(1, 1, 9));
    await on.guiyang.after(issued, `certificates/${certificateNumber(1)}`);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => api?.stop());

  /** Asks, and answers what was done for it: which views were read, and what was opened. */
  async function workOf(number: string, name: string): Promise<Work & { headers: object }> {
    const statements: string[] = [];
    let openedCount = 0;
    let readCount = 0;
    const { sealing } = api.app.get(Identity);
    const openLine = sealing.openLine.bind(sealing);
    jest.spyOn(sealing, 'openLine').mockImplementation((...args) => {
      openedCount += 1;
      return openLine(...args);
    });
    const log = api.app.get(EventLog);
    const readAt = log.readAt.bind(log);
    jest.spyOn(log, 'readAt').mockImplementation((...args) => {
      readCount += 1;
      return readAt(...args);
    });
    const query = Connection.prototype.query as (...args: unknown[]) => unknown;
    jest.spyOn(Connection.prototype, 'query').mockImplementation(function (
      this: Connection,
      ...args: unknown[]
    ) {
      const words = wordsOf(args[0]);
      // The projector, and who asks how current the views are, read on their own account.
      if (readsView.test(words)) statements.push(words);
      return query.apply(this, args);
    } as typeof Connection.prototype.query);
    const { headers } = await anyone.get(`public/verify?${new URLSearchParams({ number, name })}`, {
      'X-Forwarded-For': `198.51.100.${++addressCount}`,
    });
    jest.restoreAllMocks();
    // What differs between any two requests, and what tells of the body's length.
    const own = ['date', 'x-request-id', 'content-length', 'etag'];
    const shared = Object.keys(headers).filter((header) => !own.includes(header));
    return {
      statements,
      openedCount,
      readCount,
      headers: Object.fromEntries(shared.map((header) => [header, headers[header]])),
    };
  }

  it('[V7] is the same for a right, a wrong and an unknown question', async () => {
    const right = await workOf(certificateNumber(3), '考生3');
    expect(right.openedCount).toBe(1);
    expect(right.readCount).toBe(1);
    expect(right.statements.length).toBeGreaterThan(1);
    for (const [number, name] of [
      [certificateNumber(3), '考生4'],
      [certificateNumber(777), '考生3'],
      [certificateNumber(9), ''.padEnd(100, '名')],
    ]) {
      expect({ number, ...(await workOf(number, name)) }).toEqual({ number, ...right });
    }
  });
});
