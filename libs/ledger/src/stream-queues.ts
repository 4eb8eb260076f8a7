/** One thing at a time for each stream, in order of arrival; different streams do not wait. */
import { StreamBusy } from './faults';

/** Requests that may wait for one stream before further ones are turned away. */
export const requestsWaitingMax = 256;
/** How long a request may wait for its turn: while the store is away, turns are long. */
export const turnWaitMsMax = 10_000;

export class StreamQueues {
  readonly #queues = new Map<string, { tail: Promise<unknown>; count: number }>();

  constructor(private readonly waitMsMax = turnWaitMsMax) {}

  /** Runs the task after those before it. Rejects with StreamBusy when too many wait, or too long. */
  async run<Result>(stream: string, task: () => Promise<Result>): Promise<Result> {
    const queue = this.#queues.get(stream) ?? { tail: Promise.resolve(), count: 0 };
    if (queue.count > requestsWaitingMax) throw new StreamBusy(stream, queue.count);
    this.#queues.set(stream, queue);
    queue.count++;
    const arrivedMs = performance.now();
    const turn = queue.tail.then(() => {
      if (performance.now() - arrivedMs > this.waitMsMax) throw new StreamBusy(stream, queue.count);
      return task();
    });
    queue.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      if (--queue.count === 0) this.#queues.delete(stream);
    }
  }
}
