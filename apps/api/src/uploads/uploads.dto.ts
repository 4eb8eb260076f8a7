import { ApiProperty } from '@nestjs/swagger';
import { RosterPostDto } from '../custody/custody.dto';
import { FindingDto } from '../problems/problem.dto';
import { Flag, OneOf } from '../requests/fields';

/** What the rows of a roster file have in common; the fields of the form beside the file. */
export class UploadRosterDto extends RosterPostDto {
  @Flag({ optional: true, description: 'post all rows or none; at most 1,000 rows' })
  allOrNothing?: boolean;
}

export class RefusedFileQueryDto {
  @OneOf(['csv', 'xlsx'], { optional: true, description: '`xlsx` unless said' })
  format?: 'csv' | 'xlsx';
}

export class RefusedRowDto {
  @ApiProperty({ type: 'integer', description: 'as the spreadsheet program counts', example: 17 })
  row!: number;

  @ApiProperty({ description: 'all that is wrong with it, in the language of Accept-Language' })
  message!: string;

  @ApiProperty({ type: [FindingDto], description: 'one by one; `path` names the column' })
  errors!: FindingDto[];
}

/** What of a file is easily overlooked. */
export class FileNotesDto {
  @ApiProperty({
    type: [String],
    description: 'further sheets with something to see, of which nothing is read; at most 50',
  })
  otherSheets!: readonly string[];

  @ApiProperty({
    type: [Number],
    description: 'rows hidden in the sheet, posted like the others; the first 100',
  })
  hiddenRows!: readonly number[];

  @ApiProperty({ type: 'integer' })
  hiddenRowCount!: number;

  @ApiProperty({
    type: 'integer',
    description: 'rows with nothing in any column that is read, such as sums; passed over',
  })
  skippedRowCount!: number;
}

class RowsDto {
  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({
    type: [RefusedRowDto],
    description: 'the first 1,000; the file of refused rows has all',
  })
  refused!: RefusedRowDto[];

  @ApiProperty({ type: 'integer', description: 'how many rows were refused so far' })
  refusedCount!: number;

  @ApiProperty({ type: [String], description: 'headings of columns that nothing is read from' })
  ignoredColumns!: string[];

  @ApiProperty({ type: FileNotesDto })
  notes!: FileNotesDto;
}

export class PreviewDto extends RowsDto {
  @ApiProperty({ type: 'integer', description: 'how many rows would be posted' })
  good!: number;
}

export class UploadAcceptedDto {
  @ApiProperty({ format: 'uuid', description: 'for `GET /uploads/{id}`' })
  upload!: string;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({ type: [String], description: 'headings of columns that nothing is read from' })
  ignoredColumns!: string[];

  @ApiProperty({ type: FileNotesDto })
  notes!: FileNotesDto;
}

export class UploadSummaryDto {
  @ApiProperty({ format: 'uuid' })
  upload!: string;

  @ApiProperty({ example: '52010001' })
  centre!: string;

  @ApiProperty({ enum: ['issues', 'vouchers'] })
  kind!: string;

  @ApiProperty({ enum: ['waiting', 'posting', 'done'] })
  status!: string;

  @ApiProperty({ type: 'integer' })
  rows!: number;

  @ApiProperty({ type: 'integer', description: 'rows that were posted or refused' })
  done!: number;

  @ApiProperty({ type: 'integer' })
  refusedCount!: number;

  @ApiProperty({ description: 'user id of the uploader' })
  by!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  finishedAt!: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'when it was cancelled: `done` of its rows are posted or refused, and no others',
  })
  cancelledAt!: string | null;

  @ApiProperty({ format: 'date-time', description: 'when it is deleted with its refused rows' })
  expiresAt!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'of the last append that came of it, for Liushui-Wait-For',
  })
  position!: string | null;

  @ApiProperty({ type: [String], description: 'proposals that wait for a second user' })
  proposals!: string[];
}

export class UploadDto extends UploadSummaryDto {
  @ApiProperty({
    type: [RefusedRowDto],
    description: 'the first 1,000; the file of refused rows has all',
  })
  refused!: RefusedRowDto[];

  @ApiProperty({ type: [String], description: 'headings of columns that nothing is read from' })
  ignoredColumns!: string[];

  @ApiProperty({ type: FileNotesDto })
  notes!: FileNotesDto;
}

export class UploadListDto {
  @ApiProperty({ type: [UploadSummaryDto], description: 'newest first' })
  items!: UploadSummaryDto[];
}
