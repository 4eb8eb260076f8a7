import type { Pool } from 'pg';
import { schemaOfBuild } from '../src/builds/names';

const tables = [
  'centre',
  'movement',
  'turnover',
  'stock',
  'consignment',
  'certificate',
  'proposal',
  'voucher',
  'stock_count',
  'post',
  'shortage',
  'holder_line',
  'forgotten_line',
];

/** Every row of every view of a build, as text, in an order of its own making. */
export async function allRows(pool: Pool, build: number): Promise<Record<string, string[]>> {
  const schema = schemaOfBuild(build);
  const found: Record<string, string[]> = {};
  for (const table of tables) {
    const { rows } = await pool.query<{ line: string }>(
      `SELECT row_to_json(t)::text AS line FROM "${schema}"."${table}" t ORDER BY row_to_json(t)::text COLLATE "C"`,
    );
    found[table] = rows.map(({ line }) => line);
  }
  const { rows } = await pool.query<{ event_position: string }>(
    `SELECT event_position FROM "${schema}".checkpoint`,
  );
  return { ...found, checkpoint: rows.map(({ event_position }) => event_position) };
}

/** Waits until `holds` answers true, asking again at every turn; fails after `timeoutMs`. */
export async function eventually(
  holds: () => Promise<boolean> | boolean,
  timeoutMs = 20_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
