import type { PoolClient } from 'pg';
import { columnOf, type EntityOf, tableOf } from './columns';
import { columnText, copyRows } from './copy';

/**
 * Inserts and updates of a view with one key column, gathered over a batch so that each row is
 * written once. An update of a row that does not exist is a broken invariant and throws.
 */
export class KeyedChanges<Row extends object> {
  private readonly inserts = new Map<string, Row>();
  private readonly updates = new Map<string, Partial<Row>>();

  constructor(
    private readonly entity: EntityOf<Row>,
    private readonly key: keyof Row & string,
  ) {}

  insert(row: Row): void {
    this.inserts.set(String(row[this.key]), row);
  }

  update(key: string, changes: Partial<Row>): void {
    const inserted = this.inserts.get(key);
    if (inserted) Object.assign(inserted, changes);
    else this.updates.set(key, { ...this.updates.get(key), ...changes });
  }

  inserted(): ReadonlyMap<string, Row> {
    return this.inserts;
  }

  async write(client: PoolClient, schema: string): Promise<void> {
    await copyRows(client, schema, this.entity, [...this.inserts.values()]);
    for (const [key, changes] of this.updates) await this.writeUpdate(client, schema, key, changes);
  }

  private async writeUpdate(
    client: PoolClient,
    schema: string,
    key: string,
    changes: Partial<Row>,
  ): Promise<void> {
    const { name } = tableOf(this.entity);
    const values: (string | null)[] = [key];
    const assignments = Object.entries(changes).map(([property, value]) => {
      const column = columnOf(this.entity, property);
      values.push(columnText(column, value));
      return `"${column.name}" = $${values.length}`;
    });
    const keyColumn = columnOf(this.entity, this.key).name;
    const { rowCount } = await client.query(
      `UPDATE "${schema}"."${name}" SET ${assignments.join(', ')} WHERE "${keyColumn}" = $1`,
      values,
    );
    if (rowCount !== 1) throw new Error(`${name} ${key} is to change and does not exist`);
  }
}
