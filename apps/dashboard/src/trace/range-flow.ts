/** The stretches of a range as a flow: from the range to its centres, from them to the accounts. */
import type { Schemas } from '../api/client';
import type { CustodyFlow, FlowPart } from '../flow/custody-flow';
import { type Account, accounts } from '../stock/stock-tree';

type Segment = Pick<Schemas['SegmentDto'], 'status' | 'centre' | 'count'>;

const accountOf: Readonly<Record<Segment['status'], Account | undefined>> = {
  'in-stock': 'stock',
  'in-transit': 'inTransit',
  issued: 'issued',
  void: 'void',
  spoiled: 'spoiled',
  missing: 'missing',
  destroyed: 'destroyed',
  unregistered: undefined,
};

const none = (): Record<Account, number> =>
  Object.fromEntries(accounts.map((account) => [account, 0])) as Record<Account, number>;

/** What was never registered is nowhere, and in no part of it. */
export function rangeFlow(segments: readonly Segment[]): CustodyFlow {
  const amounts = none();
  const byCentre = new Map<string, Record<Account, number>>();
  let total = 0;
  for (const { status, centre, count } of segments) {
    const account = accountOf[status];
    if (account === undefined || centre === null) continue;
    const own = byCentre.get(centre) ?? none();
    own[account] += count;
    byCentre.set(centre, own);
    amounts[account] += count;
    total += count;
  }
  const parts = [...byCentre].map(([code, held]): FlowPart => {
    const sum = accounts.reduce((all, account) => all + held[account], 0);
    return { key: code, kind: 'centre', code, amounts: held, total: sum };
  });
  return { total, parts, amounts, isConserved: true };
}
