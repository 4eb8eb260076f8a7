import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReadsCentre } from '../access/requirement';
import { QueryRoute } from '../requests/documented';
import type { Reply } from '../requests/reply';
import {
  StatementCellQueryDto,
  StatementDto,
  StatementPostPageDto,
  StatementQueryDto,
} from './statement.dto';
import { StatementReader } from './statement-reader';

/** Custody statements: reports folded from movements. */
@ApiTags('reports')
@Controller('centres/:code/statement')
export class StatementsController {
  constructor(private readonly reader: StatementReader) {}

  @Get()
  @ReadsCentre()
  @QueryRoute({
    summary: 'The custody statement of a centre over some days: two lines that add up',
    description:
      'Stock: opening + registered + received + takenBack + recovered + correctedIn − issued − ' +
      'replaced − spoiled − missing − sent − returned − correctedOut = closing. Spoiled: opening + ' +
      'spoiled + damagedOnReceipt + voided + handedIn + recovered + correctedIn − destroyed − ' +
      'missing − correctedOut = closing. Reversals are corrections. With `subtree` it is the sum ' +
      'of all centres: what one sent to another stands in both cells.',
    answer: StatementDto,
  })
  statement(@Param('code') code: string, @Query() query: StatementQueryDto): Promise<Reply> {
    return this.reader.statement(code, query);
  }

  @Get('cell')
  @ReadsCentre()
  @QueryRoute({
    summary: 'The events behind one cell of a statement, oldest first',
    description: 'Behind an opening or closing: all that the line ever saw until then.',
    answer: StatementPostPageDto,
  })
  cell(@Param('code') code: string, @Query() query: StatementCellQueryDto): Promise<Reply> {
    return this.reader.cell(code, query);
  }
}
