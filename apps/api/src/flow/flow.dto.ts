import { ApiProperty } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import {
  type TurnoverAxis,
  turnoverAxes,
  turnoverMonthsDefault,
  turnoverMonthsMax,
} from '#read-model';
import { Day, Identifier, OneOf, Pattern } from '../requests/fields';
import { CentrePageQueryDto } from '../requests/query.dto';

const month = { pattern: /^(19|2\d)\d\d-(0[1-9]|1[0-2])$/, example: '2013-04' };

export class TurnoverQueryDto {
  @Identifier({ optional: true, description: 'with all below; the caller’s subtree unless said' })
  centre?: string;

  @OneOf(turnoverAxes, {
    optional: true,
    description: '`occurred` by stated dates (unless said), `recorded` by record time in UTC',
  })
  by?: TurnoverAxis;

  @Pattern({
    ...month,
    optional: true,
    description:
      `first month; ${turnoverMonthsDefault} of them unless said; of more than ` +
      `${turnoverMonthsMax} the last are told`,
  })
  from?: string;

  @Pattern({
    ...month,
    optional: true,
    description: 'last month; the last in which anything happened unless said',
  })
  to?: string;
}

const Quantity = (description?: string) => ApiProperty({ type: 'integer', description });

export class MonthlyTurnoverDto {
  @ApiProperty({ example: '2013-04' })
  month!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @Quantity('less reversed')
  registered!: number;

  @Quantity('used on certificates, less what was set right; without replacements (P4)')
  issued!: number;

  @Quantity('used on replacements')
  replaced!: number;

  @Quantity('from stock, on receipt and handed in, less reversed')
  spoiled!: number;

  @Quantity('less recovered')
  missing!: number;

  @Quantity()
  destroyed!: number;
}

export class TurnoverDto {
  @ApiProperty({ type: String, nullable: true, example: '2012-01', description: 'of what is told' })
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2014-12' })
  to!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '2012-12',
    description: 'when anything happened first, whatever months were asked for; null: never',
  })
  first!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '2014-11', description: 'and last' })
  last!: string | null;

  @ApiProperty({
    type: [MonthlyTurnoverDto],
    description: 'by month, then level from 5 to 1; months in which nothing happened are left out',
  })
  rows!: MonthlyTurnoverDto[];
}

export class ForecastQueryDto extends CentrePageQueryDto {
  @Day({ optional: true, description: 'as it was at the end of that day; today unless said' })
  asOf?: string;
}

export class UsedInQuarterDto {
  @ApiProperty({ example: '2013Q2' })
  quarter!: string;

  @ApiProperty({ type: 'integer' })
  quantity!: number;
}

export class ForecastDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty({ example: '2013Q4', description: 'the one that comes' })
  quarter!: string;

  @ApiProperty({
    type: 'integer',
    description:
      'what it will take: the mean of the quarters before (those before the first use left out), ' +
      'or what its namesake took a year before, whichever is more',
  })
  need!: number;

  @ApiProperty({ type: 'integer' })
  stock!: number;

  @ApiProperty({ type: 'integer', description: 'sent to it and not answered yet' })
  incoming!: number;

  @ApiProperty({
    type: [UsedInQuarterDto],
    description: 'the four complete statistical quarters before, oldest first',
  })
  used!: UsedInQuarterDto[];
}

export class ForecastPageDto {
  @ApiProperty({ format: 'date' })
  asOf!: string;

  @ApiProperty({ type: [ForecastDto], description: 'by centre, then level from 5 to 1' })
  items!: ForecastDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
