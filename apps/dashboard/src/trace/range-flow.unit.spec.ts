import { rangeFlow } from './range-flow';

it('[N2] every registered serial of a range is in one part and one account', () => {
  const flow = rangeFlow([
    { status: 'issued', centre: '52010001', count: 240 },
    { status: 'in-stock', centre: '52010001', count: 60 },
    { status: 'in-transit', centre: '52000001', count: 5 },
    { status: 'issued', centre: '52010001', count: 1 },
    { status: 'unregistered', centre: null, count: 900 },
  ]);
  expect(flow.total).toBe(306);
  expect(flow.parts.map(({ key, total }) => [key, total])).toEqual([
    ['52010001', 301],
    ['52000001', 5],
  ]);
  expect(flow.amounts).toMatchObject({ issued: 241, stock: 60, inTransit: 5, missing: 0 });
});
