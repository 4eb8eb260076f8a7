import { Controller, Get, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiHeader,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { LoggedIn } from '../access/requirement';
import { ApiProblems } from '../problems/api-problems';
import { Caller, type CallerState } from '../requests/caller';
import { ChangeDesk } from './change-desk';

/** News of the views. */
@ApiTags('queries')
@LoggedIn()
@Controller('changes')
export class ChangesController {
  constructor(private readonly desk: ChangeDesk) {}

  @Get()
  @ApiOperation({
    summary: 'What changes in the views, as it does',
    description:
      'Server-sent events, to be read by fetch with the usual header. `change` has `{view, centre, ' +
      'position}`: the view shows the event at that position, to be asked for by a query of its ' +
      'own; `centre` is null for what concerns everyone. `view` is one of `book`, `stock`, ' +
      '`consignment`, `certificate`, `voucher`, `proposal`, `centre`, `edition`, `policy`, ' +
      '`audit-report`, `upload`. `reset`: everything may have changed. Ends with the access token, and for who ' +
      'reads too slowly; comes with a comment every 15 seconds. With `Last-Event-ID` it goes on ' +
      'where it ended, or begins with `reset`.',
  })
  @ApiBearerAuth()
  @ApiHeader({ name: 'Last-Event-ID', required: false, schema: { type: 'string' } })
  @ApiProduces('text/event-stream')
  @ApiResponse({
    status: 200,
    description: 'The events.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiProblems(401, 429, 503)
  watch(
    @Req() request: Request,
    @Res() response: Response,
    @Caller() { principal }: CallerState,
  ): Promise<void> {
    return this.desk.watch(request, response, principal);
  }
}
