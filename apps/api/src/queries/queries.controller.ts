import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { LoggedIn, ReadsCentre } from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { QueryRoute } from '../requests/documented';
import type { Reply } from '../requests/reply';
import { BookPageDto, BookQueryDto } from './book.dto';
import { BookReader } from './book-reader';
import { CertificateDto } from './certificate.dto';
import { ConsignmentPageDto, ConsignmentQueryDto } from './consignment.dto';
import { EpcisDocumentDto } from './epcis.dto';
import { MovementReader } from './movement-reader';
import { AsOfQueryDto, RangeQueryDto, SegmentsDto, SerialDto } from './queries.dto';
import { CentreStockDto, StockDto, StockQueryDto } from './stock.dto';
import { StockReader } from './stock-reader';

@ApiTags('queries')
@Controller()
export class QueriesController {
  constructor(
    private readonly movements: MovementReader,
    private readonly stocks: StockReader,
    private readonly books: BookReader,
  ) {}

  @Get('serials')
  @LoggedIn()
  @QueryRoute({ summary: 'Where every serial of a range is', answer: SegmentsDto })
  segments(@Caller() caller: CallerState, @Query() query: RangeQueryDto): Promise<Reply> {
    return this.movements.segments(caller, query);
  }

  @Get('serials/:serial')
  @LoggedIn()
  @QueryRoute({
    summary: 'Where a serial is and where it has been',
    description:
      'A serial ever held at or below the caller’s centre shows its whole chain. One whose ' +
      'registration was reversed is 404 `registration-reversed`: `params` says when, by whom and ' +
      'by which event.',
    answer: SerialDto,
  })
  serial(
    @Caller() caller: CallerState,
    @Param('serial') serial: string,
    @Query() query: AsOfQueryDto,
  ): Promise<Reply> {
    return this.movements.serial(caller, serial, query);
  }

  @Get('serials/:serial/epcis')
  @LoggedIn()
  @QueryRoute({
    summary: 'The history of a serial as an EPCIS 2.0 document',
    description:
      'For supply-chain programs. Seen by whoever sees the serial. Days are told as their beginning in Asia/Shanghai; people are not named.',
    answer: EpcisDocumentDto,
  })
  epcis(
    @Caller() caller: CallerState,
    @Param('serial') serial: string,
    @Query() query: AsOfQueryDto,
  ): Promise<Reply> {
    return this.movements.epcis(caller, serial, query);
  }

  @Get('certificates/:number')
  @LoggedIn()
  @QueryRoute({ summary: 'A certificate and its serials over time', answer: CertificateDto })
  certificate(@Caller() caller: CallerState, @Param('number') number: string): Promise<Reply> {
    return this.movements.certificate(caller, number);
  }

  @Get('stock')
  @LoggedIn()
  @QueryRoute({ summary: 'Stock by centre, level and edition', answer: StockDto })
  stock(@Caller() caller: CallerState, @Query() query: StockQueryDto): Promise<Reply> {
    return this.stocks.stock(caller, query);
  }

  @Get('centres/:code/stock')
  @ReadsCentre()
  @QueryRoute({ summary: 'Stock of one centre, with the ranges held', answer: CentreStockDto })
  centreStock(@Param('code') code: string, @Query() query: AsOfQueryDto): Promise<Reply> {
    return this.stocks.centreStock(code, query);
  }

  @Get('centres/:code/book')
  @ReadsCentre()
  @QueryRoute({ summary: 'The events of one book as journal lines', answer: BookPageDto })
  book(@Param('code') code: string, @Query() query: BookQueryDto): Promise<Reply> {
    return this.books.page(code, query);
  }

  @Get('consignments')
  @LoggedIn()
  @QueryRoute({
    summary: 'Consignments from or to the caller’s centre or below',
    answer: ConsignmentPageDto,
  })
  consignments(@Caller() caller: CallerState, @Query() query: ConsignmentQueryDto): Promise<Reply> {
    return this.movements.consignments(caller, query);
  }
}
