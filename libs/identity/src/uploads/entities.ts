import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

/** A roster file on its way into a book. What it holds lies in its pieces. */
@Entity({ name: 'uploads', schema: PRIMARY_SCHEMA })
export class UploadRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  centre!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  state!: string;

  /** Hash of the idempotency key, and what tells another request with the same key. */
  @Column('text', { name: 'request_key', nullable: true })
  requestKey!: string | null;

  @Column('text', { name: 'request_mac', nullable: true })
  requestMac!: string | null;

  @Column('text', { name: 'request_mac_key', nullable: true })
  requestMacKey!: string | null;

  /** The rotating key that wraps this upload's own. */
  @Column('text', { name: 'key_id' })
  keyId!: string;

  @Column('bytea', { name: 'wrapped_key' })
  wrappedKey!: Buffer;

  /** Sealed: what the file is about. */
  @Column('bytea')
  particulars!: Buffer;

  @Column('integer', { name: 'piece_count' })
  pieceCount!: number;

  /** The first piece that has not been worked on yet. */
  @Column('integer', { name: 'next_piece' })
  nextPiece!: number;

  @Column('integer', { name: 'row_count' })
  rowCount!: number;

  @Column('integer', { name: 'done_count' })
  doneCount!: number;

  @Column('integer', { name: 'refused_count' })
  refusedCount!: number;

  /** Of the last append that came of it. */
  @Column('bigint', { nullable: true })
  position!: string | null;

  @Column('text', { array: true })
  proposals!: string[];

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** Which process works on it, until when nobody else may. */
  @Column('uuid', { name: 'lease_holder', nullable: true })
  leaseHolder!: string | null;

  @Column('timestamptz', { name: 'lease_until', nullable: true })
  leaseUntil!: Date | null;

  /** When somebody asked that it end: nothing is posted of it any more. */
  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;
}

/** Some rows of a roster file, sealed; once they were worked on, what is to be told of them. */
@Entity({ name: 'upload_pieces', schema: PRIMARY_SCHEMA })
export class UploadPieceRow {
  @PrimaryColumn('uuid')
  upload!: string;

  @PrimaryColumn('integer')
  number!: number;

  @Column('bytea')
  sealed!: Buffer;
}
