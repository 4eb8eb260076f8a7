import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { fileOf } from '../requests/file-body';
import { type CommandOrder, flagsOf, orderOf } from '../requests/order';

/** A command's circumstances, and the file that came with it. */
export interface UploadOrder extends CommandOrder {
  readonly file: Buffer;
}

export interface RosterOrder extends UploadOrder {
  /** As the query says it; the form may say it as well. */
  readonly allOrNothing: boolean;
}

/** The idempotency key covers the file and the query as it covers a body. */
function withFile(request: Request, order: CommandOrder, more = ''): UploadOrder {
  const file = fileOf(request);
  const digest = createHash('sha256').update(file).digest('base64url');
  return { ...order, fingerprint: `${order.fingerprint}\n${digest}${more}`, file };
}

export const FileOrder = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<Request>();
  return withFile(request, orderOf(request));
});

export const RosterFileOrder = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<Request>();
  const flags = flagsOf(request, ['dryRun', 'allOrNothing']);
  const { allOrNothing } = flags;
  const order = withFile(request, orderOf(request, flags), ` ${allOrNothing}`);
  return { ...order, allOrNothing } satisfies RosterOrder;
});
