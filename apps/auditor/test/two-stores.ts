/** Several stores, each fresh and empty, and books to be moved between them. */
import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '#domain';
import { EventLog, type NewEvent } from '#event-log';
import { testEventStore } from '#testing';
import { run } from '../src/run';
import { Captured } from './captured';
import { story } from './recorded-world';

export interface FreshStore {
  readonly url: string;
  readonly log: EventLog;
  stop(): Promise<void>;
}

export async function freshStore(): Promise<FreshStore> {
  const store = await testEventStore();
  const log = EventLog.connect(store.url);
  const stop = async () => {
    await log.dispose();
    await store.stop();
  };
  return { url: store.url, log, stop };
}

/** Bytes for the sealed holders of an issue. */
export type Seal = (place: Place, issued: RecordedEvent) => Promise<Uint8Array>;
type Place = { readonly stream: string; readonly eventId: string };

/** The story, sealed holders and their fact in one append each; so many single events after it. */
export async function appendStory(log: EventLog, laterCount = 0, seal?: Seal): Promise<void> {
  let together: NewEvent[] = [];
  const events = story();
  for (const [index, { type, data, id, metadata, stream, revision }] of events.entries()) {
    const isSealed = type === 'HoldersSealed';
    const fact = events[isSealed ? index + 1 : index];
    const { correlationId } = fact.metadata;
    const content = isSealed && seal ? await seal({ stream, eventId: id }, fact) : data;
    const notes = { ...metadata, correlationId };
    together.push({ type, data: content, id, metadata: notes } as NewEvent);
    if (isSealed) continue;
    await log.append(stream, together, revision - BigInt(together.length));
    together = [];
  }
  await appendManagers(log, laterCount);
}

/** Appends that mean little, one event each. */
export async function appendManagers(log: EventLog, count: number): Promise<void> {
  const [last] = await log.readBackwards('centres', { limit: 1 });
  const [{ metadata }] = story();
  for (let at = 1; at <= count; at++) {
    const data = {
      centre: '52000000',
      responsible: `王${at}`,
      responsiblePhone: '0851-1',
      manager: '李',
      managerPhone: '0851-2',
      managerEmail: 'li@example.org',
    };
    const correlationId = randomUUID();
    const event = { type: 'ManagerAppointed', data, id: randomUUID() } as const;
    const fresh = { ...event, metadata: { ...metadata, correlationId } };
    await log.append('centres', [fresh], last.revision + BigInt(at) - 1n);
  }
}

export async function allOf(log: EventLog): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of log.scan({ holders: true })) events.push(event);
  return events;
}

/** What a move keeps. */
export const kept = (events: readonly RecordedEvent[]) =>
  events.map(({ position: _, metadata: { importedCreated: __, ...metadata }, ...event }) => ({
    ...event,
    metadata,
  }));

export async function liushui(args: readonly string[], env: Record<string, string>) {
  const [out, err] = [new Captured(), new Captured()];
  const exitCode = await run(args, out, err, { LANG: 'en_GB', ...env });
  return { exitCode, out: out.text, err: err.text };
}
