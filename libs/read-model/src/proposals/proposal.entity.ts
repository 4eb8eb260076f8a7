import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { StoredCommand } from '#domain';

/**
 * What one user asked and a second is to approve. It has expired by the clock, whether or not
 * the log says so yet.
 */
@Entity({ name: 'proposal' })
@Index('proposal_by_centre', ['centre', 'madePosition'])
@Index('proposal_by_status', ['status', 'madePosition'])
export class ProposalRow {
  @PrimaryColumn({ name: 'number', type: 'text' })
  number!: string;

  /** Whose book it lives in; outside books the top centre. */
  @Column({ name: 'centre', type: 'text' })
  centre!: string;

  /** `pending`, `approved`, `refused` or `expired`. */
  @Column({ name: 'status', type: 'text' })
  status!: string;

  @Column({ name: 'command', type: 'jsonb' })
  command!: StoredCommand;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  @Column({ name: 'expires_at', type: 'timestamp with time zone' })
  expiresAt!: Date;

  @Column({ name: 'made_by', type: 'text' })
  madeBy!: string;

  @Column({ name: 'made_at', type: 'timestamp with time zone' })
  madeAt!: Date;

  @Column({ name: 'made_position', type: 'bigint' })
  madePosition!: bigint;

  @Column({ name: 'closed_by', type: 'text', nullable: true })
  closedBy!: string | null;

  @Column({ name: 'closed_at', type: 'timestamp with time zone', nullable: true })
  closedAt!: Date | null;

  @Column({ name: 'closed_position', type: 'bigint', nullable: true })
  closedPosition!: bigint | null;

  @Column({ name: 'refusal_reason', type: 'text', nullable: true })
  refusalReason!: string | null;
}
