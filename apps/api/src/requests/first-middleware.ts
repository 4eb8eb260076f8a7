import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Metrics } from '../health/metrics';
import { chooseLanguage } from '../problems/language';
import { rememberState } from './request-state';

/**
 * Security headers. Scripts come from our own files only; Ant Design and Swagger UI write style
 * elements, so styles may be inline. Pages may be served over plain HTTP on a closed network.
 */
export const securityHeaders = helmet({
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

/** Gives every request its id and language, and counts it when it is answered. */
export function firstMiddleware(metrics: Metrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const requestId = randomUUID();
    const startedAt = process.hrtime.bigint();
    rememberState(request, {
      requestId,
      language: chooseLanguage(request.headers['accept-language']),
      startedAt,
    });
    response.setHeader('X-Request-Id', requestId);
    metrics.active.inc();
    response.on('close', () => metrics.observe(request, response, startedAt));
    next();
  };
}

/** Answers of the API are for one caller and one moment. */
export function neverCached(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Vary', 'Accept-Language, Authorization');
  next();
}
