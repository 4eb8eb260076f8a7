/**
 * How many durable single appends of 600 bytes the embedded node acknowledges, through the real
 * client in another process, with so many in flight.
 *
 * Every round measures three things one after the other, so that a slow disk or a busy machine meets
 * all of them: the node; the same node acknowledging without storing (what everything but the disk
 * costs); and bare `fdatasync` of a growing file. The ratios are the result; the rates depend on the
 * machine. Prints one JSON line.
 *
 *   node dist/bench/append.js [--rounds 5] [--seconds 1.5]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  type AppendResult,
  binaryEvent,
  EventStoreDBClient,
  NO_STREAM,
} from '@eventstore/db-client';

const EVENT_SIZE_BYTES = 600;
const IN_FLIGHT_COUNTS = [1, 16, 64, 256];
const BARS: Readonly<Record<number, number>> = { 16: 0.7, 64: 0.7, 256: 0.7 };
const FDATASYNC_BAR = 0.4;
const START_MS_MAX = 30_000;

interface Node {
  readonly child: ChildProcess;
  readonly client: EventStoreDBClient;
}

async function startNode(program: string, args: readonly string[]): Promise<Node> {
  const path = join(__dirname, '..', 'eventstore', program);
  const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX);
  try {
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const { connectionString } = JSON.parse(line) as { connectionString: string };
      return { child, client: EventStoreDBClient.connectionString(connectionString) };
    }
    throw new Error(`${program} did not start.`);
  } finally {
    clearTimeout(timer);
  }
}

async function stopNode({ child, client }: Node): Promise<void> {
  await client.dispose();
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.stdin?.end();
  await gone;
}

interface Measured {
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** So many writers, each appending to a stream of its own at its exact revision. */
async function measureAppends(
  client: EventStoreDBClient,
  inFlightCount: number,
  seconds: number,
): Promise<Measured> {
  const data = randomBytes(EVENT_SIZE_BYTES);
  const latencies: number[] = [];
  const beganAt = performance.now();
  const endsAt = beganAt + seconds * 1000;
  const write = async (writer: number) => {
    const stream = `bench-${randomBytes(6).toString('hex')}-${writer}`;
    let expectedRevision: bigint | typeof NO_STREAM = NO_STREAM;
    while (performance.now() < endsAt) {
      const sentAt = performance.now();
      const event = binaryEvent({ type: 'Measured', data });
      const appended: AppendResult = await client.appendToStream(stream, event, {
        expectedRevision,
      });
      latencies.push(performance.now() - sentAt);
      expectedRevision = appended.nextExpectedRevision;
    }
  };
  await Promise.all(Array.from({ length: inFlightCount }, (_, writer) => write(writer)));
  const tookMs = performance.now() - beganAt;
  latencies.sort((left, right) => left - right);
  const p99Ms = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
  return { perSecond: (latencies.length / tookMs) * 1000, p99Ms };
}

function measureFdatasync(folder: string, seconds: number): number {
  const fileDescriptor = openSync(join(folder, 'fdatasync'), 'w');
  const bytes = randomBytes(EVENT_SIZE_BYTES);
  const beganAt = performance.now();
  let count = 0;
  while (performance.now() < beganAt + seconds * 1000) {
    writeSync(fileDescriptor, bytes);
    fdatasyncSync(fileDescriptor);
    count += 1;
  }
  const perSecond = (count / (performance.now() - beganAt)) * 1000;
  closeSync(fileDescriptor);
  return perSecond;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[sorted.length >> 1] ?? 0;
}

function spread(values: readonly number[]): readonly [number, number] {
  return [Math.round(Math.min(...values)), Math.round(Math.max(...values))];
}

interface Round {
  readonly node: Measured;
  readonly reference: Measured;
  readonly fdatasync: number;
}

function resultOf(inFlightCount: number, rounds: readonly Round[]) {
  const rates = rounds.map(({ node }) => node.perSecond);
  const ratio = median(rounds.map(({ node, reference }) => node.perSecond / reference.perSecond));
  const ofFdatasync = median(rounds.map(({ node, fdatasync }) => node.perSecond / fdatasync));
  const bar = BARS[inFlightCount];
  const passes = bar === undefined ? ofFdatasync >= FDATASYNC_BAR : ratio >= bar;
  return {
    inFlight: inFlightCount,
    perSecond: Math.round(median(rates)),
    spread: spread(rates),
    p99Ms: Number(median(rounds.map(({ node }) => node.p99Ms)).toFixed(1)),
    reference: Math.round(median(rounds.map(({ reference }) => reference.perSecond))),
    fdatasync: Math.round(median(rounds.map(({ fdatasync }) => fdatasync))),
    ofReference: Number(ratio.toFixed(2)),
    ofFdatasync: Number(ofFdatasync.toFixed(2)),
    passes,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rounds: { type: 'string' }, seconds: { type: 'string' } },
  });
  const roundCount = Number(values.rounds ?? 5);
  const seconds = Number(values.seconds ?? 1.5);
  const folder = mkdtempSync(join(tmpdir(), 'liushui-bench-'));
  const serveArgs = ['--dir', join(folder, 'node'), '--port', '0', '--insecure', '--parent-watch'];
  const node = await startNode('main.js', serveArgs);
  const reference = await startNode('forgetful-node.js', [join(folder, 'forgetful')]);
  const results: ReturnType<typeof resultOf>[] = [];
  try {
    for (const { client } of [node, reference]) await measureAppends(client, 64, seconds);
    for (const inFlightCount of IN_FLIGHT_COUNTS) {
      const rounds: Round[] = [];
      for (let round = 0; round < roundCount; round += 1) {
        rounds.push({
          node: await measureAppends(node.client, inFlightCount, seconds),
          reference: await measureAppends(reference.client, inFlightCount, seconds),
          fdatasync: measureFdatasync(folder, seconds / 3),
        });
      }
      results.push(resultOf(inFlightCount, rounds));
    }
  } finally {
    await Promise.all([stopNode(node), stopNode(reference)]);
    rmSync(folder, { recursive: true, force: true });
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
  const passes = results.every((result) => result.passes);
  process.stdout.write(
    `${JSON.stringify({ bench: 'append', eventSizeBytes: EVENT_SIZE_BYTES, roundCount, results, passes, machine })}\n`,
  );
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
