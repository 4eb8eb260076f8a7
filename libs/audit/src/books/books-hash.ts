/**
 * The running hash of books: of every stream, and of all events in the order of their store.
 *
 * It begins with 32 zeros; an event makes SHA-256(what it was ‖ SHA-256(the event's bytes)) of it.
 */
import { hash } from 'node:crypto';
import type { BookEvent } from './book-event';

export interface RunningHash {
  readonly eventCount: number;
  /** Hexadecimal. */
  readonly hash: string;
}

class Chain {
  count = 0;
  private value = Buffer.alloc(32);

  add(leaf: Buffer): void {
    this.value = sha256(Buffer.concat([this.value, leaf]));
    this.count += 1;
  }

  get sum(): RunningHash {
    return { eventCount: this.count, hash: this.value.toString('hex') };
  }
}

const sha256 = (bytes: Buffer) => hash('sha256', bytes, 'buffer');

export class BooksHash {
  private readonly all = new Chain();
  private readonly byStream = new Map<string, Chain>();

  /** `bytes` are those of the event. Answers false when the event is not its stream's next. */
  add({ stream, revision }: Pick<BookEvent, 'stream' | 'revision'>, bytes: Buffer): boolean {
    const chain = this.byStream.get(stream) ?? new Chain();
    if (revision !== BigInt(chain.count)) return false;
    this.byStream.set(stream, chain);
    const leaf = sha256(bytes);
    chain.add(leaf);
    this.all.add(leaf);
    return true;
  }

  get whole(): RunningHash {
    return this.all.sum;
  }

  get eventCount(): number {
    return this.all.count;
  }

  get streamCount(): number {
    return this.byStream.size;
  }

  of(stream: string): RunningHash | undefined {
    return this.byStream.get(stream)?.sum;
  }

  *streams(): Generator<readonly [stream: string, sum: RunningHash]> {
    for (const [stream, chain] of this.byStream) yield [stream, chain.sum];
  }
}
