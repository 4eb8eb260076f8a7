/**
 * Questions about appending, of which a real EventStoreDB's answers are recorded. Each makes streams of
 * its own and gives back what was said, as data.
 */
import {
  ANY,
  type AppendExpectedRevision,
  BACKWARDS,
  END,
  type EventData,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
} from '@eventstore/db-client';
import { connect, newEvent, newEvents, newStream } from './contract-context';
import { type Asking, said } from './recorded-form';

export type Question = (asking: Asking) => Promise<unknown>;
export type Questions = Readonly<Record<string, Question>>;

/** So many events are there first; then one more is appended. */
const onto =
  (count: number, expected: AppendExpectedRevision): Question =>
  async ({ append }) => {
    const stream = newStream();
    if (count > 0) await append(stream, newEvents(count));
    return append(stream, newEvents(1), expected);
  };

interface Repeated {
  readonly before?: number;
  readonly firstExpected?: AppendExpectedRevision;
  readonly between?: number;
  readonly again?: (first: readonly EventData[]) => readonly EventData[];
  readonly expected: AppendExpectedRevision;
}

/** Two events are appended; then the same ones, or some of them and new ones. */
const repeated =
  ({ before = 0, firstExpected = ANY, between = 0, again, expected }: Repeated): Question =>
  async ({ append, revisions }) => {
    const stream = newStream();
    const first = newEvents(2);
    if (before > 0) await append(stream, newEvents(before));
    await append(stream, first, firstExpected);
    if (between > 0) await append(stream, newEvents(between));
    const second = again ? [...again(first)] : first;
    return [await append(stream, second, expected), await revisions(stream)];
  };

const ofSize = (sizeBytes: number) =>
  jsonEvent({ type: 'Large', data: { text: 'x'.repeat(sizeBytes) } });

const once =
  (nameOf: (stream: string) => string, type?: string): Question =>
  async ({ append, revisions }) => {
    const stream = nameOf(newStream());
    return [await append(stream, [newEvent(0, type)]), await revisions(stream)];
  };

