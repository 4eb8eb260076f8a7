/**
 * The vault and the users as a file of a backup: frames `H` (head), `T` (a table and its columns),
 * `R` (rows of that table, in Postgres' text form), `Z` (rows and SHA-256 of every table).
 */
import { createHash, type Hash } from 'node:crypto';
import {
  DamagedFile,
  type Frame,
  FrameWriter,
  OtherFormat,
  readFrames,
  readJson,
  type Sink,
} from '#audit';
import type { KeyGeneration, PrimaryPart } from '#identity';

const format = 'liushui primary';
const version = 1;
const rowsBytesPerFrame = 1024 * 1024;
const lineFeed = 10;

export interface TableSum {
  readonly name: string;
  readonly rowCount: number;
  /** Hexadecimal, of the rows in Postgres' text form. */
  readonly sha256: string;
}

export interface PrimarySummary {
  readonly migrations: readonly string[];
  readonly generation: KeyGeneration | null;
  readonly tables: readonly TableSum[];
}

/** Sums up parts while they pass. */
export class PrimarySums {
  private head: Pick<PrimarySummary, 'migrations' | 'generation'> = {
    migrations: [],
    generation: null,
  };
  private readonly tables: { name: string; rowCount: number; hash: Hash }[] = [];

  add(part: PrimaryPart): void {
    if (part.kind === 'head') {
      this.head = { migrations: part.migrations, generation: part.generation };
    } else if (part.kind === 'table') {
      this.tables.push({ name: part.name, rowCount: 0, hash: createHash('sha256') });
    } else {
      const table = this.tables.at(-1);
      if (!table) throw new Error('rows of no table');
      table.hash.update(part.bytes);
      for (const byte of part.bytes) if (byte === lineFeed) table.rowCount += 1;
    }
  }

  end(): PrimarySummary {
    const tables = this.tables.map(({ name, rowCount, hash }) => ({
      name,
      rowCount,
      sha256: hash.digest('hex'),
    }));
    return { ...this.head, tables };
  }
}

/** Writes parts as they come; holds a frame of rows in memory, not more. */
export async function writePrimary(
  parts: AsyncIterable<PrimaryPart>,
  sink: Sink,
): Promise<PrimarySummary> {
  const frames = new FrameWriter(sink);
  const sums = new PrimarySums();
  let rows: Buffer[] = [];
  let rowsBytes = 0;
  const flush = async () => {
    const content = Buffer.concat(rows);
    rows = [];
    rowsBytes = 0;
    if (content.length > 0) await frames.write('R', content);
  };
  for await (const part of parts) {
    sums.add(part);
    if (part.kind === 'rows') {
      rows.push(part.bytes);
      rowsBytes += part.bytes.length;
      if (rowsBytes >= rowsBytesPerFrame) await flush();
      continue;
    }
    await flush();
    if (part.kind === 'table') {
      await frames.writeJson('T', { name: part.name, columns: part.columns });
    } else {
      const { migrations, generation } = part;
      await frames.writeJson('H', { format, version, migrations, generation });
    }
  }
  await flush();
  const summary = sums.end();
  await frames.writeJson('Z', summary);
  return summary;
}

/** The parts that were written. Ends when they proved to be; throws as reading books does. */
export async function* readPrimary(
  chunks: AsyncIterable<Uint8Array>,
  onSummary: (summary: PrimarySummary) => void = () => undefined,
): AsyncGenerator<PrimaryPart> {
  const sums = new PrimarySums();
  let summary: PrimarySummary | undefined;
  let offset = 0;
  for await (const frame of readFrames(chunks)) {
    const isFirst = offset === 0;
    offset = frame.offset;
    if (isFirst !== (frame.kind === 'H') || summary) {
      throw new DamagedFile(offset, `a frame "${frame.kind}" has no place here`);
    }
    if (frame.kind === 'Z') {
      summary = sums.end();
      if (JSON.stringify(readJson(frame)) === JSON.stringify(summary)) continue;
      throw new DamagedFile(offset, 'these are not the rows that were written');
    }
    const part = partOf(frame);
    sums.add(part);
    yield part;
  }
  if (!summary) throw new DamagedFile(offset, 'the file ends after this frame');
  onSummary(summary);
}

function partOf(frame: Frame): PrimaryPart {
  if (frame.kind === 'R') return { kind: 'rows', bytes: frame.content };
  const content = readJson(frame) as Record<string, unknown>;
  if (frame.kind === 'T' && isTable(content)) return { kind: 'table', ...content };
  if (frame.kind === 'H') {
    if (content?.format !== format || content.version !== version) {
      throw new OtherFormat(`holds "${content?.format}" of version ${content?.version}`);
    }
    if (isHead(content)) {
      return { kind: 'head', migrations: content.migrations, generation: content.generation };
    }
  }
  throw new DamagedFile(frame.offset, `a frame "${frame.kind}" cannot be understood`);
}

const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const isTable = (value: Record<string, unknown>): value is { name: string; columns: string[] } =>
  typeof value?.name === 'string' && areTexts(value.columns);

function isHead(
  value: Record<string, unknown>,
): value is { migrations: string[]; generation: KeyGeneration | null } {
  const generation = value.generation as Partial<KeyGeneration> | null | undefined;
  const isGeneration =
    generation === null ||
    (Number.isSafeInteger(generation?.number) && typeof generation?.check === 'string');
  return areTexts(value.migrations) && isGeneration;
}
