import { Logger, type Params } from 'nestjs-pino';
import type { Settings } from './settings';

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const causeDepthMax = 4;

const quoted = /"[^"]*"|'[^']*'|`[^`]*`/g;
const longNumber = /\d{6,}/g;

/** Messages of databases and parsers quote what they were given, which may be personal data. */
const withoutValues = (message: string): string =>
  message.replace(quoted, '"…"').replace(longNumber, '…');

/** The stack's frames; before them it repeats the message. */
const framesOf = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

/** An error without the values that its message quotes and the parameters that it carries along. */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(code === undefined ? {} : { code }),
    stack: framesOf(error.stack),
    ...(error.cause === undefined || depth === causeDepthMax
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}

/**
 * The log of the process. Requests are no routes of it: a logger bound to each would make every
 * promise of the process dearer (AsyncLocalStorage), and the first middleware says what is needed.
 */
export function logOptions({ logLevel }: Settings): Params {
  return {
    forRoutes: [],
    pinoHttp: {
      level: logLevel,
      base: { process: 'api' },
      autoLogging: false,
      serializers: { err: (error: unknown) => describeError(error) },
    },
  };
}

/** Parts of Nest that tell every route and module at every start. */
const talkative: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
]);

/** Nest's own log, with its lists of routes and modules one level down. */
export class NestLog extends Logger {
  override log(message: unknown, ...optional: unknown[]): void {
    if (talkative.has(optional.at(-1))) this.debug(message, ...optional);
    else super.log(message, ...optional);
  }
}
