import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

const S = PRIMARY_SCHEMA;

/** The tables of the vault and of users. */
export class FirstTables1754000000000 implements MigrationInterface {
  readonly name = 'FirstTables1754000000000';

  async up(runner: QueryRunner): Promise<void> {
    await this.createVault(runner);
    await this.createUsers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'refresh_tokens',
      'api_keys',
      'users',
      'rotating_keys',
      'tree_nodes',
      'months',
      'generations',
    ]) {
      await runner.query(`DROP TABLE ${S}.${table}`);
    }
  }

  private async createVault(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${S}.generations (
      number integer PRIMARY KEY CHECK (number > 0),
      key_check bytea NOT NULL,
      created_at timestamptz NOT NULL,
      replaced_at timestamptz
    )`);
    await runner.query(
      `CREATE UNIQUE INDEX one_current_generation ON ${S}.generations ((true))
       WHERE replaced_at IS NULL`,
    );
    await runner.query(`CREATE TABLE ${S}.months (
      month text PRIMARY KEY CHECK (month ~ '^[0-9]{4}-[0-9]{2}$'),
      wrapped_key bytea,
      generation integer NOT NULL REFERENCES ${S}.generations,
      created_at timestamptz NOT NULL,
      purged_at timestamptz,
      CHECK ((wrapped_key IS NULL) = (purged_at IS NOT NULL))
    )`);
    await runner.query(`CREATE TABLE ${S}.tree_nodes (
      month text NOT NULL REFERENCES ${S}.months,
      path text NOT NULL,
      wrapped_node bytea NOT NULL,
      PRIMARY KEY (month, path)
    )`);
    await runner.query(`CREATE TABLE ${S}.rotating_keys (
      id text PRIMARY KEY,
      purpose text NOT NULL,
      made_on date NOT NULL,
      wrapped_key bytea NOT NULL,
      generation integer NOT NULL REFERENCES ${S}.generations,
      UNIQUE (purpose, made_on)
    )`);
  }

  private async createUsers(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${S}.users (
      id uuid PRIMARY KEY,
      username text NOT NULL,
      username_folded text NOT NULL UNIQUE,
      display_name text NOT NULL,
      password_hash text NOT NULL,
      created_at timestamptz NOT NULL,
      password_changed_at timestamptz NOT NULL,
      disabled_at timestamptz
    )`);
    await runner.query(`CREATE TABLE ${S}.api_keys (
      id text PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES ${S}.users,
      secret_hash bytea NOT NULL,
      created_at timestamptz NOT NULL
    )`);
    await runner.query(`CREATE INDEX api_keys_of_user ON ${S}.api_keys (user_id)`);
    await runner.query(`CREATE TABLE ${S}.refresh_tokens (
      hash bytea PRIMARY KEY,
      family uuid NOT NULL,
      user_id uuid NOT NULL REFERENCES ${S}.users,
      expires_at timestamptz NOT NULL,
      family_ends_at timestamptz NOT NULL,
      used_at timestamptz
    )`);
    await runner.query(`CREATE INDEX refresh_tokens_of_family ON ${S}.refresh_tokens (family)`);
    await runner.query(`CREATE INDEX refresh_tokens_of_user ON ${S}.refresh_tokens (user_id)`);
  }
}
