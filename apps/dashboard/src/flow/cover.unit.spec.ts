import { coversOf } from './cover';

const forecast = (centre: string, need: number, stock: number, incoming = 0) =>
  ({ centre, level: 5, quarter: '2013Q3', need, stock, incoming, used: [] }) as const;

it('what ends first comes first, in whole days; what is on its way counts', () => {
  const covers = coversOf([
    { ...forecast('a', 100, 100), used: [] },
    { ...forecast('b', 100, 99), used: [] },
    { ...forecast('c', 100, 10, 90), used: [] },
    { ...forecast('d', 100, 0), used: [] },
    { ...forecast('e', 0, 50), used: [] },
  ]);
  expect(covers.map(({ centre, days, isShort }) => [centre, days, isShort])).toEqual([
    ['d', 0, true],
    ['b', 90, true],
    ['a', 91, false],
    ['c', 91, false],
  ]);
});
