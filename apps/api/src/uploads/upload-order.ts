import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { fileOf } from '../requests/file-body';
import { type CommandOrder, flagsOf, orderOf } from '../requests/order';

/** A command's circumstances, and the file that came with it. */
export interface UploadOrder extends CommandOrder {
  readonly file: Buffer;
  /** As the query says it; the form may say it as well. */
  readonly allOrNothing: boolean;
}

export const FileOrder = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<Request>();
  const flags = flagsOf(request, ['dryRun', 'allOrNothing']);
  const order = orderOf(request, flags);
  const file = fileOf(request);
  const { allOrNothing } = flags;
  // The idempotency key covers the file and the query as it covers a body.
  const digest = createHash('sha256').update(file).digest('base64url');
  const fingerprint = `${order.fingerprint}\n${digest} ${allOrNothing}`;
  return { ...order, fingerprint, file, allOrNothing } satisfies UploadOrder;
});
