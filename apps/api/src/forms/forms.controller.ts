import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { LoggedIn, ReadsCentre } from '../access/requirement';
import { StatementQueryDto } from '../reports/statement.dto';
import { Caller, type CallerState } from '../requests/caller';
import { FormReader, type PrintedForm } from './form-reader';
import { asPage, PageRoute } from './form-route';

interface Place {
  readonly code: string;
  readonly quarter: string;
}

function answered(response: Response, { position, page }: PrintedForm): string {
  response.setHeader('Liushui-Position', String(position));
  return asPage(response, page);
}

/** The forms of the annexes as pages of A4 to print, in Chinese (Q11). */
@ApiTags('forms')
@Controller()
export class FormsController {
  constructor(private readonly reader: FormReader) {}

  @Get('centres/:code/quarters/:quarter/application/print')
  @ReadsCentre()
  @PageRoute({
    summary: 'The application form of the quarter applied for (Q4, Q5)',
    description: 'What is not signed or reviewed yet is left to be filled in by hand.',
    position: true,
  })
  async application(
    @Param() { code, quarter }: Place,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return answered(response, await this.reader.application(code, quarter));
  }

  @Get('centres/:code/quarters/:quarter/return/print')
  @ReadsCentre()
  @PageRoute({
    summary: 'The return of a statistical quarter: two tables and the serials destroyed (Q1, Q8)',
    description: 'The fourth quarter’s shows the year as the sum of four as well.',
    position: true,
  })
  async return(
    @Param() { code, quarter }: Place,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return answered(response, await this.reader.return(code, quarter));
  }

  @Get('centres/:code/manager/print')
  @ReadsCentre()
  @PageRoute({ summary: 'The form of the certificate manager (Q10)', position: true })
  async manager(
    @Param('code') code: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return answered(response, await this.reader.manager(code));
  }

  @Get('centres/:code/destructions/:revision/print')
  @ReadsCentre()
  @PageRoute({
    summary: 'The minutes of a destruction, by its revision in the centre’s book (C10)',
    position: true,
  })
  async destruction(
    @Param('code') code: string,
    @Param('revision') revision: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return answered(response, await this.reader.destruction(code, revision));
  }

  @Get('consignments/:consignment/receipt/print')
  @LoggedIn()
  @PageRoute({
    summary: 'The receipt of a consignment with its differences (C5)',
    description:
      'For those at or above its sender or receiver. Of one that is in transit it is the sheet ' +
      'for counting, to be filled in by hand.',
    position: true,
  })
  async receipt(
    @Caller() caller: CallerState,
    @Param('consignment') consignment: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return answered(response, await this.reader.receipt(caller, consignment));
  }

  @Get('centres/:code/statement/print')
  @ReadsCentre()
  @PageRoute({
    summary: 'The custody statement of a period, with its serials',
    description: 'Of the same days and asked in the same way as the statement itself.',
    asked: true,
    position: true,
  })
  async statement(
    @Param('code') code: string,
    @Query() query: StatementQueryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    return answered(response, await this.reader.statement(code, query));
  }
}
