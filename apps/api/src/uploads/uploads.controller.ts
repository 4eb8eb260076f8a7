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
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { LoggedIn, PostsToBook, ReadsCentre } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Caller, type CallerState } from '../requests/caller';
import { QueryRoute } from '../requests/documented';
import type { Reply } from '../requests/reply';
import { FileRoute, fileField, json, TableForm, text, workbook } from './file-routes';
import { rosterKinds } from './roster-kinds';
import { sendFile } from './send-file';
import { sendTemplate } from './templates';
import { UploadDesk } from './upload-desk';
import { RosterFileOrder, type RosterOrder } from './upload-order';
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

const formSchema = {
  type: 'object',
  required: ['file', 'roster', 'level', 'occupation', 'station'],
  properties: {
    file: fileField,
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
};

/** A roster file is handed in. */
const UploadRoute = (summary: string): MethodDecorator =>
  applyDecorators(
    TableForm(form, formSchema),
    ApiOperation({
      summary,
      description:
        'The file is read at once, at most 20,000 rows: what is wrong with it as a whole is ' +
        'answered with 400 or 413. Good rows are posted afterwards, in the order of the file and ' +
        'in appends of at most 1,000; `GET /uploads/{id}` tells how far. With `dryRun` every row ' +
        'is judged and nothing is kept.',
    }),
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
    ApiProblems(400, 401, 403, 404, 413, 422, 503),
  );

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
    @RosterFileOrder() order: RosterOrder,
    @Body() body: UploadRosterDto,
  ): Promise<Reply> {
    return this.desk.take('issues', order, code, body);
  }

  @Post('vouchers/upload')
  @PostsToBook()
  @UploadRoute('Issue vouchers to the people of a roster file (V1)')
  uploadVouchers(
    @Param('code') code: string,
    @RosterFileOrder() order: RosterOrder,
    @Body() body: UploadRosterDto,
  ): Promise<Reply> {
    return this.desk.take('vouchers', order, code, body);
  }

  @Get('issues/upload/:template')
  @ReadsCentre()
  @FileRoute('An empty roster: `template.xlsx` or `template.csv`', workbook, text)
  issuesTemplate(
    @Param('template') template: string,
    @Caller() { language }: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    return sendTemplate(response, template, rosterKinds.issues, language);
  }

  @Get('vouchers/upload/:template')
  @ReadsCentre()
  @FileRoute('An empty roster of vouchers: `template.xlsx` or `template.csv`', workbook, text)
  vouchersTemplate(
    @Param('template') template: string,
    @Caller() { language }: CallerState,
    @Res() response: Response,
  ): Promise<void> {
    return sendTemplate(response, template, rosterKinds.vouchers, language);
  }

  @Get('uploads')
  @ReadsCentre()
  @QueryRoute({ summary: 'Uploads of the centre that are still kept', answer: UploadListDto })
  list(@Param('code') code: string, @Caller() { principal }: CallerState): Promise<UploadListDto> {
    return this.reader.ofCentre(principal, code);
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
