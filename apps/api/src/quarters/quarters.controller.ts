import { applyDecorators, Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import {
  LoggedIn,
  PostsAbove,
  PostsToBook,
  ReadsCentre,
  Reviews,
  Signs,
} from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { BoardDto, BoardQueryDto } from './board.dto';
import {
  ApplicationAnswerDto,
  FileApplicationDto,
  FileReturnDto,
  RecordFeeShareDto,
  ReviewApplicationDto,
  SignApplicationDto,
} from './quarter-commands.dto';
import { QuarterDesk } from './quarter-desk';
import { QuarterReader } from './quarter-reader';
import { QuarterOutlookDto, WholeQuarterDto } from './quarters.dto';

interface Place {
  readonly code: string;
  readonly quarter: string;
}

/** The path's parameters, which are taken as one. */
const OfQuarter = (): MethodDecorator =>
  applyDecorators(
    ApiParam({ name: 'code', type: String }),
    ApiParam({ name: 'quarter', type: String, example: '2013Q2' }),
  );

/** Returns, applications and grants of the quarterly cycle. */
@ApiTags('quarters')
@Controller()
export class QuartersController {
  constructor(
    private readonly desk: QuarterDesk,
    private readonly reader: QuarterReader,
  ) {}

  @Put('centres/:code/quarters/:quarter/return')
  @OfQuarter()
  @PostsToBook()
  @CommandRoute({
    summary: 'File the return of a statistical quarter (Q1)',
    description:
      'Again until the application that uses it is signed, or once that was sent back. Without rows: ' +
      'nobody was examined. What was destroyed is attached (Q8). ' +
      '`witness` is the checkpoint of the log that the centre has verified and cosigned (TL-18).',
    secondUser: 'never',
  })
  fileReturn(
    @Param() place: Place,
    @Order() order: CommandOrder,
    @Body() body: FileReturnDto,
  ): Promise<Reply> {
    return this.desk.fileReturn(order, place, body);
  }

  @Put('centres/:code/quarters/:quarter/fee-share')
  @OfQuarter()
  @PostsAbove()
  @CommandRoute({
    summary: 'Note whether the fee share of a statistical quarter was paid (Q6, by the parent)',
    secondUser: 'never',
  })
  recordFeeShare(
    @Param() place: Place,
    @Order() order: CommandOrder,
    @Body() body: RecordFeeShareDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, place, occurredOn, { type: 'RecordFeeShare', ...command });
  }

  @Put('centres/:code/quarters/:quarter/application')
  @OfQuarter()
  @PostsToBook()
  @CommandRoute({
    summary: 'Apply for blanks for a quarter (Q2, Q4)',
    description: 'The figures come from the books and the return; a change cancels sign-offs (Q5).',
    answer: ApplicationAnswerDto,
    secondUser: 'never',
  })
  fileApplication(
    @Param() place: Place,
    @Order() order: CommandOrder,
    @Body() body: FileApplicationDto,
  ): Promise<Reply> {
    const { occurredOn, planned, ...command } = body;
    return this.desk.apply(order, place, occurredOn, {
      type: 'FileApplication',
      planned: { ...planned },
      ...command,
    });
  }

  @Post('centres/:code/quarters/:quarter/application/sign-offs')
  @OfQuarter()
  @Signs()
  @CommandRoute({
    summary: 'Sign an application: two users other than who filed it (Q5)',
    secondUser: 'never',
  })
  sign(
    @Param() place: Place,
    @Order() order: CommandOrder,
    @Body() body: SignApplicationDto,
  ): Promise<Reply> {
    const { occurredOn, as } = body;
    return this.desk.apply(order, place, occurredOn, { type: 'SignApplication', as });
  }

  @Post('centres/:code/quarters/:quarter/review')
  @OfQuarter()
  @Reviews()
  @CommandRoute({
    summary: "Grant an application or send it back (Q5, Q6, by the parent's supervisor)",
    secondUser: 'never',
  })
  review(
    @Param() place: Place,
    @Order() order: CommandOrder,
    @Body() body: ReviewApplicationDto,
  ): Promise<Reply> {
    const { occurredOn, granted, ...command } = body;
    return this.desk.apply(order, place, occurredOn, {
      type: 'ReviewApplication',
      ...command,
      ...(granted ? { granted: { ...granted } } : {}),
    });
  }

  @Get('centres/:code/quarters/:quarter')
  @OfQuarter()
  @ReadsCentre()
  @QueryRoute({
    summary: 'All about the quarter applied for: return, application, review, what was sent',
    answer: WholeQuarterDto,
  })
  one(
    @Caller() caller: CallerState,
    @Param() { code, quarter }: Place,
  ): Promise<Reply<WholeQuarterDto>> {
    return this.reader.one(caller, code, quarter);
  }

  @Get('centres/:code/quarters/:quarter/outlook')
  @OfQuarter()
  @ReadsCentre()
  @QueryRoute({
    summary: 'What a return and an application would say if they were filed now (Q4, Q6, Q8)',
    description: 'Read from the books themselves. Refused for who has nobody to apply to (Q12).',
    answer: QuarterOutlookDto,
  })
  outlook(@Param() { code, quarter }: Place): Promise<Reply<QuarterOutlookDto>> {
    return this.reader.outlook(code, quarter);
  }

  @Get('quarters/:quarter')
  @LoggedIn()
  @QueryRoute({
    summary: 'The board of a province: who filed, who is late or zero, what was granted and sent',
    description: 'Refused for a city or a station: nobody applies to it (C3).',
    answer: BoardDto,
  })
  board(
    @Param('quarter') quarter: string,
    @Query() { province }: BoardQueryDto,
    @Caller() caller: CallerState,
  ): Promise<Reply<BoardDto>> {
    return this.reader.board(caller, quarter, province);
  }
}
