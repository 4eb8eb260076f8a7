/** What we know of a request besides what Express knows; set by the first middleware. */
import type { Request } from 'express';
import type { Grant, Language } from '#domain';
import type { Principal } from '../access/principal';

export interface RequestState {
  readonly requestId: string;
  readonly language: Language;
  readonly startedAt: bigint;
  principal?: Principal;
  /** The grant by which the guard let the request in, when it needed one. */
  grant?: Grant;
}

const states = new WeakMap<object, RequestState>();

export function rememberState(request: Request, state: RequestState): void {
  states.set(request, state);
}

/** @throws Error when the first middleware did not run: a wiring fault. */
export function stateOf(request: Request): RequestState {
  const state = states.get(request);
  if (!state) throw new Error('the request was never given its state');
  return state;
}

/** The state when there is one: errors can arise before the first middleware has run. */
export const stateIfAny = (request: Request): RequestState | undefined => states.get(request);
