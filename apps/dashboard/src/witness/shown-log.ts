/** The log's public routes, read without the session: every answer is bounded in size and time. */
import { OutOfReach } from '../api/problem';
import { type Bytes, joined } from './bytes';
import { tilePath } from './tree';
import type { ShownLog } from './watch';

const answerMsMax = 20_000;
const noteSizeBytesMax = 65_536;
const listSizeBytesMax = 16 * 1024 * 1024;
const itemsMax = 5_000;
const hashSizeBytes = 32;

/** The log cannot be read as it should; nothing is known of it. */
export class LogUnread extends Error {
  override readonly name = 'LogUnread';
}

async function read(path: string, sizeBytesMax: number): Promise<Bytes> {
  const signal = AbortSignal.timeout(answerMsMax);
  const answer = { cache: 'no-store', credentials: 'omit', redirect: 'error', signal } as const;
  const response = await fetch(`/api/v1/transparency/${path}`, answer).catch((cause: unknown) => {
    throw new OutOfReach('the log could not be reached', { cause });
  });
  if (!response.ok) throw new LogUnread(`${path}: ${response.status}`);
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    sizeBytes += part.value.length;
    parts.push(part.value);
    if (sizeBytes > sizeBytesMax) {
      await reader?.cancel();
      throw new LogUnread(`${path}: more than ${sizeBytesMax} bytes`);
    }
  }
  return joined(...parts);
}

const textOf = (bytes: Bytes): string => new TextDecoder().decode(bytes);

async function items(path: string): Promise<Record<string, unknown>[]> {
  try {
    const { items: list } = JSON.parse(textOf(await read(path, listSizeBytesMax)));
    if (Array.isArray(list) && list.length <= itemsMax) return list.map((item) => ({ ...item }));
  } catch (fault) {
    if (!(fault instanceof SyntaxError)) throw fault;
  }
  throw new LogUnread(`${path}: no list`);
}

const textIn = (item: object | undefined, field: string): string => {
  const value = (item as Record<string, unknown> | undefined)?.[field];
  if (typeof value === 'string') return value;
  throw new LogUnread(`no ${field}`);
};

export const shownLog: ShownLog = {
  checkpoint: async () => textOf(await read('checkpoint', noteSizeBytesMax)),
  keys: async () => {
    const [first, ...rest] = await items('keys');
    const announcements = rest.map((item) => textIn(item, 'announcement'));
    return { first: textIn(first, 'key'), announcements };
  },
  witnessed: async () =>
    (await items('witnesses')).flatMap(({ seen }) =>
      seen ? [textIn(seen as object, 'checkpoint')] : [],
    ),
  tile: async (level, index, width) => {
    const tile = await read(`tile/${tilePath(level, index, width)}`, width * hashSizeBytes);
    if (tile.length !== width * hashSizeBytes) throw new LogUnread('a tile is too short');
    return tile;
  },
};
