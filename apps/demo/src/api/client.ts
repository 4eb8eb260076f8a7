/** The API as a centre's own software calls it: patient with what passes, honest about the rest. */
import { setTimeout as pause } from 'node:timers/promises';
import { DemoFault } from '../faults';

const attemptMsMax = 30_000;
/** A system that restarts needs some seconds; one that is gone for longer stays gone. */
const patienceMsMax = 90_000;
const pauseMsMin = 100;
const pauseMsMax = 3_000;

/** Conflict after the server's own retries, too many requests, an engine away, a proxy's view. */
const passing: ReadonlySet<number> = new Set([409, 429, 502, 503, 504]);

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: object;
  readonly token?: string;
  readonly idempotencyKey?: string;
  /** The answer must reflect this position of the log. */
  readonly waitFor?: bigint;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** The request had been answered before: this is that answer. */
  readonly isReplayed: boolean;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly rule?: string;
  readonly errors?: readonly { readonly message?: string; readonly path?: string }[];
}

/** The API will not: repeating the same request would not help. */
export class ApiRefusal extends DemoFault {
  override readonly name = 'ApiRefusal';
  constructor(
    readonly status: number,
    readonly problem: Problem,
    asked: string,
  ) {
    super(`${asked}: ${status} ${sentence(problem)}`);
  }
}

const errorsShownMax = 5;

function sentence({ title, detail, code, errors = [] }: Problem): string {
  const shown = errors.slice(0, errorsShownMax).map(({ path, message }) => `${path} ${message}`);
  return [detail ?? title ?? code ?? '', ...shown].join('; ');
}

export class ApiClient {
  constructor(
    private readonly address: string,
    private readonly patienceMs = patienceMsMax,
  ) {}

  /**
   * Repeats a request that met something passing, with the same idempotency key, for a bounded
   * time (90 s unless said).
   * Throws ApiRefusal when the answer will not change, DemoFault when there is none.
   */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const endsAtMs = performance.now() + this.patienceMs;
    for (let pauseMs = pauseMsMin; ; pauseMs = Math.min(pauseMs * 2, pauseMsMax)) {
      const outcome = await this.attempt(request);
      if ('answer' in outcome) return outcome.answer;
      const waitMs = Math.min(Math.max(pauseMs, outcome.retryAfterMs), pauseMsMax);
      if (performance.now() + waitMs > endsAtMs) throw this.away(request, outcome.reason);
      await pause(waitMs);
    }
  }

  private away({ method, path }: ApiRequest, reason: string): DemoFault {
    return new DemoFault(
      `${method} ${path} got no answer for ${this.patienceMs / 1_000} s (${reason}). Start the ` +
        'system again and repeat the demo: it goes on where it was. · ' +
        '请重新启动系统后再次运行，将从中断处继续。',
    );
  }

  private async attempt(
    request: ApiRequest,
  ): Promise<{ answer: ApiAnswer } | { reason: string; retryAfterMs: number }> {
    let response: Response;
    let body: Record<string, unknown>;
    try {
      response = await fetch(`${this.address}/api/v1${request.path}`, {
        method: request.method,
        headers: headersOf(request),
        body: request.body && JSON.stringify(request.body),
        signal: AbortSignal.timeout(attemptMsMax),
      });
      body = parsed(await response.text());
    } catch (fault) {
      return { reason: reasonOf(fault), retryAfterMs: 0 };
    }
    const { status, headers } = response;
    if (passing.has(status)) {
      const seconds = Number(headers.get('retry-after') ?? 0);
      return { reason: `${status} ${sentence(body)}`, retryAfterMs: (seconds || 0) * 1_000 };
    }
    if (!response.ok) throw new ApiRefusal(status, body, `${request.method} ${request.path}`);
    const isReplayed = headers.get('idempotency-replayed') === 'true';
    return { answer: { status, body, isReplayed } };
  }
}

function headersOf({ body, token, idempotencyKey, waitFor }: ApiRequest): Record<string, string> {
  return {
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
    ...(waitFor === undefined ? {} : { 'liushui-wait-for': String(waitFor) }),
  };
}

/** An answer of something else on that port is no JSON. */
function parsed(text: string): Record<string, unknown> {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

/** What fetch says is "fetch failed"; what went wrong is its cause. */
function reasonOf(fault: unknown): string {
  const { cause } = fault as { cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || String(fault);
}
