import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type Level, levels, type Role, roles } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { Day, Identifier, Instant } from '../requests/fields';
import { PageQueryDto } from '../requests/query.dto';

export const serialStatuses = [
  'in-stock',
  'in-transit',
  'issued',
  'void',
  'spoiled',
  'missing',
  'destroyed',
] as const;
export type SerialStatus = (typeof serialStatuses)[number];

/** Both may be given; then both apply. */
export class AsOfQueryDto {
  @Day({ optional: true, description: 'by stated dates: the end of that day, inclusive' })
  asOf?: string;

  @Instant({ optional: true, description: 'by record time' })
  asOfRecorded?: string;
}

export class RangeQueryDto extends IntersectionType(AsOfQueryDto, PageQueryDto) {
  @Identifier({ example: 'A000000001' })
  from!: string;

  @Identifier({ example: 'A000000500' })
  to!: string;
}

export class ActorDto {
  @ApiProperty({ description: 'pseudonymous user id' })
  user!: string;

  @ApiProperty({ enum: [...roles] })
  role!: Role;

  @ApiProperty()
  centre!: string;
}

export class HistoryEntryDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: 'BlanksDispatched' })
  event!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ example: 'stock@52000000' })
  from!: string;

  @ApiProperty({ example: 'transit@52000000-17' })
  to!: string;

  @ApiProperty({ description: 'whose book says so' })
  centre!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'delivery note, consignment, roster, …',
  })
  reference!: string | null;

  @ApiProperty({ type: ActorDto })
  actor!: ActorDto;

  @ApiProperty({ required: false, description: 'user id of the second user' })
  approvedBy?: string;
}

export class SerialDto {
  @ApiProperty({ example: 'A000000004' })
  serial!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ enum: [...serialStatuses] })
  status!: SerialStatus;

  @ApiProperty({ description: 'who answers for it; the sender while in transit' })
  centre!: string;

  @ApiProperty({ required: false, description: 'while in transit' })
  consignment?: string;

  @ApiProperty({ required: false })
  certificateNumber?: string;

  @ApiProperty({ type: [HistoryEntryDto], description: 'oldest first' })
  history!: HistoryEntryDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'names of the centres in the history, by code: also of those above the caller’s',
  })
  centreNames!: Record<string, string>;
}

export class SegmentDto extends RangeDto {
  @ApiProperty({ enum: [...serialStatuses, 'unregistered'] })
  status!: SerialStatus | 'unregistered';

  @ApiProperty({ type: String, nullable: true, description: 'null when unregistered' })
  centre!: string | null;

  @ApiProperty({ type: 'integer' })
  count!: number;

  @ApiProperty({ required: false })
  consignment?: string;

  @ApiProperty({ required: false, enum: [...levels] })
  level?: Level;

  @ApiProperty({ required: false })
  edition?: string;
}

export class SegmentsDto {
  @ApiProperty({ type: [SegmentDto] })
  segments!: SegmentDto[];

  @ApiProperty({ description: 'whether every serial of the range was registered' })
  complete!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'pass as `after` for the next page' })
  next!: string | null;
}
