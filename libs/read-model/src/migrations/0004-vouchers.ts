import type { MigrationInterface, QueryRunner } from 'typeorm';
import { voucherRunCountMax } from '../vouchers/voucher.entity';

/**
 * The tables of vouchers and shortages, indexed from the start: their rows change while they are
 * copied.
 */
export class Vouchers1700000000004 implements MigrationInterface {
  name = 'Vouchers1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`CREATE TABLE ${schema}.voucher (
      series text NOT NULL,
      first_voucher bigint NOT NULL,
      count integer NOT NULL CHECK (count BETWEEN 1 AND ${voucherRunCountMax}),
      first_number bigint NOT NULL,
      level smallint NOT NULL,
      centre text NOT NULL,
      station text NOT NULL,
      occupation_code text,
      occupation_name text NOT NULL,
      roster_reference text NOT NULL,
      roster_signed_on date NOT NULL,
      expires_on date NOT NULL,
      position bigint NOT NULL,
      occurred_on date NOT NULL,
      recorded_at timestamptz NOT NULL,
      revision bigint NOT NULL,
      line_index integer NOT NULL,
      replaces text,
      loss_newspaper text,
      loss_published_on date,
      status text NOT NULL,
      ended_on date,
      ended_position bigint,
      replaced_by text,
      certificate_series text,
      first_serial bigint,
      void_reason text,
      PRIMARY KEY (series, first_voucher))`);
    await runner.query(`CREATE TABLE ${schema}.shortage (
      centre text NOT NULL,
      level smallint NOT NULL,
      declared_position bigint NOT NULL,
      declared_on date NOT NULL,
      declared_at timestamptz NOT NULL,
      ended_position bigint,
      ended_on date,
      ended_at timestamptz,
      PRIMARY KEY (centre, level, declared_position))`);
    await runner.query(`CREATE INDEX voucher_by_certificate ON ${schema}.voucher (first_number)`);
    for (const column of ['centre', 'status']) {
      await runner.query(`CREATE INDEX voucher_by_${column} ON ${schema}.voucher
        (${column}, position DESC, line_index)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`DROP TABLE ${schema}.voucher`);
    await runner.query(`DROP TABLE ${schema}.shortage`);
  }
}
