/** Liushui on a cluster of three that loses its leader: what clerks and readers see of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'supertest';
import { bookStream, serialsOfRun } from '#domain';
import { startEventStore } from '#engines';
import { type StoreCluster, storeCluster, type TestEngine, tree } from '#testing';
import { type Installation, issueOf, makeInstallation, stockGuiyang } from './installation';
import { type ApiInstance, type RunningApi, startApi, until } from './running-api';

jest.setTimeout(120_000);

const issues = `centres/${tree.guiyang}/issues`;
const clerkCount = 3;
const postsEach = 25;

describe('when the leader of three is lost', () => {
  let cluster: StoreCluster;
  let api: RunningApi;
  let other: ApiInstance;
  let on: Installation;

  async function openCluster(): Promise<TestEngine> {
    const dir = mkdtempSync(join(tmpdir(), 'liushui-api-cluster-'));
    const node = await startEventStore({ dir, insecure: true });
    cluster = await storeCluster(node.port);
    const stop = async () => {
      await cluster.stop();
      await node.stop();
      rmSync(dir, { recursive: true, force: true });
    };
    return { url: cluster.url, stop };
  }

  beforeAll(async () => {
    api = await startApi(undefined, undefined, openCluster);
    other = await api.another();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, 1_000);
  });
  afterAll(async () => {
    await other?.stop();
    await api?.stop();
  });

  /** Serials that Guiyang's book has issued, as often as it says so. */
  async function issuedSerials(): Promise<number[]> {
    const serials: number[] = [];
    for await (const event of api.log.load(bookStream(tree.guiyang))) {
      if (event.type !== 'CertificatesIssued') continue;
      for (const run of event.data.runs) {
        const { first, last } = serialsOfRun(run);
        for (let serial = first; serial <= last; serial++) serials.push(serial);
      }
    }
    return serials;
  }

  /**
   * As exam software does: the same request with the same key, for as long as the answer says when
   * to ask again. Two processes that write to one book, as no proxy would let them, also conflict.
   */
  async function post(port: number, serial: number): Promise<Response> {
    for (;;) {
      const key = { 'Idempotency-Key': `serial-${serial}` };
      const answer = await on.guiyang.at(port).post(issues, issueOf(serial, serial), key);
      if (![409, 503].includes(answer.status)) return answer;
      expect(['engine-away', 'too-many-conflicts']).toContain(answer.body.code);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
  }

  it('clerks go on at both processes, nothing is lost and nothing is posted twice', async () => {
    let postedCount = 0;
    let last: Response | undefined;
    const working = Array.from({ length: clerkCount }, async (_, clerk) => {
      const port = clerk % 2 === 0 ? api.port : other.port;
      for (let index = 0; index < postsEach; index++) {
        const answer = await post(port, clerk * postsEach + index + 1);
        expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
        postedCount++;
        last = answer;
      }
    });
    const allDone = Promise.all(working);
    allDone.catch(() => undefined);
    for (const underWay of ['stored', 'whatever'] as const) {
      const reached = postedCount + 15;
      await until(async () => postedCount >= reached);
      await cluster.loseLeader({ underWay });
      await pause(400);
      cluster.elect();
      await cluster.revive();
    }
    await allDone;
    const expected = Array.from({ length: clerkCount * postsEach }, (_, index) => index + 1);
    expect((await issuedSerials()).sort((a, b) => a - b)).toEqual(expected);
    const stock = await on.guiyang.after(last as Response, 'stock');
    expect(stock.body.totals.issued).toBe(expected.length);
  });

  it('says 503 for as long as nobody leads, and posts the same request afterwards', async () => {
    await cluster.loseLeader();
    const serial = 501;
    const key = { 'Idempotency-Key': 'during' };
    const body = issueOf(serial, serial);
    const [during, ready] = await Promise.all([
      on.guiyang.post(issues, body, key),
      on.admin.get('/health/ready'),
    ]);
    expect([during.status, during.body.code]).toEqual([503, 'engine-away']);
    expect([ready.status, ready.body.code]).toEqual([503, 'engine-away']);
    expect((await on.guiyang.get('stock')).status).toBe(200);
    cluster.elect();
    await until(async () => (await on.admin.get('/health/ready')).status === 200);
    const afterwards = await on.guiyang.at(other.port).post(issues, body, key);
    expect(afterwards.status).toBe(201);
    const again = await on.guiyang.post(issues, body, key);
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect((await issuedSerials()).filter((issued) => issued === serial)).toHaveLength(1);
    const seen = await on.guiyang.after(afterwards, 'stock');
    expect(seen.body.totals.issued).toBe(clerkCount * postsEach + 1);
  });
});
