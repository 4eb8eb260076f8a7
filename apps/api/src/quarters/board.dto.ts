import { ApiProperty } from '@nestjs/swagger';
import { Identifier } from '../requests/fields';
import { DaysDto, QuarterDto } from './quarters.dto';

export class BoardQueryDto {
  @Identifier({
    optional: true,
    description: "whose centres right below are listed; the caller's own unless said",
  })
  province?: string;
}

export const returnStatuses = [
  'filed',
  'late',
  'missing',
  'not-due',
  'not-live',
  'closed',
] as const;
export type ReturnStatus = (typeof returnStatuses)[number];

export class BoardRowDto extends QuarterDto {
  @ApiProperty()
  name!: string;

  @ApiProperty({
    enum: [...returnStatuses],
    description: 'not-live, closed: due before the centre went live, or after it was closed (C18)',
  })
  returnStatus!: ReturnStatus;

  @ApiProperty({ required: false, format: 'date', description: 'absent while it is open (C18)' })
  closedOn?: string;

  @ApiProperty({ description: 'whether it has a certificate manager (Q10)' })
  hasManager!: boolean;
}

export class NextDueDto {
  @ApiProperty({ enum: ['return', 'window-opens', 'window-closes', 'monthly-file'] })
  what!: string;

  @ApiProperty({ format: 'date' })
  on!: string;

  @ApiProperty({ description: 'the quarter or month concerned' })
  period!: string;

  @ApiProperty()
  daysLeft!: number;
}

export class BoardDto {
  @ApiProperty({ description: 'the quarter applied for' })
  quarter!: string;

  @ApiProperty({ description: 'the centre whose centres right below are listed' })
  province!: string;

  @ApiProperty({ type: DaysDto })
  window!: DaysDto;

  @ApiProperty({ format: 'date' })
  returnDueOn!: string;

  @ApiProperty({ type: [BoardRowDto] })
  items!: BoardRowDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: the board comes whole' })
  next!: string | null;

  @ApiProperty({ type: [NextDueDto], description: 'what is due next, soonest first' })
  due!: NextDueDto[];
}
