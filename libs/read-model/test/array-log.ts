import type { RecordedEvent } from '#domain';
import type { Delivery, EventLog } from '#event-log';

/**
 * A log that holds what it is given, and delivers every event twice: the store promises at least
 * once. `follow` goes on until its signal aborts.
 */
export class ArrayLog implements Pick<EventLog, 'follow' | 'scan' | 'readAt'> {
  /** Called by `follow` when it has delivered everything. */
  onEnd: () => void = () => undefined;
  private wake: () => void = () => undefined;
  private isReopened = false;
  private readonly events: RecordedEvent[] = [];

  constructor(events: readonly RecordedEvent[] = []) {
    this.events.push(...events);
  }

  append(...events: readonly RecordedEvent[]): void {
    this.events.push(...events);
    this.wake();
  }

  /** Another log stands here from now on; who follows is told nothing but that it caught up. */
  restore(events: readonly RecordedEvent[]): void {
    this.events.splice(0, this.events.length, ...events);
    this.isReopened = true;
    this.wake();
  }

  async readAt(stream: string, revision: bigint): Promise<RecordedEvent | undefined> {
    return this.events.find((event) => event.stream === stream && event.revision === revision);
  }

  async *scan({
    after = -1n,
    holders = false,
  }: {
    after?: bigint;
    holders?: boolean;
  } = {}): AsyncGenerator<RecordedEvent> {
    for (const event of [...this.events]) {
      if (event.position <= after || (event.type === 'HoldersSealed' && !holders)) continue;
      yield event;
      yield event;
    }
  }

  async *follow({
    after = -1n,
    holders = false,
    signal,
  }: {
    after?: bigint;
    holders?: boolean;
    signal: AbortSignal;
  }): AsyncGenerator<Delivery> {
    let next = this.events.findIndex(({ position }) => position > after);
    if (next < 0) next = this.events.length;
    signal.addEventListener('abort', () => this.wake());
    let isLive = false;
    while (!signal.aborted) {
      if (this.isReopened) {
        this.isReopened = false;
        isLive = false;
        next = this.events.length;
      }
      for (; next < this.events.length; next += 1) {
        const event = this.events[next];
        if (event.type === 'HoldersSealed' && !holders) continue;
        yield { kind: 'event', event };
        yield { kind: 'event', event };
      }
      this.onEnd();
      if (!isLive) yield { kind: 'caught-up' };
      isLive = true;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (signal.aborted || this.isReopened || next < this.events.length) resolve();
      });
    }
  }
}
