import { Column, Entity, PrimaryColumn } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

@Entity({ name: 'users', schema: PRIMARY_SCHEMA })
export class UserRow {
  /** Random: what events call this user. */
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  username!: string;

  /** What makes two spellings the same name. */
  @Column('text', { name: 'username_folded', unique: true })
  usernameFolded!: string;

  @Column('text', { name: 'display_name' })
  displayName!: string;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'password_changed_at' })
  passwordChangedAt!: Date;

  @Column('timestamptz', { name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;
}

@Entity({ name: 'api_keys', schema: PRIMARY_SCHEMA })
export class ApiKeyRow {
  /** The readable part of the key: 16 hexadecimal digits. */
  @PrimaryColumn('text')
  id!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  /** SHA-256 of the secret part. */
  @Column('bytea', { name: 'secret_hash' })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** The user who made it: the same or another. */
  @Column('uuid', { name: 'made_by', nullable: true })
  madeBy!: string | null;
}

@Entity({ name: 'refresh_tokens', schema: PRIMARY_SCHEMA })
export class RefreshTokenRow {
  /** SHA-256 of the token. */
  @PrimaryColumn('bytea')
  hash!: Buffer;

  /** All tokens that descend from one login. */
  @Column('uuid')
  family!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'family_ends_at' })
  familyEndsAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}
