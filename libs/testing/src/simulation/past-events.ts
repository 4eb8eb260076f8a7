import { centresStream, type RecordedEvent } from '#domain';

/** Everything that happened, stream by stream, and what of it an event had been judged by. */
export class PastEvents {
  /** Nobody else did anything meanwhile: what had been stored must have been read. */
  isAlone = false;
  private readonly streams = new Map<string, RecordedEvent[]>();

  add(event: RecordedEvent): void {
    const past = this.streams.get(event.stream);
    if (past) past.push(event);
    else this.streams.set(event.stream, [event]);
  }

  of(stream: string): readonly RecordedEvent[] {
    return this.streams.get(stream) ?? [];
  }

  /**
   * What the event's decision had read of another stream, or, where nobody else was at work, should
   * have read. Of the tree of centres what a process remembers will do.
   */
  readOf(stream: string, { metadata }: RecordedEvent): readonly RecordedEvent[] {
    if (this.isAlone && stream !== centresStream) return this.of(stream);
    const read = metadata.judgedAgainst?.find((one) => one.stream === stream);
    return this.of(stream).slice(0, Number(read?.revision ?? -1n) + 1);
  }

  /** The event right before it, if both are of one append. */
  before(event: RecordedEvent): RecordedEvent | undefined {
    const last = this.of(event.stream).at(-1);
    const isSame = last?.metadata.correlationId === event.metadata.correlationId;
    return isSame ? last : undefined;
  }
}
