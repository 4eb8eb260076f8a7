import { PassThrough } from 'node:stream';
import type { Response } from 'express';
import type { Change, ChangeListener, NumberedChange, ReadModel } from '#read-model';
import { ChangeFeed } from './change-feed';
import { type MaySee, Watcher } from './watcher';

const epoch = '0123456789ab';

/** Views that change when they are told to, and can be away. */
class Views implements Pick<ReadModel, 'changeHead' | 'changesAfter'> {
  readonly changes: NumberedChange[] = [];
  isAway = false;

  async changeHead() {
    if (this.isAway) throw new Error('Connection terminated');
    return { epoch, number: BigInt(this.changes.length) };
  }

  async changesAfter(after: bigint) {
    return this.changes.filter(({ number }) => number > after);
  }

  change(centre: string): void {
    const number = BigInt(this.changes.length + 1);
    this.changes.push({ view: 'stock', centre, position: number, number } as NumberedChange);
  }
}

class Listener implements Pick<ChangeListener, 'run'> {
  notify: () => void = () => undefined;

  async run(onNews: () => void): Promise<void> {
    this.notify = onNews;
  }
}

describe('news of the views', () => {
  const streams: PassThrough[] = [];
  const clientOf = (maySee: MaySee = async () => true) => {
    const stream = new PassThrough();
    streams.push(stream);
    const response = Object.assign(stream, { headersSent: false });
    return { stream, watcher: new Watcher('u', response as unknown as Response, maySee) };
  };
  const started = () => {
    const views = new Views();
    const listener = new Listener();
    const feed = new ChangeFeed(
      views as unknown as ReadModel,
      listener as unknown as ChangeListener,
    );
    feed.onApplicationBootstrap();
    return { views, listener, feed };
  };
  const eventsOf = (stream: PassThrough): string[] =>
    [...String(stream.read() ?? '').matchAll(/^event: (\w+)$/gm)].map(([, event]) => event);

  afterEach(() => {
    for (const stream of streams.splice(0)) stream.destroy();
  });

  it('reach everyone although the rights of one cannot be looked up', async () => {
    const { views, listener, feed } = started();
    const maySee = async ({ centre }: Change): Promise<boolean> => {
      if (centre === 'b') throw new Error('Connection terminated');
      return true;
    };
    const clients = [clientOf(), clientOf(maySee), clientOf()];
    for (const { watcher } of clients) await feed.add(watcher, undefined);
    for (const centre of ['a', 'b', 'c']) views.change(centre);
    listener.notify();
    // Whoever comes now is welcomed when the news were told.
    await feed.add(clientOf().watcher, undefined);
    expect(clients.map(({ stream }) => eventsOf(stream))).toEqual([
      ['change', 'change', 'change'],
      ['change', 'reset'],
      ['change', 'change', 'change'],
    ]);
    await feed.beforeApplicationShutdown();
  });

  it('are refused, not ended, while the views are away', async () => {
    const { views, feed } = started();
    views.isAway = true;
    const { stream, watcher } = clientOf();
    await expect(feed.add(watcher, undefined)).rejects.toThrow('Connection terminated');
    expect(stream.writableEnded).toBe(false);
    expect(feed.hasRoomFor('u')).toBe(true);
    views.isAway = false;
    const later = clientOf();
    await feed.add(later.watcher, undefined);
    expect(later.watcher.hasBegun).toBe(true);
    await feed.beforeApplicationShutdown();
  });
});
