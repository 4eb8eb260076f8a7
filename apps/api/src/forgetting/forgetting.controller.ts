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
      'names the lines, never the document. What is posted of the same person until it is ' +
      'approved is forgotten with the rest; later posts are not. The approval is refused ' +
      '(`holder-in-upload`) while a roster file that is not done names the person; refused rows ' +
      'of others are taken out. It is answered when the keys are destroyed, or 503 ' +
      '`forgetting-unfinished`: decided, and going on by itself. Nothing brings the personal data ' +
      'back; custody history stays whole.',
    secondUser: 'always',
  })
  forget(@Order() order: CommandOrder, @Body() body: ForgetHolderDto): Promise<Reply> {
    return this.desk.forget(order, body);
  }
}
