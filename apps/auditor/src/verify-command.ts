/**
 * `liushui verify [--checkpoint FILE] [--key KEY]`: the transparency log recomputed from the events
 * alone. The tiles in Postgres only help to name the event at fault.
 */
import { Pool } from 'pg';
import { type Finding, referenceTo } from '#audit';
import { type VerifiedLog as CoveredLog, serialMapStream } from '#domain';
import type { EventLog } from '#event-log';
import { Progress, spoken } from '#terminal';
import {
  formatVerifierKey,
  type LogFinding,
  PublishedLog,
  type StoredRoot,
  type VerifiedLog,
  verifyLog,
} from '#transparency';
import { type ExitCode, NotJudged } from './exit-codes';
import { findEventStore, findSystem } from './find-system';
import { keyGiven, readKept } from './kept-head';
import { type Checked, type ReportOptions, reporting } from './reporting';
import { signedHeadsOf } from './signed-heads';
import { type Report, type Surroundings, withLog } from './surroundings';

/** The newest keys of the log that a filed report names. */
const keysToldMax = 20;

export interface VerifyOptions extends ReportOptions {
  readonly checkpoint?: string;
  /** Keys that are believed; that of the first head where there are none. */
  readonly key: readonly string[];
}

export function runVerify(options: VerifyOptions, around: Surroundings): Promise<ExitCode> {
  return reporting('verify', options, around, (report) => verify(options, report, around));
}

async function verify(
  { checkpoint, key }: VerifyOptions,
  report: Report,
  around: Surroundings,
): Promise<Checked> {
  const given = checkpoint === undefined ? [] : [readKept(checkpoint)];
  const named = key.map(keyGiven);
  const { env } = around;
  return withLog(findEventStore(env), (log) =>
    withPublished(env, async (published) => {
      // Before the events: all that it counts are then among those read.
      const head = await headIn(published);
      const { findings, chain, ...signed } = await signedHeadsOf(log, named);
      const { witnessedCount, unsignedReasonCount } = signed;
      const add = (finding: LogFinding): void => report.add(findingOf(finding));
      for (const finding of findings) add(finding);
      const roots = await rootsOf(log);
      // Behind a key that is not believed, no head is.
      const isComparedWithDatabase = head !== undefined && !chain.fault;
      const result = await reading(around, (onEvent) =>
        verifyLog({
          ...signed,
          events: log.scanStored(),
          roots,
          keys: chain,
          kept: isComparedWithDatabase ? [...given, head] : given,
          newest: async () => (await signedHeadsOf(log, named)).heads.at(-1)?.checkpoint,
          readTile: published && (async (name) => (await published.tile(name)) ?? Buffer.alloc(0)),
          report: add,
          onEvent,
        }),
      );
      const keys = chain.keys.map(formatVerifierKey);
      const told = { witnessedCount, unsignedReasonCount, isComparedWithDatabase };
      const whole = { key: keys.at(-1), keys, ...result, ...told };
      const covered = { log: coveredBy(whole, given.length > 0) };
      return { result: whole, lines: describe(whole, around), covered };
    }),
  );
}

const coveredBy = (whole: Described, comparedWithKept: boolean): CoveredLog => ({
  treeSize: whole.leafCount,
  root: whole.root,
  keys: whole.keys.slice(-keysToldMax),
  headCount: whole.headCount,
  signedSize: whole.signedCount,
  mapRootCount: whole.rootCount,
  mappedSize: whole.rootedCount,
  comparedWithDatabase: whole.isComparedWithDatabase,
  comparedWithKept,
});

async function rootsOf(log: EventLog): Promise<StoredRoot[]> {
  const roots: StoredRoot[] = [];
  for await (const event of log.load(serialMapStream)) {
    if (event.type !== 'MapRootRecorded') continue;
    const { stream, revision, type, position, data } = event;
    roots.push({ event: { stream, revision, type, position }, data });
  }
  return roots;
}

/** A log is verified without its database as well. */
async function withPublished<Result>(
  env: Surroundings['env'],
  use: (published: PublishedLog | undefined) => Promise<Result>,
): Promise<Result> {
  const connectionString = databaseOf(env);
  if (connectionString === undefined) return use(undefined);
  const pool = new Pool({ connectionString, max: 1 });
  pool.on('error', () => undefined);
  try {
    return await use(new PublishedLog(pool));
  } finally {
    await pool.end();
  }
}

/** Undefined where there is none to be had: what is compared is told. */
async function headIn(published: PublishedLog | undefined): Promise<string | undefined> {
  try {
    return (await published?.head())?.checkpoint;
  } catch {
    return undefined;
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

interface Described extends VerifiedLog {
  readonly keys: readonly string[];
  readonly witnessedCount: number;
  readonly unsignedReasonCount: number;
  readonly isComparedWithDatabase: boolean;
}

function describe(result: Described, { language }: Surroundings): string[] {
  const { leafCount, root, headCount, signedCount, keys, witnessedCount } = result;
  const { rootCount, rootedCount, unsignedReasonCount, isComparedWithDatabase } = result;
  const said = {
    en: `${leafCount} events, ${signedCount} of them below a signed head; ${headCount} heads`,
    zh: `共 ${leafCount} 条事件，其中 ${signedCount} 条已签名；签名 ${headCount} 个`,
  };
  const rooted = { en: `root ${root}`, zh: `根 ${root}` };
  const by = keys.map((key) => ({ en: `key ${key}`, zh: `公钥 ${key}` }));
  const witnessed = { en: `${witnessedCount} cosignatures`, zh: `联署 ${witnessedCount} 个` };
  const unsigned = {
    en: `${unsignedReasonCount} keys were replaced for a reason that no key signed: nothing protects its words`,
    zh: `${unsignedReasonCount} 次更换密钥的原因未经签名，其文字不受保护`,
  };
  const mapped = {
    en: `${rootCount} roots of the serial map, the newest right one of ${rootedCount} events`,
    zh: `流水码映射根 ${rootCount} 个，最新的正确者涵盖 ${rootedCount} 条事件`,
  };
  const compared = isComparedWithDatabase
    ? { en: 'compared with the head in the database', zh: '已与数据库中的校验点核对' }
    : { en: 'no head in the database to compare with', zh: '数据库中没有可核对的校验点' };
  const lines = [
    said,
    rooted,
    ...(rootCount === 0 ? [] : [mapped]),
    ...by,
    ...(witnessedCount === 0 ? [] : [witnessed]),
    ...(unsignedReasonCount === 0 ? [] : [unsigned]),
    compared,
  ];
  return lines.map((phrase) => spoken(phrase, language));
}
