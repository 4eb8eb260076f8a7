import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { PinoLogger } from 'nestjs-pino';
import { type Metrics, routeOf } from '../health/metrics';
import { chooseLanguage } from '../problems/language';
import { rememberState } from './request-state';

/**
 * Scripts come from our own files only; Ant Design and Swagger UI write style elements, so styles
 * may be inline. Pages may be served over plain HTTP on a closed network.
 */
const security = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
});

/** What helmet sets is the same for every answer: it is asked once. */
function securityHeaders(): readonly [string, string][] {
  const headers: [string, string][] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  security({} as Request, response as unknown as Response, () => undefined);
  return headers;
}

/** Of those, what JSON needs; the others are about pages. */
const forJson: ReadonlySet<string> = new Set([
  'Content-Security-Policy',
  'Cross-Origin-Resource-Policy',
  'X-Content-Type-Options',
]);

/** Routes are told apart by case; what the caller meant for the API is no page either way. */
const meantForApi = /^\/api(?:[/?]|$)/i;

/** Answers of the API are for one caller and one moment. */
const neverCached: readonly [string, string][] = [
  ['Cache-Control', 'no-store'],
  ['Vary', 'Accept-Language, Authorization'],
];

/**
 * Gives every request its id and language, and counts it when it is answered. What went wrong is
 * logged by route: paths, headers and bodies hold names, secrets and personal data.
 */
export function firstMiddleware(metrics: Metrics, logger: PinoLogger) {
  const pageHeaders = securityHeaders();
  const apiHeaders = [...pageHeaders.filter(([name]) => forJson.has(name)), ...neverCached];
  return (request: Request, response: Response, next: NextFunction): void => {
    const requestId = randomUUID();
    const startedAt = process.hrtime.bigint();
    const language = chooseLanguage(request.headers['accept-language']);
    rememberState(request, { requestId, language, startedAt });
    response.setHeader('X-Request-Id', requestId);
    const headers = meantForApi.test(request.url) ? apiHeaders : pageHeaders;
    for (const [name, value] of headers) response.setHeader(name, value);
    metrics.active.inc();
    response.on('close', () => {
      metrics.observe(request, response, startedAt);
      if (response.statusCode >= 400) logRefused(logger, request, response, requestId);
    });
    next();
  };
}

function logRefused(logger: PinoLogger, request: Request, response: Response, requestId: string) {
  const { method } = request;
  logger.info(
    { requestId, method, route: routeOf(request), status: response.statusCode },
    'refused',
  );
}
