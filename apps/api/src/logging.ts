import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Params } from 'nestjs-pino';
import type { Settings } from './settings';

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const causeDepthMax = 4;

/** An error without the parameters that database errors carry along: they may be personal data. */
function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined || depth === causeDepthMax
      ? {}
      : { cause: describeError(error.cause, depth + 1) }),
  };
}

/**
 * What stands in the log of a request: never headers, bodies or query strings, which may hold
 * secrets and personal data. Only what went wrong is logged; metrics count the rest.
 */
export function logOptions({ logLevel }: Settings): Params {
  return {
    pinoHttp: {
      level: logLevel,
      quietReqLogger: true,
      wrapSerializers: false,
      serializers: {
        req: (request: IncomingMessage) => ({
          method: request.method,
          path: request.url?.split('?', 1)[0].slice(0, 200),
        }),
        res: (response: ServerResponse) => ({ status: response.statusCode }),
        err: (error: unknown) => describeError(error),
      },
      genReqId: (_request, response) => String(response.getHeader('X-Request-Id') ?? ''),
      customLogLevel: (_request, response) => {
        if (response.statusCode >= 500) return 'warn';
        return response.statusCode >= 400 ? 'info' : 'debug';
      },
      customErrorMessage: (_request, response) => `answered ${response.statusCode}`,
      customSuccessMessage: (_request, response) => `answered ${response.statusCode}`,
    },
  };
}
