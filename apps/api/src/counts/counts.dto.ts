import { ApiProperty } from '@nestjs/swagger';
import { type CountedDifference, type Level, levels, type RangeText } from '#domain';
import { Ranges } from '../custody/lists';
import { RangeDto } from '../problems/problem.dto';
import { CommandAnswerDto, CommandDto } from '../requests/command.dto';
import { Flag, Pattern, SomeOf, Texts } from '../requests/fields';
import { FileNotesDto } from '../uploads/uploads.dto';

const places = [
  'stock',
  'transit',
  'issued',
  'void',
  'spoiled',
  'missing',
  'destroyed',
  'unknown',
] as const satisfies readonly CountedDifference['book'][];

/** What a count says besides what was found. */
class CountDto extends CommandDto {
  @Texts({ min: 0, maxItems: 10, description: 'two names, neither of them the poster' })
  countedBy!: string[];

  @SomeOf(levels, { optional: true, min: 1, description: 'all levels unless said' })
  levels?: Level[];

  @Pattern({
    optional: true,
    pattern: /^[0-9]{1,18}$/,
    example: '48213',
    description: '`Liushui-Position` when counting began: what moved since is told apart',
  })
  asOfPosition?: string;
}

export class CountStockDto extends CountDto {
  @Ranges({ min: 0, description: 'the blanks that were found' })
  ranges!: RangeText[];

  @Ranges({
    min: 0,
    optional: true,
    description: 'the spoiled sheets that were found; leave out when they were not counted',
  })
  spoiled?: RangeText[];
}

/** The fields of the form beside the file of what was found. */
export class UploadCountDto extends CountDto {
  @Flag({
    optional: true,
    description:
      'that spoiled sheets were looked for although the file has none; one that has any says so itself',
  })
  spoiledCounted?: boolean;
}

export class CountedRangeDto extends RangeDto {
  @ApiProperty({ type: 'integer' })
  count!: number;
}

export class LastEventDto extends RangeDto {
  @ApiProperty({ example: 'BlanksReceived' })
  event!: string;

  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ description: 'in whose book it was posted' })
  centre!: string;

  @ApiProperty({ example: '17', description: 'of the event in that book' })
  revision!: string;

  @ApiProperty({ type: String, nullable: true })
  reference!: string | null;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ description: 'pseudonymous user id of who posted it' })
  postedBy!: string;

  @ApiProperty({ type: String, nullable: true, description: 'their name, while they are a user' })
  postedByName!: string | null;
}

export class CountedDifferenceDto extends RangeDto {
  @ApiProperty({ enum: [...places], description: 'where the book has them' })
  book!: CountedDifference['book'];

  @ApiProperty({ required: false, enum: [...levels] })
  level?: Level;

  @ApiProperty({ required: false })
  edition?: string;

  @ApiProperty({
    type: [LastEventDto],
    description: 'the last event of every stretch; empty for serials that were never registered',
  })
  lastEvents!: LastEventDto[];
}

export class CountAnswerDto extends CommandAnswerDto {
  @ApiProperty({ type: [CountedDifferenceDto], description: 'in the book and not found' })
  missing!: CountedDifferenceDto[];

  @ApiProperty({ type: [CountedDifferenceDto], description: 'found, and elsewhere in the book' })
  unexpected!: CountedDifferenceDto[];

  @ApiProperty({ type: [RangeDto], description: 'moved since counting began: neither of the two' })
  movedSince!: RangeDto[];
}

export class CountedFileDto {
  @ApiProperty({ type: 'integer', description: 'rows that were read' })
  rows!: number;

  @ApiProperty({ type: [String], description: 'headings of columns that nothing is read from' })
  ignoredColumns!: string[];

  @ApiProperty({ type: FileNotesDto })
  notes!: FileNotesDto;
}

export class UploadedCountAnswerDto extends CountAnswerDto {
  @ApiProperty({ type: CountedFileDto, description: 'what was read; with 200 and 202 as well' })
  file!: CountedFileDto;
}

export class StockCountDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: '17' })
  revision!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ description: 'pseudonymous user id' })
  postedBy!: string;

  @ApiProperty({ example: '16', description: 'revision of the book that was counted' })
  countedAt!: string;

  @ApiProperty({ type: [String] })
  countedBy!: string[];

  @ApiProperty({ enum: [...levels], isArray: true })
  levels!: Level[];

  @ApiProperty({ type: [RangeDto] })
  ranges!: RangeDto[];

  @ApiProperty({ type: [RangeDto], nullable: true, description: 'null: not counted' })
  spoiled!: RangeDto[] | null;

  @ApiProperty({ type: [CountedDifferenceDto] })
  missing!: CountedDifferenceDto[];

  @ApiProperty({ type: [CountedDifferenceDto] })
  unexpected!: CountedDifferenceDto[];

  @ApiProperty({ type: [RangeDto] })
  movedSince!: RangeDto[];
}

export class StockCountPageDto {
  @ApiProperty({ type: [StockCountDto], description: 'newest first' })
  items!: StockCountDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class OverdueSpoiledDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: 'integer' })
  quantity!: number;

  @ApiProperty({ type: [CountedRangeDto] })
  ranges!: CountedRangeDto[];
}

export class OverdueSpoiledPageDto {
  @ApiProperty({ format: 'date', description: 'spoiled on or before this day, and spoiled still' })
  spoiledBy!: string;

  @ApiProperty({ type: [OverdueSpoiledDto], description: 'by centre; pages may hold fewer' })
  items!: OverdueSpoiledDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
