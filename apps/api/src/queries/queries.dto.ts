import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type Level, levels, type Role, roles, type SpoilageCause, spoilageCauses } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { Day, Identifier, Instant, OneOf, WholeText } from '../requests/fields';
import { CentrePageQueryDto, PageQueryDto } from '../requests/query.dto';
import { VoucherDto } from '../vouchers/vouchers.dto';
import { type JournalEvent, journalEvents } from './book-filter';
import { HolderDto } from './holder.dto';

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
export const consignmentStatuses = ['in-transit', 'received', 'refused', 'taken-back'] as const;
export type ConsignmentStatus = (typeof consignmentStatuses)[number];
export const paperStatuses = ['in-force', 'void', 'spoiled', 'missing', 'mistaken'] as const;

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

export class ConsignmentQueryDto extends CentrePageQueryDto {
  @OneOf(consignmentStatuses, { optional: true })
  status?: ConsignmentStatus;
}

/** Which lines of a book; all that are said must fit. */
export class BookFilterDto {
  @OneOf(journalEvents, { optional: true })
  event?: JournalEvent;

  @WholeText({
    optional: true,
    min: 1,
    max: 5,
    description: 'lines that moved blanks of the level',
  })
  level?: string;

  @Day({ optional: true, description: 'first day on which it happened' })
  from?: string;

  @Day({ optional: true, description: 'last day on which it happened' })
  to?: string;

  @Instant({ optional: true, description: 'recorded then or later' })
  recordedFrom?: string;

  @Instant({ optional: true, description: 'recorded then or earlier' })
  recordedTo?: string;

  @Identifier({ optional: true, description: 'lines that moved this serial' })
  serial?: string;

  @Identifier({ optional: true, description: 'user id of who posted or approved' })
  actor?: string;
}

export class BookQueryDto extends IntersectionType(BookFilterDto, PageQueryDto) {}

export class BookFileQueryDto extends BookFilterDto {
  @OneOf(['csv', 'xlsx'], { optional: true, description: '`xlsx` unless said' })
  format?: 'csv' | 'xlsx';
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

export class OccupationAnswerDto {
  @ApiProperty({ required: false })
  code?: string;

  @ApiProperty()
  name!: string;
}

export class RosterAnswerDto {
  @ApiProperty()
  reference!: string;

  @ApiProperty({ format: 'date' })
  signedOn!: string;
}

export class LossNoticeAnswerDto {
  @ApiProperty()
  newspaper!: string;

  @ApiProperty({ format: 'date' })
  publishedOn!: string;
}

export class ReplacementDto {
  @ApiProperty({ enum: ['lost', 'damaged'] })
  reason!: 'lost' | 'damaged';

  @ApiProperty({ required: false, description: 'absent when no serial was in force' })
  replacedSerial?: string;

  @ApiProperty({ required: false, type: LossNoticeAnswerDto })
  lossNotice?: LossNoticeAnswerDto;

  @ApiProperty()
  remark!: string;
}

export class CorrectionDto {
  @ApiProperty({ description: 'the sheet that was recorded by mistake' })
  recordedSerial!: string;

  @ApiProperty()
  reason!: string;
}

export class PaperEndDto {
  @ApiProperty({ enum: ['replaced', 'corrected', 'voided'] })
  event!: 'replaced' | 'corrected' | 'voided';

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ required: false, description: 'of a correction or void' })
  reason?: string;

  @ApiProperty({ required: false, enum: [...spoilageCauses], description: 'of a void' })
  cause?: SpoilageCause;
}

export class OriginalDto {
  @ApiProperty({ format: 'date' })
  issuedOn!: string;

  @ApiProperty({ required: false, description: 'as printed on the old paper' })
  serial?: string;
}

export class PaperDto {
  @ApiProperty()
  serial!: string;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ enum: [...paperStatuses] })
  status!: (typeof paperStatuses)[number];

  @ApiProperty({ format: 'date', description: 'when it was printed' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ required: false, type: ReplacementDto, description: 'set when it replaces' })
  replacement?: ReplacementDto;

  @ApiProperty({ required: false, type: CorrectionDto, description: 'set when it corrects' })
  correction?: CorrectionDto;

  @ApiProperty({ required: false, type: PaperEndDto, description: 'absent while in force' })
  ended?: PaperEndDto;

  @ApiProperty({
    required: false,
    format: 'date',
    description: 'when voiding its replacement put it in force again',
  })
  restoredOn?: string;
}

export class CertificateDto {
  @ApiProperty({ example: '1352010001300001' })
  certificateNumber!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty({ type: OccupationAnswerDto })
  occupation!: OccupationAnswerDto;

  @ApiProperty({ description: 'who issued it' })
  centre!: string;

  @ApiProperty()
  station!: string;

  @ApiProperty({
    required: false,
    type: RosterAnswerDto,
    description: 'absent on a certificate older than the book',
  })
  roster?: RosterAnswerDto;

  @ApiProperty({
    required: false,
    type: OriginalDto,
    description: 'particulars of a certificate older than the book (P1)',
  })
  original?: OriginalDto;

  @ApiProperty({
    type: HolderDto,
    required: false,
    nullable: true,
    description: 'for clerks, supervisors and auditors; null when the person was forgotten',
  })
  holder?: HolderDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'the serial in force' })
  serial!: string | null;

  @ApiProperty({ type: [PaperDto], description: 'over time, oldest first' })
  serials!: PaperDto[];

  @ApiProperty({
    type: VoucherDto,
    nullable: true,
    description: 'the newest that was given for the number',
  })
  voucher!: VoucherDto | null;
}

export class JournalMovementDto {
  @ApiProperty({ example: 'stock@52010001' })
  from!: string;

  @ApiProperty({ example: 'issued@52010001' })
  to!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: [RangeDto] })
  ranges!: RangeDto[];

  @ApiProperty({ type: 'integer' })
  quantity!: number;
}

export class JournalLineDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: '42' })
  revision!: string;

  @ApiProperty({ example: 'CertificatesIssued' })
  event!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ type: ActorDto })
  actor!: ActorDto;

  @ApiProperty({ required: false, description: 'user id of the second user' })
  approvedBy?: string;

  @ApiProperty({ type: String, nullable: true })
  reference!: string | null;

  @ApiProperty({ type: [JournalMovementDto] })
  movements!: JournalMovementDto[];
}

export class BookPageDto {
  @ApiProperty({
    type: [JournalLineDto],
    description: 'newest first; fewer than asked for when few fit, even none',
  })
  items!: JournalLineDto[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'the book was looked through back to here; null: to where nothing fits any more',
  })
  lookedBackTo!: string | null;

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
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

  @ApiProperty()
  to!: string;

  @ApiProperty()
  handedOverBy!: string;

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
