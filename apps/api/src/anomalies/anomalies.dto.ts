import { ApiProperty } from '@nestjs/swagger';
import { type AnomalyKind, anomalyKinds, levels } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { Day, OneOf } from '../requests/fields';
import { CentrePageQueryDto } from '../requests/query.dto';

export class AnomalyQueryDto extends CentrePageQueryDto {
  @OneOf(anomalyKinds, { optional: true, description: 'all kinds unless said' })
  kind?: AnomalyKind;

  @Day({ optional: true, description: 'as it was at the end of that day; today unless said' })
  asOf?: string;
}

export class AnomalyEventDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: 'SerialsSpoiled' })
  event!: string;

  @ApiProperty({ description: 'in whose book it stands' })
  centre!: string;

  @ApiProperty({ example: '17', description: 'of the event in that book' })
  revision!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;
}

export class AnomalyDto {
  @ApiProperty({ enum: [...anomalyKinds] })
  kind!: AnomalyKind;

  @ApiProperty({ type: String, nullable: true, description: 'the rule it belongs to, if one does' })
  rule!: string | null;

  @ApiProperty({ description: 'whom it concerns' })
  centre!: string;

  @ApiProperty({ required: false, enum: [...levels] })
  level?: number;

  @ApiProperty({ required: false })
  edition?: string;

  @ApiProperty({ description: 'the reason, in the language asked for' })
  message!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'number' }, { type: 'string' }] },
    description: 'the numbers behind it, and the names of what they count',
  })
  numbers!: Record<string, number | string>;

  @ApiProperty({ required: false, type: [RangeDto], description: 'at most 50' })
  ranges?: RangeDto[];

  @ApiProperty({ type: [AnomalyEventDto], description: 'newest first, at most 20' })
  events!: AnomalyEventDto[];

  @ApiProperty({ type: 'integer', description: 'how many events there are' })
  eventCount!: number;
}

export class AnomalyPageDto {
  @ApiProperty({ format: 'date' })
  asOf!: string;

  @ApiProperty({ type: [AnomalyDto], description: 'by kind' })
  items!: AnomalyDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
