/** Which faults mean that an engine is away, and so are worth trying again later. */
import { isNativeError } from 'node:util/types';
import { StoreAway, StoreRefuses } from '#event-log';
import { StreamBusy, TooManyConflicts } from '#ledger';
import { NoViewsYet } from '#read-model';

/** Codes of node's sockets, and of Postgres when it starts, stops or takes no more connections. */
const awayCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
]);

/** What Postgres says when it ends a statement, after `statement_timeout` for one. */
const queryCanceled = '57014';

/** SQLSTATE class 08 is what Postgres calls a connection exception. */
const connectionException = /^08[0-9A-Z]{3}$/;

/** What pg, its pool and TypeORM say without a code of a connection that was lost or never made. */
const awayMessage = new RegExp(
  [
    'Connection terminated',
    'timeout (?:exceeded )?when trying to connect',
    '^timeout expired$',
    '^Client (?:was closed|has encountered a connection error) and is not queryable',
    '^Cannot use a pool after calling end on the pool',
    '^Query runner already released',
  ].join('|'),
);

const isAwayCode = (code: string): boolean => awayCodes.has(code) || connectionException.test(code);

/** Deepest chain of causes that is followed. */
const causeDepthMax = 5;

/** Whether a statement ran into the bound of how long one may take. */
export function isTooSlow(error: unknown, depth = 0): boolean {
  if (!isNativeError(error) || depth === causeDepthMax) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  return code === queryCanceled || isTooSlow(driverError, depth + 1);
}

function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!isNativeError(error) || depth === causeDepthMax) return false;
  const { code, driverError, errors } = error as {
    code?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  if (typeof code === 'string' && isAwayCode(code)) return true;
  if (awayMessage.test(error.message)) return true;
  // Node tries every address of a host, and tells of all of them.
  if (Array.isArray(errors) && errors.some((one) => isDatabaseAway(one, depth + 1))) return true;
  return isDatabaseAway(driverError, depth + 1) || isDatabaseAway(error.cause, depth + 1);
}

/** The engine that is away, by its name in messages; undefined when the fault is another. */
export function awayEngine(error: unknown): string | undefined {
  if (error instanceof StoreAway || error instanceof StoreRefuses) return 'event-store';
  if (error instanceof NoViewsYet) return 'views';
  return isDatabaseAway(error) ? 'postgres' : undefined;
}

export const isConflict = (error: unknown): boolean =>
  error instanceof TooManyConflicts || error instanceof StreamBusy;
