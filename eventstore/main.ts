/**
 * The embedded event store node: a program that keeps an append-only log in a folder and speaks
 * EventStoreDB's gRPC contract, so that the unchanged client can append, read, subscribe and
 * discover. For one machine; a cluster is the real store's business.
 *
 * What always holds: what was acknowledged is on the disk; positions and revisions have no gap; the
 * order of `$all` never changes; damage is named and never served. The program must know nothing of
 * what the events mean, and nothing else in this repository knows it but by its connection string.
 *
 * Standard output carries one line, when the node serves; everything else is on standard error, one
 * JSON object a line.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, parseCommandLine, USAGE } from './command-line';
import { isFolderInUse } from './lock';
import { backupLog } from './log/backup';
import { checkLog } from './log/check';
import { findSegments } from './log/segment-walk';
import { logFolderOf, type Report, serve } from './serve';

const STOP_MS_MAX = 9_000;
/** Exit code, as opposed to 1: nothing is wrong with the store, but with how this was called. */
const WRONG_USE = 2;

const report: Report = (line) => {
  process.stderr.write(`${JSON.stringify(line)}\n`);
};

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function runServe(command: Extract<Command, { kind: 'serve' }>): Promise<void> {
  const node = await serve(command, report);
  let stopping = false;
  const stop = (reason: string) => {
    if (stopping) return;
    stopping = true;
    report({ stopping: reason });
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    node.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));
  if (command.parentWatch) {
    process.stdin.on('end', () => stop('the parent is gone'));
    process.stdin.on('error', () => stop('the parent is gone'));
    process.stdin.resume();
  }
  print(node.ready);
}

async function runCheck(folder: string): Promise<void> {
  const log = logFolderOf(folder);
  if (!isLog(log)) return runWrong(noStoreIn(folder));
  const beingServed = await isFolderInUse(folder);
  const { findings, notes, summary } = checkLog(log, { beingServed });
  for (const line of [...findings, ...notes]) print({ ...line });
  print({ ...summary });
  process.exitCode = summary.whole ? 0 : 1;
}

async function runBackup(folder: string, to: string): Promise<void> {
  const log = logFolderOf(folder);
  if (!isLog(log)) return runWrong(noStoreIn(folder));
  const beingServed = await isFolderInUse(folder);
  print({ ...backupLog(log, logFolderOf(to), { beingServed }) });
}

/** A folder without segments is no log, whoever made it; a mark tells of one that lost them. */
function isLog(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { firstPositions, mark } = findSegments(folder);
  return firstPositions.length > 0 || mark !== null;
}

function noStoreIn(folder: string): string {
  return `There is no event store in ${resolve(folder)}.`;
}

function runWrong(message: string): void {
  process.stderr.write(`${message}\n${USAGE}\n`);
  process.exitCode = WRONG_USE;
}

function fail(error: unknown): never {
  report({ error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}

async function main(): Promise<void> {
  const command = parseCommandLine(process.argv.slice(2));
  switch (command.kind) {
    case 'serve':
      return runServe(command);
    case 'check':
      return runCheck(command.folder);
    case 'backup':
      return runBackup(command.folder, command.to);
    case 'wrong':
      return runWrong(command.message);
    default:
      command satisfies never;
  }
}

for (const output of [process.stdout, process.stderr]) {
  output.on('error', () => {
    // Whoever read it is gone; that alone is no reason to stop serving.
  });
}
main().catch(fail);
