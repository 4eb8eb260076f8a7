import { ApiProperty } from '@nestjs/swagger';
import { type PolicyName, policies } from '#domain';
import { CommandDto } from '../requests/command.dto';
import { Day, Identifier, Whole } from '../requests/fields';

const valueMax = 1_000_000;

export class SetPolicyDto extends CommandDto {
  @Whole({ min: 0, max: valueMax, description: 'within the bounds of the name' })
  value!: number;

  @Day({ description: 'the day from which it holds' })
  from!: string;

  @Identifier({ optional: true, description: 'code of the province; all provinces unless said' })
  province?: string;
}

export class PolicyValueDto {
  @ApiProperty()
  value!: number;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ required: false, description: 'for this province alone' })
  province?: string;
}

export class PolicyDto {
  @ApiProperty({ enum: Object.keys(policies) })
  name!: PolicyName;

  @ApiProperty({ description: 'the rule that the number belongs to' })
  rule!: string;

  @ApiProperty({ description: 'what the number counts' })
  unit!: string;

  @ApiProperty()
  least!: number;

  @ApiProperty()
  most!: number;

  @ApiProperty({ type: [PolicyValueDto], description: 'what holds where nothing was set' })
  standard!: PolicyValueDto[];

  @ApiProperty({ type: [PolicyValueDto], description: 'what was set, in that order' })
  set!: PolicyValueDto[];
}

export class PolicyListDto {
  @ApiProperty({ type: [PolicyDto] })
  items!: PolicyDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: the policy comes whole' })
  next!: string | null;
}
