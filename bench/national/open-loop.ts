/** Requests on a fixed schedule, whether or not earlier ones were answered. */
import { setTimeout as pause } from 'node:timers/promises';

/** Latencies in milliseconds, each from the moment when it should have been sent. */
export async function onSchedule(
  perSecond: number,
  seconds: number,
  send: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const beganAt = performance.now();
  const total = Math.floor(perSecond * seconds);
  const answered: Promise<number>[] = [];
  while (answered.length < total) {
    const dueCount = Math.min(total, ((performance.now() - beganAt) / 1000) * perSecond);
    while (answered.length < dueCount) {
      const dueAt = beganAt + (answered.length / perSecond) * 1000;
      answered.push(send(answered.length).then(() => performance.now() - dueAt));
    }
    await pause(1);
  }
  return Promise.all(answered);
}
