import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import { CountedRangeDto } from '../counts/counts.dto';
import { type SerialStatus, serialStatuses } from '../queries/queries.dto';
import { CommandDto } from '../requests/command.dto';
import { Day, Text } from '../requests/fields';

export class WithdrawEditionDto extends CommandDto {
  @Day({ description: 'later than today: from then on its blanks cannot be used or sent down' })
  from!: string;

  @Text({ max: 2_000 })
  reason!: string;
}

export class WithdrawalDto {
  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ format: 'date-time' })
  decidedAt!: string;

  @ApiProperty({ description: 'pseudonymous user id of who asked for it' })
  proposedBy!: string;

  @ApiProperty({ description: 'pseudonymous user id of who approved it' })
  approvedBy!: string;
}

export class RemainderDto {
  @ApiProperty({ description: 'who has them, or sent them while they are in transit' })
  centre!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty({ enum: [...serialStatuses], description: 'never issued, void or destroyed' })
  status!: SerialStatus;

  @ApiProperty({ required: false })
  consignment?: string;

  @ApiProperty({ type: 'integer' })
  quantity!: number;

  @ApiProperty({ type: [CountedRangeDto], description: 'at most 1,000' })
  ranges!: CountedRangeDto[];

  @ApiProperty({ description: 'whether these are all' })
  rangesComplete!: boolean;
}

export class EditionDto {
  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: WithdrawalDto, nullable: true, description: 'null: not withdrawn' })
  withdrawal!: WithdrawalDto | null;

  @ApiProperty({
    type: [RemainderDto],
    description: 'what remains at and below the caller’s centre, by centre and level',
  })
  items!: RemainderDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
