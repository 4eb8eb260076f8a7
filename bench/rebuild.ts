/**
 * How fast the views are built anew from the events, with the blind index of holders and without,
 * against the client merely reading the same events from the same node in the same run. Everything runs on this
 * machine: the embedded node, the embedded Postgres, this process. Prints one JSON line.
 *
 *   node dist/bench/rebuild.js [--certificates 200000,800000] [--lines 20] [--rounds 5]
 *
 * A national quarter is 4000000 certificates, a year 15500000.
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EventStoreDBClient, eventTypeFilter, START } from '@eventstore/db-client';
import { Client } from 'pg';
import { startEventStore, startPostgres } from '#engines';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { type HolderIndexing, rebuild } from '#read-model';
import { type FilledStore, StoreFiller } from './rebuild/filled-store';

const RATIO_BAR = 0.3;
const CERTIFICATES_PER_SECOND_BAR = 40_000;
const FLATNESS_BAR = 1.2;
const MERE_READING_FILTER = '^(?!\\$)';

interface Round {
  readonly readMs: number;
  /** Without the blind index: no sealed block is opened. */
  readonly bareMs: number;
  readonly rebuildMs: number;
}

const noHolders: HolderIndexing = {
  index: async (_, blocks) => blocks.map(() => []),
  destroy: async () => undefined,
};

/** Reads every event of the filter once; what is read is not looked at. */
async function measureReading(url: string, eventCount: number): Promise<number> {
  const client = EventStoreDBClient.connectionString(url);
  const beganAt = performance.now();
  const filter = eventTypeFilter({ regex: MERE_READING_FILTER });
  const subscription = client.subscribeToAll({ fromPosition: START, filter });
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    subscription.on('error', reject);
    subscription.on('data', () => {
      seen += 1;
      if (seen === eventCount) resolve();
    });
  });
  const tookMs = performance.now() - beganAt;
  await subscription.unsubscribe();
  await client.dispose();
  return tookMs;
}

/** Into a database of its own, from no views at all to views that answer. */
async function measureRebuild(
  server: string,
  log: EventLog,
  name: string,
  holders: HolderIndexing,
): Promise<number> {
  const database = new URL(server);
  database.pathname = `/${name}`;
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const beganAt = performance.now();
    await rebuild({ log, databaseUrl: database.toString(), holders });
    const tookMs = performance.now() - beganAt;
    // Without FORCE: only a superuser may end the server's own vacuum, which gives way by itself.
    await admin.query(`DROP DATABASE ${name}`);
    return tookMs;
  } finally {
    await admin.end();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? 0;
}

function resultOf({ eventCount, certificateCount }: FilledStore, rounds: readonly Round[]) {
  const rebuildMs = median(rounds.map((round) => round.rebuildMs));
  const ratio = median(rounds.map((round) => round.readMs / round.rebuildMs));
  const bareRatio = median(rounds.map((round) => round.readMs / round.bareMs));
  const certificatesPerSecond = Math.round((certificateCount / rebuildMs) * 1000);
  const times = rounds.map((round) => Math.round(round.rebuildMs));
  return {
    certificateCount,
    eventCount,
    rebuildMs: Math.round(rebuildMs),
    spreadMs: [Math.min(...times), Math.max(...times)],
    eventsPerSecond: Math.round((eventCount / rebuildMs) * 1000),
    certificatesPerSecond,
    referenceEventsPerSecond: Math.round(
      (eventCount / median(rounds.map((round) => round.readMs))) * 1000,
    ),
    ofReference: Number(ratio.toFixed(2)),
    withoutIndex: {
      certificatesPerSecond: Math.round(
        (certificateCount / median(rounds.map((round) => round.bareMs))) * 1000,
      ),
      ofReference: Number(bareRatio.toFixed(2)),
    },
    passes: bareRatio >= RATIO_BAR && certificatesPerSecond >= CERTIFICATES_PER_SECOND_BAR,
  };
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '200000,800000' },
      lines: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const counts = values.certificates.split(',').map(Number);
  const [lines, roundCount] = [Number(values.lines), Number(values.rounds)];
  const isSensible = counts.every((count, index) => count > (counts[index - 1] ?? 0));
  if (!isSensible || !(lines >= 1 && lines <= 1_000) || !(roundCount >= 1)) {
    throw new Error('--certificates rise, --lines is 1 to 1000, --rounds at least 1');
  }
  return { counts, lines, roundCount };
}

async function measure(folder: string) {
  const { counts, lines, roundCount } = readOptions();
  const node = await startEventStore({ dir: join(folder, 'node'), insecure: true });
  const postgres = await startPostgres({ dir: join(folder, 'postgres') });
  const log = EventLog.connect(node.url);
  const dataFolder = join(folder, 'data');
  const identity = await Identity.open({ databaseUrl: postgres.url, dataFolder, log });
  const { holderIndex, sealing } = identity;
  const results: ReturnType<typeof resultOf>[] = [];
  try {
    const filler = new StoreFiller(log, lines, sealing);
    for (const [index, count] of counts.entries()) {
      const filled = await filler.add(count - (counts[index - 1] ?? 0));
      const rounds: Round[] = [];
      for (let round = index === 0 ? 0 : 1; round <= roundCount; round += 1) {
        const readMs = await measureReading(node.url, filled.eventCount);
        const name = `round_${index}_${round}`;
        const bareMs = await measureRebuild(postgres.url, log, `${name}_bare`, noHolders);
        const rebuildMs = await measureRebuild(postgres.url, log, name, holderIndex);
        // The very first warms up and does not count.
        if (round > 0) rounds.push({ readMs, bareMs, rebuildMs });
      }
      results.push(resultOf(filled, rounds));
    }
  } finally {
    await identity.close();
    await log.dispose();
    await Promise.all([node.stop(), postgres.stop()]);
  }
  return { lines, roundCount, results };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'liushui-bench-'));
  try {
    const { results, ...setting } = await measure(folder);
    const costs = results.map((result) => 1 / result.certificatesPerSecond);
    const growth = Number((costs[costs.length - 1] / costs[0]).toFixed(2));
    const passes = results.every((result) => result.passes) && growth <= FLATNESS_BAR;
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    const line = { bench: 'rebuild', ...setting, results, growth, passes, machine };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
