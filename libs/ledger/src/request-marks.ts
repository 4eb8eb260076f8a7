/** Recognising a repeated request by what its events carry. */
import { createHash } from 'node:crypto';
import type { RequestLog, RequestMark } from '#domain';
import type { Request } from './outcome';
import type { RequestMacs } from './ports';

/** Stands for principal and key in events: neither can be read back from it. */
export function requestKeyHash(principal: string, idempotencyKey: string): string {
  const text = JSON.stringify([principal, idempotencyKey]);
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** The mark for the first event of the request's append; undefined without a key. */
export async function markOf(
  request: Request,
  macs: RequestMacs,
): Promise<RequestMark | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const key = requestKeyHash(request.principal, request.idempotencyKey);
  const { id: macKey, mac } = await macs.current();
  return { key, mac: mac(request.fingerprint), macKey };
}

/**
 * Whether the stream has answered this request before: where, or that its key was used for
 * something else. A key that is older than 31 days at the judgement (`decidedAt`) counts as new.
 */
export async function earlierAnswer(
  request: Request,
  requests: RequestLog,
  macs: RequestMacs,
  decidedAt: string,
): Promise<{ firstRevision: bigint } | 'key-reused' | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const key = requestKeyHash(request.principal, request.idempotencyKey);
  const answered = requests.find(key, new Date(decidedAt));
  if (!answered) return undefined;
  const isSame = await macs.verify(answered.macKey, request.fingerprint, answered.mac);
  if (isSame === 'expired') return undefined;
  return isSame ? { firstRevision: answered.firstRevision } : 'key-reused';
}
