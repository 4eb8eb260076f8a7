import { Column, Entity, PrimaryColumn } from 'typeorm';

export const PRIMARY_SCHEMA = 'liushui_primary';

/** One key of the key file, by number. The key itself is never here. */
@Entity({ name: 'generations', schema: PRIMARY_SCHEMA })
export class GenerationRow {
  @PrimaryColumn('integer')
  number!: number;

  /** Tells the right key file from a foreign one; says nothing about the key. */
  @Column('bytea', { name: 'key_check' })
  keyCheck!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Null for the one generation that wraps everything now. */
  @Column('timestamptz', { name: 'replaced_at', nullable: true })
  replacedAt!: Date | null;
}

@Entity({ name: 'months', schema: PRIMARY_SCHEMA })
export class MonthRow {
  /** `YYYY-MM`. */
  @PrimaryColumn('text')
  month!: string;

  /** The month's key, wrapped by the generation's; null once the month was purged. */
  @Column('bytea', { name: 'wrapped_key', nullable: true })
  wrappedKey!: Buffer | null;

  @Column('integer')
  generation!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'purged_at', nullable: true })
  purgedAt!: Date | null;
}

/** A node of a month's tree, wrapped by the month's key. */
@Entity({ name: 'tree_nodes', schema: PRIMARY_SCHEMA })
export class TreeNodeRow {
  @PrimaryColumn('text')
  month!: string;

  /** Hexadecimal digits from the root, which itself is ''. */
  @PrimaryColumn('text')
  path!: string;

  @Column('bytea', { name: 'wrapped_node' })
  wrappedNode!: Buffer;
}

/** A key that is replaced every day and destroyed when its days are over. */
@Entity({ name: 'rotating_keys', schema: PRIMARY_SCHEMA })
export class RotatingKeyRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  purpose!: string;

  /** UTC date, `YYYY-MM-DD`. */
  @Column('date', { name: 'made_on' })
  madeOn!: string;

  @Column('bytea', { name: 'wrapped_key' })
  wrappedKey!: Buffer;

  @Column('integer')
  generation!: number;
}

/** How often keys were punctured: whoever has nodes in memory must know the latest. One row. */
@Entity({ name: 'punctures', schema: PRIMARY_SCHEMA })
export class PuncturesRow {
  @PrimaryColumn('boolean')
  single!: boolean;

  @Column('bigint')
  version!: string;
}

/** A process that has nodes of trees in memory, and which version they are not older than. */
@Entity({ name: 'key_holders', schema: PRIMARY_SCHEMA })
export class KeyHolderRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bigint')
  version!: string;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}

/** The key of one blind index of holders; it goes with the index. */
@Entity({ name: 'index_keys', schema: PRIMARY_SCHEMA })
export class IndexKeyRow {
  @PrimaryColumn('text', { name: 'index_name' })
  indexName!: string;

  @Column('bytea', { name: 'wrapped_key' })
  wrappedKey!: Buffer;

  @Column('integer')
  generation!: number;
}

/** The last event of the forgetting stream that was carried out to the end. At most one row. */
@Entity({ name: 'forgotten_up_to', schema: PRIMARY_SCHEMA })
export class ForgottenUpToRow {
  @PrimaryColumn('boolean')
  single!: boolean;

  @Column('bigint')
  revision!: string;

  @Column('uuid', { name: 'event_id' })
  eventId!: string;
}
