import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One range of serials going from one account to another: append-only, never updated. */
@Entity({ name: 'movement' })
export class MovementRow {
  @PrimaryColumn({ name: 'position', type: 'bigint' })
  position!: bigint;

  /** Place within the event's movements, from 0. */
  @PrimaryColumn({ name: 'part', type: 'integer' })
  part!: number;

  @Column({ name: 'series', type: 'text' })
  series!: string;

  /** Ordinals, `[first,last+1)`. */
  @Column({ name: 'serials', type: 'int8range' })
  serials!: string;

  @Column({ name: 'level', type: 'smallint' })
  level!: number;

  @Column({ name: 'edition', type: 'text' })
  edition!: string;

  @Column({ name: 'from_kind', type: 'text' })
  fromKind!: string;

  /** Whose account it is, the sender's when in transit; null for the origin. */
  @Column({ name: 'from_centre', type: 'text', nullable: true })
  fromCentre!: string | null;

  /** When in transit. */
  @Column({ name: 'from_consignment', type: 'text', nullable: true })
  fromConsignment!: string | null;

  @Column({ name: 'to_kind', type: 'text' })
  toKind!: string;

  @Column({ name: 'to_centre', type: 'text', nullable: true })
  toCentre!: string | null;

  @Column({ name: 'to_consignment', type: 'text', nullable: true })
  toConsignment!: string | null;

  /** The centre in whose book the event stands. */
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

  @Column({ name: 'actor_role', type: 'text' })
  actorRole!: string;

  @Column({ name: 'actor_centre', type: 'text' })
  actorCentre!: string;

  /** User id of whoever approved it as the second person. */
  @Column({ name: 'approved_by', type: 'text', nullable: true })
  approvedBy!: string | null;
}
