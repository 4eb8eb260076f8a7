import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Warning } from '#domain';

/** One post in a book, with the warnings that it was accepted with; append-only. */
@Entity({ name: 'post' })
export class PostRow {
  @PrimaryColumn({ name: 'position', type: 'bigint' })
  position!: bigint;

  /** The centre in whose book it stands. */
  @Column({ name: 'centre', type: 'text' })
  centre!: string;

  /** Of the event in that book. */
  @Column({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  @Column({ name: 'event_id', type: 'uuid' })
  eventId!: string;

  @Column({ name: 'event', type: 'text' })
  event!: string;

  @Column({ name: 'reference', type: 'text', nullable: true })
  reference!: string | null;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  @Column({ name: 'recorded_at', type: 'timestamp with time zone' })
  recordedAt!: Date;

  @Column({ name: 'actor_user', type: 'text' })
  actorUser!: string;

  /** Null when there were none. */
  @Column({ name: 'warnings', type: 'jsonb', nullable: true })
  warnings!: readonly Warning[] | null;
}
