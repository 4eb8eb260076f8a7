import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The longest run: an append has no more lines. Looking a number up relies on it. */
export const runCountMax = 1_000;

export const paperKinds = ['issued', 'replaced', 'corrected', 'voided'] as const;
export type PaperKind = (typeof paperKinds)[number];

/**
 * A run of certificate numbers bound to as many serials by one event, both advancing by one.
 * Append-only: a replacement, a correction and a void are further runs for the same numbers, and
 * the rows of a number in order of position are its history; the last says what is in force.
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

  /** What happened to the numbers; on `voided` the serial is the one that ceased to be in force. */
  @Column({ name: 'kind', type: 'text' })
  kind!: string;

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

  /** Of the event in that book. */
  @Column({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  /**
   * Line of the holders sealed right before the event at which the run begins, from 0; null where
   * the event names nobody, so that whom an earlier one named it still names.
   */
  @Column({ name: 'line_index', type: 'integer', nullable: true })
  lineIndex!: number | null;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  @Column({ name: 'recorded_at', type: 'timestamp with time zone' })
  recordedAt!: Date;

  /**
   * What the signed roster says. Of a certificate older than the book, station and occupation are
   * its particulars, and there is no roster. Null where an earlier row has it.
   */
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

  /** On a replacement: `lost` or `damaged`. */
  @Column({ name: 'replacement_reason', type: 'text', nullable: true })
  replacementReason!: string | null;

  /** The first number's serial that is not in force any more; null where none was. */
  @Column({ name: 'replaced_serial', type: 'text', nullable: true })
  replacedSerial!: string | null;

  /** Null on a correction that gives the sheet to another certificate. */
  @Column({ name: 'replaced_becomes', type: 'text', nullable: true })
  replacedBecomes!: string | null;

  /** On a void: the serial that is in force again. */
  @Column({ name: 'restored_serial', type: 'text', nullable: true })
  restoredSerial!: string | null;

  @Column({ name: 'loss_newspaper', type: 'text', nullable: true })
  lossNewspaper!: string | null;

  @Column({ name: 'loss_published_on', type: 'date', nullable: true })
  lossPublishedOn!: string | null;

  @Column({ name: 'remark', type: 'text', nullable: true })
  remark!: string | null;

  /** Of a certificate older than the book. */
  @Column({ name: 'original_issued_on', type: 'date', nullable: true })
  originalIssuedOn!: string | null;

  @Column({ name: 'original_serial', type: 'text', nullable: true })
  originalSerial!: string | null;

  /** Of a void. */
  @Column({ name: 'cause', type: 'text', nullable: true })
  cause!: string | null;

  /** Of a correction or void. */
  @Column({ name: 'reason', type: 'text', nullable: true })
  reason!: string | null;
}
