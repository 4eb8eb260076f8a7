/** What the parts of the contract suite share: one client, names of this run, answers as data. */
import { randomUUID } from 'node:crypto';
import { setTimeout as startTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import {
  type AllStreamRecordedEvent,
  type AllStreamSubscription,
  type AppendResult,
  type EventData,
  EventStoreDBClient,
  jsonEvent,
  type ResolvedEvent,
  type StreamSubscription,
} from '@eventstore/db-client';

export interface ContractContext {
  readonly url: () => string;
  readonly client: () => EventStoreDBClient;
}

const WAIT_MS_MAX = 10_000;
const READY_ATTEMPT_COUNT_MAX = 60;
const READY_PAUSE_MS = 500;
const CREDENTIALS = /^esdb(?:\+discover)?:\/\/([^:/@]+):([^@]+)@/;
const run = randomUUID().slice(0, 8);
let lastNumber = 0;

/** A stream name that nobody has used; the store may hold anything else besides. */
export function newStream(kind = 'stream'): string {
  lastNumber += 1;
  return `contract-${run}-${kind}-${lastNumber}`;
}

export function newEvent(number = 0, type = 'Counted'): EventData {
  return jsonEvent({ id: randomUUID(), type, data: { number } });
}

export function newEvents(count: number, type = 'Counted'): EventData[] {
  return Array.from({ length: count }, (_, index) => newEvent(index, type));
}

/** The URL's own credentials, or those that a store in plain text ignores. */
export function credentialsOf(url: string): { username: string; password: string } {
  const [, username = 'admin', password = 'changeit'] = CREDENTIALS.exec(url) ?? [];
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** Connects anew; the caller disposes. Parameters take the place of the URL's of the same name. */
export function connect(
  url: string,
  parameters: Readonly<Record<string, string>> = {},
): EventStoreDBClient {
  return EventStoreDBClient.connectionString(withParameters(url, parameters));
}

export function withParameters(url: string, parameters: Readonly<Record<string, string>>): string {
  const [address = '', query = ''] = url.split('?');
  const replaced = new Set(Object.keys(parameters).map((name) => name.toLowerCase()));
  const kept = query
    .split('&')
    .filter((part) => part !== '' && !replaced.has((part.split('=')[0] ?? '').toLowerCase()));
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  const all = [...kept, ...added];
  return all.length > 0 ? `${address}?${all.join('&')}` : address;
}

/**
 * Followers of a cluster may be a moment behind what they have forwarded: who asks at once for what
 * was just appended asks the leader. A single node does not care.
 */
export function atTheLeader(url: string): string {
  return withParameters(url, { nodePreference: 'leader' });
}

/** A store that has just started, or has just lost its leader, is not ready for some seconds. */
export async function untilReady(client: EventStoreDBClient): Promise<void> {
  const stream = newStream('ready');
  const event = newEvent();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.appendToStream(stream, event);
      return;
    } catch (error) {
      if (attempt === READY_ATTEMPT_COUNT_MAX) throw error;
      await setTimeout(READY_PAUSE_MS);
    }
  }
}

export type Answer = Readonly<Record<string, unknown>>;

const ERROR_FIELDS = ['streamName', 'expectedVersion', 'actualVersion', 'maxAppendSize'] as const;

/** A failure as data: its type and what it carries. */
export function failureOf(error: unknown): Answer {
  if (!(error instanceof Error) || !('type' in error)) throw error;
  const fields = ERROR_FIELDS.flatMap((field) =>
    field in error ? [[field, (error as unknown as Answer)[field]]] : [],
  );
  return { error: error.type, ...Object.fromEntries(fields) };
}

/** What an append was answered: its next revision, or its failure. */
export async function answerOf(appending: Promise<AppendResult>): Promise<Answer> {
  try {
    const { success, nextExpectedRevision, position } = await appending;
    return { success, next: nextExpectedRevision, hasPosition: position !== undefined };
  } catch (error) {
    return failureOf(error);
  }
}

export async function gather(
  reading: AsyncIterable<ResolvedEvent | AllStreamRecordedEvent | { event?: unknown }>,
): Promise<ResolvedEvent[]> {
  const events: ResolvedEvent[] = [];
  for await (const event of reading) events.push(event as ResolvedEvent);
  return events;
}

/** The revisions that a reading gives, or its failure. */
export async function revisionsOf(
  reading: AsyncIterable<ResolvedEvent>,
): Promise<number[] | Answer> {
  try {
    return (await gather(reading)).map(({ event }) => Number(event?.revision));
  } catch (error) {
    return failureOf(error);
  }
}

export type Seen = number | 'caught up' | { readonly failed: string };

/** Notes what a subscription brings, in order, until it is told to stop. */
export class Watch {
  readonly seen: Seen[] = [];
  /** Resolves when the store has taken the subscription on. */
  readonly confirmed: Promise<unknown>;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly subscription: StreamSubscription | AllStreamSubscription) {
    const source = subscription as StreamSubscription;
    this.confirmed = new Promise((resolve) => source.once('confirmation', resolve));
    source.on('data', ({ event }) => this.note(Number(event?.revision)));
    source.on('caughtUp', () => this.note('caught up'));
    source.on('error', (error) => this.note({ failed: String(failureOf(error).error) }));
  }

  private note(seen: Seen): void {
    this.seen.push(seen);
    for (const wake of this.waiting) wake();
  }

  /** Resolves when so many things have been seen; fails after ten seconds. */
  async until(count: number): Promise<Seen[]> {
    return this.when(() => this.seen.length >= count);
  }

  /** The same of events alone, however often the store says between that it has caught up. */
  async untilEvents(count: number): Promise<Seen[]> {
    const events = () => this.seen.filter((one) => one !== 'caught up');
    await this.when(() => events().length >= count);
    return events();
  }

  private async when(condition: () => boolean): Promise<Seen[]> {
    await waitUntil(condition, (wake) => {
      this.waiting.add(wake);
      return () => this.waiting.delete(wake);
    });
    return [...this.seen];
  }

  stop(): Promise<void> {
    return this.subscription.unsubscribe();
  }
}

/** Waits for a condition that is asked again whenever `onChange`'s listener is called. */
export function waitUntil(
  condition: () => boolean,
  onChange: (wake: () => void) => () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let forget = () => {};
    const timer = startTimer(() => {
      forget();
      reject(new Error('What was waited for did not come.'));
    }, WAIT_MS_MAX);
    const wake = () => {
      if (!condition()) return;
      clearTimeout(timer);
      forget();
      resolve();
    };
    forget = onChange(wake);
    wake();
  });
}
