import type { Schemas } from '../api/client';
import { accounts, findNode, type StockNode, stockTree } from '../stock/stock-tree';
import { custodyFlow, withoutSharedEnding } from './custody-flow';

type Centre = Schemas['CentreNodeDto'];
type Row = Schemas['StockRowDto'];

const centre = (code: string, tier: Centre['tier'], children: Centre[] = []): Centre => ({
  code,
  name: `centre ${code}`,
  tier,
  liveFrom: '2013-04-01',
  children,
});

const none = { stock: 0, inTransit: 0, issued: 0, void: 0, spoiled: 0, missing: 0, destroyed: 0 };
const row = (code: string, level: Row['level'], figures: Partial<Row>): Row => ({
  centre: code,
  level,
  edition: '2010',
  ...none,
  ...figures,
});

const cities = ['52010001', '52020001', '52030001'];
const tree = stockTree(
  [
    centre('00000001', 'ministry', [
      centre(
        '52000001',
        'province',
        cities.map((code) => centre(code, 'city')),
      ),
    ]),
  ],
  [
    row('00000001', 5, { stock: 700, inTransit: 40 }),
    row('52000001', 4, { spoiled: 3, destroyed: 2 }),
    row('52010001', 5, { stock: 10, issued: 145, void: 1 }),
    row('52010001', 4, { issued: 7 }),
    row('52020001', 1, { missing: 4 }),
  ],
);

const nodes = (all: readonly StockNode[]): StockNode[] =>
  all.flatMap((node) => [node, ...nodes(node.children)]);

describe('the flow of custody', () => {
  it('[C16] conserves at every node of every centre and level', () => {
    for (const node of nodes(tree)) {
      for (const level of ['all', 5, 4, 1] as const) {
        const total = node.below.of(level, 'all');
        const flow = custodyFlow(node, level, total);
        expect(flow.isConserved).toBe(true);
        for (const part of flow.parts) {
          expect(accounts.reduce((sum, account) => sum + part.amounts[account], 0)).toBe(
            part.total,
          );
        }
      }
    }
  });

  it('[C16] says so when what was registered is not what is there', () => {
    expect(custodyFlow(tree[0], 'all', 913).isConserved).toBe(false);
    expect(custodyFlow(tree[0], 'all', 912).isConserved).toBe(true);
  });

  it('goes from country to province to city to level', () => {
    const keys = (code: string) => {
      const node = findNode(tree, code);
      if (!node) throw new Error(`no centre ${code}`);
      return custodyFlow(node, 'all', 0).parts.map(({ key, total }) => [key, total]);
    };
    expect(keys('00000001')).toEqual([
      ['00000001/own', 740],
      ['52000001', 172],
    ]);
    expect(keys('52000001')).toEqual([
      ['52000001/own', 5],
      ['52010001', 163],
      ['52020001', 4],
    ]);
    expect(keys('52010001')).toEqual([
      ['level-5', 156],
      ['level-4', 7],
    ]);
    expect(keys('52030001')).toEqual([]);
  });
});

describe('names in a narrow place', () => {
  it.each([
    [
      ['贵阳市鉴定中心', '遵义市鉴定中心', '黔南州鉴定中心'],
      ['贵阳市', '遵义市', '黔南州'],
    ],
    [
      ['Guiyang Centre', 'Zunyi Centre'],
      ['Guiyang', 'Zunyi'],
    ],
    [
      ['贵阳市职业技能鉴定指导中心', '遵义市中心'],
      ['贵阳市', '遵义市中心'],
    ],
    [
      ['贵阳市职业技能鉴定指导中心', '遵义市职业技能鉴定中心'],
      ['贵阳市', '遵义市'],
    ],
    [
      ['贵阳市鉴定中心', '贵阳市职业技能鉴定中心'],
      ['贵阳市鉴定中心', '贵阳市职业技能鉴定中心'],
    ],
    [
      ['中心', '省中心'],
      ['中心', '省中心'],
    ],
    [
      ['鉴定中心', '省鉴定中心'],
      ['鉴定中心', '省'],
    ],
    [
      ['Upper Station', 'Lower Filling Station', 'Nation'],
      ['Upper Station', 'Lower Filling Station', 'Nation'],
    ],
    [['only one'], ['only one']],
    [[], []],
  ])('%j are told apart as %j', (names, short) => {
    expect(withoutSharedEnding(names)).toEqual(short);
  });
});
