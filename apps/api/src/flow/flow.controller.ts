import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LoggedIn } from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { QueryRoute } from '../requests/documented';
import type { Reply } from '../requests/reply';
import { ForecastPageDto, ForecastQueryDto, TurnoverDto, TurnoverQueryDto } from './flow.dto';
import { FlowReader } from './flow-reader';

/** What trends and forecasts are drawn from. */
@ApiTags('queries')
@Controller()
export class FlowController {
  constructor(private readonly reader: FlowReader) {}

  @Get('turnover')
  @LoggedIn()
  @QueryRoute({
    summary: 'How much was registered, issued, replaced, spoiled, lost and destroyed, by month',
    description: 'At and below a centre, by level; corrections are set off against what they mend.',
    answer: TurnoverDto,
  })
  turnover(@Caller() caller: CallerState, @Query() query: TurnoverQueryDto): Promise<Reply> {
    return this.reader.turnover(caller, query);
  }

  @Get('forecasts')
  @LoggedIn()
  @QueryRoute({
    summary: 'For how long the stock of every centre at and below one will last',
    description:
      'Of every level of which a centre used something, issued or spoiled, in the last four ' +
      'complete statistical quarters. Closed centres are left out.',
    answer: ForecastPageDto,
  })
  forecasts(@Caller() caller: CallerState, @Query() query: ForecastQueryDto): Promise<Reply> {
    return this.reader.forecasts(caller, query);
  }
}
