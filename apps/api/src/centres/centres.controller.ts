import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  ClosesCentre,
  HasRole,
  KeepsCentre,
  Leads,
  LoggedIn,
  ReadsCentre,
} from '../access/requirement';
import { BookDesk } from '../custody/book-desk';
import { Caller, type CallerState } from '../requests/caller';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { CentreDesk } from './centre-desk';
import { CentreReader } from './centre-reader';
import {
  AppointManagerDto,
  CentreDto,
  CentreTreeDto,
  CloseCentreDto,
  RegisterCentreDto,
  RegisterWitnessKeyDto,
} from './centres.dto';

@ApiTags('centres')
@Controller('centres')
export class CentresController {
  constructor(
    private readonly desk: CentreDesk,
    private readonly reader: CentreReader,
    private readonly books: BookDesk,
  ) {}

  @Post()
  @HasRole('admin')
  @CommandRoute({
    summary: 'Register a centre or station',
    description: 'The one without a parent is the top centre; there is one (C1).',
    secondUser: 'never',
  })
  register(@Order() order: CommandOrder, @Body() body: RegisterCentreDto): Promise<Reply> {
    return this.desk.register(order, body);
  }

  @Get()
  @LoggedIn()
  @QueryRoute({
    summary: 'The tree of centres, as far as the caller may see',
    answer: CentreTreeDto,
  })
  tree(@Caller() caller: CallerState): Promise<Reply> {
    return this.reader.tree(caller);
  }

  @Get(':code')
  @ReadsCentre()
  @QueryRoute({ summary: 'One centre and its certificate manager', answer: CentreDto })
  one(@Param('code') code: string): Promise<Reply> {
    return this.reader.one(code);
  }

  @Post(':code/closing')
  @ClosesCentre()
  @CommandRoute({
    summary: 'Close a centre with which nothing is left (C18)',
    description:
      'By a supervisor of the centre or of its parent. Afterwards users of the parent post what ' +
      'settles the past in its book.',
  })
  close(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: CloseCentreDto,
  ): Promise<Reply> {
    const { occurredOn, reason } = body;
    return this.books.post(order, code, occurredOn, { type: 'CloseCentre', reason });
  }

  @Put(':code/manager')
  @KeepsCentre()
  @CommandRoute({ summary: 'Appoint the certificate manager (Q10)', secondUser: 'never' })
  appointManager(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: AppointManagerDto,
  ): Promise<Reply> {
    return this.desk.appointManager(order, code, body);
  }

  @Put(':code/witness-key')
  @Leads()
  @CommandRoute({
    summary: 'Register the key that the centre cosigns checkpoints with (TL-17, its supervisor)',
    description:
      'From then on. Keys before it stay known with their dates: what they cosigned stays valid.',
    secondUser: 'never',
  })
  registerWitnessKey(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: RegisterWitnessKeyDto,
  ): Promise<Reply> {
    return this.desk.registerWitnessKey(order, code, body);
  }
}
