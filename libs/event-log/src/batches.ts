/** The part of a Node stream that reading in batches needs; the client's types are narrower. */
export interface Flowing<Item> {
  on(event: 'data', listener: (item: Item) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (fault: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  isPaused(): boolean;
}

/** Somebody who sleeps until there is something to do. */
export class Sleeper {
  #wake: (() => void) | undefined;

  /** Until the next call of `wake`; for one at a time. */
  sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /**
   * Once what has arrived together has been handed over, item by item: whoever woke at the first
   * would find it alone.
   */
  wake(): void {
    if (!this.#wake) return;
    setImmediate(this.#wake);
    this.#wake = undefined;
  }
}

/**
 * What a stream gives, as it comes, several at a time: a pause for each single item would cost more
 * than the item. Holds at most `countMax` and a few more; the stream waits meanwhile. Throws the
 * stream's fault after everything that came before it.
 */
export async function* batchesOf<Item>(
  stream: Flowing<Item>,
  countMax: number,
): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  let ending: { readonly fault?: Error } | undefined;
  const reader = new Sleeper();
  const end = (fault?: Error) => {
    ending ??= { fault };
    reader.wake();
  };
  stream.on('data', (item) => {
    batch.push(item);
    if (batch.length >= countMax) stream.pause();
    reader.wake();
  });
  stream.on('end', () => end());
  stream.on('error', end);
  for (;;) {
    if (batch.length > 0) {
      const full = batch;
      batch = [];
      yield full;
      if (stream.isPaused()) stream.resume();
    } else if (ending) {
      if (ending.fault) throw ending.fault;
      return;
    } else {
      await reader.sleep();
    }
  }
}

/**
 * The items of batches one by one, each made when it is asked for. Written out, because an async
 * generator lets three turns of the queue pass for every item. Ends, and ends the batches, with the
 * first fault of `make`, which is thrown behind all items before it, and once it `isOver`. For
 * `for await`: whoever asks for the next has the one before.
 */
export function oneByOne<Raw, Item>(
  batches: AsyncGenerator<readonly Raw[]>,
  make: (raw: Raw) => Item,
  isOver: () => boolean = () => false,
): AsyncIterableIterator<Item> {
  let batch: readonly Raw[] = [];
  let next = 0;
  const end = async (): Promise<IteratorResult<Item>> => {
    batch = [];
    next = 0;
    await batches.return(undefined);
    return { done: true, value: undefined };
  };
  const fill = async (): Promise<IteratorResult<Item>> => {
    do {
      const { done, value } = await batches.next();
      if (done) return { done, value: undefined };
      batch = value;
    } while (batch.length === 0);
    next = 0;
    return items.next();
  };
  const items: AsyncIterableIterator<Item> = {
    [Symbol.asyncIterator]: () => items,
    next: async () => {
      if (isOver()) return end();
      if (next === batch.length) return fill();
      try {
        return { done: false, value: make(batch[next++]) };
      } catch (fault) {
        await end();
        throw fault;
      }
    },
    return: end,
  };
  return items;
}
