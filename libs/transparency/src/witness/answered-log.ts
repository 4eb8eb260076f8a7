/**
 * The log and the book of a centre, read from what is answered to the addresses of the API. Whoever
 * answers is not to be trusted: every answer is bounded, and nothing is believed of what it says.
 * How an address is asked is not known here: a command does it otherwise than a page.
 */
import { formatSerial, type Serial } from '#domain';
import { bytesOfBase64 } from '#transparency/bytes';
import { hashSizeBytes } from '../hashing';
import { logKeysMax } from '../key-chain';
import { formatTilePath, type TileName } from '../tiles';
import type { RemoteBook, ShownBlock, ShownBookLeaf, ShownLeaf } from './held-book';
import type { RemoteLog, StatedHead, StatedKeys } from './remote-log';

const noteSizeBytesMax = 65_536;
const keysSizeBytesMax = 1024 * 1024;
const witnessesSizeBytesMax = 16 * 1024 * 1024;
const bookPageSizeBytesMax = 16 * 1024 * 1024;
/** 64 MiB of leaves in base 64, and what leads to the root. */
const blockSizeBytesMax = 96 * 1024 * 1024;
const statedHeadsMax = 5_000;
const bookLeavesInPageMax = 1_000;
const blockLeavesMax = 20_000;
const seriesMax = 10_000;
const siblingsMax = 28;
/** An answer that did not come, or said that it could not come now, is asked for so often. */
const attemptsMax = 3;
const pauseMsStep = 500;
/** Whoever asks for a longer pause is asked again after this one. */
const retryAfterSecondsMax = 30;

/** What was to be read could not be, or is nothing that can be judged: nothing is known of it. */
export class LogUnread extends Error {
  override readonly name: string = 'LogUnread';
}

/** More bytes than the answer can have. */
export class AnswerTooLong extends LogUnread {
  override readonly name = 'AnswerTooLong';

  constructor(path: string, sizeBytesMax: number) {
    super(`${path} was answered with more than ${sizeBytesMax} bytes`);
  }
}

export interface Answer {
  /** Of HTTP. */
  readonly status: number;
  readonly bytes: Uint8Array;
  /** The header of that name. */
  readonly retryAfter?: string | null;
}

export abstract class AnsweredLog implements RemoteLog {
  /** `pauseMs` is for specs. */
  constructor(private readonly pauseMs = pauseMsStep) {}

  /**
   * What stands at a path below `/api/v1/`; in the name of a user where it is one of `centres/`.
   * Follows no redirect, and rejects with AnswerTooLong for more bytes, with any fault for no answer.
   */
  protected abstract ask(path: string, sizeBytesMax: number): Promise<Answer>;

  async checkpoint(): Promise<string> {
    return textOf(await this.get('transparency/checkpoint', noteSizeBytesMax));
  }

  async keys(): Promise<StatedKeys> {
    const items = itemsOf(await this.get('transparency/keys', keysSizeBytesMax), logKeysMax + 1);
    const [first, ...rest] = items.map(({ key, announcement }) => ({ key, announcement }));
    if (typeof first?.key !== 'string') throw notUnderstood('keys');
    const announcements = rest.map(({ announcement }) => {
      if (typeof announcement !== 'string') throw notUnderstood('keys');
      return announcement;
    });
    return { first: first.key, announcements };
  }

  async witnessed(): Promise<StatedHead[]> {
    const bytes = await this.get('transparency/witnesses', witnessesSizeBytesMax);
    return itemsOf(bytes, statedHeadsMax).flatMap(({ centre, seen }) => {
      if (typeof centre !== 'string') throw notUnderstood('witnesses');
      if (seen === undefined) return [];
      const { checkpoint } = { ...(seen as { checkpoint?: unknown }) };
      if (typeof checkpoint !== 'string') throw notUnderstood('witnesses');
      return [{ centre, checkpoint }];
    });
  }

  async tile(name: TileName): Promise<Uint8Array> {
    const path = `transparency/tile/${formatTilePath(name)}`;
    const sizeBytes = name.width * hashSizeBytes;
    const tile = await this.get(path, sizeBytes);
    if (tile.length === sizeBytes) return tile;
    throw new LogUnread(`${path} has ${tile.length} bytes instead of ${sizeBytes}`);
  }

