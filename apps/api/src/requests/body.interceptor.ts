import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { readJsonBody } from './json-body';

/**
 * Reads the body after the guards have spoken: who may not do a thing is told so (401, 403) before
 * a malformed body is looked at (400), and cannot make us read two megabytes.
 */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      request.body = await readJsonBody(request);
    }
    return next.handle();
  }
}
