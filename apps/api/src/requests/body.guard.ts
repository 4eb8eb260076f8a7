import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { fileFormOf, readFileBody } from './file-body';
import { readJsonBody } from './json-body';

/**
 * Reads the body once the guard of access has spoken: who may not do a thing is told so (401, 403)
 * before a malformed body is looked at (400), and cannot make us read two megabytes.
 *
 * A guard that lets everyone pass, because guards are the only steps before the pipes that cost a
 * request no Observable.
 */
@Injectable()
export class BodyGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const form = fileFormOf(context.getHandler());
      request.body = form
        ? await readFileBody(request, context.switchToHttp().getResponse<Response>(), form)
        : await readJsonBody(request);
    }
    return true;
  }
}
