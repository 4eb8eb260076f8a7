/**
 * Failures of a whole call. EventStoreDB's clients recognise most of them by an `exception` trailer
 * with keys of its own, not by the status code.
 */
import { Metadata, status } from '@grpc/grpc-js';

export interface CallFailure extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

export function failure(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): CallFailure {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export function accessDenied(details: string): CallFailure {
  return failure(status.PERMISSION_DENIED, details, { exception: 'access-denied' });
}

export function appendTooLarge(sizeBytesMax: number): CallFailure {
  return failure(status.INVALID_ARGUMENT, `Maximum append size of ${sizeBytesMax} exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(sizeBytesMax),
  });
}

/** What the contract has no better word for; the real store answers bad requests like this, too. */
export function unknown(details: string): CallFailure {
  return failure(status.UNKNOWN, details);
}

/**
 * A handler of what comes to one call. What it throws ends that call, and neither the node nor any
 * other call.
 */
export function contained<Given extends unknown[]>(
  end: (failure: CallFailure) => void,
  handle: (...given: Given) => void,
): (...given: Given) => void {
  return (...given) => {
    try {
      handle(...given);
    } catch (error) {
      end(failure(status.INTERNAL, String(error)));
    }
  };
}

export const APPEND_ONLY =
  'This node is append-only: streams are not deleted and have no metadata.';
