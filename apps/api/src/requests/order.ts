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

function readDryRun(request: Request): boolean {
  for (const name of Object.keys(request.query)) {
    if (name !== 'dryRun')
      throw malformed({ path: `/${name.slice(0, 50)}`, code: 'unknown-field' });
  }
  const { dryRun } = request.query;
  if (dryRun === undefined || dryRun === 'false') return false;
  if (dryRun === 'true') return true;
  throw malformed({ path: '/dryRun', code: 'flag' });
}

/** @throws Problem 400 when the key or the query is malformed */
export function orderOf(request: Request): CommandOrder {
  const { requestId, language, principal, grant } = stateOf(request);
  if (!principal || !grant) throw new Error('a command without a guard');
  const idempotencyKey = readKey(request);
  const dryRun = readDryRun(request);
  const fingerprint =
    idempotencyKey === undefined
      ? ''
      : `${request.method} ${request.path}\n${canonicalJson(request.body)}`;
  return { requestId, language, principal, grant, idempotencyKey, fingerprint, dryRun };
}

export const Order = createParamDecorator((_: unknown, context: ExecutionContext) =>
  orderOf(context.switchToHttp().getRequest<Request>()),
);
