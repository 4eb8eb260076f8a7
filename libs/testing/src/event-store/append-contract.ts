/** Expected revisions, idempotency and limits, by both ways that the client appends. */
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
import {
  type Answer,
  answerOf,
  type ContractContext,
  connect,
  credentialsOf,
  gather,
  newEvent,
  newEvents,
  newStream,
  revisionsOf,
} from './contract-context';
import type { EventStoreSupports } from './supports';

const APPEND_SIZE_BYTES_MAX = 1_048_576;

const done = (next: bigint): Answer => ({ success: true, next, hasPosition: true });
const wrong = (
  expectedVersion: AppendExpectedRevision,
  actualVersion: bigint | 'no_stream',
): Answer => ({ error: 'wrong-expected-version', expectedVersion, actualVersion });

/** The name of the stream is the case's own and is compared apart. */
function withoutName({ streamName: _name, ...answer }: Answer): Answer {
  return answer;
}

interface Case {
  readonly name: string;
  /** Events in the stream before. */
  readonly before: number;
  readonly expected: AppendExpectedRevision;
  readonly answer: Answer;
}

const REVISION_CASES: readonly Case[] = [
  { name: 'new, no_stream', before: 0, expected: NO_STREAM, answer: done(0n) },
  { name: 'new, any', before: 0, expected: ANY, answer: done(0n) },
  {
    name: 'new, stream_exists',
    before: 0,
    expected: STREAM_EXISTS,
    answer: wrong(STREAM_EXISTS, 'no_stream'),
  },
  { name: 'new, revision 0', before: 0, expected: 0n, answer: wrong(0n, 'no_stream') },
  { name: 'three, no_stream', before: 3, expected: NO_STREAM, answer: wrong(NO_STREAM, 2n) },
  { name: 'three, any', before: 3, expected: ANY, answer: done(3n) },
  { name: 'three, stream_exists', before: 3, expected: STREAM_EXISTS, answer: done(3n) },
  { name: 'three, right revision', before: 3, expected: 2n, answer: done(3n) },
  { name: 'three, too low', before: 3, expected: 1n, answer: wrong(1n, 2n) },
  { name: 'three, too high', before: 3, expected: 7n, answer: wrong(7n, 2n) },
];

interface Repetition {
  readonly name: string;
  /** Appended first; then `again` is, which picks from these and from new events. */
  readonly first: number;
  readonly firstExpected?: AppendExpectedRevision;
  readonly more?: number;
  readonly again: (first: readonly EventData[]) => readonly EventData[];
  readonly expected: AppendExpectedRevision;
  readonly answer: Answer;
  readonly count: number;
}

const all = (events: readonly EventData[]) => events;

const REPETITIONS: readonly Repetition[] = [
  { name: 'all, no_stream', first: 2, again: all, expected: NO_STREAM, answer: done(1n), count: 2 },
  {
    name: 'all after more, no_stream',
    first: 2,
    more: 2,
    again: all,
    expected: NO_STREAM,
    answer: done(1n),
    count: 4,
  },
  { name: 'all, any', first: 2, again: all, expected: ANY, answer: done(1n), count: 2 },
  {
    name: 'all after more, any',
    first: 2,
    more: 3,
    again: all,
    expected: ANY,
    answer: done(1n),
    count: 5,
  },
  {
    name: 'all, stream_exists',
    first: 2,
    again: all,
    expected: STREAM_EXISTS,
    answer: done(1n),
    count: 2,
  },
  {
    name: 'the first of two, no_stream',
    first: 2,
    again: (events) => events.slice(0, 1),
    expected: NO_STREAM,
    answer: done(0n),
    count: 2,
  },
  {
    name: 'the second of two, no_stream',
    first: 2,
    again: (events) => events.slice(1),
    expected: NO_STREAM,
    answer: wrong(NO_STREAM, 1n),
    count: 2,
  },
  {
    name: 'all and a new one, no_stream',
    first: 2,
    again: (events) => [...events, newEvent()],
    expected: NO_STREAM,
    answer: wrong(NO_STREAM, 1n),
    count: 2,
  },
  {
    name: 'one and a new one, any',
    first: 2,
    again: (events) => [...events.slice(0, 1), newEvent()],
    expected: ANY,
    answer: wrong(ANY, 1n),
    count: 2,
  },
];

