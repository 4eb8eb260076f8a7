import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type PolicyName, policies } from '#domain';
import { CentresLedger } from '#ledger';
import { ReadModel } from '#read-model';
import { Governs, LoggedIn } from '../access/requirement';
import { CommandRoute, QueryRoute } from '../requests/documented';
import { type CommandOrder, Order } from '../requests/order';
import { found, type Reply } from '../requests/reply';
import { CentreDesk } from './centre-desk';
import { PolicyListDto, SetPolicyDto } from './policy.dto';

@ApiTags('policy')
@Controller('policy')
export class PolicyController {
  constructor(
    private readonly desk: CentreDesk,
    private readonly ledger: CentresLedger,
    private readonly views: ReadModel,
  ) {}

  @Get()
  @LoggedIn()
  @QueryRoute({
    summary: 'Every number that can be set, its bounds and what was set',
    answer: PolicyListDto,
  })
  async list(): Promise<Reply<PolicyListDto>> {
    // The stream is read after the position was: it reflects that position at least.
    const position = await this.views.position();
    const { policy } = await this.ledger.centres({ fresh: true });
    const items = (Object.keys(policies) as PolicyName[]).map((name) => {
      const { rule, unit, least, most, standard } = policies[name];
      const set = policy.entries
        .filter((entry) => entry.name === name)
        .map(({ name: _, ...entry }) => entry);
      return { name, rule, unit, least, most, standard: [...standard], set };
    });
    return found(position, { items, next: null });
  }

  @Put(':name')
  @Governs()
  @CommandRoute({
    summary: "Set a number of the policy from a day on (the top centre's supervisor)",
    description: 'What was posted before was judged by what held then, and stays as it is.',
    secondUser: 'never',
  })
  set(
    @Param('name') name: string,
    @Order() order: CommandOrder,
    @Body() body: SetPolicyDto,
  ): Promise<Reply> {
    return this.desk.setPolicy(order, name, body);
  }
}
