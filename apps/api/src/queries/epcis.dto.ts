import { ApiProperty } from '@nestjs/swagger';

export class EpcisBodyDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'object' },
    description:
      'one ObjectEvent for each movement, oldest first; one that a correction takes back once more, with errorDeclaration',
  })
  eventList!: readonly object[];
}

export class EpcisDocumentDto {
  @ApiProperty({ type: 'array', items: {}, description: 'of GS1, and our own words' })
  '@context'!: readonly unknown[];

  @ApiProperty({ enum: ['EPCISDocument'] })
  type!: 'EPCISDocument';

  @ApiProperty({ enum: ['2.0'] })
  schemaVersion!: '2.0';

  @ApiProperty({ format: 'date-time', description: 'when it was asked for' })
  creationDate!: string;

  @ApiProperty({ type: EpcisBodyDto })
  epcisBody!: EpcisBodyDto;
}
