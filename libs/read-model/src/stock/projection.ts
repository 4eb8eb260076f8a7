import type { PoolClient } from 'pg';
import { type CentreCode, type Movement, totalOf } from '#domain';
import { centreOf, consignmentOf } from '../movements/account';
import { StockRow } from './stock.entity';

/** Kinds that may stand below zero: what they hold is owed to the accounts of blanks. */
const contraKinds = new Set(['origin', 'exchange']);

/** Changes of stock, summed over a batch. */
export class StockChanges {
  private readonly sums = new Map<string, StockRow>();

  add({ from, to, level, edition, ranges }: Movement): void {
    const quantity = totalOf(ranges);
    const giver = centreOf(from);
    const taker = centreOf(to);
    const post = (centre: CentreCode, kind: string, consignment: string, change: number): void =>
      this.post({ centre, level, edition, kind, consignment, quantity: change });
    if (giver !== undefined) post(giver, from.kind, consignmentOf(from) ?? '', -quantity);
    if (taker !== undefined) post(taker, to.kind, consignmentOf(to) ?? '', quantity);
    if (giver === taker) return;
    const contra = giver === undefined || taker === undefined ? 'origin' : 'exchange';
    if (giver !== undefined) post(giver, contra, '', quantity);
    if (taker !== undefined) post(taker, contra, '', -quantity);
  }

  private post(change: StockRow): void {
    const { centre, level, edition, kind, consignment } = change;
    const key = JSON.stringify([centre, level, edition, kind, consignment]);
    const sum = this.sums.get(key);
    if (sum) sum.quantity += change.quantity;
    else this.sums.set(key, change);
  }

  /** Adds the sums to the table, deletes rows of zero, and throws if an account went negative. */
  async write(client: PoolClient, schema: string): Promise<void> {
    const changes = [...this.sums.values()].filter((change) => change.quantity !== 0);
    if (changes.length === 0) return;
    const { rows } = await client.query<Record<'key' | 'kind' | 'quantity', string>>(
      `INSERT INTO "${schema}".stock AS held (centre, level, edition, kind, consignment, quantity)
       SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       ON CONFLICT (centre, level, edition, kind, consignment)
       DO UPDATE SET quantity = held.quantity + excluded.quantity
       RETURNING ctid::text AS key, kind, quantity`,
      [
        changes.map((change) => change.centre),
        changes.map((change) => change.level),
        changes.map((change) => change.edition),
        changes.map((change) => change.kind),
        changes.map((change) => change.consignment),
        changes.map((change) => change.quantity),
      ],
    );
    const negative = rows.find(
      ({ kind, quantity }) => quantity[0] === '-' && !contraKinds.has(kind),
    );
    if (negative) throw new Error(`an account of ${negative.kind} would hold ${negative.quantity}`);
    const empty = rows.filter(({ quantity }) => quantity === '0').map(({ key }) => key);
    if (empty.length > 0) {
      await client.query(`DELETE FROM "${schema}".stock WHERE ctid = ANY($1::tid[])`, [empty]);
    }
  }
}
