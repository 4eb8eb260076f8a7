/**
 * Stock figures on the tree of centres: what every centre has itself, and with all below it.
 *
 * What always holds: a node's `below` is its own figures and its children's added up, so the roots
 * add up to the totals. Stations are left out: they never hold blanks (C3).
 */
import type { Schemas } from '../api/client';

export const accounts = [
  'stock',
  'inTransit',
  'issued',
  'void',
  'spoiled',
  'missing',
  'destroyed',
] as const;
export type Account = (typeof accounts)[number];

export const levels = [5, 4, 3, 2, 1] as const;
export type Level = (typeof levels)[number];

/** Quantities by level and account. */
export class Figures {
  private readonly cells = new Map<string, number>();

  add(level: Level, account: Account, quantity: number): void {
    if (quantity === 0) return;
    const key = `${level}/${account}`;
    this.cells.set(key, (this.cells.get(key) ?? 0) + quantity);
  }

  addAll(other: Figures): void {
    for (const level of levels) {
      for (const account of accounts) this.add(level, account, other.of(level, account));
    }
  }

  /** `all` adds up over the levels or the accounts. */
  of(level: Level | 'all', account: Account | 'all'): number {
    let sum = 0;
    for (const oneLevel of level === 'all' ? levels : [level]) {
      for (const oneAccount of account === 'all' ? accounts : [account]) {
        sum += this.cells.get(`${oneLevel}/${oneAccount}`) ?? 0;
      }
    }
    return sum;
  }
}

export interface StockNode {
  readonly code: string;
  readonly name: string;
  readonly tier: Schemas['CentreNodeDto']['tier'];
  readonly own: Figures;
  readonly below: Figures;
  readonly children: readonly StockNode[];
}

function ownFigures(rows: readonly Schemas['StockRowDto'][]): Map<string, Figures> {
  const byCentre = new Map<string, Figures>();
  for (const row of rows) {
    const figures = byCentre.get(row.centre) ?? new Figures();
    for (const account of accounts) figures.add(row.level, account, row[account]);
    byCentre.set(row.centre, figures);
  }
  return byCentre;
}

export function stockTree(
  centres: readonly Schemas['CentreNodeDto'][],
  rows: readonly Schemas['StockRowDto'][],
): StockNode[] {
  const byCentre = ownFigures(rows);
  const grow = (centre: Schemas['CentreNodeDto']): StockNode => {
    const children = centre.children.filter(({ tier }) => tier !== 'station').map(grow);
    const own = byCentre.get(centre.code) ?? new Figures();
    const below = new Figures();
    for (const part of [own, ...children.map((child) => child.below)]) below.addAll(part);
    return { code: centre.code, name: centre.name, tier: centre.tier, own, below, children };
  };
  return centres.filter(({ tier }) => tier !== 'station').map(grow);
}

/** The node of a centre, wherever it is in the trees. */
export function findNode(nodes: readonly StockNode[], code: string): StockNode | undefined {
  for (const node of nodes) {
    const found = node.code === code ? node : findNode(node.children, code);
    if (found) return found;
  }
  return undefined;
}

/** How many centres the trees have. */
export function countNodes(nodes: readonly StockNode[]): number {
  return nodes.reduce((count, { children }) => count + 1 + countNodes(children), 0);
}

/** One line of the table or one bar of the chart. */
export interface StockLine {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  /** A centre's own figures, shown under it beside its children's: together they add up. */
  readonly isOwn: boolean;
  readonly figures: Figures;
  readonly children?: readonly StockLine[];
}

export function stockLines(nodes: readonly StockNode[]): StockLine[] {
  return nodes.map((node) => ({
    key: node.code,
    code: node.code,
    name: node.name,
    isOwn: false,
    figures: node.below,
    ...(node.children.length > 0 ? { children: linesBelow(node) } : {}),
  }));
}

function linesBelow(node: StockNode): StockLine[] {
  const { code, name, own: figures } = node;
  return [{ key: `${code}/own`, code, name, isOwn: true, figures }, ...stockLines(node.children)];
}

/** Bars that a chart can show and a person can read. */
const barsMax = 30;

export interface Bars {
  /** `own`: what each centre has itself; `below`: with everything below it. */
  readonly of: 'own' | 'below';
  readonly lines: readonly StockLine[];
}

/**
 * What the chart compares, so that nothing is counted twice: every centre by itself while they are
 * few, else the centres of the first tier that has several, each with all below it.
 */
export function chartBars(nodes: readonly StockNode[]): Bars {
  if (countNodes(nodes) <= barsMax) return { of: 'own', lines: ownLines(nodes) };
  const [only, ...others] = nodes;
  if (only && others.length === 0) return chartBars(only.children);
  return { of: 'below', lines: stockLines(nodes) };
}

function ownLines(nodes: readonly StockNode[]): StockLine[] {
  return nodes.flatMap(({ code, name, own: figures, children }) => [
    { key: code, code, name, isOwn: true, figures },
    ...ownLines(children),
  ]);
}
