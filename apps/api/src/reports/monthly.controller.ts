import {
  applyDecorators,
  Body,
  Controller,
  Get,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PostsToBook, ReadsCentre } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { type FileKind, sendFile } from '../uploads/send-file';
import {
  MakeMonthlyFileDto,
  MonthlyFileAnswerDto,
  MonthlyFileDto,
  MonthlyQueryDto,
} from './monthly.dto';
import { MonthlyDesk } from './monthly-desk';
import { MonthlyReader } from './monthly-reader';

const workbook: FileKind = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const binary = { schema: { type: 'string' as const, format: 'binary' } };

const FileRoute = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'The latest file of a month, as JSON, CSV or XLSX (Q9)',
      description:
        'Made again from the books at the revisions that were counted; the headings are in the ' +
        'first row. `Liushui-File-Agrees` (and `agrees`) says whether it has the bytes that were ' +
        'recorded: not if somebody was forgotten since. `Liushui-File-Added-Since` (and ' +
        '`addedSince`) says what of the month was recorded after the books were counted: the file ' +
        'lacks it until it is made again. For those who may see holders.',
    }),
    ApiBearerAuth(),
    ApiExtraModels(MonthlyFileDto),
    ApiResponse({
      status: 200,
      description: 'Found.',
      content: {
        'application/json': { schema: { $ref: getSchemaPath(MonthlyFileDto) } },
        'text/csv': binary,
        [workbook]: binary,
      },
      headers: {
        'Liushui-Position': { schema: { type: 'string' } },
        'Liushui-File-Sha256': {
          description: 'Recorded, of the CSV file.',
          schema: { type: 'string' },
        },
        'Liushui-File-Agrees': {
          description: '`true`, or `false` and why.',
          schema: { type: 'string' },
        },
        'Liushui-File-Added-Since': {
          description: 'How many events of the month the file lacks; `1000+` for more than these.',
          schema: { type: 'string' },
        },
      },
    }),
    ApiProblems(400, 401, 403, 404, 503),
  );

/** Files of a month for the national query system. */
@ApiTags('reports')
@ApiParam({ name: 'code', type: String })
@ApiParam({ name: 'month', type: String, example: '2013-01' })
@Controller('centres/:code/reports/monthly/:month')
export class MonthlyController {
  constructor(
    private readonly desk: MonthlyDesk,
    private readonly reader: MonthlyReader,
  ) {}

  @Post()
  @PostsToBook()
  @CommandRoute({
    summary: 'Make the file of a month and record that it was made (Q9)',
    description:
      'Issues, replacements, voids and corrections dated in the month, of the centre and all ' +
      'below. The record has its SHA-256 and the revisions of the books; the file is kept ' +
      'nowhere. Made again it has the same bytes unless events were added: `since` says which.',
    answer: MonthlyFileAnswerDto,
    secondUser: 'never',
  })
  make(
    @Param() place: { readonly code: string; readonly month: string },
    @Order() order: CommandOrder,
    @Body() { occurredOn }: MakeMonthlyFileDto,
  ): Promise<Reply> {
    return this.desk.make(order, place, occurredOn);
  }

  @Get()
  @ReadsCentre()
  @FileRoute()
  async read(
    @Param() { code, month }: { readonly code: string; readonly month: string },
    @Query() query: MonthlyQueryDto,
    @Caller() { principal }: CallerState,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.reader.find(principal, code, month);
    response.setHeader('Liushui-Position', String(found.position));
    const format = query.format ?? formatOf(request);
    if (format === 'json') {
      response.json(await this.reader.page(found, code, query));
      return;
    }
    const { agrees, differsBy } = await this.reader.agreement(found);
    response.setHeader('Liushui-File-Sha256', found.data.sha256);
    response.setHeader('Liushui-File-Agrees', agrees ? 'true' : `false; ${differsBy}`);
    const { count, complete } = await this.reader.addedSince(found, code);
    response.setHeader('Liushui-File-Added-Since', complete ? String(count) : `${count}+`);
    await sendFile(response, format, `${code}-${month}`, this.reader.bytes(found, format));
  }
}

/** By `Accept`; JSON where it says nothing of the sort. */
function formatOf(request: Request): 'json' | 'csv' | 'xlsx' {
  const accepted = request.accepts(['application/json', 'text/csv', workbook]);
  if (accepted === 'text/csv') return 'csv';
  return accepted === workbook ? 'xlsx' : 'json';
}
