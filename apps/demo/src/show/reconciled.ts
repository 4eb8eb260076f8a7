/** What the system says in the end against what was planned. */
import { DemoFault } from '../faults';
import type { Scenario } from '../scenario/posts';
import type { StockAnswer } from './stock-table';

export interface StatementAnswer {
  readonly addsUp: boolean;
  readonly rows: readonly {
    readonly stock: { readonly closing: { readonly quantity: number } };
  }[];
}

interface Read {
  readonly stock: StockAnswer;
  readonly statement: StatementAnswer;
}

/** Throws DemoFault when a total is another, or the statement does not add up. */
export function assertAsPlanned({ stock, statement }: Read, { totals }: Scenario): void {
  const { conservation, totals: read } = stock;
  if (!conservation.holds) throw new DemoFault('conservation does not hold');
  const { registered, ...held } = totals;
  const told = { ...read, registered: conservation.registered };
  for (const [name, planned] of Object.entries({ ...held, registered })) {
    const found = told[name as keyof typeof told];
    if (found !== planned) throw new DemoFault(`${name}: ${found} read back, ${planned} posted`);
  }
  if (!statement.addsUp) throw new DemoFault("the province's statement does not add up");
}
