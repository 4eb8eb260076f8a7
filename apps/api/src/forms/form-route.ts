/** What routes of pages to print have in common: their documents and how a page is answered. */
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiProblems } from '../problems/api-problems';
import { languageHeader, positionHeader, waitForHeader } from '../requests/documented';

interface PageDocument {
  readonly summary: string;
  readonly description?: string;
  /** Whether a rule may keep it from being printed. */
  readonly refuses?: boolean;
  /** Whether it is asked with a query, which may be malformed. */
  readonly asked?: boolean;
  /** Whether it says which position it reflects, and waits for one. */
  readonly position?: boolean;
}

export function PageRoute({
  summary,
  description,
  refuses,
  asked,
  position,
}: PageDocument): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiBearerAuth(),
    ...(position ? [waitForHeader] : []),
    languageHeader,
    ApiResponse({
      status: 200,
      description: 'The page.',
      content: { 'text/html': { schema: { type: 'string' } } },
      ...(position ? { headers: positionHeader } : {}),
    }),
    ApiProblems(...(asked ? [400] : []), 401, 403, 404, ...(refuses ? [422] : []), 503),
  );
}

/** Only once there is a page: problems have a type of their own. */
export function asPage(response: Response, page: string): string {
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  return page;
}
