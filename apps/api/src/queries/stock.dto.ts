import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { FlagText, Identifier } from '../requests/fields';
import { AsOfQueryDto, type SerialStatus, serialStatuses } from './queries.dto';

export class StockQueryDto extends AsOfQueryDto {
  @Identifier({ optional: true, description: 'the caller’s subtree unless said' })
  centre?: string;

  @FlagText({ optional: true, description: 'with all centres below; false when a centre is given' })
  subtree?: string;
}

export class AccountsDto {
  @ApiProperty({ type: 'integer' })
  stock!: number;

  @ApiProperty({ type: 'integer', description: 'counts at the sender until received' })
  inTransit!: number;

  @ApiProperty({ type: 'integer' })
  issued!: number;

  @ApiProperty({ type: 'integer' })
  void!: number;

  @ApiProperty({ type: 'integer' })
  spoiled!: number;

  @ApiProperty({ type: 'integer' })
  missing!: number;

  @ApiProperty({ type: 'integer' })
  destroyed!: number;
}

export class StockRowDto extends AccountsDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;
}

export class ConservationDto {
  @ApiProperty({
    description: 'registered equals the sum of all accounts, per level and edition (C16)',
  })
  holds!: boolean;

  @ApiProperty({
    type: 'integer',
    description: 'registered there and come in, less what went out',
  })
  registered!: number;
}

export class StockDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ type: [StockRowDto], description: 'rows of zeros are left out' })
  rows!: StockRowDto[];

  @ApiProperty({ type: AccountsDto })
  totals!: AccountsDto;

  @ApiProperty({ type: ConservationDto })
  conservation!: ConservationDto;
}

export class HeldRangeDto extends RangeDto {
  @ApiProperty({ enum: [...serialStatuses] })
  status!: SerialStatus;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: 'integer' })
  count!: number;
}

export class CentreStockDto extends StockDto {
  @ApiProperty({ type: [HeldRangeDto], description: 'in stock, spoiled and missing' })
  ranges!: HeldRangeDto[];

  @ApiProperty({ description: 'whether these are all: at most 10,000 of each are told' })
  rangesComplete!: boolean;
}
