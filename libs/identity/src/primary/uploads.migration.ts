import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PRIMARY_SCHEMA } from '../vault/entities';

const S = PRIMARY_SCHEMA;

/** Roster files that are being posted, sealed under keys of their own. */
export class Uploads1763803000000 implements MigrationInterface {
  readonly name = 'Uploads1763803000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE ${S}.uploads (
      id uuid PRIMARY KEY,
      centre text NOT NULL,
      user_id uuid NOT NULL REFERENCES ${S}.users,
      kind text NOT NULL,
      state text NOT NULL CHECK (state IN ('waiting', 'posting', 'done')),
      request_key text,
      request_mac text,
      request_mac_key text,
      key_id text NOT NULL,
      wrapped_key bytea NOT NULL,
      particulars bytea NOT NULL,
      piece_count integer NOT NULL,
      next_piece integer NOT NULL,
      row_count integer NOT NULL,
      done_count integer NOT NULL,
      refused_count integer NOT NULL,
      position bigint,
      proposals text[] NOT NULL,
      created_at timestamptz NOT NULL,
      finished_at timestamptz,
      expires_at timestamptz NOT NULL,
      lease_holder uuid,
      lease_until timestamptz,
      UNIQUE (user_id, centre, request_key),
      CHECK (done_count <= row_count AND next_piece <= piece_count)
    )`);
    await runner.query(`CREATE INDEX uploads_of_centre ON ${S}.uploads (centre, created_at)`);
    await runner.query(
      `CREATE INDEX uploads_unfinished ON ${S}.uploads (created_at) WHERE state <> 'done'`,
    );
    await runner.query(`CREATE TABLE ${S}.upload_pieces (
      upload uuid NOT NULL REFERENCES ${S}.uploads ON DELETE CASCADE,
      number integer NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (upload, number)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${S}.upload_pieces`);
    await runner.query(`DROP TABLE ${S}.uploads`);
  }
}
