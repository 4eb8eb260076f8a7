import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Language } from '#domain';
import type { Principal } from '../access/principal';
import { stateOf } from './request-state';

/** Who asks, for handlers behind a guard. */
export interface CallerState {
  readonly requestId: string;
  readonly language: Language;
  readonly principal: Principal;
}

export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerState => {
  const { requestId, language, principal } = stateOf(context.switchToHttp().getRequest<Request>());
  if (!principal) throw new Error('a caller without a guard');
  return { requestId, language, principal };
});
