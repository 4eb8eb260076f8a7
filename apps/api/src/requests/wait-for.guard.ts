import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
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
export class WaitForGuard implements CanActivate {
  constructor(private readonly view: ViewPosition) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const wanted = request.headers['liushui-wait-for'];
    if (wanted === undefined) return true;
    if (typeof wanted === 'string' && positionPattern.test(wanted)) return this.wait(wanted);
    throw malformed({ path: '/Liushui-Wait-For', code: 'position' });
  }

  private async wait(wanted: string): Promise<true> {
    const seen = await this.view.waitFor(BigInt(wanted), waitMsMax);
    if (seen === 'reached') return true;
    if (seen === 'stopping') throw new Problem(503, 'stopping', { retryAfterSeconds });
    throw new Problem(503, 'view-behind', { params: { position: wanted }, retryAfterSeconds });
  }
}
