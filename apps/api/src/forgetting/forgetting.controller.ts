import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Governs } from '../access/requirement';
import { CommandRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import type { Reply } from '../requests/reply';
import { ForgetHolderDto } from './forgetting.dto';
import { ForgettingDesk } from './forgetting-desk';

/** A person asks to be forgotten. */
@ApiTags('holders')
@Controller('holders')
export class ForgettingController {
  constructor(private readonly desk: ForgettingDesk) {}

  @Post('forgetting')
  @Governs()
  @CommandRoute({
    summary: "Forget a person (the top centre's supervisor, and a second)",
    description:
      'Finds every sealed line of the document and proposes to destroy their keys. The proposal ' +
      'names the lines, never the document; what is posted of the person afterwards is not in it. ' +
      'Once approved nothing brings the personal data back; custody history stays whole.',
    secondUser: 'always',
  })
  forget(@Order() order: CommandOrder, @Body() body: ForgetHolderDto): Promise<Reply> {
    return this.desk.forget(order, body);
  }
}
