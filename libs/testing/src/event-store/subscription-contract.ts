/** Catch-up subscriptions: history, then live, with nothing missing between. */
import {
  END,
  eventTypeFilter,
  type Position,
  START,
  type SubscribeToAllOptions,
  streamNameFilter,
} from '@eventstore/db-client';
import {
  type ContractContext,
  newEvent,
  newEvents,
  newStream,
  Watch,
  waitUntil,
} from './contract-context';
import type { EventStoreSupports } from './supports';

export function describeSubscriptions(
  context: ContractContext,
  supports: EventStoreSupports,
): void {
  const append = async (stream: string, count: number, type?: string): Promise<Position> => {
    const events = newEvents(count, type);
    const { position } = await context.client().appendToStream(stream, events);
    return position as Position;
  };

  describe('a subscription to a stream', () => {
    it('from the start brings history, then what comes', async () => {
      const stream = newStream();
      await append(stream, 3);
      const watch = new Watch(context.client().subscribeToStream(stream, { fromRevision: START }));
      await watch.until(4);
      await append(stream, 2);
      expect(await watch.until(6)).toEqual([0, 1, 2, 'caught up', 3, 4]);
      await watch.stop();
    });

    it('from the end brings only what comes', async () => {
      const stream = newStream();
      await append(stream, 3);
      const watch = new Watch(context.client().subscribeToStream(stream, { fromRevision: END }));
      await watch.until(1);
      await append(stream, 1);
      expect(await watch.until(2)).toEqual(['caught up', 3]);
      await watch.stop();
    });

    it('from a revision goes on after it', async () => {
      const stream = newStream();
      await append(stream, 4);
      const watch = new Watch(context.client().subscribeToStream(stream, { fromRevision: 1n }));
      expect(await watch.until(3)).toEqual([2, 3, 'caught up']);
      await watch.stop();
    });

    it('that is missing waits for it', async () => {
      const stream = newStream();
      const watch = new Watch(context.client().subscribeToStream(stream));
      await watch.confirmed;
      await append(stream, 2);
      expect(await watch.until(3)).toEqual([0, 1, 'caught up']);
      await watch.stop();
    });

    it('misses nothing and repeats nothing while others append', async () => {
      const stream = newStream();
      const watch = new Watch(context.client().subscribeToStream(stream));
      await Promise.all(Array.from({ length: 200 }, () => append(stream, 1)));
      expect(await watch.untilEvents(200)).toEqual(
        Array.from({ length: 200 }, (_, index) => index),
      );
      await watch.stop();
    });
  });

  describe('a subscription to $all', () => {
    const watchAll = (options: SubscribeToAllOptions) =>
      new Watch(context.client().subscribeToAll(options));

    it('from a position goes on after it', async () => {
      const stream = newStream();
      await append(stream, 3);
      const first = context.client().readStream(stream, { maxCount: 1 });
      let position: Position | undefined;
      for await (const { event } of first) position = event?.position;
      const filter = streamNameFilter({ prefixes: [stream] });
      const watch = watchAll({ fromPosition: position as Position, filter });
      expect(await watch.until(3)).toEqual([1, 2, 'caught up']);
      await watch.stop();
    });

    it('brings the streams whose names begin so', async () => {
      const from = await append(newStream(), 1);
      const kind = newStream('wanted');
      for (const part of ['-a', '-b', '-c']) {
        await append(kind + part, 1);
        await append(newStream('noise'), 1);
      }
      const filter = streamNameFilter({ prefixes: [kind] });
      const watch = watchAll({ fromPosition: from, filter });
      await watch.until(4);
      await append(`${kind}-d`, 1);
      expect(await watch.until(5)).toEqual([0, 0, 0, 'caught up', 0]);
      await watch.stop();
    });

    it.each([
      ['begin so', (type: string) => eventTypeFilter({ prefixes: [`${type}-A`] })],
      ['match so', (type: string) => eventTypeFilter({ regex: `^${type}-A.$` })],
      ['do not match', (type: string) => eventTypeFilter({ regex: `^(?!${type}-B|\\$)${type}` })],
    ])('brings the types that %s', async (_name, filterFor) => {
      const type = newStream('Type');
      const from = await append(newStream(), 1);
      const stream = newStream();
      const events = ['A1', 'B1', 'A2'].map((end) => newEvent(0, `${type}-${end}`));
      await context.client().appendToStream(stream, events);
      const watch = watchAll({ fromPosition: from, filter: filterFor(type) });
      expect(await watch.until(3)).toEqual([0, 2, 'caught up']);
      await watch.stop();
    });

    it('says how far it has come when nothing matches', async () => {
      const from = await append(newStream(), 1);
      const reached: bigint[] = [];
      let changed = () => {};
      const filter = streamNameFilter({
        prefixes: [newStream('nobody')],
        checkpointInterval: 1,
        maxSearchWindow: 32,
        checkpointReached: (_subscription, { commit }) => {
          reached.push(commit);
          changed();
        },
      });
      const watch = watchAll({ fromPosition: from, filter });
      await watch.until(1);
      for (let part = 0; part < 4; part += 1) await append(newStream('noise'), 40);
      await waitUntil(
        () => reached.length >= 4,
        (wake) => {
          changed = wake;
          return () => {};
        },
      );
      expect(new Set(reached).size).toBe(reached.length);
      expect(reached).toEqual([...reached].sort((left, right) => (left < right ? -1 : 1)));
      await watch.stop();
    });

    if (supports.boundsFilterRegexes) {
      it('ends when its expression would run for ever, and harms nobody', async () => {
        const from = await append(newStream(), 1);
        const stream = newStream(`${'a'.repeat(60)}!`);
        await append(stream, 1);
        const filter = streamNameFilter({ regex: '(a+)+$' });
        const watch = watchAll({ fromPosition: from, filter });
        expect(await watch.until(1)).toEqual([{ failed: 'unknown' }]);
        expect(await append(stream, 1)).toBeDefined();
      });
    }
  });
}
