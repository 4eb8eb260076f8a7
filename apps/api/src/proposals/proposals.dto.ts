import { ApiProperty } from '@nestjs/swagger';
import { type ProposalStatus, proposalStatuses } from '#read-model';
import { OneOf, Text } from '../requests/fields';
import { CentrePageQueryDto } from '../requests/query.dto';

export class ProposalQueryDto extends CentrePageQueryDto {
  @OneOf(proposalStatuses, { optional: true })
  status?: ProposalStatus;
}

export class ApproveProposalDto {}

export class RefuseProposalDto {
  @Text({ max: 2_000 })
  reason!: string;
}

export class ProposalDto {
  @ApiProperty({ example: '52010001-42' })
  proposal!: string;

  @ApiProperty({ description: 'whose book it lives in; outside books the top centre' })
  centre!: string;

  @ApiProperty({ enum: [...proposalStatuses] })
  status!: ProposalStatus;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'what was asked: `type` and the fields of the request',
  })
  command!: object;

  @ApiProperty({ example: 'C10', description: 'the rule that asks for a second user' })
  rule!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  madeAt!: string;

  @ApiProperty({ description: 'pseudonymous user id of the author' })
  madeBy!: string;

  @ApiProperty({ type: String, nullable: true, description: 'their name, while they are a user' })
  madeByName!: string | null;

  @ApiProperty({ description: 'whether the caller made it: then another user must decide' })
  isOwn!: boolean;

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  closedAt!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'who approved or refused it' })
  closedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'their name, while they are a user' })
  closedByName!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'where it was closed' })
  closedPosition!: string | null;

  @ApiProperty({ type: String, nullable: true })
  refusalReason!: string | null;
}

export class ProposalPageDto {
  @ApiProperty({ type: [ProposalDto], description: 'newest first' })
  items!: ProposalDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
