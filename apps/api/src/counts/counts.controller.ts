import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PostsToBook, ReadsCentre } from '../access/requirement';
import { BookDesk } from '../custody/book-desk';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { PageQueryDto } from '../requests/query.dto';
import type { Reply } from '../requests/reply';
import { CountReader } from './count-reader';
import { CountAnswerDto, CountStockDto, StockCountPageDto } from './counts.dto';

/** What lies in the safe against what the book says. */
@ApiTags('custody')
@Controller('centres/:code/stock-counts')
export class CountsController {
  constructor(
    private readonly desk: BookDesk,
    private readonly reader: CountReader,
  ) {}

  @Post()
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

  @Get()
  @ReadsCentre()
  @QueryRoute({ summary: 'Stock counts of a centre, newest first', answer: StockCountPageDto })
  list(@Param('code') code: string, @Query() query: PageQueryDto): Promise<Reply> {
    return this.reader.list(code, query);
  }
}
