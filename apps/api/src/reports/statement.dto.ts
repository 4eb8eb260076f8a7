import { ApiProperty } from '@nestjs/swagger';
import {
  type Level,
  levels,
  type SpoiledCell,
  type StatementCellName,
  type StatementLine,
  type StockCell,
  spoiledCells,
  statementLines,
  statementRangesMax,
  stockCells,
} from '#domain';
import { balanceRangesCentresMax } from '#read-model';
import { RangeDto } from '../problems/problem.dto';
import { Day, FlagText, Identifier, Instant, OneOf, WholeText } from '../requests/fields';
import { pageLimitMax } from '../requests/query.dto';

const cellNames: readonly StatementCellName[] = [
  ...new Set<StatementCellName>(['opening', ...stockCells, ...spoiledCells, 'closing']),
];

/** Days from and to, or a period by its name. */
export class StatementQueryDto {
  @Day({ optional: true, description: 'with `to`; by stated dates' })
  from?: string;

  @Day({ optional: true, description: 'inclusive' })
  to?: string;

  @Identifier({
    optional: true,
    description:
      'instead of days: `2013Q2` (a statistical quarter), `2013-04`, or `2013` (December to ' +
      'November, the sum of four quarters); one that is not over ends today',
  })
  period?: string;

  @Instant({ optional: true, description: 'as it was known then, and what was posted since' })
  asOfRecorded?: string;

  @FlagText({ optional: true, description: 'with all centres below; false unless said' })
  subtree?: string;
}

export class StatementCellQueryDto extends StatementQueryDto {
  @OneOf(statementLines)
  line!: StatementLine;

  @OneOf(cellNames)
  cell!: StatementCellName;

  @WholeText({ min: 1, max: 5 })
  level!: string;

  @Identifier()
  edition!: string;

  @Identifier({ optional: true, description: '`next` of the page before' })
  after?: string;

  @WholeText({ optional: true, min: 1, max: pageLimitMax, description: '100 unless said' })
  limit?: string;
}

export class StatementCellDto {
  @ApiProperty({ type: 'integer' })
  quantity!: number;

  @ApiProperty({ type: [RangeDto], description: 'each once, even where serials passed twice' })
  ranges!: RangeDto[];

  @ApiProperty({
    description:
      `whether these are all: at most ${statementRangesMax} are told, and none of an opening or ` +
      `closing of more than ${balanceRangesCentresMax} centres`,
  })
  rangesComplete!: boolean;
}

const Cell = () => ApiProperty({ type: StatementCellDto });

/** What came in is added to the opening, what went out taken off: that makes the closing. */
export class StockCellsDto implements Record<'opening' | StockCell | 'closing', StatementCellDto> {
  @Cell()
  opening!: StatementCellDto;

  @Cell()
  registered!: StatementCellDto;

  @Cell()
  received!: StatementCellDto;

  @Cell()
  takenBack!: StatementCellDto;

  @Cell()
  recovered!: StatementCellDto;

  @Cell()
  correctedIn!: StatementCellDto;

  @Cell()
  issued!: StatementCellDto;

  @Cell()
  replaced!: StatementCellDto;

  @Cell()
  spoiled!: StatementCellDto;

  @Cell()
  missing!: StatementCellDto;

  @Cell()
  sent!: StatementCellDto;

  @Cell()
  returned!: StatementCellDto;

  @Cell()
  correctedOut!: StatementCellDto;

  @Cell()
  closing!: StatementCellDto;
}

/** As for stock. */
export class SpoiledCellsDto
  implements Record<'opening' | SpoiledCell | 'closing', StatementCellDto>
{
  @Cell()
  opening!: StatementCellDto;

  @Cell()
  spoiled!: StatementCellDto;

  @Cell()
  damagedOnReceipt!: StatementCellDto;

  @Cell()
  voided!: StatementCellDto;

  @Cell()
  handedIn!: StatementCellDto;

  @Cell()
  recovered!: StatementCellDto;

  @Cell()
  correctedIn!: StatementCellDto;

  @Cell()
  destroyed!: StatementCellDto;

  @Cell()
  missing!: StatementCellDto;

  @Cell()
  correctedOut!: StatementCellDto;

  @Cell()
  closing!: StatementCellDto;
}

export class StatementRowDto {
  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: StockCellsDto })
  stock!: StockCellsDto;

  @ApiProperty({ type: SpoiledCellsDto })
  spoiled!: SpoiledCellsDto;
}

export class StatementDifferenceDto {
  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ enum: [...statementLines] })
  line!: StatementLine;

  @ApiProperty({ enum: [...cellNames] })
  cell!: StatementCellName;

  @ApiProperty({ type: 'integer' })
  knownThen!: number;

  @ApiProperty({ type: 'integer' })
  knownNow!: number;
}

export class StatementPostDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: 'CertificatesIssued' })
  event!: string;

  @ApiProperty({ description: 'in whose book' })
  centre!: string;

  @ApiProperty({ description: 'of the event in that book' })
  revision!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ type: String, nullable: true, description: 'delivery note, roster and the like' })
  reference!: string | null;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ enum: [...statementLines] })
  line!: StatementLine;

  @ApiProperty({ enum: [...cellNames], description: '`opening`: it happened before the period' })
  cell!: StatementCellName;

  @ApiProperty({ enum: ['in', 'out'] })
  direction!: 'in' | 'out';

  @ApiProperty({ type: 'integer' })
  quantity!: number;

  @ApiProperty({ type: [RangeDto] })
  ranges!: RangeDto[];

  @ApiProperty()
  rangesComplete!: boolean;
}

export class StatementSinceDto {
  @ApiProperty({
    type: [StatementDifferenceDto],
    description: 'cells that are not now what they were',
  })
  differences!: StatementDifferenceDto[];

  @ApiProperty({ type: [StatementPostDto], description: 'posted since, for these days or before' })
  posts!: StatementPostDto[];

  @ApiProperty({ description: 'whether these are all: at most 1,000 are told' })
  postsComplete!: boolean;
}

export class StatementDto {
  @ApiProperty()
  centre!: string;

  @ApiProperty()
  subtree!: boolean;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ format: 'date' })
  to!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  asOfRecorded!: string | null;

  @ApiProperty({ type: [StatementRowDto], description: 'by level from 5 to 1, then edition' })
  rows!: StatementRowDto[];

  @ApiProperty({
    description: 'whether opening and movements make the closing, each counted by itself',
  })
  addsUp!: boolean;

  @ApiProperty({ required: false, type: StatementSinceDto, description: 'with `asOfRecorded`' })
  since?: StatementSinceDto;
}

export class StatementPostPageDto {
  @ApiProperty({ type: [StatementPostDto], description: 'oldest first' })
  items!: StatementPostDto[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
