import { ApiProperty } from '@nestjs/swagger';
import { WholeText } from '../requests/fields';

/** More events than a book has in a century. */
const revisionMax = 999_999_999;

export class BookLeavesQueryDto {
  @WholeText({
    optional: true,
    min: 0,
    max: revisionMax,
    description: '`next` of the page before; 0 unless said',
  })
  from?: string;
}

export class BookLeafDto {
  @ApiProperty({ example: '41' })
  revision!: string;

  @ApiProperty({
    required: false,
    description: 'the bytes of the leaf (TL-2), base 64; absent for sealed holders',
  })
  leaf?: string;
}

export class BookLeafPageDto {
  @ApiProperty({ type: [BookLeafDto], description: 'from `from` on, without a gap' })
  items!: BookLeafDto[];

  @ApiProperty({ type: String, nullable: true, description: '`from` of the next page' })
  next!: string | null;
}

export class LogLeafDto {
  @ApiProperty({ description: 'its place in the log', example: 20_852_163 })
  index!: number;

  @ApiProperty({ description: 'the bytes of the leaf (TL-2), base 64' })
  leaf!: string;
}

export class SeriesNodeDto {
  @ApiProperty({ example: 'A:9' })
  series!: string;

  @ApiProperty({ description: 'its node at height 28, base 64' })
  node!: string;
}

export class HeldBlockDto {
  @ApiProperty({ type: LogLeafDto, description: 'the `MapRootRecorded` that the rest leads to' })
  record!: LogLeafDto;

  @ApiProperty({ type: [SeriesNodeDto], description: 'every series, in the order of SM-5' })
  series!: SeriesNodeDto[];

  @ApiProperty({ description: 'the segments of the block (SM-3), base 64' })
  block!: string;

  @ApiProperty({
    type: [String],
    description: 'the nodes beside its way up, lowest first, each empty where nothing is touched',
  })
  siblings!: string[];

  @ApiProperty({
    type: [LogLeafDto],
    description:
      'those below the root that touch a serial of the block which the book touched there, in order',
  })
  leaves!: LogLeafDto[];
}
