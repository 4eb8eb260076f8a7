import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The longest run: an append has no more lines. Looking a number up relies on it. */
export const voucherRunCountMax = 1_000;

/**
 * A run of vouchers, bound to as many certificate numbers, that share their fate: both advance by
 * one. A run is split when something happens to some of it. Expiry is no fate but a date.
 */
@Entity({ name: 'voucher' })
@Index('voucher_by_certificate', ['firstNumber'])
@Index('voucher_by_centre', ['centre', 'position', 'lineIndex'])
@Index('voucher_by_status', ['status', 'position', 'lineIndex'])
export class VoucherRow {
  /** What stands before the trailing digits, a colon, and how many digits there are. */
  @PrimaryColumn({ name: 'series', type: 'text' })
  series!: string;

  /** The trailing digits of the first, as a number. */
  @PrimaryColumn({ name: 'first_voucher', type: 'bigint' })
  firstVoucher!: number;

  @Column({ name: 'count', type: 'integer' })
  count!: number;

  /** The first of the 16-digit certificate numbers, leading zero dropped. */
  @Column({ name: 'first_number', type: 'bigint' })
  firstNumber!: bigint;

  @Column({ name: 'level', type: 'smallint' })
  level!: number;

  /** The centre in whose book they stand. */
  @Column({ name: 'centre', type: 'text' })
  centre!: string;

  @Column({ name: 'station', type: 'text' })
  station!: string;

  @Column({ name: 'occupation_code', type: 'text', nullable: true })
  occupationCode!: string | null;

  @Column({ name: 'occupation_name', type: 'text' })
  occupationName!: string;

  @Column({ name: 'roster_reference', type: 'text' })
  rosterReference!: string;

  /** The issue date on the paper. */
  @Column({ name: 'roster_signed_on', type: 'date' })
  rosterSignedOn!: string;

  /** The last day on which they are valid. */
  @Column({ name: 'expires_on', type: 'date' })
  expiresOn!: string;

  /** Of the event that gave them out: the post, or the replacement. */
  @Column({ name: 'position', type: 'bigint' })
  position!: bigint;

  @Column({ name: 'occurred_on', type: 'date' })
  occurredOn!: string;

  @Column({ name: 'recorded_at', type: 'timestamp with time zone' })
  recordedAt!: Date;

  /** Of the post in the book, also on a replacement: where the sealed holders are found. */
  @Column({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  /** Line of the post at which the run begins, from 0. */
  @Column({ name: 'line_index', type: 'integer' })
  lineIndex!: number;

  /** On a replacement: the voucher that was lost, and the notice of it. */
  @Column({ name: 'replaces', type: 'text', nullable: true })
  replaces!: string | null;

  @Column({ name: 'loss_newspaper', type: 'text', nullable: true })
  lossNewspaper!: string | null;

  @Column({ name: 'loss_published_on', type: 'date', nullable: true })
  lossPublishedOn!: string | null;

  /** `in-force`, `superseded`, `replaced` or `void`. */
  @Column({ name: 'status', type: 'text' })
  status!: string;

  /** When it ended, once it is no more in force. */
  @Column({ name: 'ended_on', type: 'date', nullable: true })
  endedOn!: string | null;

  @Column({ name: 'ended_position', type: 'bigint', nullable: true })
  endedPosition!: bigint | null;

  /** Once replaced. */
  @Column({ name: 'replaced_by', type: 'text', nullable: true })
  replacedBy!: string | null;

  /** Once superseded: the first of the certificates' serials. */
  @Column({ name: 'certificate_series', type: 'text', nullable: true })
  certificateSeries!: string | null;

  @Column({ name: 'first_serial', type: 'bigint', nullable: true })
  firstSerial!: number | null;

  /** Once void. */
  @Column({ name: 'void_reason', type: 'text', nullable: true })
  voidReason!: string | null;
}
