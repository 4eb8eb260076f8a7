import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels, type SpoilageCause, spoilageCauses } from '#domain';
import { VoucherDto } from '../vouchers/vouchers.dto';
import { HolderDto } from './holder.dto';

const paperStatuses = ['in-force', 'void', 'spoiled', 'missing', 'mistaken'] as const;

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
