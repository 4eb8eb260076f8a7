/**
 * Books as a file: frames `H` (what this is), `E` (events), `S` (sums of streams), `Z` (sum of
 * all). Whatever was left out, put in, changed or cut off shows, with its place.
 */
import { type BookEvent, bookEventBytes, readBookEvent } from './book-event';
import { BooksHash } from './books-hash';
import {
  DamagedFile,
  type Frame,
  FrameWriter,
  frameSizeBytesMax,
  readFrames,
  type Sink,
} from './framed-file';

const format = 'liushui books';
const version = 1;
/** A frame of events is written when it has this many. */
const frameFillBytes = 1024 * 1024;
const sumsPerFrame = 1_000;
const lengthBytes = 4;

/** What a file of books holds, as its end says and its content proves. */
export interface BooksSummary {
  readonly eventCount: number;
  readonly streamCount: number;
  /** Of the last event, in the store that the file was made from; null when there is none. */
  readonly position: string | null;
  /** The running hash of all events, hexadecimal. */
  readonly hash: string;
  /** ISO 8601 UTC. */
  readonly madeAt: string;
}

/** A stream lacks an event: what comes behind it proves nothing any more. */
export class GapInStream extends Error {
  override readonly name = 'GapInStream';
}

/** Writes books in the order in which they are added; holds a frame in memory, not more. */
export class BooksWriter {
  private readonly frames: FrameWriter;
  private readonly sums = new BooksHash();
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private position: bigint | null = null;
  private hasBegun = false;

  constructor(
    sink: Sink,
    private readonly madeAt: string,
  ) {
    this.frames = new FrameWriter(sink);
  }

  /** Throws GapInStream when the event is not its stream's next. */
  async add(event: BookEvent & { readonly position: bigint }): Promise<void> {
    const bytes = bookEventBytes(event);
    if (!this.sums.add(event, bytes)) {
      throw new GapInStream(`${event.stream}@${event.revision} is not the stream's next event`);
    }
    const record = Buffer.alloc(lengthBytes);
    record.writeUInt32BE(bytes.length);
    this.pending.push(record, bytes);
    this.pendingBytes += lengthBytes + bytes.length;
    this.position = event.position;
    if (this.pendingBytes >= frameFillBytes) await this.flush();
  }

  async end(): Promise<BooksSummary> {
    await this.flush();
    let sums: unknown[] = [];
    for (const [stream, { eventCount, hash }] of this.sums.streams()) {
      sums.push([stream, eventCount, hash]);
      if (sums.length < sumsPerFrame) continue;
      await this.frames.writeJson('S', sums);
      sums = [];
    }
    await this.frames.writeJson('S', sums);
    const summary: BooksSummary = {
      ...this.sums.whole,
      streamCount: this.sums.streamCount,
      position: this.position === null ? null : String(this.position),
      madeAt: this.madeAt,
    };
    await this.frames.writeJson('Z', summary);
    return summary;
  }

  private async flush(): Promise<void> {
    if (!this.hasBegun) {
      this.hasBegun = true;
      await this.frames.writeJson('H', { format, version, madeAt: this.madeAt });
    }
    if (this.pendingBytes === 0) return;
    const content = Buffer.concat(this.pending);
    this.pending = [];
    this.pendingBytes = 0;
    await this.frames.write('E', content);
  }
}

/**
 * The events of a file of books, in their order. Ends when all of them proved to be what the file's
 * end says, and then calls `onSummary`; throws DamagedFile where they are not, NoFramedFile or
 * OtherFormat when this is another kind of file.
 */
export async function* readBooks(
  chunks: AsyncIterable<Uint8Array>,
  onSummary: (summary: BooksSummary) => void = () => undefined,
): AsyncGenerator<BookEvent> {
  const sums = new BooksHash();
  const statedStreams = new Set<string>();
  let summary: BooksSummary | undefined;
  let offset = 0;
  for await (const frame of readFrames(chunks)) {
    const isFirst = offset === 0;
    offset = frame.offset;
    if (isFirst !== (frame.kind === 'H') || summary) {
      throw new DamagedFile(offset, `a frame "${frame.kind}" has no place here`);
    }
    if (frame.kind === 'H') assertFormat(frame);
    else if (frame.kind === 'E') yield* readEvents(frame, sums);
    else if (frame.kind === 'S') checkStreams(frame, sums, statedStreams);
    else if (frame.kind === 'Z') summary = checkedSummary(frame, sums, statedStreams.size);
    else throw new DamagedFile(offset, `a frame "${frame.kind}" is unknown`);
  }
  if (!summary) throw new DamagedFile(offset, `the file ends after this frame${lastOf(sums)}`);
  onSummary(summary);
}

/** A file of ours, but of another kind or of a later version. */
export class OtherFormat extends Error {
  override readonly name = 'OtherFormat';
}

function assertFormat(frame: Frame): void {
  const head = readJson(frame) as { format?: unknown; version?: unknown } | null;
  if (head?.format !== format || head.version !== version) {
    throw new OtherFormat(`holds "${head?.format}" of version ${head?.version}`);
  }
}

const lastOf = (sums: BooksHash): string => `, after ${sums.eventCount} events`;

function* readEvents({ content, offset }: Frame, sums: BooksHash): Generator<BookEvent> {
  for (let at = 0; at < content.length; ) {
    const isWhole = at + lengthBytes <= content.length;
    const start = at + lengthBytes;
    at = start + (isWhole ? content.readUInt32BE(at) : frameSizeBytesMax);
    const bytes = content.subarray(start, at);
    const event = at <= content.length ? readBookEvent(bytes) : undefined;
    if (!event) throw new DamagedFile(offset, `no event can be read here${lastOf(sums)}`);
    if (!sums.add(event, bytes)) {
      const name = `${event.stream}@${event.revision}`;
      throw new DamagedFile(offset, `${name} is not the stream's next event${lastOf(sums)}`);
    }
    yield event;
  }
}

function checkStreams(frame: Frame, sums: BooksHash, stated: Set<string>): void {
  const list = readJson(frame);
  if (!Array.isArray(list)) throw new DamagedFile(frame.offset, 'these are no sums of streams');
  for (const entry of list) {
    const [stream, eventCount, hash]: unknown[] = Array.isArray(entry) ? entry : [];
    const found = sums.of(String(stream));
    if (!found || found.eventCount !== eventCount || found.hash !== hash) {
      throw new DamagedFile(frame.offset, `${stream} has other events than when it was written`);
    }
    stated.add(String(stream));
  }
}

function checkedSummary(frame: Frame, sums: BooksHash, statedStreams: number): BooksSummary {
  const stated = readJson(frame) as BooksSummary | null;
  const { eventCount, hash } = sums.whole;
  const isEqual =
    stated?.eventCount === eventCount &&
    stated.hash === hash &&
    stated.streamCount === sums.streamCount &&
    statedStreams === sums.streamCount;
  if (!isEqual) {
    throw new DamagedFile(
      frame.offset,
      `these are not the events that were written${lastOf(sums)}`,
    );
  }
  return stated;
}

export function readJson({ content, offset }: Frame): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    throw new DamagedFile(offset, 'a frame should hold JSON and does not');
  }
}
