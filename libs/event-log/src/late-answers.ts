/**
 * The client can throw outside any call of ours, in two ways, and would so end the process:
 *
 * - an append is answered a second time after its entry in the client's table is gone: its data
 *   listener destructures `undefined` (`undefined is not iterable`, from batchAppend.js);
 * - the append call breaks while appends still wait to be written: their write promises, which
 *   nobody holds, reject with the gRPC error (the appends themselves are rejected properly too).
 *
 * Both are harmless once seen: the appends concerned have been answered or will be tried again.
 * Exactly these two are swallowed, here and nowhere else; any other uncaught exception ends the
 * process as it would without us.
 */
const batchAppendFile =
  /@eventstore[\\/]db-client[\\/]dist[\\/]streams[\\/]appendToStream[\\/]batchAppend\.js/;

/** Errors that broke an append call: the client's own write promises reject with these objects. */
const appendCallErrors = new WeakSet<object>();

/** To be told the raw cause whenever an append is rejected. */
export function noteAppendCallError(error: unknown): void {
  const raw = error instanceof Error && '_raw' in error ? error._raw : undefined;
  if (typeof raw === 'object' && raw !== null) appendCallErrors.add(raw);
}

const isSecondAnswer = (error: unknown): boolean =>
  error instanceof TypeError &&
  error.message.startsWith('undefined is not iterable') &&
  batchAppendFile.test(error.stack ?? '');

const isBrokenWrite = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin): boolean =>
  origin === 'unhandledRejection' &&
  typeof error === 'object' &&
  error !== null &&
  appendCallErrors.has(error);

const brokenCallListeners = new Set<() => void>();

function onUncaught(error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
  if (isSecondAnswer(error)) {
    for (const tell of brokenCallListeners) tell();
    return;
  }
  if (isBrokenWrite(error, origin)) return;
  if (process.listenerCount('uncaughtException') > 1) return;
  console.error(error);
  process.exit(1);
}

/** Puts the guard in place while at least one client lives. Answers with how to release it. */
export function guardAgainstLateAnswers(onSecondAnswer: () => void): () => void {
  if (brokenCallListeners.size === 0) process.on('uncaughtException', onUncaught);
  brokenCallListeners.add(onSecondAnswer);
  return () => {
    brokenCallListeners.delete(onSecondAnswer);
    if (brokenCallListeners.size === 0) process.off('uncaughtException', onUncaught);
  };
}
