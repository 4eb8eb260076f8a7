import { StreamBusy } from './faults';
import { StreamQueues } from './stream-queues';

describe('queues of streams', () => {
  it('runs one task at a time for a stream, in order of arrival, and others beside it', async () => {
    const queues = new StreamQueues();
    const seen: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = queues.run('a', async () => {
      await gate;
      seen.push('a1');
    });
    const second = queues.run('a', async () => seen.push('a2'));
    await queues.run('b', async () => seen.push('b1'));
    open();
    await Promise.all([first, second]);
    expect(seen).toEqual(['b1', 'a1', 'a2']);
  });

  it('goes on after a task that failed', async () => {
    const queues = new StreamQueues();
    const failed = queues.run('a', async () => {
      throw new Error('no');
    });
    const next = queues.run('a', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });

  it('turns away what has waited too long, without running it', async () => {
    const queues = new StreamQueues(-1);
    let isRun = false;
    const late = queues.run('a', async () => {
      isRun = true;
    });
    await expect(late).rejects.toThrow(StreamBusy);
    expect(isRun).toBe(false);
  });
});
