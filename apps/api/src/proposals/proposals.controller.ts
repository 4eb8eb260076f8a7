import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Approves, LoggedIn } from '../access/requirement';
import { BookDesk } from '../custody/book-desk';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { centreOfProposal } from './proposal-number';
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
    private readonly desk: BookDesk,
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
    const centre = centreOfProposal(proposal);
    return this.desk.post(order, centre, undefined, { type: 'ApproveProposal', proposal });
  }

  @Post(':proposal/refusal')
  @Approves()
  @CommandRoute({ summary: 'Refuse as the second user', secondUser: 'never' })
  refuse(
    @Param('proposal') proposal: string,
    @Order() order: CommandOrder,
    @Body() body: RefuseProposalDto,
  ): Promise<Reply> {
    const { reason } = body;
    const centre = centreOfProposal(proposal);
    return this.desk.post(order, centre, undefined, { type: 'RefuseProposal', proposal, reason });
  }
}
