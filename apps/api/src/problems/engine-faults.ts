/** Which faults mean that an engine is away, and so are worth trying again later. */
import { StoreAway, StoreRefuses } from '#event-log';
import { StreamBusy, TooManyConflicts } from '#ledger';
import { NoViewsYet } from '#read-model';

/** Codes of node's sockets, and of Postgres when it starts, stops or takes no more connections. */
const awayCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

const awayMessage = /Connection terminated|timeout (?:exceeded )?when trying to connect/;

/** Deepest chain of causes that is followed. */
const causeDepthMax = 5;

function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth === causeDepthMax) return false;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && awayCodes.has(code)) return true;
  if (awayMessage.test(error.message)) return true;
  if (
    error instanceof AggregateError &&
    error.errors.some((one) => isDatabaseAway(one, depth + 1))
  ) {
    return true;
  }
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
