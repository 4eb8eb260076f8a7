/** What hledger, a bookkeeping program that is not ours, makes of a journal that we exported. */
import { execFileSync } from 'node:child_process';
import { hledgerAccount, hledgerCommodity } from '#audit';
import { addDays, type PlainDate, type StockLine } from '#domain';

const kinds = ['stock', 'issued', 'void', 'spoiled', 'missing', 'destroyed'] as const;

export type Balances = readonly (readonly [account: string, quantity: number])[];

/** Throws what hledger complains of. */
export const hledger = (file: string, ...args: readonly string[]): string =>
  execFileSync('hledger', ['-f', file, ...args], { encoding: 'utf8', stdio: 'pipe' });

/**
 * What hledger has at the end of a day, by account and commodity. Consignments stand under their
 * sender; the origin, which mirrors all the rest, is left out.
 */
export function hledgerBalances(file: string, day: PlainDate): Balances {
  const args = ['balance', '--flat', '--no-total', '--layout=bare', '-O', 'csv'];
  const [, ...lines] = hledger(file, ...args, '-e', addDays(day, 1))
    .trim()
    .split('\n');
  const sums = new Map<string, number>();
  for (const line of lines) {
    const [account, commodity, balance] = line.slice(1, -1).split('","');
    if (account === 'origin') continue;
    const sender = account.replace(/^(transit:\d{8})-\d+$/, '$1');
    const key = `${sender} "${commodity.replaceAll('"', '')}"`;
    sums.set(key, (sums.get(key) ?? 0) + Number(balance));
  }
  return sorted(sums);
}

/** The same of our own. */
export function stockBalances(lines: readonly StockLine[]): Balances {
  const sums = new Map<string, number>();
  for (const { centre, level, edition, inTransit, ...held } of lines) {
    const commodity = hledgerCommodity(level, edition);
    for (const kind of kinds) {
      sums.set(`${hledgerAccount({ kind, centre })} ${commodity}`, held[kind]);
    }
    sums.set(`transit:${centre} ${commodity}`, inTransit);
  }
  return sorted(sums);
}

const sorted = (sums: ReadonlyMap<string, number>): Balances =>
  [...sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
