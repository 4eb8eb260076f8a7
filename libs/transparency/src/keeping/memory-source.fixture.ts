/** A store in memory, which can be put back to what it was, or be moved. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { CheckpointSigned, MapRootRecorded } from '#domain';
import type { LogDelivery, LogSource } from './keeper';
import type { PlacedEvent } from './log-store';

const utf8 = new TextEncoder();

export class MemorySource implements LogSource {
  events: PlacedEvent[] = [];
  private readonly arrivals = new EventTarget();
  private position = 0n;

  /** A fact on `book-52010000`. */
  post(text: string, stream = 'book-52010000'): PlacedEvent {
    return this.put(stream, 'SerialsSpoiled', { note: text });
  }

  async appendHead(
    data: CheckpointSigned['data'],
    expected: bigint,
  ): Promise<'appended' | 'overtaken'> {
    if (this.revisionOf('checkpoint-log') !== expected) return 'overtaken';
    this.put('checkpoint-log', 'CheckpointSigned', data);
    return 'appended';
  }

  async appendMapRoot(
    data: MapRootRecorded['data'],
    expected: bigint,
  ): Promise<'appended' | 'overtaken'> {
    if (this.revisionOf('serial-map') !== expected) return 'overtaken';
    this.put('serial-map', 'MapRootRecorded', data);
    return 'appended';
  }

  async readAt(stream: string, revision: bigint): Promise<PlacedEvent | undefined> {
    return this.events.find((event) => event.stream === stream && event.revision === revision);
  }

  async *follow({
    after = -1n,
    signal,
  }: {
    after?: bigint;
    signal: AbortSignal;
  }): AsyncGenerator<LogDelivery> {
    let last = after;
    while (!signal.aborted) {
      for (const event of [...this.events]) {
        if (event.position <= last || signal.aborted) continue;
        last = event.position;
        yield { kind: 'event', event };
      }
      yield { kind: 'caught-up' };
      await once(this.arrivals as never, 'arrival', { signal }).catch(() => undefined);
    }
  }

  /** Another store with the same events, at other positions. */
  moved(): MemorySource {
    const moved = new MemorySource();
    const metadata = utf8.encode('{"schema":1,"importedCreated":"2013-06-03T02:03:05.678Z"}');
    for (const event of this.events) {
      moved.position += 7n;
      moved.events.push({ ...event, position: moved.position, metadata });
    }
    return moved;
  }

  /** The first `count` events, and nothing of what came behind them. */
  putBack(count: number): void {
    this.events = this.events.slice(0, count);
  }

  get heads(): CheckpointSigned['data'][] {
    return this.events
      .filter(({ stream }) => stream === 'checkpoint-log')
      .map(({ data }) => JSON.parse(Buffer.from(data).toString('utf8')));
  }

  put(stream: string, type: string, data: object): PlacedEvent {
    this.position += 100n;
    const event: PlacedEvent = {
      id: randomUUID(),
      stream,
      revision: this.revisionOf(stream) + 1n,
      position: this.position,
      type,
      isJson: true,
      data: utf8.encode(JSON.stringify(data)),
      metadata: utf8.encode('{"schema":1}'),
      recordedAt: new Date().toISOString(),
    };
    this.events.push(event);
    this.arrivals.dispatchEvent(new Event('arrival'));
    return event;
  }

  private revisionOf(stream: string): bigint {
    return BigInt(this.events.filter((event) => event.stream === stream).length) - 1n;
  }
}
