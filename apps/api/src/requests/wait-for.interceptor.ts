import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { malformed, Problem } from '../problems/problem';
import { ViewPosition } from '../queries/view-position';

const waitMsMax = 5_000;
const retryAfterSeconds = 1;
const positionPattern = /^[0-9]{1,19}$/;

/**
 * Holds a request with `Liushui-Wait-For` back until the views have reached that position, at most
 * 5 s.
 */
@Injectable()
export class WaitForInterceptor implements NestInterceptor {
  constructor(private readonly view: ViewPosition) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const wanted = request.headers['liushui-wait-for'];
    if (wanted === undefined) return next.handle();
    if (typeof wanted !== 'string' || !positionPattern.test(wanted)) {
      throw malformed({ path: '/Liushui-Wait-For', code: 'position' });
    }
    const seen = await this.view.waitFor(BigInt(wanted), waitMsMax);
    if (seen === 'reached') return next.handle();
    if (seen === 'stopping') throw new Problem(503, 'stopping', { retryAfterSeconds });
    throw new Problem(503, 'view-behind', { params: { position: wanted }, retryAfterSeconds });
  }
}
