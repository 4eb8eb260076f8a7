import { RestartBound } from './restart-bound';

const rule = { restartsMax: 3, windowMs: 1_000, firstDelayMs: 10, delayMsMax: 30 };

it('rests twice as long each time, up to the longest rest, and then gives up', () => {
  const bound = new RestartBound(rule);
  expect([0, 1, 2, 3].map((nowMs) => bound.next(nowMs))).toEqual([10, 20, 30, undefined]);
});

it('forgets restarts that are older than the window', () => {
  const bound = new RestartBound(rule);
  for (const nowMs of [0, 1, 2]) bound.next(nowMs);
  expect(bound.next(999)).toBeUndefined();
  expect(bound.next(1_000)).toBe(30);
  expect(bound.next(5_000)).toBe(10);
});
