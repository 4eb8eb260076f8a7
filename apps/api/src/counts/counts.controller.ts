import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Refusal } from '#domain';
import { LoggedIn, PostsToBook, ReadsCentre } from '../access/requirement';
import { BookDesk } from '../custody/book-desk';
import { RefusedProblem } from '../problems/problem';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import { CentrePageQueryDto, PageQueryDto } from '../requests/query.dto';
import { Reply } from '../requests/reply';
import { FileRoute, fileField, TableForm, text, workbook } from '../uploads/file-routes';
import { sendTemplate } from '../uploads/templates';
import { FileOrder, type UploadOrder } from '../uploads/upload-order';
import { CountReader } from './count-reader';
import { countKind, readCountedFile } from './counted-file';
import {
  CountAnswerDto,
  CountStockDto,
  OverdueSpoiledPageDto,
  StockCountPageDto,
  UploadCountDto,
  UploadedCountAnswerDto,
} from './counts.dto';
import { OverdueReader } from './overdue-reader';

const form = { json: ['countedBy', 'levels'], whole: [], flags: ['spoiledCounted'] };

const formSchema = {
  type: 'object',
  required: ['file', 'countedBy'],
  properties: {
    file: fileField,
    countedBy: { type: 'string', description: 'JSON, as in a count', example: '["甲","乙"]' },
    levels: { type: 'string', description: 'JSON, as in a count', example: '[5,4]' },
    spoiledCounted: {
      type: 'boolean',
      default: false,
      description:
        'that spoiled sheets were looked for although the file has none; a file that has some ' +
        'says so itself',
    },
    asOfPosition: { type: 'string', pattern: '^[0-9]{1,18}$' },
    occurredOn: { type: 'string', format: 'date' },
  },
};

/** What lies in the safe against what the book says. */
@ApiTags('custody')
@Controller()
export class CountsController {
  constructor(
    private readonly desk: BookDesk,
    private readonly reader: CountReader,
    private readonly overdueReader: OverdueReader,
  ) {}

  @Post('centres/:code/stock-counts')
  @PostsToBook()
  @CommandRoute({
    summary: 'Compare what was counted with the book, number by number (C13)',
    description: 'Changes no balance: differences are settled by losses and recoveries.',
    answer: CountAnswerDto,
  })
  async count(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: CountStockDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    const counted = { type: 'CountStock', ...command } as const;
    return this.reader.withLastEvents(await this.desk.post(order, code, occurredOn, counted));
  }

  @Post('centres/:code/stock-counts/upload')
  @PostsToBook()
  @TableForm(form, formSchema)
  @CommandRoute({
    summary: 'Compare what a file says was counted with the book (C13)',
    description:
      'At most 20,000 rows, read at once and posted as one count: a range by `from`/起号 and ' +
      '`to`/止号, or one sheet by `serial`/流水码; `state`/状态, where given, is stock/在库 or ' +
      'spoiled/废证. Rows that cannot be read are a 400, rows that cannot be so a 422; `line` is ' +
      'the row as the spreadsheet program counts, at most 1,000 of them. Nothing is posted then. ' +
      'The Idempotency-Key covers fields and file.',
    answer: UploadedCountAnswerDto,
  })
  async upload(
    @Param('code') code: string,
    @FileOrder() order: UploadOrder,
    @Body() body: UploadCountDto,
  ): Promise<Reply> {
    const { occurredOn, spoiledCounted = false, ...rest } = body;
    const { ranges, spoiled, refusals, file } = await readCountedFile(order.file, order.language);
    const [first, ...more] = refusals;
    if (first) return refusedRows(order, [first, ...more]);
    const isSpoiledCounted = spoiledCounted || spoiled.length > 0;
    const found = isSpoiledCounted ? { ranges, spoiled } : { ranges };
    const counted = { type: 'CountStock', ...rest, ...found } as const;
    const posted = await this.desk.post(order, code, occurredOn, counted);
    const reply = await this.reader.withLastEvents(posted);
    return new Reply(reply.status, { ...reply.body, file }, reply.headers);
  }

  @Get('centres/:code/stock-counts/upload/:template')
  @ReadsCentre()
  @FileRoute('An empty table to count with: `template.xlsx` or `template.csv`', workbook, text)
  template(
    @Param('template') template: string,
    @Caller() { language }: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    return sendTemplate(response, template, countKind, language);
  }

  @Get('centres/:code/stock-counts')
  @ReadsCentre()
  @QueryRoute({ summary: 'Stock counts of a centre, newest first', answer: StockCountPageDto })
  list(@Param('code') code: string, @Query() query: PageQueryDto): Promise<Reply> {
    return this.reader.list(code, query);
  }

  @Get('overdue-spoiled')
  @LoggedIn()
  @QueryRoute({
    summary: 'Sheets that have been spoiled for more than a quarter and are not destroyed (C13)',
    description: 'At and below the caller’s centre; how long that is, the policy says.',
    answer: OverdueSpoiledPageDto,
  })
  overdue(@Caller() caller: CallerState, @Query() query: CentrePageQueryDto): Promise<Reply> {
    return this.overdueReader.list(caller, query);
  }
}

/** Rows that cannot be so are told as every refusal is; the book has no say about them. */
function refusedRows(
  { dryRun, language }: UploadOrder,
  refusals: readonly [Refusal, ...Refusal[]],
): Reply {
  if (!dryRun) throw new RefusedProblem(refusals);
  return replyTo({ kind: 'judged', wouldAppend: [], refusals, warnings: [] }, language);
}