  /** The book of a centre, shown to its users. */
  book(centre: string): RemoteBook {
    const path = `centres/${centre}/witness`;
    const page = (from: string): Promise<Uint8Array> =>
      this.get(`${path}/leaves?from=${from}`, bookPageSizeBytesMax);
    return {
      leaves: () => bookLeaves(page),
      block: async ({ series, ordinal }: Serial) => {
        const name = `${path}/blocks/${formatSerial(series, ordinal)}`;
        return blockOf(jsonOf(await this.get(name, blockSizeBytesMax)) ?? {});
      },
    };
  }

  private async get(path: string, sizeBytesMax: number): Promise<Uint8Array> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.ask(path, sizeBytesMax).catch((fault: unknown) => {
        if (fault instanceof AnswerTooLong || attempt >= attemptsMax) throw fault;
        return undefined;
      });
      if (answer?.status === 200) {
        if (answer.bytes.length > sizeBytesMax) throw new AnswerTooLong(path, sizeBytesMax);
        return answer.bytes;
      }
      const isPassing = !answer || answer.status === 503 || answer.status === 429;
      if (!isPassing || attempt >= attemptsMax) {
        throw new LogUnread(`${path} was answered with ${answer?.status ?? 'nothing'}`);
      }
      await this.pause(Math.max(this.pauseMs * attempt, askedPauseMs(answer)));
    }
  }

  protected pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** Of a date, which the header may be as well, nothing: the clocks may differ. */
function askedPauseMs(answer: Answer | undefined): number {
  const said = answer?.retryAfter ?? '';
  return /^\d{1,9}$/.test(said) ? Math.min(Number(said), retryAfterSecondsMax) * 1_000 : 0;
}

const notUnderstood = (what: string): LogUnread =>
  new LogUnread(`what was answered is no list of ${what}`);

const textOf = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function jsonOf(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function itemsOf(bytes: Uint8Array, countMax: number): Record<string, unknown>[] {
  return itemsIn(jsonOf(bytes), countMax);
}

function itemsIn(
  body: Readonly<Record<string, unknown>> | undefined,
  countMax: number,
): Record<string, unknown>[] {
  const items = body?.items;
  if (!Array.isArray(items) || items.length > countMax) throw notUnderstood('items');
  return items.map((item: unknown) =>
    typeof item === 'object' && item !== null ? { ...item } : {},
  );
}

async function* bookLeaves(
  page: (from: string) => Promise<Uint8Array>,
): AsyncGenerator<ShownBookLeaf> {
  let from: unknown = '0';
  while (typeof from === 'string') {
    if (!isRevision(from)) throw notUnderstood('leaves');
    const body = jsonOf(await page(from));
    const items = itemsIn(body, bookLeavesInPageMax);
    // A page without anything would be asked for without an end.
    if (items.length === 0) return;
    for (const { revision, leaf } of items) {
      const isWhole = isRevision(revision) && (leaf === undefined || typeof leaf === 'string');
      if (!isWhole) throw notUnderstood('leaves');
      yield { revision: BigInt(revision), ...(leaf === undefined ? {} : { leaf: leafIn(leaf) }) };
    }
    from = body?.next;
  }
}

const isRevision = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{1,9}$/.test(value);

function leafIn(text: string): Uint8Array {
  const bytes = bytesOfBase64(text);
  if (!bytes) throw notUnderstood('leaves');
  return bytes;
}

function blockOf({ record, series, block, siblings, leaves }: Record<string, unknown>): ShownBlock {
  if (typeof block !== 'string') throw notUnderstood('serials');
  return {
    record: leafOf(record),
    series: listOf(series, seriesMax).map((item) => {
      const { series: name, node } = { ...(item as { series?: unknown; node?: unknown }) };
      if (typeof name !== 'string' || typeof node !== 'string') throw notUnderstood('serials');
      return { series: name, node };
    }),
    block,
    siblings: listOf(siblings, siblingsMax).map((node) => {
      if (typeof node !== 'string') throw notUnderstood('serials');
      return node;
    }),
    leaves: listOf(leaves, blockLeavesMax).map(leafOf),
  };
}

function listOf(value: unknown, countMax: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > countMax) throw notUnderstood('serials');
  return value;
}

function leafOf(value: unknown): ShownLeaf {
  const { index, leaf } = { ...(value as { index?: unknown; leaf?: unknown } | undefined) };
  const isIndex = typeof index === 'number' && Number.isSafeInteger(index) && index >= 0;
  if (!isIndex || typeof leaf !== 'string') throw notUnderstood('serials');
  return { index, leaf: leafIn(leaf) };
}
