import { applyDecorators, Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ReadsCentre } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Caller, type CallerState } from '../requests/caller';
import { languageHeader } from '../requests/documented';
import { type FileKind, sendFile } from '../uploads/send-file';
import { BookFileQueryDto } from './book.dto';
import { bookCsv, bookFileRowsMax, bookXlsx } from './book-file';
import { BookReader } from './book-reader';

const kinds: readonly FileKind[] = [
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/csv; charset=utf-8',
];

const FileRoute = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'The journal lines that fit, as a file',
      description:
        'Newest first, a row for every range that moved; everything is text. At most ' +
        `${bookFileRowsMax} rows: the last one says so when there are more.`,
    }),
    ApiBearerAuth(),
    languageHeader,
    ApiProduces(...kinds),
    ApiResponse({
      status: 200,
      description: 'The file.',
      content: Object.fromEntries(
        kinds.map((kind) => [kind, { schema: { type: 'string', format: 'binary' } }]),
      ),
    }),
    ApiProblems(400, 401, 403, 404, 422, 503),
  );

/** A book to take along. */
@ApiTags('queries')
@Controller('centres/:code/book')
export class BookController {
  constructor(private readonly reader: BookReader) {}

  @Get('file')
  @ReadsCentre()
  @FileRoute()
  file(
    @Param('code') code: string,
    @Query() { format = 'xlsx', ...asked }: BookFileQueryDto,
    @Caller() { language }: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    const entries = this.reader.entries(code, asked);
    const steps = format === 'csv' ? bookCsv(entries, language) : bookXlsx(entries, language);
    return sendFile(response, format, `book-${code}`, steps);
  }
}
