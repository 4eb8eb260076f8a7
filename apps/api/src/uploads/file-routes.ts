/** What routes that take or send files have in common, for OpenAPI. */
import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  type ApiBodyOptions,
  ApiConsumes,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems';
import { type FileForm, TakesFile } from '../requests/file-body';
import type { FileKind } from './send-file';

export const workbook: FileKind =
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const text: FileKind = 'text/csv; charset=utf-8';

export const json = (model: Type<unknown>) => ({
  'application/json': { schema: { $ref: getSchemaPath(model) } },
});

export const fileField = {
  type: 'string',
  format: 'binary',
  description: '.xlsx or .csv, at most 8 MiB',
} as const;

/** The body is a form with a table and these fields. */
export const TableForm = (form: FileForm, schema: object): MethodDecorator =>
  applyDecorators(
    TakesFile(form),
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema } as ApiBodyOptions),
    ApiProblems(408, 429),
  );

export const FileRoute = (summary: string, ...kinds: readonly FileKind[]): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiBearerAuth(),
    ApiProduces(...kinds),
    ApiResponse({
      status: 200,
      description: 'The file.',
      content: Object.fromEntries(
        kinds.map((kind) => [kind, { schema: { type: 'string', format: 'binary' } }]),
      ),
    }),
    ApiProblems(400, 401, 403, 404, 503),
  );
