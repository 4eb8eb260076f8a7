import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How much went from one account to another in a month or a year, on either time axis: what stock
 * as of a past day is summed from. Only sums of movements; a movement changes four rows at most.
 */
@Entity({ name: 'turnover' })
export class TurnoverRow {
  /** `occurred` (Asia/Shanghai) or `recorded` (UTC). */
  @PrimaryColumn({ name: 'axis', type: 'text' })
  axis!: string;

  /** `2013` or `2013-04`. */
  @PrimaryColumn({ name: 'period', type: 'text' })
  period!: string;

  @PrimaryColumn({ name: 'level', type: 'smallint' })
  level!: number;

  @PrimaryColumn({ name: 'edition', type: 'text' })
  edition!: string;

  @PrimaryColumn({ name: 'from_kind', type: 'text' })
  fromKind!: string;

  /** Empty for the origin. */
  @PrimaryColumn({ name: 'from_centre', type: 'text' })
  fromCentre!: string;

  @PrimaryColumn({ name: 'to_kind', type: 'text' })
  toKind!: string;

  @PrimaryColumn({ name: 'to_centre', type: 'text' })
  toCentre!: string;

  @Column({ name: 'quantity', type: 'bigint' })
  quantity!: number;
}
