/** Hands news of views to those who watch, each what they may see, from where they were. */
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ChangeListener, type NumberedChange, ReadModel } from '#read-model';
import type { Watcher } from './watcher';

/** Changes read at a time. */
const changesReadMax = 1_000;
/** Those who watch one process of the API; a thousand screens of a province are spread over some. */
export const watchersMax = 500;
/** Screens of one user at a time. */
export const watchersPerUserMax = 20;

interface Head {
  readonly epoch: string;
  readonly number: bigint;
}

@Injectable()
export class ChangeFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly watchers = new Set<Watcher>();
  private readonly stopping = new AbortController();
  private listening: Promise<void> = Promise.resolve();
  /** One thing at a time, so that nobody misses a change or gets one twice. */
  private turn: Promise<unknown> = Promise.resolve();
  private isDue = false;
  private seen: Head | undefined;

  constructor(
    private readonly views: ReadModel,
    private readonly listener: ChangeListener,
  ) {}

  onApplicationBootstrap(): void {
    this.listening = this.listener.run(() => this.readNews(), this.stopping.signal);
  }

  /** Whoever watches is sent away, to ask another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const watcher of this.watchers) watcher.end();
    await this.listening;
    await this.turn;
  }

  /** Whether there is room for one more, and for one more of this user. */
  hasRoomFor(userId: string): boolean {
    if (this.stopping.signal.aborted || this.watchers.size >= watchersMax) return false;
    let count = 0;
    for (const watcher of this.watchers) if (watcher.userId === userId) count += 1;
    return count < watchersPerUserMax;
  }

  /**
   * Lets someone watch, from the change after `lastId` on, or from now. Rejects with the driver's
   * error when the views cannot be read: then the request is still to be answered, unless part of
   * what was missed had been told.
   */
  async add(watcher: Watcher, lastId: string | undefined): Promise<void> {
    this.watchers.add(watcher);
    watcher.onEnd(() => this.watchers.delete(watcher));
    try {
      await this.inTurn(() => this.welcome(watcher, lastId));
    } catch (error) {
      watcher.leave();
      throw error;
    }
  }

  private readNews(): void {
    if (this.isDue || this.stopping.signal.aborted) return;
    this.isDue = true;
    this.inTurn(async () => {
      this.isDue = false;
      await this.catchUp();
    }).catch(() => {
      // The next notification, or the connection's return, reads what was not read now.
    });
  }

  private inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(task);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async welcome(watcher: Watcher, lastId: string | undefined): Promise<void> {
    await this.catchUp();
    const { epoch, number } = this.seen ?? (await this.begin());
    const last = lastId === undefined ? number : numberIn(lastId, epoch);
    const missed =
      last === undefined || last > number ? undefined : await this.between(last, number);
    if (missed === undefined) watcher.reset(idOf(epoch, number));
    else for (const change of missed) await watcher.tell(change, idOf(epoch, change.number));
    watcher.begin(idOf(epoch, number));
  }

  /** Undefined when they are not kept any more, or too many to send. */
  private async between(after: bigint, to: bigint): Promise<readonly NumberedChange[] | undefined> {
    if (after === to) return [];
    if (to - after > BigInt(changesReadMax)) return undefined;
    const changes = await this.views.changesAfter(after, changesReadMax);
    return changes?.filter(({ number }) => number <= to);
  }

  private async begin() {
    this.seen = await this.views.changeHead();
    return this.seen;
  }

  /** Tells everyone what came since. Another table than before, or too much, is a reset for all. */
  private async catchUp(): Promise<void> {
    if (!this.seen) {
      if (this.watchers.size > 0) await this.begin();
      return;
    }
    const head = await this.views.changeHead();
    const { number } = this.seen;
    const news =
      head.epoch === this.seen.epoch ? await this.between(number, head.number) : undefined;
    this.seen = head;
    for (const watcher of this.watchers) {
      if (!watcher.hasBegun) continue;
      if (news) await tellNews(watcher, news, head);
      else watcher.reset(idOf(head.epoch, head.number));
    }
  }
}

/** Whose rights cannot be looked up at the moment is not told what changed, but that something did. */
async function tellNews(
  watcher: Watcher,
  news: readonly NumberedChange[],
  { epoch, number }: Head,
): Promise<void> {
  try {
    for (const change of news) await watcher.tell(change, idOf(epoch, change.number));
  } catch {
    watcher.reset(idOf(epoch, number));
  }
}

const idOf = (epoch: string, number: bigint): string => `${epoch}-${number}`;

/** The number in an id that we gave; undefined for one of another table, or none at all. */
function numberIn(id: string, epoch: string): bigint | undefined {
  const [, itsEpoch, number] = /^([0-9a-f]{12})-(\d{1,18})$/.exec(id) ?? [];
  return itsEpoch === epoch ? BigInt(number) : undefined;
}
