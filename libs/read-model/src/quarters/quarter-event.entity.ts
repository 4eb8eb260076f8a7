import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Actor, QuarterEvent } from '#domain';

/**
 * What happened in one centre's statistical quarter, as it happened: a handful of rows, which the
 * query folds as the ledger does, so that the two cannot disagree.
 */
@Entity({ name: 'quarter_event' })
export class QuarterEventRow {
  @PrimaryColumn({ name: 'quarter', type: 'text' })
  quarter!: string;

  @PrimaryColumn({ name: 'centre', type: 'text' })
  centre!: string;

  @PrimaryColumn({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  @Column({ name: 'position', type: 'bigint' })
  position!: bigint;

  @Column({ name: 'event_id', type: 'text' })
  eventId!: string;

  @Column({ name: 'type', type: 'text' })
  type!: QuarterEvent['type'];

  @Column({ name: 'data', type: 'jsonb' })
  data!: QuarterEvent['data'];

  @Column({ name: 'actor', type: 'jsonb' })
  actor!: Actor;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  /** ISO 8601 UTC, as the event has it. */
  @Column({ name: 'decided_at', type: 'text' })
  decidedAt!: string;

  @Column({ name: 'recorded_at', type: 'timestamp with time zone' })
  recordedAt!: Date;
}
