import { Column, Entity, PrimaryColumn } from 'typeorm';

/** That rows of a view changed: news for whoever shows them. A bounded number is kept. */
@Entity({ name: 'change' })
export class ChangeRow {
  /** Counts all changes, without gaps, in the order in which they became visible. */
  @PrimaryColumn({ name: 'number', type: 'bigint' })
  number!: bigint;

  @Column({ name: 'view', type: 'text' })
  view!: string;

  /** Whose rows; null when it concerns everyone. */
  @Column({ name: 'centre', type: 'text', nullable: true })
  centre!: string | null;

  /** Of the event that changed them. */
  @Column({ name: 'position', type: 'bigint' })
  position!: bigint;
}

/** The newest number. Whoever writes changes holds this one row until they are visible. */
@Entity({ name: 'change_head' })
export class ChangeHeadRow {
  @PrimaryColumn({ name: 'single', type: 'boolean', default: true })
  single!: boolean;

  @Column({ name: 'number', type: 'bigint' })
  number!: bigint;

  /** Of this table: numbers of another one mean nothing here. */
  @Column({ name: 'epoch', type: 'text' })
  epoch!: string;
}
