/**
 * Items of a source, taken in groups: whatever has arrived while the last group was worked on, at
 * most `countMax`. Reading goes on meanwhile, at most one further group ahead.
 */
export async function* inBatches<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  countMax: number,
  signal?: AbortSignal,
): AsyncGenerator<readonly T[]> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const buffer = new Buffer<T>(countMax);
  const reading = buffer.fill(open(either), either);
  try {
    for (let batch = await buffer.take(); batch; batch = await buffer.take()) yield batch;
    await reading;
  } finally {
    stop.abort();
    buffer.close();
    await reading.catch(() => undefined);
  }
}

class Buffer<T> {
  private items: T[] = [];
  private isClosed = false;
  private wakeReader: () => void = () => undefined;
  private wakeTaker: () => void = () => undefined;

  constructor(private readonly countMax: number) {}

  async fill(source: AsyncIterable<T>, signal: AbortSignal): Promise<void> {
    try {
      for await (const item of source) {
        this.items.push(item);
        this.wakeTaker();
        while (this.items.length >= this.countMax && !this.isClosed) {
          await new Promise<void>((resolve) => {
            this.wakeReader = resolve;
          });
        }
        if (signal.aborted) return;
      }
    } finally {
      this.close();
    }
  }

  /** Waits for at least one item; undefined when there will be none. */
  async take(): Promise<readonly T[] | undefined> {
    while (this.items.length === 0 && !this.isClosed) {
      await new Promise<void>((resolve) => {
        this.wakeTaker = resolve;
      });
    }
    if (this.items.length === 0) return undefined;
    const taken = this.items;
    this.items = [];
    this.wakeReader();
    return taken;
  }

  close(): void {
    this.isClosed = true;
    this.wakeReader();
    this.wakeTaker();
  }
}
