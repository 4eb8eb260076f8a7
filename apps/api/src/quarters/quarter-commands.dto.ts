import { ApiProperty } from '@nestjs/swagger';
import { type ReturnRow, type Signer, signers } from '#domain';
import { CommandAnswerDto, CommandDto } from '../requests/command.dto';
import { Amount, Day, Flag, Nested, OneOf, Text, Whole } from '../requests/fields';
import { SeenCheckpointDto } from '../transparency/transparency.dto';
import { ReturnRows } from './return-rows';

const quantityMax = 10_000_000;
const amountMax = 1_000_000_000;
const longTextMax = 2_000;

export class FileReturnDto extends CommandDto {
  @ReturnRows()
  rows!: ReturnRow[];

  @Text({ optional: true, max: 100, description: 'the leader in charge (分管领导)' })
  signedBy?: string;

  @Day({ optional: true })
  signedOn?: string;

  @Nested(() => SeenCheckpointDto, { optional: true })
  witness?: SeenCheckpointDto;
}

export class RecordFeeShareDto extends CommandDto {
  @Flag()
  paid!: boolean;

  @Amount({ optional: true, min: 0, max: amountMax, description: 'yuan' })
  amount?: number;

  @Day({ optional: true })
  paidOn?: string;
}

const Quantity = () => Whole({ optional: true, min: 0, max: quantityMax });

/** Per level; a level that is left out is 0. */
export class LevelQuantitiesDto {
  @Quantity()
  5?: number;

  @Quantity()
  4?: number;

  @Quantity()
  3?: number;

  @Quantity()
  2?: number;

  @Quantity()
  1?: number;
}

export class ContactDto {
  @Text({ max: 100 })
  name!: string;

  @Text({ max: 50 })
  phone!: string;

  @Text({ max: 50 })
  mobile!: string;
}

export class FileApplicationDto extends CommandDto {
  @Nested(() => LevelQuantitiesDto)
  planned!: LevelQuantitiesDto;

  @Nested(() => ContactDto, { optional: true })
  contact?: ContactDto;

  @Text({ optional: true, max: longTextMax })
  remark?: string;
}

export class ApplicationAnswerDto extends CommandAnswerDto {
  @ApiProperty({ example: '52010000-2013Q2', description: 'number of the application' })
  number!: string;
}

export class SignApplicationDto extends CommandDto {
  @OneOf(signers)
  as!: Signer;
}

export class ReviewApplicationDto extends CommandDto {
  @OneOf(['approved', 'returned'])
  decision!: 'approved' | 'returned';

  @Nested(() => LevelQuantitiesDto, { optional: true, description: 'when approved' })
  granted?: LevelQuantitiesDto;

  @Text({ optional: true, max: longTextMax, description: 'required when sent back' })
  reason?: string;
}
