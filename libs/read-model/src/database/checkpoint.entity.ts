import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row that says up to which commit position of the log the views of its schema reach. */
@Entity({ name: 'checkpoint' })
export class CheckpointRow {
  @PrimaryColumn({ name: 'single', type: 'boolean', default: true })
  single!: boolean;

  @Column({ name: 'position', type: 'bigint' })
  position!: bigint;

  /** Position of the last event copied: the log may be read beyond it without finding another. */
  @Column({ name: 'event_position', type: 'bigint' })
  eventPosition!: bigint;

  /** That event's id, stream and revision, by which it is found again; null before the first. */
  @Column({ name: 'event_id', type: 'text', nullable: true })
  eventId!: string | null;

  @Column({ name: 'event_stream', type: 'text', nullable: true })
  eventStream!: string | null;

  @Column({ name: 'event_revision', type: 'bigint', nullable: true })
  eventRevision!: bigint | null;
}
