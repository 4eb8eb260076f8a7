import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes of the tables that COPY fills: built at once they cost a fraction. */
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
    await runner.query(`ALTER TABLE ${schema}.certificate ADD PRIMARY KEY (position, part)`);
    await runner.query(
      `CREATE INDEX certificate_by_number ON ${schema}.certificate (first_number)`,
    );
    await runner.query(
      `CREATE INDEX certificate_by_serial ON ${schema}.certificate (series, first_serial)`,
    );
    for (const table of ['movement', 'certificate', 'stock', 'centre', 'consignment', 'proposal']) {
      await runner.query(`ANALYZE ${schema}.${table}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const schema = `"${runner.connection.driver.schema}"`;
    for (const name of ['movement_of_registration', 'movement_to', 'movement_from']) {
      await runner.query(`DROP INDEX ${schema}.${name}`);
    }
    await runner.query(`DROP INDEX ${schema}.movement_by_serial`);
    await runner.query(`DROP INDEX ${schema}.certificate_by_number`);
    await runner.query(`DROP INDEX ${schema}.certificate_by_serial`);
    await runner.query(`ALTER TABLE ${schema}.movement DROP CONSTRAINT movement_pkey`);
    await runner.query(`ALTER TABLE ${schema}.certificate DROP CONSTRAINT certificate_pkey`);
  }
}