export function describeAppend(context: ContractContext, supports: EventStoreSupports): void {
  describe.each(['batch', 'single'] as const)('append, %s', (way) => {
    const append = (
      stream: string,
      events: EventData | EventData[],
      expectedRevision: AppendExpectedRevision = ANY,
    ) => {
      const credentials = way === 'single' ? { credentials: credentialsOf(context.url()) } : {};
      const options = { expectedRevision, ...credentials };
      return answerOf(context.client().appendToStream(stream, events, options));
    };
    const revisions = (stream: string) => revisionsOf(context.client().readStream(stream));

    it.each(REVISION_CASES)('expects a revision: $name', async ({ before, expected, answer }) => {
      const stream = newStream();
      if (before > 0) await append(stream, newEvents(before), NO_STREAM);
      const given = await append(stream, newEvent(), expected);
      expect(withoutName(given)).toEqual(answer);
      if ('streamName' in given) expect(given.streamName).toBe(stream);
    });

    it.each(REPETITIONS)('comes again: $name', async (repetition) => {
      const { first, more = 0, again, expected, answer, count } = repetition;
      const stream = newStream();
      const events = newEvents(first);
      await append(stream, events, NO_STREAM);
      if (more > 0) await append(stream, newEvents(more));
      expect(withoutName(await append(stream, [...again(events)], expected))).toEqual(answer);
      expect(await revisions(stream)).toEqual(Array.from({ length: count }, (_, index) => index));
    });

    it('comes again at an exact revision', async () => {
      const stream = newStream();
      await append(stream, newEvent(), NO_STREAM);
      const events = newEvents(2);
      expect(await append(stream, events, 0n)).toEqual(done(2n));
      expect(await append(stream, events, 0n)).toEqual(done(2n));
      expect(await revisions(stream)).toEqual([0, 1, 2]);
    });

    it('takes one id in two streams, and twice in one append', async () => {
      const event = newEvent();
      expect(await append(newStream(), event, NO_STREAM)).toEqual(done(0n));
      expect(await append(newStream(), event, NO_STREAM)).toEqual(done(0n));
      expect(await append(newStream(), [event, event], NO_STREAM)).toEqual(done(1n));
    });

    it('writes nothing for no events', async () => {
      const stream = newStream();
      expect(await append(stream, [], NO_STREAM)).toEqual(done(0n));
      expect(await revisions(stream)).toEqual({ error: 'stream-not-found', streamName: stream });
      await append(stream, newEvents(2));
      expect(await append(stream, [], ANY)).toEqual(done(1n));
      expect(withoutName(await append(stream, [], 5n))).toEqual(wrong(5n, 1n));
    });

    it('takes what is below the size limit and refuses what is above, whole', async () => {
      const ofSize = (sizeBytes: number) =>
        jsonEvent({ type: 'Large', data: { text: 'x'.repeat(sizeBytes) } });
      const refused = {
        error: 'maximum-append-size-exceeded',
        maxAppendSize: APPEND_SIZE_BYTES_MAX,
      };
      const stream = newStream();
      expect(await append(newStream(), ofSize(900_000))).toEqual(done(0n));
      expect(await append(stream, ofSize(1_100_000))).toEqual(refused);
      expect(await append(stream, [ofSize(600_000), ofSize(600_000)])).toEqual(refused);
      expect(await revisions(stream)).toEqual({ error: 'stream-not-found', streamName: stream });
    });

    it('lets one of two win at the same revision', async () => {
      const stream = newStream();
      await append(stream, newEvent(), NO_STREAM);
      const answers = await Promise.all([
        append(stream, newEvent(), 0n),
        append(stream, newEvent(), 0n),
      ]);
      const lost = answers.filter((answer) => 'error' in answer).map(withoutName);
      expect(lost).toEqual([wrong(0n, 1n)]);
      expect(await revisions(stream)).toEqual([0, 1]);
    });

    it.each([
      ['system streams', () => `$${newStream()}`],
      ['names with spaces and 中文', () => `${newStream()} 中心 台账`],
      ['names of 3,000 characters', () => newStream() + 'x'.repeat(3_000)],
    ])('knows %s', async (_name, nameOf) => {
      const stream = nameOf();
      expect(await append(stream, newEvent())).toEqual(done(0n));
      expect(await revisions(stream)).toEqual([0]);
    });

    if (way === 'single' || supports.answersBadRequests) {
      it('refuses an event without a type, and goes on', async () => {
        const nameless = jsonEvent({ type: '', data: {} });
        expect(await append(newStream(), nameless)).toEqual({ error: 'unknown' });
        expect(await append(newStream(), newEvent())).toEqual(done(0n));
      });
    }
  });

  describe('appends at once', () => {
    it('each get a revision of their own', async () => {
      const stream = newStream();
      const client = context.client();
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => client.appendToStream(stream, newEvent())),
      );
      expect(new Set(answers.map((answer) => answer.nextExpectedRevision)).size).toBe(100);
      const backwards = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
      expect(await revisionsOf(client.readStream(stream, backwards))).toEqual([99]);
    });

    it('keep the order in which one client sent them', async () => {
      const stream = newStream();
      const client = context.client();
      const sent = Array.from({ length: 50 }, (_, number) => number);
      await Promise.all(sent.map((number) => client.appendToStream(stream, newEvent(number))));
      const numbers: unknown[] = [];
      for await (const { event } of client.readStream(stream)) numbers.push(event?.data);
      expect(numbers).toEqual(sent.map((number) => ({ number })));
    });

    it('have positions that grow, each that of its last event', async () => {
      const client = context.client();
      const stream = newStream();
      const first = await client.appendToStream(stream, newEvents(3));
      const second = await client.appendToStream(newStream(), newEvent());
      expect(second.position?.commit).toBeGreaterThan(first.position?.commit ?? 0n);
      expect(first.position?.prepare).toBe(first.position?.commit);
      const options = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
      const [last] = await gather(client.readStream(stream, options));
      expect(last?.event?.position).toEqual(first.position);
    });
  });

  describe('throwOnAppendFailure=false', () => {
    it('answers instead of throwing', async () => {
      const client = connect(context.url(), { throwOnAppendFailure: 'false' });
      try {
        const stream = newStream();
        await client.appendToStream(stream, newEvents(3));
        const credentials = credentialsOf(context.url());
        const options = { expectedRevision: 1n, credentials };
        const answer = await client.appendToStream(stream, newEvent(), options);
        expect(answer).toMatchObject({ success: false, nextExpectedRevision: 2n });
      } finally {
        await client.dispose();
      }
    });
  });
}
