import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PostsToBook } from '../access/requirement';
import { CommandRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { SeenCheckpointDto } from './transparency.dto';
import { WitnessDesk } from './witness-desk';

@ApiTags('transparency')
@Controller('centres/:code/cosignatures')
export class CosignaturesController {
  constructor(private readonly desk: WitnessDesk) {}

  @Post()
  @PostsToBook()
  @CommandRoute({
    summary: 'Hand in a checkpoint that the centre has verified and cosigned (TL-18)',
    description:
      'Outside a return. Checked like one: signed by the log, of this log, cosigned with the key ' +
      'that is registered for the centre. Handing in the same again answers as the first time.',
    secondUser: 'never',
  })
  async handIn(
    @Param('code') code: string,
    @Order() order: CommandOrder,
    @Body() body: SeenCheckpointDto,
  ): Promise<Reply> {
    return this.desk.record(order, await this.desk.check(code, body));
  }
}
