/** One thing at a time for each stream, in order of arrival; different streams do not wait. */
import { StreamBusy } from './faults';

/** Requests that may wait for one stream before further ones are turned away. */
export const requestsWaitingMax = 256;

export class StreamQueues {
  readonly #queues = new Map<string, { tail: Promise<unknown>; count: number }>();

  /** Runs the task after those before it. Rejects with StreamBusy when too many wait. */
  async run<Result>(stream: string, task: () => Promise<Result>): Promise<Result> {
    const queue = this.#queues.get(stream) ?? { tail: Promise.resolve(), count: 0 };
    if (queue.count > requestsWaitingMax) throw new StreamBusy(stream, queue.count);
    this.#queues.set(stream, queue);
    queue.count++;
    const turn = queue.tail.then(task);
    queue.tail = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      if (--queue.count === 0) this.#queues.delete(stream);
    }
  }
}
