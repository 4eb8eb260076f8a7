import { ApiProperty } from '@nestjs/swagger';
import { FindingDto } from '../problems/problem.dto';
import { Day } from './fields';

/** What every command's body may carry. */
export class CommandDto {
  @Day({ optional: true, description: 'when it happened, Asia/Shanghai; today unless said' })
  occurredOn?: string;
}

export class AppendedEventDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'BlanksRegistered' })
  type!: string;

  @ApiProperty({ example: '17', description: 'place in the stream' })
  revision!: string;
}

export class CommandAnswerDto {
  @ApiProperty({ format: 'uuid' })
  requestId!: string;

  @ApiProperty({ example: 'book-52000000' })
  stream!: string;

  @ApiProperty({ example: '17', description: 'revision of the last event' })
  revision!: string;

  @ApiProperty({ example: '48213', description: 'for Liushui-Wait-For' })
  position!: string;

  @ApiProperty({ type: [AppendedEventDto] })
  events!: AppendedEventDto[];

  @ApiProperty({ type: [FindingDto] })
  warnings!: FindingDto[];
}

export class DispatchAnswerDto extends CommandAnswerDto {
  @ApiProperty({ example: '52000000-17', description: 'number of the consignment' })
  consignment!: string;
}

export class PendingDto {
  @ApiProperty({ example: '52010001-42' })
  proposal!: string;

  @ApiProperty({ enum: ['pending'] })
  status!: 'pending';

  @ApiProperty({ format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ format: 'uuid' })
  requestId!: string;

  @ApiProperty({ example: '48213', description: 'for Liushui-Wait-For' })
  position!: string;
}

export class JudgedDto {
  @ApiProperty({
    type: [String],
    description:
      'types of the events that would be appended; for what needs a second user, the final ones',
  })
  wouldAppend!: string[];

  @ApiProperty({ type: [FindingDto] })
  refusals!: FindingDto[];

  @ApiProperty({ type: [FindingDto] })
  warnings!: FindingDto[];
}
