import { ApiProperty } from '@nestjs/swagger';
import { type Signer, signers, spoilageCauses } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { SeenCheckpointDto } from '../transparency/transparency.dto';
import { ContactDto } from './quarter-commands.dto';

export class FullQuantitiesDto {
  @ApiProperty()
  5!: number;

  @ApiProperty()
  4!: number;

  @ApiProperty()
  3!: number;

  @ApiProperty()
  2!: number;

  @ApiProperty()
  1!: number;

  @ApiProperty()
  total!: number;
}

export class ReturnOccupationDto {
  @ApiProperty({ required: false, example: '6-07-01-01' })
  code?: string;

  @ApiProperty({ example: '车工' })
  name!: string;
}

export class ReturnRowDto {
  @ApiProperty({ type: ReturnOccupationDto })
  occupation!: ReturnOccupationDto;

  @ApiProperty()
  level!: number;

  @ApiProperty()
  assessed!: number;

  @ApiProperty()
  passed!: number;
}

export class ReportedDestructionDto {
  @ApiProperty({ format: 'date' })
  on!: string;

  @ApiProperty()
  level!: number;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ enum: [...spoilageCauses] })
  cause!: string;

  @ApiProperty({ type: [RangeDto] })
  ranges!: RangeDto[];

  @ApiProperty({ required: false, description: 'destroyed in an earlier quarter (Q8)' })
  earlier?: boolean;
}

export class ReturnDto {
  @ApiProperty({ type: [ReturnRowDto] })
  rows!: ReturnRowDto[];

  @ApiProperty({ required: false })
  signedBy?: string;

  @ApiProperty({ required: false, format: 'date' })
  signedOn?: string;

  @ApiProperty({ required: false, type: SeenCheckpointDto })
  witness?: SeenCheckpointDto;

  @ApiProperty({ description: 'whether its first filing came after the due day' })
  late!: boolean;

  @ApiProperty({ type: [ReportedDestructionDto] })
  destroyed!: ReportedDestructionDto[];

  @ApiProperty({ description: "revision of the centre's book up to which it reports" })
  bookRevision!: string;

  @ApiProperty({ description: 'how often it was filed' })
  filings!: number;

  @ApiProperty({ format: 'date-time', description: 'the last time' })
  filedAt!: string;
}

export class FeeShareDto {
  @ApiProperty()
  paid!: boolean;

  @ApiProperty({ required: false, description: 'yuan' })
  amount?: number;

  @ApiProperty({ required: false, format: 'date' })
  paidOn?: string;
}

export class QuarterFiguresDto {
  @ApiProperty({ type: FullQuantitiesDto })
  received!: FullQuantitiesDto;

  @ApiProperty({ type: FullQuantitiesDto })
  passed!: FullQuantitiesDto;

  @ApiProperty({ type: FullQuantitiesDto })
  destroyed!: FullQuantitiesDto;

  @ApiProperty({ type: FullQuantitiesDto })
  replaced!: FullQuantitiesDto;

  @ApiProperty({ type: FullQuantitiesDto })
  stock!: FullQuantitiesDto;
}

export class PersonDto {
  @ApiProperty({ description: 'pseudonymous user id' })
  user!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: the user is gone' })
  name!: string | null;

  @ApiProperty({ description: 'whether it is the caller' })
  isCaller!: boolean;
}

export class SignOffDto {
  @ApiProperty({ enum: [...signers] })
  as!: Signer;

  @ApiProperty({ description: 'id of the user' })
  user!: string;
}

export class CountedBookDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty()
  revision!: string;
}

export class ApplicationDto {
  @ApiProperty()
  number!: string;

  @ApiProperty({ type: FullQuantitiesDto })
  planned!: FullQuantitiesDto;

  @ApiProperty({ type: QuarterFiguresDto })
  figures!: QuarterFiguresDto;

  @ApiProperty({ type: [CountedBookDto] })
  countedAt!: CountedBookDto[];

  @ApiProperty({ required: false, type: ContactDto })
  contact?: ContactDto;

  @ApiProperty({ required: false })
  remark?: string;

  @ApiProperty({ description: 'id of the user' })
  filedBy!: string;

  @ApiProperty({ format: 'date-time' })
  filedAt!: string;

  @ApiProperty({ type: [SignOffDto] })
  signOffs!: SignOffDto[];
}

export class ReviewDto {
  @ApiProperty({ enum: ['approved', 'returned'] })
  decision!: 'approved' | 'returned';

  @ApiProperty({ required: false, type: FullQuantitiesDto })
  granted?: FullQuantitiesDto;

  @ApiProperty({ required: false })
  reason?: string;

  @ApiProperty({ type: FullQuantitiesDto, description: 'what the reviewer was shown (Q6)' })
  yardstick!: FullQuantitiesDto;

