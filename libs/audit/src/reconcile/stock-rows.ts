/**
 * The rows of `stock`: every account's quantity, and two contra accounts a centre that bring its
 * rows to zero: `origin` is less what was registered there, `exchange` less what came from other
 * centres plus what went to them. A centre's contra accounts follow from the movements alone.
 */
import { movements, type RecordedEvent, totalOf } from '#domain';
import { centreOf, type Holding } from '../custody';
import { KeyedRows } from './keyed-rows';

export class ContraAccounts {
  private readonly sums = new Map<string, number>();

  follow(event: RecordedEvent): void {
    for (const { from, to, level, edition, ranges } of movements(event)) {
      const [giver, taker] = [centreOf(from), centreOf(to)];
      if (giver === taker) continue;
      const kind = giver === undefined || taker === undefined ? 'origin' : 'exchange';
      const quantity = totalOf(ranges);
      if (giver !== undefined) this.add([giver, String(level), edition, kind], quantity);
      if (taker !== undefined) this.add([taker, String(level), edition, kind], -quantity);
    }
  }

  private add(key: readonly string[], change: number): void {
    const id = JSON.stringify(key);
    this.sums.set(id, (this.sums.get(id) ?? 0) + change);
  }

  /** All rows that the table must have: those of zero are left out. */
  rows(held: Iterable<Holding>): KeyedRows {
    const rows = new KeyedRows('stock');
    for (const { account, level, edition, quantity } of held) {
      rows.put({
        centre: centreOf(account) ?? '',
        level: String(level),
        edition,
        kind: account.kind,
        consignment: account.kind === 'transit' ? account.consignment : '',
        quantity: String(quantity),
      });
    }
    for (const [key, quantity] of this.sums) {
      const [centre, level, edition, kind] = JSON.parse(key) as string[];
      if (quantity === 0) continue;
      rows.put({ centre, level, edition, kind, consignment: '', quantity: String(quantity) });
    }
    return rows;
  }
}
