/** What can go wrong between the page and the API, as data that a page can put into words. */

/** What is wrong with one field, line or serial; also the shape of a warning. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
  /** JSON Pointer into the body. */
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  readonly serial?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** What the API said no to, or why it could not be asked (RFC 9457). */
export interface ProblemDocument {
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly code: string;
  readonly rule?: string;
  readonly requestId?: string;
  /** The values in `detail`. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly errors?: readonly Finding[];
}

/** The API answered, and the answer is a problem. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: ProblemDocument) {
    super(`${problem.status} ${problem.code}`);
  }
}

/** No answer at all: the line, the service or a proxy between is down. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function isFinding(value: unknown): value is Finding {
  const { code, message } = (value ?? {}) as Partial<Finding>;
  return typeof code === 'string' && typeof message === 'string';
}

function isRecord(value: unknown): value is Record<string, string | number> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'string' || typeof one === 'number')
  );
}

/** Reads a problem document; a proxy's page of HTML or an empty body becomes one as well. */
export function readProblem(status: number, body: unknown): ProblemDocument {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return {
    status,
    code: textOf(fields.code, `status-${status}`),
    title: textOf(fields.title, ''),
    detail: textOf(fields.detail, ''),
    ...(typeof fields.rule === 'string' ? { rule: fields.rule } : {}),
    ...(typeof fields.requestId === 'string' ? { requestId: fields.requestId } : {}),
    ...(isRecord(fields.params) ? { params: fields.params } : {}),
    ...(Array.isArray(fields.errors) ? { errors: fields.errors.filter(isFinding) } : {}),
  };
}

/** Whether asking once more may help without anything being changed. */
export function isPassing(error: unknown): boolean {
  if (error instanceof OutOfReach) return true;
  return error instanceof Refused && [429, 502, 503, 504].includes(error.problem.status);
}
