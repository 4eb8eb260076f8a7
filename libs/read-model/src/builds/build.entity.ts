import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A set of views in a schema of its own, `liushui_view_<number>`. */
@Entity({ name: 'build' })
export class BuildRow {
  @PrimaryColumn({ name: 'number', type: 'integer' })
  number!: number;

  /** `building`, `current` or `retired`. */
  @Column({ name: 'state', type: 'text' })
  state!: string;

  /** The projections' version that filled it: another one cannot go on where this one stopped. */
  @Column({ name: 'version', type: 'integer' })
  version!: number;

  @Column({ name: 'retired_at', type: 'timestamp with time zone', nullable: true })
  retiredAt!: Date | null;
}

/** The pointer: which build answers. One row, read in the same snapshot as what it points at. */
@Entity({ name: 'current' })
export class CurrentRow {
  @PrimaryColumn({ name: 'single', type: 'boolean', default: true })
  single!: boolean;

  @Column({ name: 'build', type: 'integer' })
  build!: number;
}

/** How the active projector fares, for readiness and for whoever must mend it. One row. */
@Entity({ name: 'projector_state' })
export class ProjectorStateRow {
  @PrimaryColumn({ name: 'single', type: 'boolean', default: true })
  single!: boolean;

  /** `running` or `faulted`. */
  @Column({ name: 'state', type: 'text' })
  state!: string;

  @Column({ name: 'since_at', type: 'timestamp with time zone' })
  sinceAt!: Date;

  @Column({ name: 'seen_at', type: 'timestamp with time zone' })
  seenAt!: Date;

  /** Whether everything that the log holds has been copied since the projector started. */
  @Column({ name: 'caught_up', type: 'boolean' })
  caughtUp!: boolean;

  /** The event that could not be copied, `Type book-52000000@7`. */
  @Column({ name: 'event', type: 'text', nullable: true })
  event!: string | null;

  @Column({ name: 'event_position', type: 'bigint', nullable: true })
  eventPosition!: bigint | null;

  @Column({ name: 'reason', type: 'text', nullable: true })
  reason!: string | null;

  @Column({ name: 'attempts', type: 'integer' })
  attempts!: number;
}
