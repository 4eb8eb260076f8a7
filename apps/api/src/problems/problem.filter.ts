import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import type { Language } from '#domain';
import { AppendTooLarge, appendLinesMax, appendSizeBytesMax, StoreDamaged } from '#event-log';
import { BadCursor } from '#read-model';
import { Metrics } from '../health/metrics';
import { stateIfAny } from '../requests/request-state';
import { awayEngine, isConflict, isTooSlow } from './engine-faults';
import { chooseLanguage } from './language';
import { bodyTooLarge, malformed, Problem, RefusedProblem } from './problem';
import type { ProblemDto } from './problem.dto';
import { renderProblem, renderRefusal } from './render';

const retryAfterSeconds = 2;

/** Errors of Express and Nest themselves, such as an unknown route or a broken percent escape. */
function fromHttpStatus(status: number): Problem | undefined {
  if (status === 404 || status === 405) return new Problem(404, 'not-found');
  if (status === 413) return bodyTooLarge();
  if (status >= 400 && status < 500) return new Problem(400, 'request-malformed');
  return undefined;
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof URIError) return 400;
  if (typeof error !== 'object' || error === null) return undefined;
  const { status } = error as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}

function appendTooLarge({ lineCount, sizeBytes }: AppendTooLarge): Problem {
  if (lineCount > appendLinesMax) {
    return new Problem(413, 'too-many-lines', { params: { max: appendLinesMax } });
  }
  return new Problem(413, 'append-too-large', { params: { sizeBytes, max: appendSizeBytesMax } });
}

/** What an error means to the caller. Anything unforeseen is our fault: 500, told to the log only. */
export function toProblem(error: unknown): Problem | RefusedProblem {
  if (error instanceof Problem || error instanceof RefusedProblem) return error;
  if (isConflict(error)) return new Problem(409, 'too-many-conflicts', { retryAfterSeconds });
  if (error instanceof AppendTooLarge) return appendTooLarge(error);
  if (error instanceof BadCursor) return malformed({ path: '/after', code: 'cursor' });
  if (error instanceof StoreDamaged) return new Problem(503, 'store-damaged');
  if (isTooSlow(error)) return new Problem(503, 'answer-too-slow', { retryAfterSeconds });
  const engines = awayEngine(error);
  if (engines) return new Problem(503, 'engine-away', { params: { engines }, retryAfterSeconds });
  const status = statusOf(error);
  return (
    (status === undefined ? undefined : fromHttpStatus(status)) ?? new Problem(500, 'internal')
  );
}

function render(problem: Problem | RefusedProblem, language: Language): ProblemDto {
  return problem instanceof Problem
    ? renderProblem(problem, language)
    : renderRefusal(problem, language);
}

/** Writes a problem document; used by the filter and wherever Nest is not yet or no longer there. */
export function sendProblem(
  request: Request,
  response: Response,
  problem: Problem | RefusedProblem,
): void {
  const state = stateIfAny(request);
  const language = state?.language ?? chooseLanguage(request.headers['accept-language']);
  const body = render(problem, language);
  const seconds = problem instanceof Problem ? problem.details.retryAfterSeconds : undefined;
  if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="liushui"');
  if (problem.status === 413 || problem.status === 408) response.setHeader('Connection', 'close');
  response
    .status(problem.status)
    .setHeader('Content-Language', language)
    .type('application/problem+json')
    .send(JSON.stringify(state ? { ...body, requestId: state.requestId } : body));
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: PinoLogger,
    private readonly metrics: Metrics,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = toProblem(error);
    if (problem.status >= 500 && problem !== error) {
      const { requestId } = stateIfAny(request) ?? {};
      this.logger.error({ requestId, err: error }, problem.message);
    }
    if (problem instanceof RefusedProblem) {
      this.metrics.refusals.inc({ rule: problem.refusals[0].rule });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(request, response, problem);
  }
}
