/**
 * Issues posted over HTTP to a whole Liushui, everything on the same machine: 64 centres at once,
 * posts of 20 and of 500 lines, beside bare appends to the same node in the same round.
 *
 * Then, alone: the latency of posts of 20 lines at half the rate just seen, sent on a fixed
 * schedule whether or not earlier ones were answered; one post of 1,000 lines; a dispatch of 50,000
 * blanks against one of 5. Prints one JSON line.
 *
 *   node dist/bench/post.js [--rounds 5] [--seconds 3]
 */
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  type AppendResult,
  binaryEvent,
  EventStoreDBClient,
  NO_STREAM,
} from '@eventstore/db-client';
import { Caller, closeConnections } from './post/caller';
import { centresCount, type Installation, makeInstallation, rangeOf } from './post/installation';
import { Rosters } from './post/rosters';
import { adminPassword, type RunningSystem, startSystem } from './post/running-system';

const appendSizeBytes = 600;
const barOf20Lines = 0.15;
const barOfCertificates = 6;
const barP99Ms = 150;
const barOf1000LinesMs = 60;
const barOfDispatchMs = 10;
const largeDispatchCount = 50_000;
const smallDispatchCount = 5;
const singlesCount = 11;
const openLoopSeconds = 6;
const spareCount = (largeDispatchCount + smallDispatchCount) * (singlesCount + 1);

interface Posted {
  readonly perSecond: number;
  readonly p99Ms: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? 0;
const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

/** So many writers, each appending to a stream of its own at its exact revision. */
async function appendFor(client: EventStoreDBClient, seconds: number): Promise<number> {
  const data = randomBytes(appendSizeBytes);
  const beganAt = performance.now();
  const endsAt = beganAt + seconds * 1000;
  let count = 0;
  const write = async (writer: number) => {
    const stream = `bench-${randomBytes(6).toString('hex')}-${writer}`;
    let expectedRevision: bigint | typeof NO_STREAM = NO_STREAM;
    while (performance.now() < endsAt) {
      const event = binaryEvent({ type: 'Measured', data });
      const appended: AppendResult = await client.appendToStream(stream, event, {
        expectedRevision,
      });
      expectedRevision = appended.nextExpectedRevision;
      count++;
    }
  };
  await Promise.all(Array.from({ length: centresCount }, (_, writer) => write(writer)));
  return (count / (performance.now() - beganAt)) * 1000;
}

class Posting {
  private readonly rosters: readonly Rosters[];

  constructor(private readonly installation: Installation) {
    this.rosters = installation.cities.map((city) => new Rosters(city));
  }

  /** One post of a city; the time it took. */
  async post(city: number, linesCount: number): Promise<number> {
    const body = this.rosters[city].next(linesCount);
    if (body === undefined) throw new Error('the blanks are used up: ask for less time or rounds');
    const { clerk } = this.installation.cities[city];
    const { status, text, tookMs } = await clerk.send('POST', this.rosters[city].path, body);
    if (status !== 201) throw new Error(`a post was answered ${status} ${text}`);
    return tookMs;
  }

  /** Every city posts the next as soon as the one before is answered. */
  async closedLoop(linesCount: number, seconds: number): Promise<Posted> {
    const beganAt = performance.now();
    const endsAt = beganAt + seconds * 1000;
    const tookMs: number[] = [];
    const work = async (city: number) => {
      while (performance.now() < endsAt) tookMs.push(await this.post(city, linesCount));
    };
    await Promise.all(this.rosters.map((_, city) => work(city)));
    const perSecond = (tookMs.length / (performance.now() - beganAt)) * 1000;
    return { perSecond, p99Ms: quantile(tookMs, 0.99) };
  }

