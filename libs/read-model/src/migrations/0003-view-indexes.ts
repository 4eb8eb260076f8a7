import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropForgotten } from '../holders/projection';
import { turnoverOfMovements } from '../turnover/projection';

const indexNames = [
  'movement_by_serial',
  'movement_from',
  'movement_to',
  'movement_of_registration',
  'movement_by_day',
  'movement_by_record',
  'certificate_by_number',
  'certificate_by_serial',
  'holder_line_by_document',
];

/**
 * Indexes of the tables that COPY fills, and the turnover, which is summed from them: made at once
 * they cost a fraction of what row by row they would.
 */
export class ViewIndexes1700000000003 implements MigrationInterface {
  name = 'ViewIndexes1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    await runner.query(`ALTER TABLE ${schema}.movement ADD PRIMARY KEY (position, part)`);
    await runner.query(
      `CREATE INDEX movement_by_serial ON ${schema}.movement USING gist (series, serials)`,
    );
    await runner.query(`CREATE INDEX movement_from ON ${schema}.movement (from_centre, from_kind)`);
    await runner.query(`CREATE INDEX movement_to ON ${schema}.movement (to_centre, to_kind)`);
    await runner.query(`CREATE INDEX movement_of_registration ON ${schema}.movement
      (series, lower(serials)) WHERE from_kind = 'origin' OR to_kind = 'origin'`);
    await runner.query(`CREATE INDEX movement_by_day ON ${schema}.movement (occurred_on)`);
    await runner.query(
      `CREATE INDEX movement_by_record ON ${schema}.movement USING brin (recorded_at)`,
    );
    await runner.query(`CREATE TABLE ${schema}.turnover (
      axis text NOT NULL,
      period text NOT NULL,
      level smallint NOT NULL,
      edition text NOT NULL,
      from_kind text NOT NULL,
      from_centre text NOT NULL,
      to_kind text NOT NULL,
      to_centre text NOT NULL,
      quantity bigint NOT NULL)`);
    for (const statement of turnoverOfMovements(schema)) await runner.query(statement);
    await runner.query(`ALTER TABLE ${schema}.turnover ADD PRIMARY KEY
      (axis, period, level, edition, from_kind, from_centre, to_kind, to_centre)`);
    await runner.query(`ALTER TABLE ${schema}.certificate ADD PRIMARY KEY (position, part)`);
    await runner.query(
      `CREATE INDEX certificate_by_number ON ${schema}.certificate (first_number)`,
    );
    await runner.query(
      `CREATE INDEX certificate_by_serial ON ${schema}.certificate (series, first_serial)`,
    );
    await runner.query(dropForgotten(schema));
    await runner.query(`ALTER TABLE ${schema}.holder_line
      ADD PRIMARY KEY (revision, stream, line_index)`);
    await runner.query(
      `CREATE INDEX holder_line_by_document ON ${schema}.holder_line (document_hash)`,
    );
    for (const table of [
      'movement',
      'turnover',
      'certificate',
      'stock',
      'centre',
      'consignment',
      'proposal',
      'holder_line',
      'forgotten_line',
    ]) {
      await runner.query(`ANALYZE ${schema}.${table}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    for (const name of indexNames) await runner.query(`DROP INDEX ${schema}.${name}`);
    await runner.query(`DROP TABLE ${schema}.turnover`);
    await runner.query(`ALTER TABLE ${schema}.movement DROP CONSTRAINT movement_pkey`);
    await runner.query(`ALTER TABLE ${schema}.certificate DROP CONSTRAINT certificate_pkey`);
    await runner.query(`ALTER TABLE ${schema}.holder_line DROP CONSTRAINT holder_line_pkey`);
  }
}
