import { PassThrough } from 'node:stream';
import type { Request, Response } from 'express';
import type { Principal } from '../access/principal';
import type { Sessions } from '../access/sessions';
import type { Visibility } from '../access/visibility';
import { Problem } from '../problems/problem';
import { ChangeDesk } from './change-desk';
import type { ChangeFeed } from './change-feed';
import type { Watcher } from './watcher';

/** A feed of one, who is told at once where they stand. */
class OneWatcher implements Pick<ChangeFeed, 'hasRoomFor' | 'add'> {
  isFull = false;
  watcher: Watcher | undefined;
  lastId: string | undefined;

  hasRoomFor(): boolean {
    return !this.isFull;
  }

  async add(watcher: Watcher, lastId: string | undefined): Promise<void> {
    this.watcher = watcher;
    this.lastId = lastId;
    watcher.begin('e-1');
  }
}

const principal: Principal = {
  userId: 'u',
  username: 'u',
  displayName: 'U',
  grants: [],
  isByKeyOfAnother: false,
};
const beatMs = 15_000;

describe('watching', () => {
  let fault: Error | undefined;
  const sessions = {
    authenticate: async (authorization: string | undefined) => {
      if (fault) throw fault;
      if (authorization !== 'Bearer good') throw new Problem(401, 'not-authenticated');
      return principal;
    },
  } as Sessions;
  const visibility = { sees: async () => true } as unknown as Visibility;

  beforeEach(() => {
    jest.useFakeTimers();
    fault = undefined;
  });
  afterEach(() => jest.useRealTimers());

  async function watch(authorization: string, feed = new OneWatcher()) {
    const stream = new PassThrough();
    const response = Object.assign(stream, { setHeader: () => response }) as unknown as Response;
    const headers = { authorization, 'last-event-id': 'e-0' };
    const desk = new ChangeDesk(feed as unknown as ChangeFeed, sessions, visibility);
    await desk.watch({ headers } as unknown as Request, response, principal);
    return { stream, feed };
  }

  it('goes on while the token is good, and while nobody can tell', async () => {
    const { stream, feed } = await watch('Bearer good');
    expect(feed.lastId).toBe('e-0');
    await jest.advanceTimersByTimeAsync(beatMs);
    fault = new Error('Connection terminated');
    await jest.advanceTimersByTimeAsync(beatMs);
    expect(stream.writableEnded).toBe(false);
    expect(String(stream.read())).toContain(': still here');
    stream.destroy();
  });

  it('ends with the token, within one beat', async () => {
    const { stream } = await watch('Bearer expired');
    expect(stream.writableEnded).toBe(false);
    await jest.advanceTimersByTimeAsync(beatMs);
    expect(stream.writableEnded).toBe(true);
    stream.destroy();
  });

  it('is refused when there is no room', async () => {
    const feed = new OneWatcher();
    feed.isFull = true;
    await expect(watch('Bearer good', feed)).rejects.toMatchObject({ status: 429 });
  });
});
