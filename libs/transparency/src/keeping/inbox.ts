/** What has arrived while the last of it was worked on, within bounds. */
const itemsMax = 1_000;
const sizeBytesMax = 8 * 1024 * 1024;

export class Inbox<Item> {
  private items: Item[] = [];
  private sizeBytes = 0;
  private isClosed = false;
  private wakeReader: () => void = () => undefined;
  private wakeTaker: () => void = () => undefined;

  constructor(private readonly sizeBytesOf: (item: Item) => number) {}

  /** Reads until the source ends or the inbox is closed; waits while it is full. */
  async fill(source: AsyncIterable<Item>): Promise<void> {
    try {
      for await (const item of source) {
        this.items.push(item);
        this.sizeBytes += this.sizeBytesOf(item);
        this.wakeTaker();
        while (this.isFull && !this.isClosed) {
          await new Promise<void>((resolve) => {
            this.wakeReader = resolve;
          });
        }
        if (this.isClosed) return;
      }
    } finally {
      this.close();
    }
  }

  /** Nothing after `waitMs` without any; undefined when there will be none. */
  async take(waitMs: number): Promise<readonly Item[] | undefined> {
    if (this.items.length === 0 && !this.isClosed) await this.arrival(waitMs);
    if (this.items.length === 0 && this.isClosed) return undefined;
    const taken = this.items;
    this.items = [];
    this.sizeBytes = 0;
    this.wakeReader();
    return taken;
  }

  close(): void {
    this.isClosed = true;
    this.wakeReader();
    this.wakeTaker();
  }

  private get isFull(): boolean {
    return this.items.length >= itemsMax || this.sizeBytes >= sizeBytesMax;
  }

  private async arrival(waitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wakeTaker = resolve;
      timer = setTimeout(resolve, waitMs);
    });
    clearTimeout(timer);
  }
}
