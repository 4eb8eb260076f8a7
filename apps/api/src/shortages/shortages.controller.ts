import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { ShortageCommandBody } from '#domain';
import { ChangeShortage } from '#ledger';
import { ReadModel } from '#read-model';
import { ReadsCentre, Supervises } from '../access/requirement';
import { CommandContexts, requestOf } from '../requests/command-context';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { replyTo } from '../requests/outcome-reply';
import { found, type Reply } from '../requests/reply';
import { ShortageCommandDto, ShortageListDto } from './shortages.dto';

/** Shortages of blanks: while one is declared, vouchers may be issued below (V1). */
@ApiTags('shortages')
@Controller('centres/:code/shortages')
export class ShortagesController {
  constructor(
    private readonly bus: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly views: ReadModel,
  ) {}

  @Post()
  @Supervises()
  @CommandRoute({
    summary: 'Declare blanks of some levels short for a province, or for everyone (V1)',
    description: 'By a supervisor of the province or of the top centre.',
    secondUser: 'never',
  })
  declare(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: ShortageCommandDto,
  ): Promise<Reply> {
    return this.change(order, code, 'DeclareShortage', body);
  }

  @Post('end')
  @Supervises()
  @CommandRoute({
    summary: 'End a shortage: from now on certificates are printed (V1)',
    secondUser: 'never',
  })
  end(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: ShortageCommandDto,
  ): Promise<Reply> {
    return this.change(order, code, 'EndShortage', body);
  }

  @Get()
  @ReadsCentre()
  @QueryRoute({
    summary: 'Shortages that hold or held for a centre: its own and those declared above it',
    answer: ShortageListDto,
  })
  async list(@Param('code') code: string): Promise<Reply<ShortageListDto>> {
    const { position, answer } = await this.views.shortages(code);
    const items = answer.map(({ declaredAt, endedAt, endedOn, ...shortage }) => ({
      ...shortage,
      declaredAt: declaredAt.toISOString(),
      endedOn: endedOn ?? null,
      endedAt: endedAt?.toISOString() ?? null,
    }));
    return found(position, { items, next: null });
  }

  private async change(
    order: CommandOrder,
    code: string,
    type: ShortageCommandBody['type'],
    { occurredOn, levels }: ShortageCommandDto,
  ): Promise<Reply> {
    const context = this.contexts.of(order, code, occurredOn);
    const change = new ChangeShortage(requestOf(order), { type, levels, ...context });
    return replyTo(await this.bus.execute(change), order.language);
  }
}
