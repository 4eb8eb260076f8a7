import type { EventMetadata } from './metadata';
import { RequestLog, requestCountMax, requestDaysMax } from './request-log';

const dayMs = 86_400_000;
const start = Date.parse('2013-04-01T00:00:00Z');

const metadata = (key: string, atMs: number): EventMetadata => ({
  schema: 1,
  actor: { user: 'u', role: 'clerk', centre: '52010000' },
  occurredOn: '2013-04-01',
  decidedAt: new Date(atMs).toISOString(),
  request: { key, mac: `mac of ${key}`, macKey: 'k' },
  correlationId: key,
});

describe('RequestLog', () => {
  it('finds a request for 31 days and no longer', () => {
    const log = new RequestLog();
    log.remember(metadata('a', start), 5n);
    const lastMoment = new Date(start + requestDaysMax * dayMs);
    expect(log.find('a', lastMoment)?.firstRevision).toBe(5n);
    expect(log.find('a', new Date(lastMoment.getTime() + 1))).toBeUndefined();
  });

  it('forgets what is too old as time goes on, so that it stays small', () => {
    const log = new RequestLog();
    for (let day = 0; day < 400; day++) log.remember(metadata(`k${day}`, start + day * dayMs), 1n);
    expect(log.sizeBytes).toBeLessThan(40 * 300);
  });

  it('keeps the newest when there are too many', () => {
    const log = new RequestLog();
    for (let n = 0; n <= requestCountMax; n++) log.remember(metadata(`k${n}`, start), BigInt(n));
    expect(log.find('k0', new Date(start))).toBeUndefined();
    expect(log.find('k1', new Date(start))?.firstRevision).toBe(1n);
  });
});
