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

/** Statements that make the same sums from all movements of a build that was just copied. */
export const turnoverOfMovements = (schema: string): string[] => {
  const ofMonths = (axis: string, day: string): string =>
    `INSERT INTO ${schema}.turnover
     SELECT '${axis}', to_char(month, 'YYYY-MM'), level, edition, from_kind,
            coalesce(from_centre, ''), to_kind, coalesce(to_centre, ''), quantity
     FROM (SELECT date_trunc('month', ${day}) AS month, level, edition, from_kind, from_centre,
                  to_kind, to_centre, sum(upper(serials) - lower(serials)) AS quantity
           FROM ${schema}.movement
           GROUP BY month, level, edition, from_kind, from_centre, to_kind, to_centre) AS moved`;
  return [
    ofMonths('occurred', 'occurred_on::timestamp'),
    ofMonths('recorded', `recorded_at AT TIME ZONE 'UTC'`),
    `INSERT INTO ${schema}.turnover
     SELECT axis, left(period, ${yearCharacters}) AS year, level, edition, from_kind, from_centre,
            to_kind, to_centre, sum(quantity)
     FROM ${schema}.turnover
     GROUP BY axis, year, level, edition, from_kind, from_centre, to_kind, to_centre`,
  ];
};
