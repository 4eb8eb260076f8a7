import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A time during which one centre declared blanks of a level short for its subtree. */
@Entity({ name: 'shortage' })
export class ShortageRow {
  @PrimaryColumn({ name: 'centre', type: 'text' })
  centre!: string;

  @PrimaryColumn({ name: 'level', type: 'smallint' })
  level!: number;

  @PrimaryColumn({ name: 'declared_position', type: 'bigint' })
  declaredPosition!: bigint;

  @Column({ name: 'declared_on', type: 'date' })
  declaredOn!: string;

  @Column({ name: 'declared_at', type: 'timestamp with time zone' })
  declaredAt!: Date;

  @Column({ name: 'ended_position', type: 'bigint', nullable: true })
  endedPosition!: bigint | null;

  @Column({ name: 'ended_on', type: 'date', nullable: true })
  endedOn!: string | null;

  @Column({ name: 'ended_at', type: 'timestamp with time zone', nullable: true })
  endedAt!: Date | null;
}
