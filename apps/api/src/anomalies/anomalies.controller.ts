import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LoggedIn } from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { QueryRoute } from '../requests/documented';
import type { Reply } from '../requests/reply';
import { AnomalyPageDto, AnomalyQueryDto } from './anomalies.dto';
import { AnomalyReader } from './anomaly-reader';

/** Nothing here is refused or wrong by itself. */
@ApiTags('queries')
@Controller()
export class AnomaliesController {
  constructor(private readonly reader: AnomalyReader) {}

  @Get('anomalies')
  @LoggedIn()
  @QueryRoute({
    summary: 'What is worth a look, with the reason, the numbers and the events behind it',
    description:
      'At and below the caller’s centre. Spoilage of the twelve calendar months up to that of the ' +
      'day, beyond the policy (`spoilageRateWarning`) or twice the median of the sister centres ' +
      '(5 sheets and 3 sisters at least); stock that does not last for the coming quarter by the ' +
      'four before; consignments on their way for longer than `transitDaysMax`; unexpected blanks ' +
      'in receipts, uses out of serial order and counts with differences of the last 366 days; ' +
      'posts recorded in the last 92 days before `officeHoursFrom`, from `officeHoursTo` on or on ' +
      'a weekend (paper books that are loaded left out); sheets spoiled for longer than ' +
      '`spoiledDaysMax`; vouchers with 30 days left or less.',
    answer: AnomalyPageDto,
  })
  list(@Caller() caller: CallerState, @Query() query: AnomalyQueryDto): Promise<Reply> {
    return this.reader.list(caller, query);
  }
}
