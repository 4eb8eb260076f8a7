import { ApiProperty } from '@nestjs/swagger';

class HolderDocumentDto {
  @ApiProperty({ enum: ['resident-id', 'passport', 'other'] })
  type!: string;

  @ApiProperty()
  number!: string;
}

class ScoresDto {
  @ApiProperty({ required: false })
  theory?: number;

  @ApiProperty({ required: false })
  practical?: number;

  @ApiProperty({ required: false })
  overall?: number;
}

/** The person a certificate names, opened from its sealed line for this answer alone. */
export class HolderDto {
  @ApiProperty()
  name!: string;

  @ApiProperty({ required: false, example: '女' })
  sex?: string;

  @ApiProperty({ required: false, format: 'date' })
  birthDate?: string;

  @ApiProperty({ type: HolderDocumentDto })
  document!: HolderDocumentDto;

  @ApiProperty({ required: false })
  education?: string;

  @ApiProperty({ required: false, type: ScoresDto })
  scores?: ScoresDto;
}