/** Asked by both of the ways in which the client appends. */
export const APPEND_QUESTIONS: Questions = {
  'none there, no_stream': onto(0, NO_STREAM),
  'none there, any': onto(0, ANY),
  'none there, stream_exists': onto(0, STREAM_EXISTS),
  'none there, revision 0': onto(0, 0n),
  'three at once': ({ append }) => append(newStream(), newEvents(3), NO_STREAM),
  'one there, no_stream': onto(1, NO_STREAM),
  'two there, the right revision': onto(2, 1n),
  'three there, a revision too low': onto(3, 1n),
  'three there, a revision too high': onto(3, 7n),
  'wrong, and not to be thrown': async ({ append, url, wayOptions }) => {
    const stream = newStream();
    await append(stream, newEvents(3));
    const client = connect(url, { throwOnAppendFailure: 'false' });
    const options = { ...wayOptions, expectedRevision: 1n };
    const answer = await said(client.appendToStream(stream, newEvent(), options));
    await client.dispose();
    return answer;
  },
  'again, no_stream': async ({ append, revisions }) => {
    const [stream, events] = [newStream(), newEvents(2)];
    const first = await append(stream, events, NO_STREAM);
    return [first, await append(stream, events, NO_STREAM), await revisions(stream)];
  },
  'again after two more, no_stream': repeated({
    firstExpected: NO_STREAM,
    between: 2,
    expected: NO_STREAM,
  }),
  'again, any': repeated({ expected: ANY }),
  'again after three more, any': repeated({ between: 3, expected: ANY }),
  'again, stream_exists': repeated({ expected: STREAM_EXISTS }),
  'again at the same revision': repeated({ before: 1, firstExpected: 0n, expected: 0n }),
  'the first of two again, no_stream': repeated({
    firstExpected: NO_STREAM,
    again: ([first]) => [first as EventData],
    expected: NO_STREAM,
  }),
  'the first of two and a new one, any': repeated({
    again: ([first]) => [first as EventData, newEvent()],
    expected: ANY,
  }),
  'both and a new one, no_stream': repeated({
    firstExpected: NO_STREAM,
    again: (first) => [...first, newEvent()],
    expected: NO_STREAM,
  }),
  'the second of two again, no_stream': repeated({
    firstExpected: NO_STREAM,
    again: ([, second]) => [second as EventData],
    expected: NO_STREAM,
  }),
  'one id in two streams': async ({ append }) => {
    const events = newEvents(1);
    const first = await append(newStream(), events, NO_STREAM);
    return [first, await append(newStream(), events, NO_STREAM)];
  },
  'one id twice in one append': async ({ append, revisions }) => {
    const [stream, event] = [newStream(), newEvent()];
    return [await append(stream, [event, event], NO_STREAM), await revisions(stream)];
  },
  'no events, none there, no_stream': async ({ append, revisions }) => {
    const stream = newStream();
    return [await append(stream, [], NO_STREAM), await revisions(stream)];
  },
  'no events, two there, any': async ({ append, revisions }) => {
    const stream = newStream();
    await append(stream, newEvents(2));
    return [await append(stream, [], ANY), await revisions(stream)];
  },
  'no events, two there, a revision too high': async ({ append }) => {
    const stream = newStream();
    await append(stream, newEvents(2));
    return append(stream, [], 5n);
  },
  'an event of 900,000 characters': ({ append }) => append(newStream(), [ofSize(900_000)]),
  'an event above the limit': ({ append }) => append(newStream(), [ofSize(1_100_000)]),
  'two events above the limit together': async ({ append, revisions }) => {
    const stream = newStream();
    const events = [ofSize(600_000), ofSize(600_000)];
    return [await append(stream, events), await revisions(stream)];
  },
  'two at once at one revision': async ({ append, revisions }) => {
    const stream = newStream();
    await append(stream, newEvents(1));
    const answers = await Promise.all([1, 2].map(() => append(stream, newEvents(1), 0n)));
    return [...answers.sort(), await revisions(stream)];
  },
  'a name that begins with $': ({ append }) => append(`$${newStream()}`, newEvents(1)),
  'a type that begins with $': ({ append }) => append(newStream(), [newEvent(0, '$of-mine')]),
  'a name of several scripts': once((stream) => `${stream} 中心 台账`),
  'a name of three thousand characters more': once((stream) => stream + 'x'.repeat(3_000)),
};

/** By a call of its own only: the client ends its process when a batch is a bad request. */
export const SINGLE_APPEND_QUESTIONS: Questions = {
  'an empty type': ({ append }) => append(newStream(), [newEvent(0, '')]),
};

export const MANY_APPENDS_QUESTIONS: Questions = {
  'a hundred at once to one stream': async ({ client }) => {
    const stream = newStream();
    const appending = newEvents(100).map((event) => client.appendToStream(stream, event));
    const results = await Promise.all(appending);
    const last = client.readStream(stream, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
    });
    const revisions: number[] = [];
    for await (const { event } of last) revisions.push(Number(event?.revision));
    return [new Set(results.map((result) => result.nextExpectedRevision)).size, revisions];
  },
  'the order of fifty sent without waiting': async ({ client }) => {
    const stream = newStream();
    const events = newEvents(50);
    await Promise.all(events.map((event) => client.appendToStream(stream, event)));
    const stored: string[] = [];
    for await (const { event } of client.readStream(stream)) stored.push(String(event?.id));
    return stored.every((id, index) => id === events[index]?.id);
  },
  'positions of two appends': async ({ client }) => {
    const { position: first } = await client.appendToStream(newStream(), newEvents(3));
    const { position: second } = await client.appendToStream(newStream(), newEvent());
    if (!first || !second) return 'none';
    const grow = second.commit > first.commit && second.prepare > first.prepare;
    return [grow ? 'grow' : 'do not grow', first.commit === first.prepare ? 'one' : 'two'];
  },
};
