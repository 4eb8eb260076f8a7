import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels, type Occupation } from '#domain';
import { OccupationDto } from '../custody/custody.dto';
import { Identifier, Text } from '../requests/fields';

export const kinds = ['certificate', 'voucher'] as const;
export const statuses = ['in-force', 'valid', 'expired', 'superseded', 'replaced'] as const;
export const papers = ['in-force', 'replaced', 'unknown'] as const;

export class VerifyQueryDto {
  @Identifier({ description: 'of a certificate or voucher, as printed' })
  number!: string;

  @Text({ optional: true, max: 100, description: 'the full name; this or `idTail`' })
  name?: string;

  @Text({
    optional: true,
    max: 8,
    description: 'the last four characters of the identity number; this or `name`',
  })
  idTail?: string;

  @Identifier({ optional: true, description: 'the serial printed on a certificate’s paper' })
  serial?: string;
}

export class VerifiedDto {
  @ApiProperty({
    description:
      'Whether number and second fact belong together. `false` says no more: also of what was ' +
      'voided, and of a person who was forgotten.',
  })
  genuine!: boolean;

  @ApiProperty({ enum: kinds, required: false })
  kind?: (typeof kinds)[number];

  @ApiProperty({
    enum: statuses,
    required: false,
    description: 'a certificate is `in-force`; a voucher `valid` or one of the others',
  })
  status?: (typeof statuses)[number];

  @ApiProperty({ enum: [...levels], required: false })
  level?: Level;

  @ApiProperty({ type: OccupationDto, required: false })
  occupation?: Occupation;

  @ApiProperty({ required: false, example: '52010000', description: 'code of who issued it' })
  centre?: string;

  @ApiProperty({ required: false, example: '贵阳市中心' })
  centreName?: string;

  @ApiProperty({ required: false, format: 'date', description: 'when the roster was signed' })
  issuedOn?: string;

  @ApiProperty({ required: false, format: 'date', description: "a voucher's last valid day" })
  expiresOn?: string;

  @ApiProperty({
    enum: papers,
    required: false,
    description: 'Of the serial asked for: the paper is worth something only if `in-force`.',
  })
  paper?: (typeof papers)[number];
}
