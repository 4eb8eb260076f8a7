import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import { CommandDto } from '../requests/command.dto';
import { SomeOf } from '../requests/fields';

export class ShortageCommandDto extends CommandDto {
  @SomeOf(levels, { min: 1 })
  levels!: Level[];
}

export class ShortageDto {
  @ApiProperty({ description: 'a province or the top centre: for its subtree' })
  declaredBy!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty({ format: 'date' })
  declaredOn!: string;

  @ApiProperty({ format: 'date-time' })
  declaredAt!: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'null while it lasts' })
  endedOn!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt!: string | null;
}

export class ShortageListDto {
  @ApiProperty({ type: [ShortageDto], description: 'newest first, at most 1,000' })
  items!: ShortageDto[];

  @ApiProperty({ type: String, nullable: true, description: 'always null: there is one page' })
  next!: string | null;
}
