import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Grant, Language } from '#domain';
import type { Principal } from '../access/principal';
import { malformed } from '../problems/problem';
import { canonicalJson } from './inspect-json';
import { stateOf } from './request-state';

const keyLengthMax = 128;

/** A command's circumstances: everything about the request but its content. */
export interface CommandOrder {
  readonly requestId: string;
  readonly language: Language;
  readonly principal: Principal;
  /** The grant that the guard found to allow it. */
  readonly grant: Grant;
  readonly idempotencyKey?: string;
  /** Method, path and body, canonical; empty without an idempotency key, which alone needs it. */
  readonly fingerprint: string;
  readonly dryRun: boolean;
}

function readKey(request: Request): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && key !== '' && key.length <= keyLengthMax) return key;
  throw malformed({
    path: '/Idempotency-Key',
    code: 'text',
    params: { max: keyLengthMax },
  });
}

function readFlag(request: Request, name: string): boolean {
  const value = request.query[name];
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw malformed({ path: `/${name}`, code: 'flag' });
}

/** The flags of a query that has no others. @throws Problem 400 */
export function flagsOf<Name extends string>(
  request: Request,
  names: readonly Name[],
): Record<Name, boolean> {
  for (const name of Object.keys(request.query)) {
    if (!names.includes(name as Name)) {
      throw malformed({ path: `/${name.slice(0, 50)}`, code: 'unknown-field' });
    }
  }
  const flags = names.map((name) => [name, readFlag(request, name)] as const);
  return Object.fromEntries(flags) as Record<Name, boolean>;
}

/** @throws Problem 400 when the key or the query is malformed */
export function orderOf(request: Request, { dryRun } = flagsOf(request, ['dryRun'])): CommandOrder {
  const { requestId, language, principal, grant } = stateOf(request);
  if (!principal || !grant) throw new Error('a command without a guard');
  const idempotencyKey = readKey(request);
  const fingerprint =
    idempotencyKey === undefined
      ? ''
      : `${request.method} ${request.path}\n${canonicalJson(request.body)}`;
  return { requestId, language, principal, grant, idempotencyKey, fingerprint, dryRun };
}

export const Order = createParamDecorator((_: unknown, context: ExecutionContext) =>
  orderOf(context.switchToHttp().getRequest<Request>()),
);
