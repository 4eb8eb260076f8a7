/** Stores and files of books in memory, for this library's specs. */
import { randomUUID } from 'node:crypto';
import { type BookEvent, bookEventBytes } from '../src/books/book-event';
import { type BooksSummary, readBooks } from '../src/books/books-file';
import { exportBooks, type PlacedEvent } from '../src/books/export';
import type { TargetStore } from '../src/books/import';

export const madeAt = '2026-01-01T00:00:00.000Z';

/** A store in memory that takes appends as a real one does. */
export class Store implements TargetStore {
  readonly events: PlacedEvent[] = [];
  readonly appends: string[][] = [];
  /** Appends that it still takes before it is killed. */
  leftCount = Number.POSITIVE_INFINITY;

  async *scan(after = -1n): AsyncGenerator<PlacedEvent> {
    yield* this.events.filter(({ position }) => position > after);
  }

  check(stream: string, events: readonly BookEvent[]): void {
    for (const event of events) if (event.type === 'Unknown') throw new Error(`${stream}: unknown`);
  }

  async append(stream: string, events: readonly BookEvent[], expected: bigint): Promise<void> {
    if (this.leftCount-- <= 0) throw new Error('killed');
    const there = this.events.filter((event) => event.stream === stream);
    if (BigInt(there.length) !== expected + 1n) throw new Error('wrong revision');
    for (const event of events) {
      this.events.push({ ...event, position: BigInt(this.events.length * 7) });
    }
    this.appends.push(events.map(({ id }) => id));
  }
}

/** So many appends of 1 to 3 events over some streams; sizes in bytes of each event's data. */
export async function filled(appendCount: number, dataBytes = 40): Promise<Store> {
  const store = new Store();
  const lengths = new Map<string, bigint>();
  for (let index = 0; index < appendCount; index++) {
    const stream = `book-5201000${(index * 7) % 5}`;
    const expected = (lengths.get(stream) ?? 0n) - 1n;
    const metadata = Buffer.from(JSON.stringify({ correlationId: `r${index}` }));
    const events = Array.from({ length: 1 + (index % 3) }, (_, at) => ({
      id: randomUUID(),
      stream,
      revision: expected + 1n + BigInt(at),
      type: at === 0 ? 'HoldersSealed' : 'CertificatesIssued',
      isJson: at > 0,
      recordedAt: new Date(1_400_000_000_000 + index).toISOString(),
      data: Buffer.alloc(dataBytes, index % 251),
      metadata,
    }));
    await store.append(stream, events, expected);
    lengths.set(stream, expected + 1n + BigInt(events.length));
  }
  return store;
}

export async function exported(store: Store): Promise<{ file: Buffer; summary: BooksSummary }> {
  const parts: Buffer[] = [];
  const sink = async (bytes: Buffer) => parts.push(bytes);
  const summary = await exportBooks((after) => store.scan(after), sink, { madeAt });
  return { file: Buffer.concat(parts), summary };
}

/** In pieces that have nothing to do with its frames. */
export async function* chunks(file: Buffer, size = 1_013): AsyncGenerator<Buffer> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

export async function all(file: Buffer): Promise<BookEvent[]> {
  const events: BookEvent[] = [];
  for await (const event of readBooks(chunks(file))) events.push(event);
  return events;
}

export const bytesOf = (events: readonly BookEvent[]) =>
  events.map((event) => bookEventBytes(event).toString('hex'));
