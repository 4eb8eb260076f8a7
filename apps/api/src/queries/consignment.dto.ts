import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { OneOf } from '../requests/fields';
import { CentrePageQueryDto } from '../requests/query.dto';

export const consignmentStatuses = ['in-transit', 'received', 'refused', 'taken-back'] as const;
export type ConsignmentStatus = (typeof consignmentStatuses)[number];

export class ConsignmentQueryDto extends CentrePageQueryDto {
  @OneOf(consignmentStatuses, { optional: true })
  status?: ConsignmentStatus;
}

export class LotDto {
  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: [RangeDto] })
  ranges!: RangeDto[];
}

export class ReceiptDto {
  @ApiProperty({ type: [LotDto] })
  accepted!: LotDto[];

  @ApiProperty({ type: [LotDto] })
  damaged!: LotDto[];

  @ApiProperty({ type: [LotDto] })
  missing!: LotDto[];

  @ApiProperty({ type: [RangeDto] })
  unexpected!: RangeDto[];

  @ApiProperty({ type: [String] })
  countedBy!: string[];
}

export class ConsignmentDto {
  @ApiProperty({ example: '52000000-17' })
  consignment!: string;

  @ApiProperty({ enum: [...consignmentStatuses] })
  status!: ConsignmentStatus;

  @ApiProperty()
  from!: string;

  @ApiProperty({ description: 'also of a centre above the caller’s' })
  fromName!: string;

  @ApiProperty()
  to!: string;

  @ApiProperty()
  toName!: string;

  @ApiProperty()
  handedOverBy!: string;

  @ApiProperty({
    required: false,
    example: '2013Q2',
    description: "the quarter of the receiver's approved application that it was sent against (Q7)",
  })
  application?: string;

  @ApiProperty({ format: 'date' })
  dispatchedOn!: string;

  @ApiProperty({ format: 'date-time' })
  dispatchedAt!: string;

  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ type: [LotDto] })
  lots!: LotDto[];

  @ApiProperty({ type: 'integer' })
  quantity!: number;

  @ApiProperty({ type: String, nullable: true, format: 'date', description: 'received or refused' })
  answeredOn!: string | null;

  @ApiProperty({ type: String, nullable: true })
  refusalReason!: string | null;

  @ApiProperty({ required: false, type: ReceiptDto })
  receipt?: ReceiptDto;

  @ApiProperty({ type: String, nullable: true, format: 'date' })
  takenBackOn!: string | null;
}

export class ConsignmentPageDto {
  @ApiProperty({ type: [ConsignmentDto], description: 'newest first' })
  items!: ConsignmentDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
