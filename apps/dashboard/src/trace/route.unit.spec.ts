import { routeOf } from './route';

const entry = (event: string, from: string, to: string, centre: string) => ({
  event,
  from,
  to,
  centre,
  occurredOn: '2013-04-01',
});

it('goes from lane to lane; what is in transit stands with its sender', () => {
  const { lanes, stops } = routeOf([
    entry('BlanksRegistered', 'origin', 'stock@00000001', '00000001'),
    entry('BlanksDispatched', 'stock@00000001', 'transit@00000001-5', '00000001'),
    entry('BlanksReceived', 'transit@00000001-5', 'stock@52000001', '52000001'),
    entry('BlanksDispatched', 'stock@52000001', 'transit@52000001-2', '52000001'),
    entry('BlanksTakenBack', 'transit@52000001-2', 'stock@52000001', '52000001'),
    entry('SerialsSpoiled', 'stock@52000001', 'spoiled@52000001', '52000001'),
  ]);
  expect(lanes).toEqual([undefined, '00000001', '52000001']);
  expect(stops.map(({ kind, lane }) => [kind, lane])).toEqual([
    ['origin', 0],
    ['stock', 1],
    ['transit', 1],
    ['stock', 2],
    ['transit', 2],
    ['stock', 2],
    ['spoiled', 2],
  ]);
  expect(routeOf([])).toEqual({ lanes: [], stops: [] });
});
