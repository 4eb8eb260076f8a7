/**
 * `liushui verify [--checkpoint FILE] [--key KEY]`: the transparency log recomputed from the events
 * alone. The tiles in Postgres only help to name the event at fault.
 */
import { readFileSync, statSync } from 'node:fs';
import { Pool } from 'pg';
import { type Finding, referenceTo } from '#audit';
import { checkpointStream } from '#domain';
import type { EventLog } from '#event-log';
import { Progress, spoken } from '#terminal';
import {
  formatVerifierKey,
  type LogFinding,
  PublishedLog,
  parseVerifierKey,
  type ReadTile,
  type StoredHead,
  type VerifiedLog,
  type VerifierKey,
  verifyLog,
} from '#transparency';
import { type ExitCode, NotJudged, WrongUse } from './exit-codes';
import { findEventStore, findSystem } from './find-system';
import { Report, type Surroundings, withLog } from './surroundings';

export interface VerifyOptions {
  readonly checkpoint?: string;
  readonly key?: string;
}

const checkpointSizeBytesMax = 65_536;

export async function runVerify(
  { checkpoint, key }: VerifyOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const kept = checkpoint === undefined ? undefined : readKept(checkpoint);
  const given = key === undefined ? undefined : keyGiven(key);
  const report = new Report(around);
  const { env } = around;
  await withLog(findEventStore(env), async (log) => {
    const { heads, firstKey } = await headsOf(log);
    const known = given ?? keyOfLog(firstKey);
    const result = await withTiles(env, (readTile) =>
      reading(around, (onEvent) => {
        const add = (finding: LogFinding): void => report.add(findingOf(finding));
        const events = log.scanStored();
        return verifyLog({ events, heads, key: known, kept, readTile, report: add, onEvent });
      }),
    );
    const name = formatVerifierKey(known);
    report.print({ key: name, ...result }, describe(result, name, around));
  });
  return report.exitCode;
}

function readKept(path: string): string {
  try {
    if (statSync(path).size > checkpointSizeBytesMax) throw new WrongUse(`${path} is too long`);
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if (fault instanceof WrongUse) throw fault;
    throw new WrongUse(`${path} cannot be read (${(fault as NodeJS.ErrnoException).code})`);
  }
}

function keyGiven(text: string): VerifierKey {
  const key = parseVerifierKey(text.trim());
  if (!key) throw new WrongUse('--key takes a key as GET /transparency/key gives it');
  return key;
}

function keyOfLog(text: string | undefined): VerifierKey {
  if (text === undefined) throw new NotJudged('no head of the log was signed yet');
  const key = parseVerifierKey(text);
  if (!key) throw new NotJudged('the first head of the log names no key: give it with --key');
  return key;
}

async function headsOf(log: EventLog): Promise<{ heads: StoredHead[]; firstKey?: string }> {
  const heads: StoredHead[] = [];
  let firstKey: string | undefined;
  for await (const event of log.load(checkpointStream)) {
    if (event.type !== 'CheckpointSigned') continue;
    const { stream, revision, type, position, data } = event;
    heads.push({ event: { stream, revision, type, position }, checkpoint: data.checkpoint });
    firstKey ??= data.key;
  }
  return { heads, firstKey };
}

/** A log is verified without its database as well. */
async function withTiles<Result>(
  env: Surroundings['env'],
  use: (readTile: ReadTile | undefined) => Promise<Result>,
): Promise<Result> {
  const connectionString = databaseOf(env);
  if (connectionString === undefined) return use(undefined);
  const pool = new Pool({ connectionString, max: 1 });
  pool.on('error', () => undefined);
  const published = new PublishedLog(pool);
  try {
    return await use(async (name) => (await published.tile(name)) ?? Buffer.alloc(0));
  } finally {
    await pool.end();
  }
}

function databaseOf(env: Surroundings['env']): string | undefined {
  try {
    return env.DATABASE_URL || findSystem(env).databaseUrl;
  } catch (fault) {
    if (fault instanceof NotJudged) return undefined;
    throw fault;
  }
}

async function reading<Result>(
  { stderr, language }: Surroundings,
  use: (onEvent: () => void) => Promise<Result>,
): Promise<Result> {
  const title = spoken({ en: 'Reading the log', zh: '读取日志' }, language);
  const unit = spoken({ en: 'events', zh: '条事件' }, language);
  const progress = new Progress(stderr, { title, unit });
  progress.begin();
  try {
    return await use(() => progress.step());
  } finally {
    progress.end();
  }
}

const findingOf = ({ check, event, params }: LogFinding): Finding => ({
  severity: 'error',
  check,
  events: event ? [referenceTo(event)] : [],
  params,
});

function describe(result: VerifiedLog, key: string, { language }: Surroundings): string[] {
  const { leafCount, root, headCount, signedCount } = result;
  const said = {
    en: `${leafCount} events, ${signedCount} of them below a signed head; ${headCount} heads`,
    zh: `共 ${leafCount} 条事件，其中 ${signedCount} 条已签名；签名 ${headCount} 个`,
  };
  const rooted = { en: `root ${root}`, zh: `根 ${root}` };
  const by = { en: `key ${key}`, zh: `公钥 ${key}` };
  return [said, rooted, by].map((phrase) => spoken(phrase, language));
}
