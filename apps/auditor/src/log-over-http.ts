/**
 * The transparency log over its public routes. Whoever answers is not to be trusted: every answer is
 * bounded in size and in time, no redirect is followed, and nothing is believed of what it says.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { formatSerial, type Serial } from '#domain';
import {
  formatTilePath,
  logKeysMax,
  type RemoteBook,
  type RemoteLog,
  type ShownBlock,
  type ShownBookLeaf,
  type ShownLeaf,
  type StatedHead,
  type StatedKeys,
  type TileName,
} from '#transparency';
import { NotJudged, WrongUse } from './exit-codes';

/** From asking to the last byte. */
const answerMsMax = 20_000;
const noteSizeBytesMax = 65_536;
const keysSizeBytesMax = 1024 * 1024;
const witnessesSizeBytesMax = 16 * 1024 * 1024;
const replySizeBytesMax = 1024 * 1024;
const bookPageSizeBytesMax = 16 * 1024 * 1024;
/** 64 MiB of leaves in base 64, and what leads to the root. */
const blockSizeBytesMax = 96 * 1024 * 1024;
const statedHeadsMax = 5_000;
const bookLeavesInPageMax = 1_000;
const blockLeavesMax = 20_000;
const seriesMax = 10_000;
const siblingsMax = 28;
const hashSizeBytes = 32;
/** An answer that did not come, or said that it could not come now, is asked for so often. */
const attemptsMax = 3;
const pauseMs = 500;

export interface HandedOver {
  readonly status: number;
  /** Stream and revision of what was recorded; absent where nothing was. */
  readonly place?: string;
  /** Of the problem document, where it is one. */
  readonly code?: string;
  readonly detail?: string;
}

/** `answerMs` is for specs. */
export interface RemoteOptions {
  readonly answerMs?: number;
  readonly pauseMs?: number;
}

export class LogOverHttp implements RemoteLog {
  private readonly base: URL;

  /** Throws WrongUse for what is no address of a system. */
  constructor(
    address: string,
    private readonly options: RemoteOptions = {},
  ) {
    this.base = baseOf(address);
  }

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
    throw new NotJudged(`${path} has ${tile.length} bytes instead of ${sizeBytes}`);
  }

  /** The book of a centre, shown to whoever has a key of its users. */
  book(centre: string, apiKey: string): RemoteBook {
    const headers = { Authorization: `Bearer ${apiKey}` };
    const path = `centres/${centre}/witness`;
    const page = (from: string): Promise<Buffer> =>
      this.get(`${path}/leaves?from=${from}`, bookPageSizeBytesMax, headers);
    return {
      leaves: () => bookLeaves(page),
      block: async ({ series, ordinal }: Serial) => {
        const name = `${path}/blocks/${formatSerial(series, ordinal)}`;
        return blockOf(jsonOf(await this.get(name, blockSizeBytesMax, headers)) ?? {});
      },
    };
  }

  /** Once: whoever hands in again is answered as the first time. */
  async handIn(centre: string, apiKey: string, body: object): Promise<HandedOver> {
    return this.post(`centres/${centre}/cosignatures`, apiKey, body);
  }

  /** What an auditor found. Asked again while nobody answers, it is recorded once. */
  async fileReport(apiKey: string, report: object, language: 'en' | 'zh-CN'): Promise<HandedOver> {
    const headers = { 'Idempotency-Key': randomUUID(), 'Accept-Language': language };
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attemptsMax;
      const answer = await this.post('audit/reports', apiKey, report, headers).catch(
        (fault: unknown) => {
          if (isLast) throw fault;
          return undefined;
        },
      );
      if (answer && (answer.status !== 503 || isLast)) return answer;
      await delay((this.options.pauseMs ?? pauseMs) * attempt);
    }
  }

  private async post(
    path: string,
    apiKey: string,
    body: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<HandedOver> {
    const headers = { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' };
    const init = { method: 'POST', headers: { ...more, ...headers }, body: JSON.stringify(body) };
    const { status, bytes } = await this.ask(path, replySizeBytesMax, init);
    const { stream, revision, code, detail } = jsonOf(bytes) ?? {};
    if (status === 200 || status === 201) {
      const isPlaced = isShort(stream) && isShort(revision);
      return { status, ...(isPlaced ? { place: `${stream}@${revision}` } : {}) };
    }
    return {
      status,
      ...(typeof code === 'string' ? { code: code.slice(0, 200) } : {}),
      ...(typeof detail === 'string' ? { detail: detail.slice(0, 1_000) } : {}),
    };
  }

  private async get(
    path: string,
    sizeBytesMax: number,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Buffer> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.ask(path, sizeBytesMax, { headers }).catch((fault: unknown) => {
        if (fault instanceof TooMuch || attempt >= attemptsMax) throw fault;
        return undefined;
      });
      if (answer?.status === 200) return answer.bytes;
      const isPassing = !answer || answer.status === 503 || answer.status === 429;
      if (!isPassing || attempt >= attemptsMax) {
        throw new NotJudged(`${path} was answered with ${answer?.status ?? 'nothing'}`);
      }
      await delay((this.options.pauseMs ?? pauseMs) * attempt);
    }
  }

  /** The whole answer; rejects with NotJudged. */
  private async ask(
    path: string,
    sizeBytesMax: number,
    init: RequestInit = {},
  ): Promise<{ status: number; bytes: Buffer }> {
    const { headers } = init;
    try {
      const response = await fetch(new URL(path, this.base), {
        ...init,
        headers: { ...headers, 'Accept-Encoding': 'identity', 'Cache-Control': 'no-cache' },
        redirect: 'error',
        signal: AbortSignal.timeout(this.options.answerMs ?? answerMsMax),
      });
      // What went wrong is told in more bytes than the answer would have had.
      const most = response.ok ? sizeBytesMax : Math.max(sizeBytesMax, noteSizeBytesMax);
      return { status: response.status, bytes: await bytesOf(response, path, most) };
    } catch (fault) {
      if (fault instanceof NotJudged) throw fault;
      throw new NotJudged(`${path} could not be read from ${this.base.origin}: ${reasonOf(fault)}`);
    }
  }
}

