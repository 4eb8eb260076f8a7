import { ApiProperty } from '@nestjs/swagger';
import { Text } from '../requests/fields';

/** As long as a checkpoint with all cosignatures that a note has room for. */
const checkpointLengthMax = 20_000;
const signatureLengthMax = 500;

export class SeenCheckpointDto {
  @Text({
    max: checkpointLengthMax,
    description:
      'the signed checkpoint that was verified, as `GET /transparency/checkpoint` has it',
  })
  checkpoint!: string;

  @Text({
    max: signatureLengthMax,
    description:
      "the line of the centre's cosignature (c2sp.org/tlog-cosignature, version 1): " +
      '`— <name of the key> <base 64>`',
  })
  signature!: string;
}

export class WitnessKeyDto {
  @ApiProperty({ description: '`<name>+<id>+<base 64>`' })
  key!: string;

  @ApiProperty({ format: 'date-time' })
  registeredAt!: string;

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'absent for the one that holds',
  })
  replacedAt?: string;
}

export class WitnessedHeadDto {
  @ApiProperty({ description: 'events that the witness has seen' })
  size!: number;

  @ApiProperty({ description: 'the key of the witness that cosigned it' })
  key!: string;

  @ApiProperty({ description: 'the note, signed by the log and cosigned by the witness' })
  checkpoint!: string;

  @ApiProperty({ format: 'date-time' })
  cosignedAt!: string;
}

export class WitnessDto {
  @ApiProperty({ example: '52010000' })
  centre!: string;

  @ApiProperty({ type: [WitnessKeyDto], description: 'all it ever had, the last one holds' })
  keys!: WitnessKeyDto[];

  @ApiProperty({
    required: false,
    type: WitnessedHeadDto,
    description: 'the largest head that it cosigned with any of them; absent before the first',
  })
  seen?: WitnessedHeadDto;
}

export class WitnessListDto {
  @ApiProperty({ type: [WitnessDto] })
  items!: WitnessDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: the list comes whole' })
  next!: string | null;
}

export class LogKeyDto {
  @ApiProperty({ description: '`<name>+<id>+<base 64>`' })
  key!: string;

  @ApiProperty({ format: 'date-time', description: 'when it was announced, or signed first' })
  since!: string;

  @ApiProperty({
    required: false,
    description:
      'the note that put it in the place of the one before, signed by that one too unless it was ' +
      'lost; absent for the first',
  })
  announcement?: string;
}

export class LogKeyListDto {
  @ApiProperty({ type: [LogKeyDto], description: 'in their order; the last one signs' })
  items!: LogKeyDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: the list comes whole' })
  next!: string | null;
}
