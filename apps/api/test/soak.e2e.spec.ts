/**
 * Clerks who post for a while, at one process and then at another as a proxy would move them,
 * whatever happens to the store meanwhile, and what is true afterwards. A few seconds here; on a real cluster whose leader somebody kills, as long as
 * LIUSHUI_SOAK_SECONDS says: `npm run test:store -- --soak 120`.
 */
import type { Response } from 'supertest';
import { bookStream, serialsOfRun } from '#domain';
import { tree } from '#testing';
import { type Installation, issueOf, makeInstallation, stockGuiyang } from './installation';
import { type ApiInstance, type RunningApi, startApi, until } from './running-api';

const soakSeconds = Number(process.env.LIUSHUI_SOAK_SECONDS || '3');
/** For setting up, for whatever is under way at the end, and for reading it all. */
const othersMsMax = 180_000;
const clerkCount = 4;
/** As many as certificate numbers of one station and level last. */
const serialsMax = 90_000;
const issues = `centres/${tree.guiyang}/issues`;

jest.setTimeout(soakSeconds * 1_000 + othersMsMax);

describe(`posting for ${soakSeconds} s`, () => {
  let api: RunningApi;
  let other: ApiInstance;
  let on: Installation;
  const acknowledged = new Map<number, Response>();
  let postponedCount = 0;
  let longestMs = 0;

  beforeAll(async () => {
    api = await startApi();
    other = await api.another();
    on = await makeInstallation(api.port);
    await stockGuiyang(on, 1, serialsMax);
  });
  afterAll(async () => {
    await other?.stop();
    await api?.stop();
  });

  /** The same request with the same key until the answer does not say when to ask again. */
  async function post(port: number, serial: number): Promise<void> {
    const startedMs = performance.now();
    for (;;) {
      const key = { 'Idempotency-Key': `soak-${serial}` };
      const answer = await on.guiyang.at(port).post(issues, issueOf(serial, serial), key);
      if (answer.status === 201) {
        acknowledged.set(serial, answer);
        longestMs = Math.max(longestMs, performance.now() - startedMs);
        return;
      }
      expect([answer.status, answer.body.code]).toEqual(
        answer.status === 409 ? [409, 'too-many-conflicts'] : [503, expect.any(String)],
      );
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      postponedCount++;
    }
  }

  it('every post is answered in the end', async () => {
    const endMs = performance.now() + soakSeconds * 1_000;
    const leftMs = () => endMs - performance.now();
    const clerks = Array.from({ length: clerkCount }, async (_, clerk) => {
      for (let serial = clerk + 1; serial <= serialsMax; serial += clerkCount) {
        if (leftMs() < 0) return;
        await post(leftMs() > soakSeconds * 500 ? api.port : other.port, serial);
      }
    });
    await Promise.all(clerks);
    expect(acknowledged.size).toBeGreaterThan(0);
    if (process.env.LIUSHUI_SOAK_SECONDS) {
      const longest = `${(longestMs / 1_000).toFixed(1)} s`;
      process.stderr.write(
        `soak: ${acknowledged.size} posts, ${postponedCount} asked to come again, ` +
          `the longest answered after ${longest}\n`,
      );
    }
  });

  it('the book holds each once and nothing else, as the answers said', async () => {
    const issuedAt = new Map<number, string>();
    for await (const event of api.log.load(bookStream(tree.guiyang))) {
      if (event.type !== 'CertificatesIssued') continue;
      for (const run of event.data.runs) {
        const { first, last } = serialsOfRun(run);
        for (let serial = first; serial <= last; serial++) {
          expect(issuedAt.has(serial)).toBe(false);
          issuedAt.set(serial, String(event.position));
        }
      }
    }
    const answeredAt = new Map(
      [...acknowledged].map(([serial, { headers }]) => [serial, headers['liushui-position']]),
    );
    expect([...issuedAt.keys()].sort((a, b) => a - b)).toEqual(
      [...answeredAt.keys()].sort((a, b) => a - b),
    );
    for (const [serial, position] of answeredAt) expect(issuedAt.get(serial)).toBe(position);
  });

  it('the views say the same', async () => {
    const last = [...acknowledged.values()].reduce((latest, answer) =>
      BigInt(answer.headers['liushui-position']) > BigInt(latest.headers['liushui-position'])
        ? answer
        : latest,
    );
    // The projector notices within 20 s that nobody answers it any more.
    await until(async () => (await on.guiyang.after(last, 'stock')).status === 200);
    const stock = await on.guiyang.after(last, 'stock');
    expect(stock.body.totals.issued).toBe(acknowledged.size);
  });
});
