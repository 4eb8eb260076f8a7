/**
 * Keeps one connection to `/changes` while somebody looks, and tells which views have changed.
 *
 * What always holds: what is missed while there is no connection is told after it is back, one by
 * one where the API still knows it, else as `everything`. A page in the background gives its
 * connection back: a browser has only six for one server.
 */
import { Refused, readProblem } from '../api/problem';
import type { Session } from '../session/session';
import { EventStream, type ServerEvent } from './event-stream';

/** Views as the API names them. */
export type View =
  | 'book'
  | 'stock'
  | 'consignment'
  | 'certificate'
  | 'voucher'
  | 'shortage'
  | 'proposal'
  | 'centre'
  | 'edition'
  | 'stock-count'
  | 'policy'
  | 'quarter'
  | 'audit-report'
  | 'upload';

export type News = ReadonlySet<View> | 'everything';

/** `away`: what is shown may be older than what the system knows. */
export type LiveState = 'connecting' | 'live' | 'away';

/** A burst of posts is told at once, and again after this time. */
const tellAgainAfterMs = 1_000;
const waitMsMin = 1_000;
const waitMsMax = 30_000;

export class ChangeWatch {
  private current: LiveState = 'connecting';
  private readonly listeners = new Set<() => void>();
  private readonly stream = new EventStream();
  private stopped = new AbortController();
  private changed = new Set<View>();
  private isReset = false;
  private toldAtMs = Number.NEGATIVE_INFINITY;
  private telling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: Session,
    private readonly onNews: (news: News) => void,
  ) {}

  get state(): LiveState {
    return this.current;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Watches until what it returns is called; gives way while the page is hidden. */
  start(): () => void {
    const turn = () => (document.hidden ? this.stopped.abort() : this.begin());
    document.addEventListener('visibilitychange', turn);
    turn();
    return () => {
      document.removeEventListener('visibilitychange', turn);
      this.stopped.abort();
      clearTimeout(this.telling);
      this.telling = undefined;
    };
  }

  private begin(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
    void this.watch(this.stopped.signal);
  }

  /** Ends with the session; anything else is tried again, ever more patiently. */
  private async watch(signal: AbortSignal): Promise<void> {
    let waitMs = waitMsMin;
    while (!signal.aborted) {
      try {
        await this.connect(signal, () => {
          waitMs = waitMsMin;
        });
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused && error.problem.status === 401) return;
        this.become('away');
      }
      await pause(waitMs * (1 + Math.random() / 2), signal);
      waitMs = Math.min(waitMs * 2, waitMsMax);
    }
  }

  private async connect(signal: AbortSignal, onOpen: () => void): Promise<void> {
    const { lastId } = this.stream;
    const headers = lastId === undefined ? undefined : { 'Last-Event-ID': lastId };
    const address = new URL('/api/v1/changes', location.origin);
    const response = await this.session.fetch(new Request(address, { headers, signal }));
    if (!response.ok || !response.body) throw new Refused(readProblem(response.status, undefined));
    onOpen();
    this.become('live');
    // Between what the page has asked for and this moment anything may have happened.
    if (lastId === undefined) this.note('everything');
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (const event of this.stream.read(next.value)) this.take(event);
    }
  }

  private take({ event, data }: ServerEvent): void {
    if (event === 'reset') this.note('everything');
    if (event === 'change') this.note((JSON.parse(data) as { view: View }).view);
  }

  private note(view: View | 'everything'): void {
    if (view === 'everything') this.isReset = true;
    else this.changed.add(view);
    const waitMs = Math.max(0, this.toldAtMs + tellAgainAfterMs - performance.now());
    this.telling ??= setTimeout(() => this.tell(), waitMs);
  }

  private tell(): void {
    const news = this.isReset ? 'everything' : this.changed;
    this.telling = undefined;
    this.toldAtMs = performance.now();
    this.changed = new Set();
    this.isReset = false;
    this.onNews(news);
  }

  private become(state: LiveState): void {
    if (this.current === state) return;
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}

/** Over after the time, or as soon as nobody waits any more. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', over);
      resolve();
    }, ms);
    signal.addEventListener('abort', over, { once: true });
  });
}
