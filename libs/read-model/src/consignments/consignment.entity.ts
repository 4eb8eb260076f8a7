import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Lot, RangeText } from '#domain';

/** Blanks on their way from one centre to another, and what became of them. */
@Entity({ name: 'consignment' })
@Index('consignment_by_sender', ['sender', 'dispatchedPosition'])
@Index('consignment_by_receiver', ['receiver', 'dispatchedPosition'])
@Index('consignment_by_status', ['status', 'dispatchedPosition'])
export class ConsignmentRow {
  @PrimaryColumn({ name: 'number', type: 'text' })
  number!: string;

  @Column({ name: 'sender', type: 'text' })
  sender!: string;

  @Column({ name: 'receiver', type: 'text' })
  receiver!: string;

  /** `in-transit`, `received`, `refused` or `taken-back`. */
  @Column({ name: 'status', type: 'text' })
  status!: string;

  @Column({ name: 'quantity', type: 'bigint' })
  quantity!: number;

  @Column({ name: 'lots', type: 'jsonb' })
  lots!: readonly Lot[];

  @Column({ name: 'handed_over_by', type: 'text' })
  handedOverBy!: string;

  /** The quarter of the application that it was sent against. */
  @Column({ name: 'application', type: 'text', nullable: true })
  application!: string | null;

  @Column({ name: 'dispatched_on', type: 'date' })
  dispatchedOn!: string;

  @Column({ name: 'dispatched_at', type: 'timestamp with time zone' })
  dispatchedAt!: Date;

  @Column({ name: 'dispatched_position', type: 'bigint' })
  dispatchedPosition!: bigint;

  /** Of the receipt or the refusal. */
  @Column({ name: 'answered_on', type: 'date', nullable: true })
  answeredOn!: string | null;

  @Column({ name: 'answered_position', type: 'bigint', nullable: true })
  answeredPosition!: bigint | null;

  @Column({ name: 'accepted', type: 'jsonb', nullable: true })
  accepted!: readonly Lot[] | null;

  @Column({ name: 'damaged', type: 'jsonb', nullable: true })
  damaged!: readonly Lot[] | null;

  @Column({ name: 'missing', type: 'jsonb', nullable: true })
  missing!: readonly Lot[] | null;

  @Column({ name: 'unexpected', type: 'jsonb', nullable: true })
  unexpected!: readonly RangeText[] | null;

  @Column({ name: 'counted_by', type: 'text', array: true, nullable: true })
  countedBy!: readonly string[] | null;

  @Column({ name: 'refusal_reason', type: 'text', nullable: true })
  refusalReason!: string | null;

  @Column({ name: 'taken_back_on', type: 'date', nullable: true })
  takenBackOn!: string | null;

  @Column({ name: 'taken_back_position', type: 'bigint', nullable: true })
  takenBackPosition!: bigint | null;
}
