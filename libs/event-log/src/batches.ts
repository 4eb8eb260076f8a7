/** The part of a Node stream that reading in batches needs; the client's types are narrower. */
export interface Flowing<Item> {
  on(event: 'data', listener: (item: Item) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'error', listener: (fault: Error) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  isPaused(): boolean;
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
  let wake: () => void = () => undefined;
  const end = (fault?: Error) => {
    ending ??= { fault };
    wake();
  };
  stream.on('data', (item) => {
    batch.push(item);
    if (batch.length >= countMax) stream.pause();
    wake();
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
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}
