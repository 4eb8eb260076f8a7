import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * The blind index: one row for every line of sealed personal data that can still be opened. Only
 * who has the key of this build's index can tell which rows are of a document or a name.
 */
@Entity({ name: 'holder_line' })
@Index('holder_line_by_document', ['documentHash'])
export class HolderLineRow {
  /** The block's place: its stream, and its revision there. */
  @PrimaryColumn({ name: 'stream', type: 'text' })
  stream!: string;

  @PrimaryColumn({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  /** From 0. */
  @PrimaryColumn({ name: 'line_index', type: 'integer' })
  lineIndex!: number;

  /** The 16 digits, leading zero dropped. */
  @Column({ name: 'certificate_number', type: 'bigint' })
  certificateNumber!: bigint;

  @Column({ name: 'document_hash', type: 'bytea' })
  documentHash!: Buffer;

  @Column({ name: 'name_hash', type: 'bytea' })
  nameHash!: Buffer;
}

/** A line whose keys are destroyed, and since which event it is so. */
@Entity({ name: 'forgotten_line' })
export class ForgottenLineRow {
  @PrimaryColumn({ name: 'stream', type: 'text' })
  stream!: string;

  @PrimaryColumn({ name: 'revision', type: 'bigint' })
  revision!: bigint;

  /** From 0. */
  @PrimaryColumn({ name: 'line_index', type: 'integer' })
  lineIndex!: number;

  @Column({ name: 'position', type: 'bigint' })
  position!: bigint;
}