const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 200;

class TooMuch extends NotJudged {}

async function bytesOf(response: Response, path: string, sizeBytesMax: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of response.body ?? []) {
    sizeBytes += part.length;
    if (sizeBytes > sizeBytesMax) {
      throw new TooMuch(`${path} was answered with more than ${sizeBytesMax} bytes`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function baseOf(address: string): URL {
  const isAddress = URL.canParse(address) && /^https?:\/\//i.test(address);
  const url = isAddress ? new URL(address) : undefined;
  if (!url || url.username || url.password || url.search || url.hash) {
    throw new WrongUse(`${address.slice(0, 200)} is no address such as https://liushui.example.cn`);
  }
  const path = url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`;
  return new URL(`${path}api/v1/`, url);
}

const notUnderstood = (what: string): NotJudged =>
  new NotJudged(`what was answered is no list of ${what}`);

const textOf = (bytes: Buffer): string => bytes.toString('utf8');

function jsonOf(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function itemsOf(bytes: Buffer, countMax: number): Record<string, unknown>[] {
  const items = jsonOf(bytes)?.items;
  if (!Array.isArray(items) || items.length > countMax) throw notUnderstood('items');
  return items.map((item: unknown) =>
    typeof item === 'object' && item !== null ? { ...item } : {},
  );
}

async function* bookLeaves(page: (from: string) => Promise<Buffer>): AsyncGenerator<ShownBookLeaf> {
  let from: unknown = '0';
  while (typeof from === 'string') {
    if (!isRevision(from)) throw notUnderstood('leaves');
    const bytes = await page(from);
    const items = itemsOf(bytes, bookLeavesInPageMax);
    // A page without anything would be asked for without an end.
    if (items.length === 0) return;
    for (const { revision, leaf } of items) {
      const isWhole = isRevision(revision) && (leaf === undefined || typeof leaf === 'string');
      if (!isWhole) throw notUnderstood('leaves');
      yield { revision: BigInt(revision), ...(leaf === undefined ? {} : { leaf: base64(leaf) }) };
    }
    from = jsonOf(bytes)?.next;
  }
}

const isRevision = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{1,9}$/.test(value);

const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

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
  return { index, leaf: base64(leaf) };
}

/** What fetch says is in its cause. */
function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const { cause } = fault;
  if (fault.name === 'TimeoutError') return 'no whole answer came in time';
  return cause instanceof Error && cause.message !== '' ? cause.message : fault.message;
}
