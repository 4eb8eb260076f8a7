import type { Lot, RecordedEvent } from '#domain';
import type { Delivery } from '#event-log';

export interface BatchLimit<T> {
  /** A group ends with the item that brings its weight here or beyond. */
  readonly weightMax: number;
  readonly weigh: (item: T) => number;
}

/** About what a line of a sealed block takes. */
const sealedLineSizeBytes = 180;

/** One for the event and one for each range or run in it: about the rows that it becomes. */
export function weightOf(event: RecordedEvent): number {
  switch (event.type) {
    case 'HoldersSealed':
      return 1 + Math.ceil(event.data.length / sealedLineSizeBytes);
    case 'CertificatesIssued':
      return 1 + event.data.runs.length;
    case 'VouchersIssued':
    case 'VoucherSuperseded':
    case 'IssueCorrected':
      return 1 + event.data.runs.length;
    case 'SerialsReportedMissing':
      return 1 + rangeCount([...event.data.stock, ...event.data.spoiled]);
    case 'SerialsRecovered':
      return 1 + rangeCount([...event.data.missing, ...event.data.void]);
    case 'BlanksRegistered':
    case 'RegistrationReversed':
    case 'SpoilageReversed':
    case 'BlanksDispatched':
    case 'BlanksTakenBack':
    case 'SerialsSpoiled':
    case 'SerialDestroyed':
      return 1 + rangeCount(event.data.lots);
    case 'BlanksReceived': {
      const { accepted, damaged, missing } = event.data;
      return 1 + rangeCount([...accepted, ...damaged, ...missing]);
    }
    default:
      return 1;
  }
}

const rangeCount = (lots: readonly Lot[]): number =>
  lots.reduce((sum, { ranges }) => sum + ranges.length, 0);

export const weightOfDelivery = (delivery: Delivery): number =>
  delivery.kind === 'event' ? weightOf(delivery.event) : 1;

/**
 * Items of a source, taken in groups: whatever has arrived while the last group was worked on, up
 * to the limit. Reading goes on meanwhile, at most one further group ahead.
 */
export async function* inBatches<T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  limit: BatchLimit<T>,
  signal?: AbortSignal,
): AsyncGenerator<readonly T[]> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const buffer = new Buffer<T>(limit);
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
  private weight = 0;
  private isClosed = false;
  private wakeReader: () => void = () => undefined;
  private wakeTaker: () => void = () => undefined;

  constructor(private readonly limit: BatchLimit<T>) {}

  async fill(source: AsyncIterable<T>, signal: AbortSignal): Promise<void> {
    try {
      for await (const item of source) {
        this.items.push(item);
        this.weight += this.limit.weigh(item);
        this.wakeTaker();
        while (this.weight >= this.limit.weightMax && !this.isClosed) {
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
    this.weight = 0;
    this.wakeReader();
    return taken;
  }

  close(): void {
    this.isClosed = true;
    this.wakeReader();
    this.wakeTaker();
  }
}
