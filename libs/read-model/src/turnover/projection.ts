import type { PoolClient } from 'pg';
import { type Movement, type RecordedEvent, totalOf } from '#domain';
import { centreOf } from '../movements/account';
import type { TurnoverRow } from './turnover.entity';

const yearCharacters = 4;
const monthCharacters = 7;

/** Turnover summed over a batch. */
export class TurnoverChanges {
  private readonly sums = new Map<string, TurnoverRow>();

  add(event: RecordedEvent, movement: Movement): void {
    this.addOn('occurred', event.metadata.occurredOn, movement);
    this.addOn('recorded', event.recordedAt.toISOString(), movement);
  }

  private addOn(axis: string, day: string, { level, edition, from, to, ranges }: Movement): void {
    const fromCentre = centreOf(from) ?? '';
    const toCentre = centreOf(to) ?? '';
    const quantity = totalOf(ranges);
    for (const characters of [yearCharacters, monthCharacters]) {
      const period = day.slice(0, characters);
      const key = `${axis} ${period} ${level} ${from.kind} ${fromCentre} ${to.kind} ${toCentre} ${edition}`;
      const sum = this.sums.get(key);
      if (sum) sum.quantity += quantity;
      else {
        const [fromKind, toKind] = [from.kind, to.kind];
        const accounts = { fromKind, fromCentre, toKind, toCentre };
        this.sums.set(key, { axis, period, level, edition, ...accounts, quantity });
      }
    }
  }

  async write(client: PoolClient, schema: string): Promise<void> {
    const rows = [...this.sums.values()];
    if (rows.length === 0) return;
    await client.query(
      `INSERT INTO "${schema}".turnover AS known (axis, period, level, edition, from_kind,
         from_centre, to_kind, to_centre, quantity)
       SELECT * FROM unnest($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[],
         $6::text[], $7::text[], $8::text[], $9::bigint[])
       ON CONFLICT (axis, period, level, edition, from_kind, from_centre, to_kind, to_centre)
       DO UPDATE SET quantity = known.quantity + excluded.quantity`,
      [
        rows.map((row) => row.axis),
        rows.map((row) => row.period),
        rows.map((row) => row.level),
        rows.map((row) => row.edition),
        rows.map((row) => row.fromKind),
        rows.map((row) => row.fromCentre),
        rows.map((row) => row.toKind),
        rows.map((row) => row.toCentre),
        rows.map((row) => row.quantity),
      ],
    );
  }
}

/** The same sums from all movements of a schema, for a build that was just copied. */
export const turnoverOfMovements = (schema: string): string => {
  const axes = { occurred: 'occurred_on', recorded: `(recorded_at AT TIME ZONE 'UTC')` };
  const selects = Object.entries(axes).flatMap(([axis, day]) =>
    ['YYYY', 'YYYY-MM'].map(
      (format) => `SELECT '${axis}', to_char(${day}, '${format}') AS period, level, edition,
         from_kind, coalesce(from_centre, ''), to_kind, coalesce(to_centre, ''),
         sum(upper(serials) - lower(serials)) FROM ${schema}.movement
       GROUP BY period, level, edition, from_kind, from_centre, to_kind, to_centre`,
    ),
  );
  return `INSERT INTO ${schema}.turnover ${selects.join(' UNION ALL ')}`;
};
