import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ChangeEdition } from '#ledger';
import { Governs, LoggedIn } from '../access/requirement';
import { Caller, type CallerState } from '../requests/caller';
import { CommandContexts, requestOf } from '../requests/command-context';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import { CentrePageQueryDto } from '../requests/query.dto';
import type { Reply } from '../requests/reply';
import { EditionReader } from './edition-reader';
import { EditionDto, WithdrawEditionDto } from './editions.dto';

/** Printings of blanks, which can be withdrawn (C14). */
@ApiTags('editions')
@Controller('editions')
export class EditionsController {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly reader: EditionReader,
  ) {}

  @Get(':edition')
  @LoggedIn()
  @QueryRoute({
    summary: 'What remains of an edition, by centre and range, and whether it is withdrawn',
    answer: EditionDto,
  })
  one(
    @Caller() caller: CallerState,
    @Param('edition') edition: string,
    @Query() query: CentrePageQueryDto,
  ): Promise<Reply> {
    return this.reader.one(caller, edition, query);
  }

  @Post(':edition/withdrawal')
  @Governs()
  @CommandRoute({
    summary: "Withdraw an edition from a day on (the top centre's supervisor, C14)",
    description:
      'From then on its blanks are neither issued nor used for replacements nor sent down; they ' +
      'are returned, or spoiled and destroyed. Certificates issued before stay valid.',
    secondUser: 'always',
  })
  async withdraw(
    @Param('edition') edition: string,
    @Order() order: CommandOrder,
    @Body() body: WithdrawEditionDto,
  ): Promise<Reply> {
    const { occurredOn, ...command } = body;
    const context = this.contexts.of(order, order.grant.centre, occurredOn);
    const withdrawal = { type: 'WithdrawEdition', ...command, ...context } as const;
    const request = new ChangeEdition(requestOf(order), edition, withdrawal);
    return replyTo(await this.bus.execute(request), order.language);
  }
}