  @ApiProperty({
    required: false,
    description: 'whether by the same quarter of the year before; the first reviews do not tell',
  })
  ofYearBefore?: boolean;

  @ApiProperty()
  returnOnTime!: boolean;

  @ApiProperty()
  feeSharePaid!: boolean;

  @ApiProperty({ format: 'date' })
  on!: string;
}

export class MadeMonthlyFileDto {
  @ApiProperty({ example: '2013-01' })
  month!: string;

  @ApiProperty({ format: 'date', description: 'last day on which it was on time (Q9)' })
  dueOn!: string;

  @ApiProperty({ description: 'whether its first making came after that' })
  late!: boolean;

  @ApiProperty({ type: 'integer' })
  rowCount!: number;

  @ApiProperty({ format: 'date-time', description: 'the last time' })
  madeAt!: string;
}

export const applicationStatuses = [
  'not-filed',
  'filed',
  'signed',
  'approved',
  'returned',
  'zero',
] as const;
export type ApplicationStatus = (typeof applicationStatuses)[number];

export class DaysDto {
  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ format: 'date' })
  to!: string;
}

export class QuarterDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty({ example: '2013Q2', description: 'the quarter applied for' })
  quarter!: string;

  @ApiProperty({ type: DaysDto, description: 'when one may apply (Q2)' })
  window!: DaysDto;

  @ApiProperty({ example: '2013Q1', description: 'the quarter whose statistics are used' })
  statisticalQuarter!: string;

  @ApiProperty({ type: DaysDto, description: 'the days that its statistics cover' })
  statisticalDays!: DaysDto;

  @ApiProperty({ format: 'date', description: 'last day on which the return is on time (Q1)' })
  returnDueOn!: string;

  @ApiProperty({ enum: [...applicationStatuses] })
  status!: ApplicationStatus;

  @ApiProperty({ required: false, type: ReturnDto })
  return?: ReturnDto;

  @ApiProperty({ required: false, type: FeeShareDto })
  feeShare?: FeeShareDto;

  @ApiProperty({ required: false, type: ApplicationDto })
  application?: ApplicationDto;

  @ApiProperty({ required: false, type: ReviewDto })
  review?: ReviewDto;

  @ApiProperty({
    type: [MadeMonthlyFileDto],
    description: 'of the months of the statistical quarter, those that were made (Q9)',
  })
  monthlyFiles!: MadeMonthlyFileDto[];

  @ApiProperty({ type: FullQuantitiesDto, description: 'sent against the application' })
  sent!: FullQuantitiesDto;

  @ApiProperty({ type: FullQuantitiesDto, description: 'of it received, whole or damaged' })
  received!: FullQuantitiesDto;
}

export class PassedDifferenceDto {
  @ApiProperty()
  level!: number;

  @ApiProperty({ description: 'by the application' })
  passed!: number;

  @ApiProperty({ description: 'by the returns as they stand now' })
  returned!: number;
}

export class WholeQuarterDto extends QuarterDto {
  @ApiProperty({
    type: [PassedDifferenceDto],
    description: 'levels of which returns say another number since the application was filed (Q4)',
  })
  passedDiffers!: PassedDifferenceDto[];

  @ApiProperty({ type: [PersonDto], description: 'who filed and signed the application' })
  people!: PersonDto[];
}

export class QuarterOutlookDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty({ example: '2013Q2', description: 'the quarter applied for' })
  quarter!: string;

  @ApiProperty({ type: QuarterFiguresDto, description: 'of an application filed now (Q4)' })
  figures!: QuarterFiguresDto;

  @ApiProperty({ type: [CountedBookDto] })
  countedAt!: CountedBookDto[];

  @ApiProperty({ type: [ReportedDestructionDto], description: 'of a return filed now (Q8)' })
  destroyed!: ReportedDestructionDto[];

  @ApiProperty({
    type: FullQuantitiesDto,
    description: 'passed by the rosters signed in the statistical quarter (Q1)',
  })
  rostersPassed!: FullQuantitiesDto;

  @ApiProperty({ type: FullQuantitiesDto, description: 'granted before and not yet sent (Q6)' })
  unsent!: FullQuantitiesDto;

  @ApiProperty({
    type: FullQuantitiesDto,
    description: 'by the figures of the application that is filed, else by those of now (Q6)',
  })
  yardstick!: FullQuantitiesDto;

  @ApiProperty({ type: 'integer', description: 'beyond this share of the yardstick it warns (Q6)' })
  ceilingPercent!: number;

  @ApiProperty({
    description:
      'whether the yardstick is by the same quarter of the year before: from 2018 on, where a ' +
      'return tells of that quarter (Q6)',
  })
  ofYearBefore!: boolean;
}
