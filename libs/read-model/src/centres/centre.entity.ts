import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'centre' })
export class CentreRow {
  @PrimaryColumn({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'tier', type: 'text' })
  tier!: string;

  @Column({ name: 'parent', type: 'text', nullable: true })
  parent!: string | null;

  /** Codes from the top centre down to this one, itself included. */
  @Column({ name: 'path', type: 'text', array: true })
  path!: string[];

  @Column({ name: 'area_code', type: 'text', nullable: true })
  areaCode!: string | null;

  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  @Column({ name: 'postcode', type: 'text', nullable: true })
  postcode!: string | null;

  @Column({ name: 'live_from', type: 'date' })
  liveFrom!: string;

  @Column({ name: 'registered_at', type: 'timestamp with time zone' })
  registeredAt!: Date;

  @Column({ name: 'registered_position', type: 'bigint' })
  registeredPosition!: bigint;

  @Column({ name: 'responsible', type: 'text', nullable: true })
  responsible!: string | null;

  @Column({ name: 'responsible_phone', type: 'text', nullable: true })
  responsiblePhone!: string | null;

  @Column({ name: 'responsible_email', type: 'text', nullable: true })
  responsibleEmail!: string | null;

  @Column({ name: 'manager', type: 'text', nullable: true })
  manager!: string | null;

  @Column({ name: 'manager_phone', type: 'text', nullable: true })
  managerPhone!: string | null;

  @Column({ name: 'manager_email', type: 'text', nullable: true })
  managerEmail!: string | null;

  @Column({ name: 'manager_appointed_on', type: 'date', nullable: true })
  managerAppointedOn!: string | null;

  /** Null while it is open. */
  @Column({ name: 'closed_on', type: 'date', nullable: true })
  closedOn!: string | null;
}
