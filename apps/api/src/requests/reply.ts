import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';

/** An answer with a status or headers of its own; handlers return it instead of a bare body. */
export class Reply<Body extends object = object> {
  constructor(
    readonly status: 200 | 201 | 202 | 204,
    readonly body?: Body,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** The answer of a query, with the position it reflects. */
export const found = <Body extends object>(position: bigint, body: Body): Reply<Body> =>
  new Reply(200, body, { 'Liushui-Position': String(position) });

@Injectable()
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((result: unknown) => {
        if (!(result instanceof Reply)) return result;
        const response = context.switchToHttp().getResponse<Response>();
        response.status(result.status);
        for (const [name, value] of Object.entries(result.headers)) response.setHeader(name, value);
        return result.body;
      }),
    );
  }
}
