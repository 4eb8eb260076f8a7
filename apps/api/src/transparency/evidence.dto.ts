import { ApiProperty } from '@nestjs/swagger';

/** How far the log proves what is told of a serial. */
export class SerialProofDto {
  @ApiProperty({ example: 'A000123456' })
  serial!: string;

  @ApiProperty({
    description: 'No other of the first so many entries of the log touches the serial.',
    example: 20_852_100,
  })
  completeTo!: number;

  @ApiProperty({ description: 'Entries below the newest signed head.', example: 20_852_163 })
  signedSize!: number;

  @ApiProperty({
    type: [Number],
    description: 'The entries below `completeTo` that touch the serial, oldest first.',
  })
  entries!: number[];

  @ApiProperty({
    description: 'Entries behind `completeTo` that touch it: covered within minutes.',
    example: 0,
  })
  laterCount!: number;
}
