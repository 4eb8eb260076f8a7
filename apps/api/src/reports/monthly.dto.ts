import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import { CountedBookDto } from '../quarters/quarters.dto';
import { HolderDto } from '../queries/holder.dto';
import { CommandAnswerDto, CommandDto } from '../requests/command.dto';
import { OneOf, WholeText } from '../requests/fields';
import { pageLimitMax } from '../requests/query.dto';

export class MakeMonthlyFileDto extends CommandDto {}

export class MonthlyFileDataDto {
  @ApiProperty({ example: '2009-06' })
  month!: string;

  @ApiProperty({ description: 'of the file as CSV, in hexadecimal' })
  sha256!: string;

  @ApiProperty({ type: 'integer', description: 'which columns in which order' })
  layout!: number;

  @ApiProperty({ type: 'integer' })
  rowCount!: number;

  @ApiProperty({ type: 'integer', description: 'rows whose holders were forgotten by then' })
  forgottenCount!: number;

  @ApiProperty({ type: [CountedBookDto] })
  countedAt!: CountedBookDto[];

  @ApiProperty({ description: 'whether the month’s first file came after the due day (Q9)' })
  late!: boolean;
}

export class AddedEventDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: 'CertificatesIssued' })
  event!: string;

  @ApiProperty()
  centre!: string;

  @ApiProperty()
  revision!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ type: String, nullable: true })
  reference!: string | null;
}

export class MonthlyChangeDto {
  @ApiProperty({ description: 'whether it has the same bytes as the one before' })
  identical!: boolean;

  @ApiProperty({ type: [AddedEventDto], description: 'of the month, recorded since' })
  added!: AddedEventDto[];

  @ApiProperty({ description: 'whether these are all: at most 1,000 are told' })
  addedComplete!: boolean;
}

export class AddedSinceDto {
  @ApiProperty({ type: 'integer', description: 'of the events told' })
  count!: number;

  @ApiProperty({ type: [AddedEventDto] })
  events!: AddedEventDto[];

  @ApiProperty({ description: 'whether these are all: at most 1,000 are told' })
  complete!: boolean;
}

export class MonthlyFileAnswerDto extends CommandAnswerDto {
  @ApiProperty({ type: MonthlyFileDataDto })
  monthlyFile!: MonthlyFileDataDto;

  @ApiProperty({ required: false, type: MonthlyChangeDto, description: 'when made before' })
  since?: MonthlyChangeDto;
}

export class MonthlyQueryDto {
  @WholeText({ optional: true, min: 0, max: 100_000_000, description: '`next` of the page before' })
  after?: string;

  @WholeText({ optional: true, min: 1, max: pageLimitMax, description: '100 unless said; of JSON' })
  limit?: string;

  @OneOf(['json', 'csv', 'xlsx'], { optional: true, description: 'instead of `Accept`' })
  format?: 'json' | 'csv' | 'xlsx';
}

export class MonthlyLineDto {
  @ApiProperty()
  certificateNumber!: string;

  @ApiProperty()
  serial!: string;

  @ApiProperty({ type: HolderDto, nullable: true, description: 'null: forgotten' })
  holder!: HolderDto | null;

  @ApiProperty({ type: Object, example: { code: '6-07-01-01', name: '车工' } })
  occupation!: { code?: string; name: string };

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  station!: string;

  @ApiProperty()
  centre!: string;

  @ApiProperty({ format: 'date', description: 'when the roster was signed' })
  issuedOn!: string;

  @ApiProperty({ enum: ['issued', 'replaced', 'corrected', 'voided'] })
  kind!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ type: String, nullable: true, description: 'of a replacement or correction' })
  serialBefore!: string | null;

  @ApiProperty()
  remark!: string;

  @ApiProperty({ description: 'of the event' })
  position!: string;
}

export class MonthlyFileDto extends MonthlyFileDataDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty({ format: 'date', description: 'last day on which it was on time (Q9)' })
  dueOn!: string;

  @ApiProperty({ description: 'id of the user' })
  madeBy!: string;

  @ApiProperty({ format: 'date-time' })
  madeAt!: string;

  @ApiProperty({ type: 'integer', description: 'how often it was made' })
  makings!: number;

  @ApiProperty({ required: false, type: MonthlyChangeDto, description: 'when made before' })
  since?: MonthlyChangeDto;

  @ApiProperty({
    type: AddedSinceDto,
    description: 'of the month, recorded after the books were counted: the file lacks it (Q9)',
  })
  addedSince!: AddedSinceDto;

  @ApiProperty({
    required: false,
    description: 'whether, made again now, it has the bytes it had; told on the first page',
  })
  agrees?: boolean;

  @ApiProperty({
    required: false,
    enum: ['forgotten', 'other-layout', 'unexplained'],
    description: 'why not: holders were forgotten since, or the columns are others now',
  })
  differsBy?: string;

  @ApiProperty({ type: [MonthlyLineDto] })
  items!: MonthlyLineDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
