/** What statements, boards and stock tell of the same blanks, held against each other. */

export interface Held {
  readonly level: number;
  readonly edition: string;
  readonly stock: number;
  readonly spoiled: number;
}

interface Cell {
  readonly quantity: number;
}

export interface StatementRow {
  readonly level: number;
  readonly edition: string;
  readonly stock: Readonly<Record<string, Cell>>;
  readonly spoiled: Readonly<Record<string, Cell>>;
}

export interface BoardItem {
  readonly centre: string;
  readonly sent: Readonly<Record<string, number>>;
  readonly received: Readonly<Record<string, number>>;
}

export interface Consignment {
  readonly to: string;
  readonly status: string;
  readonly quantity: number;
  readonly application?: string;
}

/** Per level and edition, of all centres together. */
function summed(rows: readonly Held[], line: 'stock' | 'spoiled'): Map<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = `${line} ${row.level} ${row.edition}`;
    sums.set(key, (sums.get(key) ?? 0) + row[line]);
  }
  return sums;
}

/** Where a statement's opening and closing are not what stock was before and after its days. */
export function statementFaults(
  statement: readonly StatementRow[],
  before: readonly Held[],
  after: readonly Held[],
): string[] {
  return (['stock', 'spoiled'] as const).flatMap((line) =>
    (
      [
        ['opening', before],
        ['closing', after],
      ] as const
    ).flatMap(([cell, rows]) => {
      const held = summed(rows, line);
      const told = new Map(
        statement.map((row) => [`${line} ${row.level} ${row.edition}`, row[line][cell].quantity]),
      );
      return [...new Set([...held.keys(), ...told.keys()])].flatMap((key) => {
        const [has, tells] = [held.get(key) ?? 0, told.get(key) ?? 0];
        return has === tells ? [] : [`${cell} ${key}: ${tells} told, ${has} held`];
      });
    }),
  );
}

const total = (statement: readonly StatementRow[], line: 'stock' | 'spoiled', cell: string) =>
  statement.reduce((sum, row) => sum + row[line][cell].quantity, 0);

/**
 * Where the boards of all quarters do not tell what the statements of the same time tell: what came
 * in to a city, and what the province sent to all of them, sendings without an application aside.
 */
export function boardFaults(
  boards: readonly (readonly BoardItem[])[],
  consignments: readonly Consignment[],
  statements: ReadonlyMap<string, readonly StatementRow[]>,
  province: string,
): string[] {
  const items = boards.flat();
  const cities = [...new Set(items.map(({ centre }) => centre))];
  const sentTo = (city: string, isCited: boolean) =>
    consignments
      .filter(({ to, status }) => to === city && status !== 'taken-back')
      .filter(({ application }) => (application !== undefined) === isCited)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const faults = cities.flatMap((city) => {
    const own = items.filter(({ centre }) => centre === city);
    const sum = (of: 'sent' | 'received') => own.reduce((all, one) => all + one[of].total, 0);
    const statement = statements.get(city) ?? [];
    const missing = sum('sent') - sum('received');
    const came =
      total(statement, 'stock', 'received') + total(statement, 'spoiled', 'damagedOnReceipt');
    const told = sum('received') + sentTo(city, false);
    return [
      ...(sum('sent') === sentTo(city, true)
        ? []
        : [`${city}: the boards tell ${sum('sent')} sent`]),
      ...(came === told ? [] : [`${city}: ${told} received by the boards, ${came} stated`]),
      ...(missing >= 0 ? [] : [`${city}: ${-missing} received that nobody sent`]),
    ];
  });
  const statement = statements.get(province) ?? [];
  const left = total(statement, 'stock', 'sent') - total(statement, 'stock', 'takenBack');
  const sent = cities.reduce((all, city) => all + sentTo(city, true) + sentTo(city, false), 0);
  return left === sent ? faults : [...faults, `the province: ${sent} sent, ${left} stated`];
}
