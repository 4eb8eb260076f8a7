/** What readers get, of one stream and of all. */
import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  binaryEvent,
  END,
  FORWARDS,
  jsonEvent,
  type ReadStreamOptions,
  START,
} from '@eventstore/db-client';
import {
  type Answer,
  type ContractContext,
  gather,
  newEvent,
  newEvents,
  newStream,
  revisionsOf,
} from './contract-context';
import type { EventStoreSupports } from './supports';

const NONE: Answer = { error: 'unknown' };

const READS_OF_TEN: ReadonlyArray<[string, ReadStreamOptions, number[] | Answer]> = [
  ['forwards', {}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['forwards from 4', { fromRevision: 4n }, [4, 5, 6, 7, 8, 9]],
  ['forwards from 4, three', { fromRevision: 4n, maxCount: 3 }, [4, 5, 6]],
  ['forwards from 9', { fromRevision: 9n }, [9]],
  ['forwards from 10', { fromRevision: 10n }, []],
  ['forwards from 500', { fromRevision: 500n }, []],
  ['forwards from the end', { fromRevision: END }, NONE],
  [
    'backwards from the end',
    { direction: BACKWARDS, fromRevision: END },
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ],
  ['backwards from 4', { direction: BACKWARDS, fromRevision: 4n }, [4, 3, 2, 1, 0]],
  ['backwards from 4, two', { direction: BACKWARDS, fromRevision: 4n, maxCount: 2 }, [4, 3]],
  ['backwards from the start', { direction: BACKWARDS, fromRevision: START }, [0]],
  [
    'backwards from 500',
    { direction: BACKWARDS, fromRevision: 500n },
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  ],
  ['none', { maxCount: 0 }, NONE],
  ['more than there are', { maxCount: 50 }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
];

export function describeRead(context: ContractContext, supports: EventStoreSupports): void {
  describe('a recorded event', () => {
    it('is what was appended, of JSON', async () => {
      const stream = newStream();
      const id = randomUUID();
      const content = { data: { list: [1, 'é'] }, metadata: { of: 'it' } };
      await context.client().appendToStream(stream, jsonEvent({ id, type: 'A.b-c', ...content }));
      const [read] = await gather(context.client().readStream(stream));
      expect(read?.event).toMatchObject({
        ...content,
        id,
        type: 'A.b-c',
        isJson: true,
        revision: 0n,
        streamId: stream,
        created: expect.any(Date),
        position: { commit: expect.anything(), prepare: expect.anything() },
      });
      expect(read?.link).toBeUndefined();
      expect(read?.commitPosition).toBeDefined();
    });

    it('is what was appended, of bytes', async () => {
      const stream = newStream();
      const content = { data: Buffer.from([0, 255, 1]), metadata: Buffer.from([7]) };
      await context.client().appendToStream(stream, binaryEvent({ type: 'Bytes', ...content }));
      const [read] = await gather(context.client().readStream(stream));
      expect(read?.event?.isJson).toBe(false);
      expect(Buffer.from(read?.event?.data as Uint8Array)).toEqual(content.data);
      expect(read?.event?.metadata).toBeDefined();
    });

    it('has no metadata where none was given, and its id in lower case', async () => {
      const stream = newStream();
      const id = randomUUID().toUpperCase();
      await context.client().appendToStream(stream, jsonEvent({ id, type: 'T', data: {} }));
      const [read] = await gather(context.client().readStream(stream));
      expect(read?.event?.metadata).toBeUndefined();
      expect(read?.event?.id).toBe(id.toLowerCase());
    });
  });

  describe('a stream', () => {
    it('that is missing is told apart from an empty reading', async () => {
      const stream = newStream();
      const missing = { error: 'stream-not-found', streamName: stream };
      const backwards = { direction: BACKWARDS, fromRevision: END } as const;
      expect(await revisionsOf(context.client().readStream(stream))).toEqual(missing);
      expect(await revisionsOf(context.client().readStream(stream, backwards))).toEqual(missing);
    });

    it.each(READS_OF_TEN)('of ten events is read %s', async (_name, options, revisions) => {
      const stream = newStream();
      await context.client().appendToStream(stream, newEvents(10));
      expect(await revisionsOf(context.client().readStream(stream, options))).toEqual(revisions);
    });

    it('that is long comes whole and in order, and can be left early', async () => {
      const stream = newStream();
      for (let part = 0; part < 3; part += 1) {
        await context.client().appendToStream(stream, newEvents(500));
      }
      const revisions = await revisionsOf(context.client().readStream(stream));
      expect(revisions).toEqual(Array.from({ length: 1_500 }, (_, index) => index));
      let count = 0;
      for await (const _event of context.client().readStream(stream)) {
        count += 1;
        if (count === 3) break;
      }
      const options = { maxCount: 1 };
      expect(await revisionsOf(context.client().readStream(stream, options))).toEqual([0]);
    });
  });

  describe('a link', () => {
    it(supports.links ? 'is resolved for who asks' : 'is an event like all others', async () => {
      const [stream, links] = [newStream(), newStream('links')];
      const client = context.client();
      await client.appendToStream(stream, newEvents(2));
      const link = binaryEvent({ type: '$>', data: Buffer.from(`1@${stream}`) });
      await client.appendToStream(links, link);
      const [read] = await gather(client.readStream(links, { resolveLinkTos: true }));
      const wanted = supports.links
        ? { event: { streamId: stream, revision: 1n }, link: { streamId: links, revision: 0n } }
        : { event: { streamId: links, revision: 0n, type: '$>' } };
      expect(read).toMatchObject(wanted);
    });
  });

  describe('$all', () => {
    const threeEvents = async () => {
      const stream = newStream();
      await context.client().appendToStream(stream, newEvents(3));
      const events = await gather(context.client().readStream(stream));
      return { stream, positions: events.map(({ event }) => event?.position) };
    };

    it('is read from a position, inclusive, forwards', async () => {
      const { stream, positions } = await threeEvents();
      const options = { direction: FORWARDS, fromPosition: positions[1], maxCount: 2 } as const;
      const events = await gather(context.client().readAll(options as never));
      expect(events.map(({ event }) => [event?.streamId, event?.revision])).toEqual([
        [stream, 1n],
        [stream, 2n],
      ]);
    });

    it('is read from a position, exclusive, backwards', async () => {
      const { stream, positions } = await threeEvents();
      const options = { direction: BACKWARDS, fromPosition: positions[2], maxCount: 2 } as const;
      const events = await gather(context.client().readAll(options as never));
      expect(events.map(({ event }) => [event?.streamId, event?.revision])).toEqual([
        [stream, 1n],
        [stream, 0n],
      ]);
    });

    it('begins with an event of the system and has nothing after its end', async () => {
      const client = context.client();
      const [first] = await gather(client.readAll({ fromPosition: START, maxCount: 1 }));
      expect(first?.event?.streamId).toMatch(/^\$/);
      expect(await gather(client.readAll({ fromPosition: END, maxCount: 2 }))).toEqual([]);
    });

    it('ends, backwards, with what was appended last, by whomever', async () => {
      const { position } = await context.client().appendToStream(newStream(), newEvent());
      const options = { direction: BACKWARDS, fromPosition: END, maxCount: 50 } as const;
      const events = await gather(context.client().readAll(options));
      const commits = events.map(({ event }) => event?.position?.commit ?? 0n);
      expect(commits[0]).toBeGreaterThanOrEqual(position?.commit ?? 0n);
      expect(commits).toEqual([...commits].sort((left, right) => (left > right ? -1 : 1)));
    });
  });
}
