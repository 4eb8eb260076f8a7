import type { Schemas } from '../api/client';
import {
  accounts,
  chartBars,
  countNodes,
  findNode,
  levels,
  stockLines,
  stockTree,
} from './stock-tree';

type Centre = Schemas['CentreNodeDto'];
type Row = Schemas['StockRowDto'];

function centre(code: string, tier: Centre['tier'], children: Centre[] = []): Centre {
  return { code, name: `centre ${code}`, tier, liveFrom: '2013-04-01', children };
}

function row(code: string, level: Row['level'], figures: Partial<Row>): Row {
  const none = { stock: 0, inTransit: 0, issued: 0, void: 0, spoiled: 0, missing: 0, destroyed: 0 };
  return { centre: code, level, edition: '2010', ...none, ...figures };
}

const centres = [
  centre('00000001', 'ministry', [
    centre('52000000', 'province', [
      centre('52010001', 'city', [centre('52012001', 'station')]),
      centre('52020001', 'city'),
    ]),
  ]),
];
const rows = [
  row('00000001', 5, { stock: 700, inTransit: 40 }),
  row('52000000', 5, { stock: 100 }),
  row('52000000', 4, { spoiled: 3, destroyed: 2 }),
  row('52010001', 5, { stock: 10, issued: 145, void: 1 }),
  { ...row('52010001', 5, { stock: 5 }), edition: '2013' },
  row('52020001', 1, { missing: 4 }),
];

describe('the tree of stock', () => {
  const tree = stockTree(centres, rows);
  const total = rows.reduce(
    (sum, each) => sum + accounts.reduce((ofRow, account) => ofRow + each[account], 0),
    0,
  );

  it('adds up from the leaves to the root', () => {
    expect(tree[0].below.of('all', 'all')).toBe(total);
    const [province] = tree[0].children;
    expect(province.below.of('all', 'all')).toBe(total - 740);
    expect(province.below.of(5, 'stock')).toBe(115);
  });

  it('adds the editions of one level together', () => {
    expect(findNode(tree, '52010001')?.own.of(5, 'stock')).toBe(15);
  });

  it('has the same sum over levels as over accounts', () => {
    const { below } = tree[0];
    const byLevel = levels.map((level) => below.of(level, 'all'));
    const byAccount = accounts.map((account) => below.of('all', account));
    expect(byLevel).toEqual([1001, 5, 0, 0, 4]);
    expect(byAccount).toEqual([815, 40, 145, 1, 3, 4, 2]);
  });

  it('leaves stations out', () => {
    expect(countNodes(tree)).toBe(4);
    expect(findNode(tree, '52012001')).toBeUndefined();
  });

  it('shows what a centre has itself beside what its children have', () => {
    const [ministry] = stockLines(tree);
    const parts = ministry.children?.map(({ key, figures }) => [key, figures.of('all', 'all')]);
    expect(parts).toEqual([
      ['00000001/own', 740],
      ['52000000', total - 740],
    ]);
  });

  it('charts every centre by itself while they are few, and counts nothing twice', () => {
    const { of, lines } = chartBars(tree);
    expect(of).toBe('own');
    expect(lines.map(({ key }) => key)).toEqual(['00000001', '52000000', '52010001', '52020001']);
    expect(lines.reduce((sum, { figures }) => sum + figures.of('all', 'all'), 0)).toBe(total);
    expect(chartBars([])).toEqual({ of: 'own', lines: [] });
  });

  it('charts the first tier of several centres when there are many', () => {
    const cities = Array.from({ length: 40 }, (_, index) => centre(`5${index + 100}0001`, 'city'));
    const many = [centre('00000001', 'ministry', [centre('52000000', 'province', cities)])];
    const { of, lines } = chartBars(stockTree(many, []));
    expect([of, lines.length]).toEqual(['below', 40]);
  });
});
