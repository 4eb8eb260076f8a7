/** What the parts of the contract suite share: one client, names of this run, answers as data. */
import { randomUUID } from 'node:crypto';
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

/** Connects anew; the caller disposes. Parameters are added to the URL's. */
export function connect(url: string, parameters = ''): EventStoreDBClient {
  const joint = url.includes('?') ? '&' : '?';
  return EventStoreDBClient.connectionString(parameters ? `${url}${joint}${parameters}` : url);
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
  private readonly waiting = new Set<() => void>();

  constructor(private readonly subscription: StreamSubscription | AllStreamSubscription) {
    const source = subscription as StreamSubscription;
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
    await waitUntil(
      () => this.seen.length >= count,
      (wake) => {
        this.waiting.add(wake);
        return () => this.waiting.delete(wake);
      },
    );
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
    const timer = setTimeout(() => {
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
