import type { RecordedEvent } from '#domain';
import type { Delivery, EventLog } from '#event-log';

/**
 * A log that holds what it is given, and delivers every event twice: the store promises at least
 * once. `follow` goes on until its signal aborts.
 */
export class ArrayLog implements Pick<EventLog, 'follow' | 'scan'> {
  /** Called by `follow` when it has delivered everything. */
  onEnd: () => void = () => undefined;
  private wake: () => void = () => undefined;
  private readonly events: RecordedEvent[] = [];

  constructor(events: readonly RecordedEvent[] = []) {
    this.events.push(...events);
  }

  append(...events: readonly RecordedEvent[]): void {
    this.events.push(...events);
    this.wake();
  }

  async *scan({ after = -1n }: { after?: bigint } = {}): AsyncGenerator<RecordedEvent> {
    for (const event of [...this.events]) {
      if (event.position <= after || event.type === 'HoldersSealed') continue;
      yield event;
      yield event;
    }
  }

  async *follow({
    after = -1n,
    signal,
  }: {
    after?: bigint;
    signal: AbortSignal;
  }): AsyncGenerator<Delivery> {
    let next = this.events.findIndex(({ position }) => position > after);
    if (next < 0) next = this.events.length;
    signal.addEventListener('abort', () => this.wake());
    let isLive = false;
    while (!signal.aborted) {
      for (; next < this.events.length; next += 1) {
        const event = this.events[next];
        if (event.type === 'HoldersSealed') continue;
        yield { kind: 'event', event };
        yield { kind: 'event', event };
      }
      this.onEnd();
      if (!isLive) yield { kind: 'caught-up' };
      isLive = true;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (signal.aborted || next < this.events.length) resolve();
      });
    }
  }
}
