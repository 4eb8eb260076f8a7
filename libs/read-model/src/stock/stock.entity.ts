import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How many blanks an account of a centre holds. What is in transit stands with its sender, per open
 * consignment. Two contra accounts make the rows of every centre sum to zero: `origin` (less what
 * was registered there) and `exchange` (less what came from other centres, plus what went to them).
 * Rows of zero are deleted.
 */
@Entity({ name: 'stock' })
export class StockRow {
  @PrimaryColumn({ name: 'centre', type: 'text' })
  centre!: string;

  @PrimaryColumn({ name: 'level', type: 'smallint' })
  level!: number;

  @PrimaryColumn({ name: 'edition', type: 'text' })
  edition!: string;

  @PrimaryColumn({ name: 'kind', type: 'text' })
  kind!: string;

  /** Empty unless `kind` is transit. */
  @PrimaryColumn({ name: 'consignment', type: 'text' })
  consignment!: string;

  @Column({ name: 'quantity', type: 'bigint' })
  quantity!: number;
}
