/** The process that keeps views and transparency log up to date; a second one stands by. */
import 'reflect-metadata';
import { type Logger, pino } from 'pino';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { Projector, type ProjectorNews } from '#read-model';
import {
  formatVerifierKey,
  LogKeeper,
  logKeyPath,
  readLogKey,
  readLogKeyFile,
  readOrMakeLogKey,
  type VerifierKey,
} from '#transparency';
import { logSourceOf } from './log-source';
import { logKeeperNews, logNews } from './news-log';
import { readSettings, type Settings } from './settings';
import { standingFault } from './standing-fault';

/** A stop that takes longer is cut short: the supervisor waits 10 s. */
const stopMsMax = 8_000;
/** One batch is opened at a time: its fence, and what is read beside it. */
const connectionsMax = 4;
/** EX_CONFIG: a person has to mend something first; the supervisor does not start us again. */
const mendFirstExitCode = 78;

/** The supervisor holds our stdin open: when it ends, whoever started us is gone. */
function watchParent(onGone: () => void): void {
  process.stdin.on('end', onGone).on('error', onGone).resume();
}

/** Once there are views to read, or another projector sees to them. */
function tellReadyOnce(): (news: ProjectorNews) => void {
  let isTold = false;
  return ({ kind }) => {
    if (isTold || (kind !== 'active' && kind !== 'standing-by')) return;
    isTold = true;
    process.send?.({ type: 'ready' });
  };
}

function keeperOf({ databaseUrl, dataFolder }: Settings, log: EventLog, logger: Logger): LogKeeper {
  const path = logKeyPath(dataFolder);
  return new LogKeeper({
    source: logSourceOf(log),
    databaseUrl,
    key: (mayMake) => (mayMake ? readOrMakeLogKey(path) : readLogKey(path)),
    knowsKey: (key) => knownByFile(path).has(formatVerifierKey(key)),
    onNews: (news) => logKeeperNews(logger, news),
  });
}

/** The keys that the log's key file names as its own. */
function knownByFile(path: string): ReadonlySet<string> {
  const file = readLogKeyFile(path);
  const keys: readonly VerifierKey[] = file ? [...file.earlier, file.key.verifier] : [];
  return new Set(keys.map(formatVerifierKey));
}

async function run(settings: Settings): Promise<void> {
  const logger = pino({ level: settings.logLevel, base: { process: 'projector' } });
  const { eventStoreUrl, databaseUrl, dataFolder } = settings;
  const log = EventLog.connect(eventStoreUrl);
  const stop = new AbortController();
  const stopOnce = (): void => {
    if (stop.signal.aborted) return;
    setTimeout(() => process.exit(1), stopMsMax).unref();
    stop.abort(new Error('the projector was told to stop'));
  };
  process.on('SIGTERM', stopOnce).on('SIGINT', stopOnce);
  if (settings.endsWithParent) watchParent(stopOnce);
  const tellReady = tellReadyOnce();
  let hasWorked = false;
  let hopeless: unknown;
  let identity: Identity | undefined;
  const onNews = (news: ProjectorNews): void => {
    hasWorked ||= news.kind === 'applied' || news.kind === 'caught-up';
    // What once worked is tried again for ever; what never did is for a person to mend.
    if (news.kind === 'faulted' && !hasWorked && standingFault(news.error) !== undefined) {
      hopeless = news.error;
      stopOnce();
      return;
    }
    logNews(logger, news);
    tellReady(news);
  };
  try {
    identity = await Identity.open({ databaseUrl, dataFolder, log, connectionsMax });
    const holders = identity.holderIndex;
    await Promise.all([
      new Projector({ log, databaseUrl, holders, onNews }).run(stop.signal),
      keeperOf(settings, log, logger).run(stop.signal),
    ]);
  } finally {
    await identity?.close();
    await log.dispose();
  }
  if (hopeless !== undefined) throw hopeless;
}

async function main(): Promise<void> {
  try {
    await run(readSettings(process.env));
    process.exit(0);
  } catch (error) {
    const sentence = standingFault(error);
    if (sentence !== undefined) {
      process.stderr.write(`${sentence}\n`);
      process.exit(mendFirstExitCode);
    }
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
}

void main();