  /** Posts on schedule; a latency counts from the moment it should have been sent. */
  async openLoop(linesCount: number, perSecond: number, seconds: number): Promise<number> {
    const beganAt = performance.now();
    const total = Math.floor(perSecond * seconds);
    const answered: Promise<number>[] = [];
    while (answered.length < total) {
      const isDue = Math.min(total, ((performance.now() - beganAt) / 1000) * perSecond);
      while (answered.length < isDue) {
        const index = answered.length;
        const dueAt = beganAt + (index / perSecond) * 1000;
        answered.push(
          this.post(index % centresCount, linesCount).then(() => performance.now() - dueAt),
        );
      }
      await pause(1);
    }
    return quantile(await Promise.all(answered), 0.99);
  }
}

/** Median time of a dispatch of so many blanks, large and small in turn. */
async function dispatches({ ministry, provinces }: Installation) {
  const took = { large: [] as number[], small: [] as number[] };
  let next = 1;
  for (let index = 0; index <= singlesCount; index++) {
    for (const size of ['large', 'small'] as const) {
      const count = size === 'large' ? largeDispatchCount : smallDispatchCount;
      const ranges = [rangeOf(next, count)];
      next += count;
      const body = JSON.stringify({ to: provinces[0], ranges, handedOverBy: '押运人' });
      const path = `centres/${ministry.code}/consignments`;
      const { status, text, tookMs } = await ministry.clerk.send('POST', path, body);
      if (status !== 201) throw new Error(`a dispatch was answered ${status} ${text}`);
      if (index > 0) took[size].push(tookMs);
    }
  }
  return { largeMs: median(took.large), smallMs: median(took.small) };
}

async function measure(system: RunningSystem, roundCount: number, seconds: number) {
  const anonymous = new Caller(system.address);
  const { accessToken } = await anonymous.must<{ accessToken: string }>('auth/login', {
    username: 'admin',
    password: adminPassword,
  });
  const installation = await makeInstallation(anonymous.as(accessToken), spareCount);
  const store = EventStoreDBClient.connectionString(system.eventStoreUrl);
  const posting = new Posting(installation);
  await posting.closedLoop(20, seconds);
  await appendFor(store, seconds / 2);
  const rounds: { appends: number; of20: Posted; of500: Posted }[] = [];
  for (let round = 0; round < roundCount; round++) {
    const appends = await appendFor(store, seconds / 2);
    const of20 = await posting.closedLoop(20, seconds);
    const of500 = await posting.closedLoop(500, seconds);
    rounds.push({ appends, of20, of500 });
  }
  await store.dispose();
  const halfRate = median(rounds.map(({ of20 }) => of20.perSecond)) / 2;
  const p99Ms = await posting.openLoop(20, halfRate, openLoopSeconds);
  const singles: number[] = [];
  for (let index = 0; index < singlesCount; index++) singles.push(await posting.post(index, 1_000));
  return {
    rounds,
    halfRate,
    p99Ms,
    of1000Ms: median(singles),
    ...(await dispatches(installation)),
  };
}

function describe(measured: Awaited<ReturnType<typeof measure>>) {
  const { rounds, halfRate, p99Ms, of1000Ms, largeMs, smallMs } = measured;
  const appends = median(rounds.map((round) => round.appends));
  const spread = (values: number[]) => [rounded(Math.min(...values)), rounded(Math.max(...values))];
  const rate20 = rounds.map(({ of20 }) => of20.perSecond);
  const rate500 = rounds.map(({ of500 }) => of500.perSecond);
  const ratio20 = median(rounds.map((round) => round.of20.perSecond / round.appends));
  const certificates = median(rounds.map((round) => (round.of500.perSecond * 500) / round.appends));
  const dispatchMs = largeMs - smallMs;
  return {
    appendsPerSecond: rounded(appends),
    of20Lines: {
      postsPerSecond: rounded(median(rate20)),
      spread: spread(rate20),
      ofAppends: rounded(ratio20, 3),
      p99Ms: rounded(median(rounds.map(({ of20 }) => of20.p99Ms)), 1),
      passes: ratio20 >= barOf20Lines,
    },
    of500Lines: {
      postsPerSecond: rounded(median(rate500), 1),
      spread: spread(rate500),
      certificatesPerSecond: rounded(median(rate500) * 500),
      certificatesPerAppend: rounded(certificates, 2),
      p99Ms: rounded(median(rounds.map(({ of500 }) => of500.p99Ms)), 1),
      passes: certificates >= barOfCertificates,
    },
    openLoop: {
      postsPerSecond: rounded(halfRate),
      p99Ms: rounded(p99Ms, 1),
      passes: p99Ms <= barP99Ms,
    },
    of1000Lines: { medianMs: rounded(of1000Ms, 1), passes: of1000Ms <= barOf1000LinesMs },
    dispatchOf50000: {
      overOneOf5Ms: rounded(dispatchMs, 1),
      passes: dispatchMs <= barOfDispatchMs,
    },
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, seconds: { type: 'string' } },
  });
  const roundCount = Number(values.rounds ?? 5);
  const system = await startSystem();
  try {
    const measured = await measure(system, roundCount, Number(values.seconds ?? 3));
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    const result = { bench: 'post', centresCount, roundCount, ...describe(measured), machine };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    closeConnections();
    await system.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
