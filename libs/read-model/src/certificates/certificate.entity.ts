import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The longest run: an append has no more lines. Looking a number up relies on it. */
export const runCountMax = 1_000;

/**
 * A run of certificate numbers bound to as many serials by one event, both advancing by one.
 * Append-only: a replacement is a further run of one for the same number, and the papers of a
 * number in order of position are its history; the last is the one in force.
 */
@Entity({ name: 'certificate' })
@Index('certificate_by_number', ['firstNumber'])
@Index('certificate_by_serial', ['series', 'firstSerial'])
export class CertificateRow {
  @PrimaryColumn({ name: 'position', type: 'bigint' })
  position!: bigint;

  /** Place of the run in its event, from 0. */
  @PrimaryColumn({ name: 'part', type: 'integer' })
  part!: number;

  /** The first of the 16-digit numbers, leading zero dropped. */
  @Column({ name: 'first_number', type: 'bigint' })
  firstNumber!: bigint;

  @Column({ name: 'count', type: 'integer' })
  count!: number;

  @Column({ name: 'series', type: 'text' })
  series!: string;

  @Column({ name: 'first_serial', type: 'bigint' })
  firstSerial!: number;

  @Column({ name: 'level', type: 'smallint' })
  level!: number;

  @Column({ name: 'edition', type: 'text' })
  edition!: string;

  /** The centre in whose book the event stands. */
  @Column({ name: 'centre', type: 'text' })
  centre!: string;

  /** Of the event in that book: where the sealed holders are found. */
  @Column({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  /** Line of the event at which the run begins, from 0. */
  @Column({ name: 'line_index', type: 'integer' })
  lineIndex!: number;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  @Column({ name: 'recorded_at', type: 'timestamp with time zone' })
  recordedAt!: Date;

  /** The signed roster's particulars; null on a replacement, whose first paper has them. */
  @Column({ name: 'station', type: 'text', nullable: true })
  station!: string | null;

  @Column({ name: 'occupation_code', type: 'text', nullable: true })
  occupationCode!: string | null;

  @Column({ name: 'occupation_name', type: 'text', nullable: true })
  occupationName!: string | null;

  @Column({ name: 'roster_reference', type: 'text', nullable: true })
  rosterReference!: string | null;

  @Column({ name: 'roster_signed_on', type: 'date', nullable: true })
  rosterSignedOn!: string | null;

  /** On a replacement: `lost` or `damaged`, the old serial, and `void` or `spoiled`. */
  @Column({ name: 'replacement_reason', type: 'text', nullable: true })
  replacementReason!: string | null;

  @Column({ name: 'replaced_serial', type: 'text', nullable: true })
  replacedSerial!: string | null;

  @Column({ name: 'replaced_becomes', type: 'text', nullable: true })
  replacedBecomes!: string | null;

  @Column({ name: 'loss_newspaper', type: 'text', nullable: true })
  lossNewspaper!: string | null;

  @Column({ name: 'loss_published_on', type: 'date', nullable: true })
  lossPublishedOn!: string | null;

  @Column({ name: 'remark', type: 'text', nullable: true })
  remark!: string | null;
}
