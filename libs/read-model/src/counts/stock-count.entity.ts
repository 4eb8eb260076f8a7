import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { CountedDifference, Level, RangeText } from '#domain';

/** A stock count as it was recorded: it moves nothing, so its row never changes. */
@Entity({ name: 'stock_count' })
@Index('stock_count_by_centre', ['centre', 'position'])
export class StockCountRow {
  @PrimaryColumn({ name: 'position', type: 'bigint' })
  position!: bigint;

  @Column({ name: 'centre', type: 'text' })
  centre!: string;

  @Column({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  @Column({ name: 'recorded_at', type: 'timestamp with time zone' })
  recordedAt!: Date;

  @Column({ name: 'actor_user', type: 'text' })
  actorUser!: string;

  @Column({ name: 'counted_at', type: 'bigint' })
  countedAt!: bigint;

  @Column({ name: 'counted_by', type: 'text', array: true })
  countedBy!: string[];

  @Column({ name: 'levels', type: 'jsonb' })
  levels!: readonly Level[];

  @Column({ name: 'ranges', type: 'jsonb' })
  ranges!: readonly RangeText[];

  /** Null when spoiled sheets were not counted. */
  @Column({ name: 'spoiled', type: 'jsonb', nullable: true })
  spoiled!: readonly RangeText[] | null;

  @Column({ name: 'missing', type: 'jsonb' })
  missing!: readonly CountedDifference[];

  @Column({ name: 'unexpected', type: 'jsonb' })
  unexpected!: readonly CountedDifference[];

  @Column({ name: 'moved_since', type: 'jsonb' })
  movedSince!: readonly RangeText[];
}
