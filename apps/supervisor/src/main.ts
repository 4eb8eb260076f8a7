/**
 * Starts all of Liushui and keeps it running: PostgreSQL and the event store node unless their
 * addresses are given, the API and the projector, each a process of its own.
 *
 * What always holds here: a program that dies is started again, a bounded number of times; SIGINT
 * and SIGTERM end every process within ten seconds; a killed supervisor leaves no orphan that the
 * next start does not adopt or end. The supervisor knows addresses and processes, nothing of what
 * is served.
 */
import { supervise } from './supervise';
import { builtParts } from './system';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Whoever set the parent watch ends us by ending our stdin, also by being killed. */
const stopAsked = new Promise<string>((resolve) => {
  for (const signal of STOP_SIGNALS) process.on(signal, () => resolve(signal));
  if (process.env.LIUSHUI_PARENT_WATCH === '1') {
    process.stdin.on('end', () => resolve('parent gone')).on('error', () => resolve('parent gone'));
    process.stdin.resume();
  }
});

// A reader that went away (`npm start | head`) is no reason to stop.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

void supervise({
  env: process.env,
  output: process.stdout,
  parts: builtParts(),
  stopAsked,
  onReady: (news) => process.send?.(news),
}).then((exitCode) => process.exit(exitCode));
