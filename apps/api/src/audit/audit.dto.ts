import { ApiProperty } from '@nestjs/swagger';
import {
  type AuditCheck,
  type AuditVerdict,
  auditChecks,
  auditVerdicts,
  findingSeverities,
  reportedFindingsMax,
  reportTextLengthMax,
} from '#domain';
import { type UnreadableEvent, unreadableReasons } from '#event-log';
import { CheckedList, Instant, OneOf, Text, TextLine, Whole } from '../requests/fields';
import { PageQueryDto } from '../requests/query.dto';
import { checkFindings, checkLog, checkViews, programLengthMax } from './report-shape';

/** Looked at for one page; the next page looks further. */
export const reportsLookedAtMax = 500;

export class VerifiedLogDto {
  @ApiProperty({ type: 'integer', description: 'leaves of the log' })
  treeSize!: number;

  @ApiProperty({ description: 'of all of them, base 64' })
  root!: string;

  @ApiProperty({ type: [String], description: 'of the log, the one that signs now last' })
  keys!: string[];

  @ApiProperty({ type: 'integer' })
  headCount!: number;

  @ApiProperty({ type: 'integer', description: 'leaves below a signed head' })
  signedSize!: number;

  @ApiProperty({ type: 'integer' })
  mapRootCount!: number;

  @ApiProperty({ type: 'integer', description: 'leaves of the newest right root of the map' })
  mappedSize!: number;

  @ApiProperty()
  comparedWithDatabase!: boolean;

  @ApiProperty({ description: 'with a head that the auditor had kept' })
  comparedWithKept!: boolean;
}

export class ViewRowsDto {
  @ApiProperty({ example: 'stock' })
  view!: string;

  @ApiProperty({ type: 'integer' })
  count!: number;
}

export class ReconciledViewsDto {
  @ApiProperty({ type: 'integer', description: 'leaves of the log up to `position`' })
  treeSize!: number;

  @ApiProperty({ example: '48213', description: 'where events and views were compared' })
  position!: string;

  @ApiProperty({ type: 'integer' })
  eventCount!: number;

  @ApiProperty({ type: 'integer', description: 'read beyond `position`, and not compared' })
  laterEventCount!: number;

  @ApiProperty({ type: [ViewRowsDto] })
  rows!: ViewRowsDto[];

  @ApiProperty({
    type: 'integer',
    description: 'less what was reversed; below nothing where a reversal is forged',
  })
  registered!: number;

  @ApiProperty()
  conservationHolds!: boolean;
}

export class ConcernedEventDto {
  @ApiProperty({ example: 'book-52010000' })
  stream!: string;

  @ApiProperty({ example: '41' })
  revision!: string;

  @ApiProperty({ example: 'SerialsSpoiled' })
  type!: string;

  @ApiProperty({ example: '48213' })
  position!: string;
}

export class ReportedFindingDto {
  @ApiProperty({ enum: [...findingSeverities] })
  severity!: (typeof findingSeverities)[number];

  @ApiProperty({ example: 'row-differs' })
  check!: string;

  @ApiProperty({ type: [ConcernedEventDto], maxItems: 10 })
  events!: ConcernedEventDto[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  params!: Record<string, string>;
}

/** What an auditor's program found: `liushui verify --report` and `liushui reconcile --report`. */
export class AuditReportBodyDto {
  @OneOf(auditChecks)
  check!: AuditCheck;

  @TextLine({ max: programLengthMax, example: 'liushui 1.0.0' })
  program!: string;

  @Instant()
  begunAt!: string;

  @Instant({ description: 'at most five minutes ahead of the clock here' })
  endedAt!: string;

  @OneOf(auditVerdicts)
  verdict!: AuditVerdict;

  @Text({
    optional: true,
    max: reportTextLengthMax.reason,
    description: 'why it was not judged to the end',
  })
  reason?: string;

  @CheckedList(
    checkLog,
    { type: () => VerifiedLogDto },
    { optional: true, description: 'of `verify`' },
  )
  log?: VerifiedLogDto;

  @CheckedList(
    checkViews,
    { type: () => ReconciledViewsDto },
    { optional: true, description: 'of `reconcile`' },
  )
  views?: ReconciledViewsDto;

  @Whole({ min: 0, max: Number.MAX_SAFE_INTEGER })
  findingCount!: number;

  @Whole({ min: 0, max: Number.MAX_SAFE_INTEGER })
  errorCount!: number;

  @CheckedList(
    checkFindings,
    { type: () => [ReportedFindingDto], maxItems: reportedFindingsMax },
    { description: 'as many as have room, one of each check first' },
  )
  findings!: ReportedFindingDto[];
}

export class AuditReportQueryDto extends PageQueryDto {
  @OneOf(auditChecks, { optional: true, description: 'both unless said' })
  check?: AuditCheck;
}

export class ToldFindingDto extends ReportedFindingDto {
  @ApiProperty({ description: 'what it means, in the language asked for' })
  message!: string;
}

export class AuditReportDto {
  @ApiProperty({ example: '17', description: 'of the event on `audit`' })
  revision!: string;

  @ApiProperty({ format: 'date-time', description: 'when it was filed' })
  filedAt!: string;

  @ApiProperty({ description: 'user id of the auditor' })
  by!: string;

  @ApiProperty({ type: String, nullable: true })
  byName!: string | null;

  @ApiProperty({ enum: [...auditChecks] })
  check!: AuditCheck;

  @ApiProperty()
  program!: string;

  @ApiProperty({ format: 'date-time', description: 'by the clock of the machine that ran it' })
  begunAt!: string;

  @ApiProperty({ format: 'date-time' })
  endedAt!: string;

  @ApiProperty({ enum: [...auditVerdicts] })
  verdict!: AuditVerdict;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'why it was not judged to the end; null for who does not read the whole installation',
  })
  reason!: string | null;

  @ApiProperty({ required: false, type: VerifiedLogDto })
  log?: VerifiedLogDto;

  @ApiProperty({
    required: false,
    type: ReconciledViewsDto,
    description: 'absent for who does not read the whole installation',
  })
  views?: ReconciledViewsDto;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'events below the newest signed head that came since; null where that is not known',
  })
  eventsSince!: number | null;

  @ApiProperty({
    type: String,
    enum: ['same', 'differs', 'ahead'],
    nullable: true,
    description:
      'whether the root that it states is the one that the log here has at that size; `ahead` of ' +
      'the newest signed head; null where it states none, or nothing is signed yet',
  })
  rootHere!: 'same' | 'differs' | 'ahead' | null;

  @ApiProperty({ type: 'integer' })
  findingCount!: number;

  @ApiProperty({ type: 'integer' })
  errorCount!: number;

  @ApiProperty({
    type: [ToldFindingDto],
    nullable: true,
    description: 'those that are listed; null for who does not read the whole installation',
  })
  findings!: ToldFindingDto[] | null;
}

export class UnreadableReportDto {
  @ApiProperty({ example: '17', description: 'of the event on `audit`' })
  revision!: string;

  @ApiProperty({
    enum: [...unreadableReasons],
    description:
      'a type that is none of this stream, a schema newer than this program, or data or metadata ' +
      'that do not have their form',
  })
  why!: UnreadableEvent['why'];
}

export class AuditReportPageDto {
  @ApiProperty({ type: [AuditReportDto], description: 'newest first' })
  items!: AuditReportDto[];

  @ApiProperty({
    type: [UnreadableReportDto],
    maxItems: reportsLookedAtMax,
    description:
      'those among the events looked at for this page that cannot be read, newest first; of which ' +
      'check they are cannot be read either',
  })
  unreadable!: UnreadableReportDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
