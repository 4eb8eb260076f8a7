import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Approves, ApprovesOrWithdraws, LoggedIn } from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { ProposalDesk } from './proposal-desk';
import { ProposalReader } from './proposal-reader';
import {
  ApproveProposalDto,
  ProposalPageDto,
  ProposalQueryDto,
  RefuseProposalDto,
} from './proposals.dto';

/** What one user asked and a second approves or refuses. */
@ApiTags('proposals')
@Controller('proposals')
export class ProposalsController {
  constructor(
    private readonly desk: ProposalDesk,
    private readonly reader: ProposalReader,
  ) {}

  @Get()
  @LoggedIn()
  @QueryRoute({ summary: 'Proposals, newest first', answer: ProposalPageDto })
  list(@Caller() caller: CallerState, @Query() query: ProposalQueryDto): Promise<Reply> {
    return this.reader.list(caller, query);
  }

  @Post(':proposal/approval')
  @Approves()
  @CommandRoute({
    summary: 'Approve as the second user',
    description:
      'The command is judged again now; its events and the approval are one append. When it is ' +
      'refused, the proposal stays pending.',
    secondUser: 'never',
  })
  approve(
    @Param('proposal') proposal: string,
    @Order() order: CommandOrder,
    @Body() _body: ApproveProposalDto,
  ): Promise<Reply> {
    return this.desk.decide(order, { type: 'ApproveProposal', proposal });
  }

  @Post(':proposal/refusal')
  @ApprovesOrWithdraws()
  @CommandRoute({
    summary: 'Refuse as the second user, or withdraw as the author',
    secondUser: 'never',
  })
  refuse(
    @Param('proposal') proposal: string,
    @Order() order: CommandOrder,
    @Body() body: RefuseProposalDto,
  ): Promise<Reply> {
    return this.desk.decide(order, { type: 'RefuseProposal', proposal, reason: body.reason });
  }
}
