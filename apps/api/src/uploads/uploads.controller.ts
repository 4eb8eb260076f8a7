import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  type ApiBodyOptions,
  ApiConsumes,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { LoggedIn, PostsToBook, ReadsCentre } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Problem } from '../problems/problem';
import { Caller, type CallerState } from '../requests/caller';
import { QueryRoute } from '../requests/documented';
import { TakesFile } from '../requests/file-body';
import type { Reply } from '../requests/reply';
import type { RosterKindName } from './roster-kinds';
import { type FileKind, sendFile } from './send-file';
import { templateOf } from './templates';
import { UploadDesk } from './upload-desk';
import { FileOrder, type UploadOrder } from './upload-order';
import { UploadPoster } from './upload-poster';
import { UploadReader } from './upload-reader';
import {
  PreviewDto,
  RefusedFileQueryDto,
  UploadAcceptedDto,
  UploadDto,
  UploadListDto,
  UploadRosterDto,
  UploadSummaryDto,
} from './uploads.dto';

const form = {
  json: ['roster', 'occupation'],
  whole: ['level'],
  flags: ['allOrNothing'],
};

const formBody: ApiBodyOptions = {
  schema: {
    type: 'object',
    required: ['file', 'roster', 'level', 'occupation', 'station'],
    properties: {
      file: { type: 'string', format: 'binary', description: '.xlsx or .csv, at most 8 MiB' },
      roster: { type: 'string', description: 'JSON, as in an issue', example: '{"reference":"…"}' },
      level: { type: 'integer', enum: [5, 4, 3, 2, 1] },
      occupation: {
        type: 'string',
        description: 'JSON, as in an issue',
        example: '{"name":"车工"}',
      },
      station: { type: 'string' },
      occurredOn: { type: 'string', format: 'date' },
      allOrNothing: { type: 'boolean', default: false },
    },
  },
};

const json = (model: Parameters<typeof getSchemaPath>[0]) => ({
  'application/json': { schema: { $ref: getSchemaPath(model) } },
});

/** A roster file is handed in. */
const UploadRoute = (summary: string): MethodDecorator =>
  applyDecorators(
    TakesFile(form),
    ApiOperation({
      summary,
      description:
        'The file is read at once, at most 20,000 rows: what is wrong with it as a whole is ' +
        'answered with 400 or 413. Good rows are posted afterwards, in the order of the file and ' +
        'in appends of at most 1,000; `GET /uploads/{id}` tells how far. With `dryRun` every row ' +
        'is judged and nothing is kept.',
    }),
    ApiConsumes('multipart/form-data'),
    ApiBody(formBody),
    ApiQuery({ name: 'dryRun', required: false, schema: { type: 'boolean', default: false } }),
    ApiQuery({
      name: 'allOrNothing',
      required: false,
      description: 'As the field of the form.',
      schema: { type: 'boolean', default: false },
    }),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Up to 128 characters; covers fields and file. Kept as long as the upload.',
      schema: { type: 'string', maxLength: 128 },
    }),
    ApiBearerAuth(),
    ApiExtraModels(UploadAcceptedDto, PreviewDto),
    HttpCode(202),
    ApiResponse({
      status: 202,
      description: 'Kept, to be posted.',
      content: json(UploadAcceptedDto),
    }),
    ApiResponse({ status: 200, description: 'Dry run.', content: json(PreviewDto) }),
    ApiProblems(400, 401, 403, 404, 408, 413, 422, 429, 503),
  );

const FileRoute = (summary: string, ...kinds: readonly FileKind[]): MethodDecorator =>
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

const workbook: FileKind = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const text: FileKind = 'text/csv; charset=utf-8';

/** Roster files of one centre. */
@ApiTags('uploads')
@Controller('centres/:code')
export class CentreUploadsController {
  constructor(
    private readonly desk: UploadDesk,
    private readonly reader: UploadReader,
  ) {}

