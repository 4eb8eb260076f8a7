import type { Refusal } from '#domain';
import type { FieldCode, Params, ProblemCode } from './texts';

/** One malformed field. `path` is a JSON Pointer into the body, or names a query or header. */
export interface FieldFinding {
  readonly path: string;
  /** Line of a roster, from 1. */
  readonly line?: number;
  readonly code: FieldCode;
  readonly params?: Params;
}

export interface ProblemDetails {
  readonly params?: Params;
  readonly fields?: readonly FieldFinding[];
  /** Seconds; becomes Retry-After. */
  readonly retryAfterSeconds?: number;
}

/** An answer that is not the one asked for: thrown anywhere in the API, rendered by the filter. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    readonly details: ProblemDetails = {},
  ) {
    super(code);
    this.name = 'Problem';
  }
}

/** 422: rules of the domain say no. */
export class RefusedProblem extends Error {
  readonly status = 422;
  constructor(readonly refusals: readonly [Refusal, ...Refusal[]]) {
    super(refusals[0].code);
    this.name = 'RefusedProblem';
  }
}

export const malformed = (...fields: readonly FieldFinding[]): Problem =>
  new Problem(400, 'request-malformed', { fields });

export const notYourCentre = (): Problem => new Problem(403, 'not-your-centre');
export const notYourRole = (): Problem => new Problem(403, 'not-your-role');

/** Appends one step to a JSON Pointer (RFC 6901). */
export function pointer(base: string, step: string | number): string {
  return `${base}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A request's body may have at most 2 MiB: a post of 1,000 lines with long names is some 400 kB. */
export const bodySizeBytesMax = 2 * 1024 * 1024;

export const bodyTooLarge = (): Problem =>
  new Problem(413, 'body-too-large', { params: { max: bodySizeBytesMax } });
