import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PostsOnConsignment, PostsToBook } from '../access/requirement';
import { DispatchAnswerDto } from '../requests/command.dto';
import { CommandRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { BookDesk } from './book-desk';
import {
  CorrectIssuesDto,
  DestroySerialsDto,
  DispatchBlanksDto,
  IssueCertificatesDto,
  PrintReplacementDto,
  ReceiveBlanksDto,
  RecoverSerialsDto,
  RefuseBlanksDto,
  RegisterBlanksDto,
  ReportMissingDto,
  ReverseRegistrationDto,
  ReverseSpoilageDto,
  SpoilSerialsDto,
  TakeBackBlanksDto,
  VoidIssueDto,
} from './custody.dto';

/** The custody commands of one centre's book. `code` is the centre that posts. */
@ApiTags('custody')
@PostsToBook()
@Controller('centres/:code')
export class CustodyController {
  constructor(private readonly desk: BookDesk) {}

  @Post('registrations')
  @CommandRoute({ summary: 'Register blanks from the printing works (top centre only, C1)' })
  register(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: RegisterBlanksDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'RegisterBlanks', ...command });
  }

  @Post('registration-reversals')
  @CommandRoute({
    summary: 'Undo a registration made by mistake (C1)',
    description:
      'Only while all of it is in the top centre’s stock; it may then be registered anew.',
    secondUser: 'always',
  })
  reverseRegistration(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: ReverseRegistrationDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'ReverseRegistration', ...command });
  }

  @Post('consignments')
  @CommandRoute({
    summary: 'Send blanks one tier down or back up (C2)',
    description: 'As opening stock it waits for a second user (C17).',
    answer: DispatchAnswerDto,
  })
  dispatch(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: DispatchBlanksDto,
  ) {
    const { occurredOn, opening, ...command } = body;
    const marked = opening ? ({ opening } as const) : {};
    const dispatched = { type: 'DispatchBlanks', ...command, ...marked } as const;
    return this.desk.post(order, code, occurredOn, dispatched);
  }

  @Post('consignments/:consignment/receipt')
  @PostsOnConsignment({ as: 'receiver' })
  @CommandRoute({
    summary: 'Receive a consignment, every serial accounted for (C5)',
    description: 'With damaged or missing blanks it waits for a second user.',
  })
  receive(
    @Param('code') code: string,
    @Param('consignment') consignment: string,
    @Order() order: CommandOrder,
    @Body() body: ReceiveBlanksDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, {
      type: 'ReceiveBlanks',
      consignment,
      ...command,
    });
  }

  @Post('consignments/:consignment/refusal')
  @PostsOnConsignment({ as: 'receiver' })
  @CommandRoute({ summary: 'Refuse a consignment; only its sender may then take it back (C6)' })
  refuse(
    @Param('code') code: string,
    @Param('consignment') consignment: string,
    @Order() order: CommandOrder,
    @Body() body: RefuseBlanksDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, {
      type: 'RefuseBlanks',
      consignment,
      ...command,
    });
  }

  @Post('consignments/:consignment/return-to-stock')
  @PostsOnConsignment({ as: 'sender' })
  @CommandRoute({ summary: 'Take a refused consignment back into stock (C6)' })
  takeBack(
    @Param('code') code: string,
    @Param('consignment') consignment: string,
    @Order() order: CommandOrder,
    @Body() body: TakeBackBlanksDto,
  ): Promise<Reply> {
    return this.desk.post(order, code, body.occurredOn, { type: 'TakeBackBlanks', consignment });
  }

  @Post('issues')
  @CommandRoute({
    summary: 'Issue certificates to those who passed (C7)',
    description: 'At most 1,000 lines; the whole post succeeds or none of it.',
  })
  issue(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: IssueCertificatesDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'IssueCertificates', ...command });
  }

  @Post('issue-corrections')
  @CommandRoute({
    summary: 'Correct the sheets that certificates were recorded on (C9, C15)',
    description: 'At most 1,000 lines, judged together: they may take each other’s sheets.',
    secondUser: 'always',
  })
  correctIssues(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: CorrectIssuesDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'CorrectIssues', ...command });
  }

  @Post('issue-voids')
  @CommandRoute({
    summary: 'Void an issue or a replacement (C12)',
    description:
      'Voiding a replacement for loss puts the old serial in force again if it is still void.',
    secondUser: 'always',
  })
  voidIssue(@Param('code') code: string, @Order() order: CommandOrder, @Body() body: VoidIssueDto) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'VoidIssue', ...command });
  }

  @Post('spoilages')
  @CommandRoute({ summary: 'Record blanks as spoiled (C9)' })
  spoil(@Param('code') code: string, @Order() order: CommandOrder, @Body() body: SpoilSerialsDto) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'SpoilSerials', ...command });
  }

  @Post('spoilage-reversals')
  @CommandRoute({
    summary: 'Put blanks that are not spoiled back into stock (C12)',
    description: 'Never a sheet that was printed once.',
    secondUser: 'always',
  })
  reverseSpoilage(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: ReverseSpoilageDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'ReverseSpoilage', ...command });
  }

  @Post('destructions')
  @CommandRoute({
    summary: 'Destroy spoiled blanks before witnesses (C10)',
    secondUser: 'always',
  })
  destroy(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: DestroySerialsDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'DestroySerials', ...command });
  }

  @Post('replacements')
  @CommandRoute({
    summary: 'Replace a lost or damaged certificate (P1, P2)',
    description:
      'One older than the book is replaced with its particulars, and waits for a second user.',
  })
  replace(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: PrintReplacementDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'PrintReplacement', ...command });
  }

  @Post('losses')
  @CommandRoute({
    summary: 'Report blanks or spoiled sheets as missing (C12)',
    secondUser: 'always',
  })
  lose(@Param('code') code: string, @Order() order: CommandOrder, @Body() body: ReportMissingDto) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'ReportMissing', ...command });
  }

  @Post('recoveries')
  @CommandRoute({
    summary: 'Recover what this centre lost, or a void certificate that came to light (C12)',
    secondUser: 'always',
  })
  recover(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: RecoverSerialsDto,
  ) {
    const { occurredOn, ...command } = body;
    return this.desk.post(order, code, occurredOn, { type: 'RecoverSerials', ...command });
  }
}