  @Post('issues/upload')
  @PostsToBook()
  @UploadRoute('Issue certificates to the people of a roster file (C7)')
  uploadIssues(
    @Param('code') code: string,
    @FileOrder() order: UploadOrder,
    @Body() body: UploadRosterDto,
  ): Promise<Reply> {
    return this.desk.take('issues', order, code, body);
  }

  @Post('vouchers/upload')
  @PostsToBook()
  @UploadRoute('Issue vouchers to the people of a roster file (V1)')
  uploadVouchers(
    @Param('code') code: string,
    @FileOrder() order: UploadOrder,
    @Body() body: UploadRosterDto,
  ): Promise<Reply> {
    return this.desk.take('vouchers', order, code, body);
  }

  @Get('issues/upload/:template')
  @ReadsCentre()
  @FileRoute('An empty roster: `template.xlsx` or `template.csv`', workbook, text)
  issuesTemplate(
    @Param('template') template: string,
    @Caller() caller: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    return this.sendTemplate('issues', template, caller, response);
  }

  @Get('vouchers/upload/:template')
  @ReadsCentre()
  @FileRoute('An empty roster of vouchers: `template.xlsx` or `template.csv`', workbook, text)
  vouchersTemplate(
    @Param('template') template: string,
    @Caller() caller: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    return this.sendTemplate('vouchers', template, caller, response);
  }

  @Get('uploads')
  @ReadsCentre()
  @QueryRoute({ summary: 'Uploads of the centre that are still kept', answer: UploadListDto })
  list(@Param('code') code: string, @Caller() { principal }: CallerState): Promise<UploadListDto> {
    return this.reader.ofCentre(principal, code);
  }

  private async sendTemplate(
    kind: RosterKindName,
    template: string,
    { language }: CallerState,
    response: Response,
  ): Promise<void> {
    const format = /^template\.(csv|xlsx)$/.exec(template)?.[1] as 'csv' | 'xlsx' | undefined;
    if (!format) throw new Problem(404, 'not-found');
    const file = await templateOf(kind, format, language);
    await sendFile(response, format, `${kind}-template`, [file]);
  }
}

/** What became of roster files. */
@ApiTags('uploads')
@LoggedIn()
@Controller('uploads')
export class UploadsController {
  constructor(
    private readonly reader: UploadReader,
    private readonly poster: UploadPoster,
  ) {}

  @Get(':id')
  @QueryRoute({ summary: 'How far an upload is, and the rows it refused', answer: UploadDto })
  read(
    @Param('id') id: string,
    @Caller() { principal, language }: CallerState,
  ): Promise<UploadDto> {
    return this.reader.read(id, principal, language);
  }

  @Delete(':id')
  @HttpCode(202)
  @ApiOperation({
    summary: 'End an upload after the append under way',
    description:
      'What is posted stays posted; the other rows are deleted. For its uploader, and supervisors ' +
      'of its centre. One that is done stays as it is.',
  })
  @ApiBearerAuth()
  @ApiExtraModels(UploadSummaryDto)
  @ApiResponse({ status: 202, description: 'It ends.', content: json(UploadSummaryDto) })
  @ApiProblems(401, 403, 404, 503)
  async cancel(
    @Param('id') id: string,
    @Caller() { principal }: CallerState,
  ): Promise<UploadSummaryDto> {
    const upload = await this.reader.cancel(id, principal);
    this.poster.look();
    return upload;
  }

  @Get(':id/refused')
  @FileRoute(
    'The refused rows with all their columns, and a column with the reasons',
    workbook,
    text,
  )
  refused(
    @Param('id') id: string,
    @Query() { format = 'xlsx' }: RefusedFileQueryDto,
    @Caller() { principal, language }: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    return this.reader.refusedFile(id, principal, format, language, (steps) =>
      sendFile(response, format, `refused-${id}`, steps),
    );
  }
}
