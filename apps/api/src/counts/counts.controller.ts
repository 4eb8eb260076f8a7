import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LoggedIn, PostsToBook, ReadsCentre } from '../access/requirement';
import { BookDesk } from '../custody/book-desk';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { CentrePageQueryDto, PageQueryDto } from '../requests/query.dto';
import type { Reply } from '../requests/reply';
import { CountReader } from './count-reader';
import {
  CountAnswerDto,
  CountStockDto,
  OverdueSpoiledPageDto,
  StockCountPageDto,
} from './counts.dto';
import { OverdueReader } from './overdue-reader';

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
