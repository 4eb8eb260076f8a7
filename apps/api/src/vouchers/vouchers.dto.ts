import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels, type VoucherLine } from '#domain';
import { type VoucherListStatus, type VoucherStatus, voucherListStatuses } from '#read-model';
import { LossNoticeDto, RosterPostDto } from '../custody/custody.dto';
import { VoucherLines } from '../custody/lists';
import { HolderDto } from '../queries/holder.dto';
import { CommandDto } from '../requests/command.dto';
import { Identifier, Nested, OneOf, Text } from '../requests/fields';
import { CentrePageQueryDto } from '../requests/query.dto';

const longTextMax = 2_000;
const voucherStatuses: readonly VoucherStatus[] = [
  'in-force',
  'expired',
  'superseded',
  'replaced',
  'void',
];

export class IssueVouchersDto extends RosterPostDto {
  @VoucherLines()
  lines!: VoucherLine[];
}

export class ReplaceVoucherDto extends CommandDto {
  @Identifier({ example: '52010000PZ000018' })
  replacementNumber!: string;

  @Nested(() => LossNoticeDto)
  lossNotice!: LossNoticeDto;
}

export class VoidVoucherDto extends CommandDto {
  @Text({ max: longTextMax, description: 'do not name holders here' })
  reason!: string;
}

export class VoucherQueryDto extends CentrePageQueryDto {
  @OneOf(voucherListStatuses, {
    optional: true,
    description:
      '`expiring`: in force for at most 30 more days; `expired`: past the last day, and the ' +
      'certificate is not printed',
  })
  status?: VoucherListStatus;

  @Identifier({ optional: true, description: 'all vouchers ever given for this number' })
  certificateNumber?: string;
}

class VoucherOccupationDto {
  @ApiProperty({ required: false })
  code?: string;

  @ApiProperty()
  name!: string;
}

class VoucherRosterDto {
  @ApiProperty()
  reference!: string;

  @ApiProperty({ format: 'date', description: 'the issue date on the paper' })
  signedOn!: string;
}

class LossNoticeAnswerDto {
  @ApiProperty()
  newspaper!: string;

  @ApiProperty({ format: 'date' })
  publishedOn!: string;
}

class ReplacedVoucherDto {
  @ApiProperty()
  number!: string;

  @ApiProperty({ type: LossNoticeAnswerDto })
  lossNotice!: LossNoticeAnswerDto;
}

class VoucherEndDto {
  @ApiProperty({ format: 'date' })
  on!: string;

  @ApiProperty()
  position!: string;

  @ApiProperty({ required: false, description: 'superseded: what the certificate was printed on' })
  serial?: string;

  @ApiProperty({ required: false, description: 'replaced: by this voucher' })
  replacedBy?: string;

  @ApiProperty({ required: false, description: 'void: why' })
  reason?: string;
}

export class VoucherDto {
  @ApiProperty({ example: '52010000PZ000017' })
  voucherNumber!: string;

  @ApiProperty({ example: '1352010001300001' })
  certificateNumber!: string;

  @ApiProperty({ enum: [...voucherStatuses], description: '`expired` by the date of the question' })
  status!: VoucherStatus;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty({ type: VoucherOccupationDto })
  occupation!: VoucherOccupationDto;

  @ApiProperty()
  station!: string;

  @ApiProperty({ description: 'who issued it' })
  centre!: string;

  @ApiProperty({ type: VoucherRosterDto })
  roster!: VoucherRosterDto;

  @ApiProperty({ format: 'date', description: 'the last day on which it is valid' })
  expiresOn!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty()
  position!: string;

  @ApiProperty({ type: ReplacedVoucherDto, required: false, description: 'of a replacement' })
  replaces?: ReplacedVoucherDto;

  @ApiProperty({ type: VoucherEndDto, required: false })
  ended?: VoucherEndDto;
}

export class VoucherWithHolderDto extends VoucherDto {
  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    description:
      'superseded: the serial that the certificate has in force now, whatever it was printed on; ' +
      'null when none is',
  })
  certificateSerial?: string | null;

  @ApiProperty({
    type: HolderDto,
    required: false,
    nullable: true,
    description: 'for clerks, supervisors and auditors; null when the person was forgotten',
  })
  holder?: HolderDto | null;
}

export class VoucherPageDto {
  @ApiProperty({ type: [VoucherDto] })
  items!: VoucherDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
