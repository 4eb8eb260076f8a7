/**
 * Where the blanks of a part of the tree are, as a flow: what was taken in goes to the centres (or,
 * at a centre without others below, to the levels), and from each of them to its accounts.
 *
 * What always holds: at every node as much goes out as came in, because a part's amount is the sum
 * of its accounts; `isConserved` says it of the figures, so that nobody has to believe it.
 */
import {
  type Account,
  accounts,
  type Figures,
  type Level,
  levels,
  type StockNode,
} from '../stock/stock-tree';

/** One line of the middle: a centre itself, one with all below it, or a level. */
export interface FlowPart {
  readonly key: string;
  readonly kind: 'own' | 'centre' | 'level';
  /** Of a centre. */
  readonly code?: string;
  readonly level?: Level;
  readonly amounts: Readonly<Record<Account, number>>;
  readonly total: number;
}

export interface CustodyFlow {
  /** What was registered, or came in less went out. */
  readonly total: number;
  /** Parts that have anything. */
  readonly parts: readonly FlowPart[];
  readonly amounts: Readonly<Record<Account, number>>;
  readonly isConserved: boolean;
}

function amountsOf(figures: Figures, level: Level | 'all'): Record<Account, number> {
  const found = accounts.map((account) => [account, figures.of(level, account)]);
  return Object.fromEntries(found) as Record<Account, number>;
}

const totalOf = (amounts: Readonly<Record<Account, number>>): number =>
  accounts.reduce((sum, account) => sum + amounts[account], 0);

function partOf(
  figures: Figures,
  level: Level | 'all',
  named: Pick<FlowPart, 'key' | 'kind' | 'code' | 'level'>,
): FlowPart {
  const amounts = amountsOf(figures, level);
  return { ...named, amounts, total: totalOf(amounts) };
}

function partsOf(node: StockNode, level: Level | 'all'): FlowPart[] {
  const { code, children, own } = node;
  if (children.length === 0) {
    return (level === 'all' ? levels : [level]).map((one) =>
      partOf(own, one, { key: `level-${one}`, kind: 'level', level: one }),
    );
  }
  return [
    partOf(own, level, { key: `${code}/own`, kind: 'own', code }),
    ...children.map((child) =>
      partOf(child.below, level, { key: child.code, kind: 'centre', code: child.code }),
    ),
  ];
}

/** `total` comes from what was registered, `parts` from what the accounts hold. */
export function custodyFlow(node: StockNode, level: Level | 'all', total: number): CustodyFlow {
  const parts = partsOf(node, level).filter((part) => part.total > 0);
  const amounts = amountsOf(node.below, level);
  const sum = parts.reduce((all, part) => all + part.total, 0);
  const isBalanced = accounts.every(
    (account) => parts.reduce((all, part) => all + part.amounts[account], 0) === amounts[account],
  );
  return { total, parts, amounts, isConserved: isBalanced && sum === total };
}

/** What offices of one kind are called after their place; the longest comes first. */
const officeKinds = ['职业技能鉴定指导中心', '职业技能鉴定中心', '鉴定指导中心', '鉴定中心'];

/**
 * Names without the ending that says of what kind they are: of twelve centres of one kind only the
 * place tells them apart. Nothing is cut inside a word; names that would be empty, or one like
 * another, stay whole.
 */
export function withoutSharedEnding(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  const short = withoutSharedWords(names.map(withoutKind));
  return new Set(short).size === new Set(names).size ? short : [...names];
}

function withoutKind(name: string): string {
  const kind = officeKinds.find((ending) => name.endsWith(ending) && name !== ending) ?? '';
  return name.slice(0, name.length - kind.length).trimEnd();
}

function withoutSharedWords(names: readonly string[]): string[] {
  const all = names.map((name) => name.split(' '));
  const fewest = Math.min(...all.map(({ length }) => length));
  const isSharedAt = (place: number): boolean =>
    all.every((words) => words.at(-1 - place) === all[0]?.at(-1 - place));
  let shared = 0;
  while (shared < fewest - 1 && isSharedAt(shared)) shared += 1;
  return all.map((words) => words.slice(0, words.length - shared).join(' '));
}
