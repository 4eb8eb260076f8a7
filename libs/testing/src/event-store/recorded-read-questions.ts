/** Questions about reading, subscribing and connecting, of which a real store's answers are recorded. */
import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  binaryEvent,
  END,
  eventTypeFilter,
  jsonEvent,
  type Position,
  type ReadAllOptions,
  type ReadStreamOptions,
  START,
  type SubscribeToAllOptions,
  streamNameFilter,
} from '@eventstore/db-client';
import {
  connect,
  gather,
  newEvent,
  newEvents,
  newStream,
  Watch,
  waitUntil,
} from './contract-context';
import type { Question, Questions } from './recorded-append-questions';
import { type Asking, read, said } from './recorded-form';

const backwards = { direction: BACKWARDS } as const;

const ofTen =
  (options: ReadStreamOptions): Question =>
  async ({ append, revisions }) => {
    const stream = newStream();
    await append(stream, newEvents(10));
    return revisions(stream, options);
  };

const EVENT_QUESTIONS: Questions = {
  'an event of JSON': async ({ client }) => {
    const [stream, id] = [newStream(), randomUUID()];
    const content = { data: { list: [1, 'é'] }, metadata: { of: 1 } };
    await client.appendToStream(stream, jsonEvent({ id, type: 'A.b-c', ...content }));
    const [{ event, link, commitPosition } = {}] = await gather(client.readStream(stream));
    const { type, isJson, data, metadata, revision, created, position } = event ?? {};
    const isOwn = event?.id === id && event?.streamId === stream && created instanceof Date;
    const places = [position, commitPosition].map((place) => place !== undefined);
    return [{ type, isJson, data, metadata, isOwn }, Number(revision), places, link ?? 'no link'];
  },
  'an event of bytes': async ({ client }) => {
    const stream = newStream();
    const content = { data: Buffer.from([0, 255, 1]), metadata: Buffer.from([7]) };
    await client.appendToStream(stream, binaryEvent({ type: 'Bytes', ...content }));
    const [{ event } = {}] = await gather(client.readStream(stream));
    const { isJson, data, metadata } = event ?? {};
    return [isJson, [...(data as Uint8Array)], [...(metadata as Uint8Array)]];
  },
  'an event without metadata': async ({ client }) => {
    const stream = newStream();
    await client.appendToStream(stream, newEvent());
    const [{ event } = {}] = await gather(client.readStream(stream));
    return event?.metadata ?? 'none';
  },
  'an id in upper case': async ({ client }) => {
    const [stream, id] = [newStream(), randomUUID().toUpperCase()];
    await client.appendToStream(stream, jsonEvent({ id, type: 'T', data: {} }));
    const [{ event } = {}] = await gather(client.readStream(stream));
    return event?.id === id.toLowerCase() ? 'comes in lower case' : event?.id;
  },
};

const STREAM_QUESTIONS: Questions = {
  'a missing stream': ({ revisions }) => revisions(newStream()),
  'a missing stream, backwards': ({ revisions }) =>
    revisions(newStream(), { ...backwards, fromRevision: END }),
  'ten events': ofTen({}),
  'ten events from 4': ofTen({ fromRevision: 4n }),
  'ten events, three from 4': ofTen({ fromRevision: 4n, maxCount: 3 }),
  'ten events from the last': ofTen({ fromRevision: 9n }),
  'ten events from behind the last': ofTen({ fromRevision: 10n }),
  'ten events from far behind the last': ofTen({ fromRevision: 500n }),
  'ten events forwards from the end': ofTen({ fromRevision: END }),
  'ten events backwards': ofTen({ ...backwards, fromRevision: END }),
  'ten events backwards from 4': ofTen({ ...backwards, fromRevision: 4n }),
  'ten events, two backwards from 4': ofTen({ ...backwards, fromRevision: 4n, maxCount: 2 }),
  'ten events backwards from the start': ofTen({ ...backwards, fromRevision: START }),
  'ten events backwards from far behind': ofTen({ ...backwards, fromRevision: 500n }),
  'ten events, none of them': ofTen({ maxCount: 0 }),
  'ten events, up to fifty': ofTen({ maxCount: 50 }),
  'fifteen hundred events': async ({ append, revisions }) => {
    const stream = newStream();
    for (let part = 0; part < 3; part += 1) await append(stream, newEvents(500));
    const all = await revisions(stream);
    if (typeof all === 'string') return all;
    return [all.length, all.every((revision, index) => revision === index)];
  },
  'three of five hundred events, then left': async ({ append, client, revisions }) => {
    const stream = newStream();
    await append(stream, newEvents(500));
    const taken: number[] = [];
    for await (const { event } of client.readStream(stream)) {
      taken.push(Number(event?.revision));
      if (taken.length === 3) break;
    }
    return [taken, await revisions(stream, { maxCount: 1 })];
  },
};

/** Of so many events just appended, what `$all` gives; others may write to the store meanwhile. */
async function ofAll(
  { client }: Asking,
  count: number,
  optionsAt: (positions: readonly Position[]) => ReadAllOptions,
): Promise<readonly number[]> {
  const stream = newStream();
  await client.appendToStream(stream, newEvents(count));
  const events = await gather(client.readStream(stream));
  const positions = events.map(({ event }) => event?.position as Position);
  const found = await gather(client.readAll(optionsAt(positions)));
  const own = found.filter(({ event }) => event?.streamId === stream);
  return own.map(({ event }) => Number(event?.revision));
}

const ALL_QUESTIONS: Questions = {
  '$all from a position': (asking) =>
    ofAll(asking, 3, ([, second]) => ({ fromPosition: second, maxCount: 2 })),
  '$all backwards from a position': (asking) =>
    ofAll(asking, 3, ([, , third]) => ({ ...backwards, fromPosition: third, maxCount: 2 })),
  '$all backwards': (asking) =>
    ofAll(asking, 2, () => ({ ...backwards, fromPosition: END, maxCount: 50 })),
  '$all forwards from the end': async ({ client }) =>
    (await gather(client.readAll({ fromPosition: END, maxCount: 2 }))).length,
  'the first event of $all': async ({ client }) => {
    const [{ event } = {}] = await gather(client.readAll({ fromPosition: START, maxCount: 1 }));
    return event?.streamId.startsWith('$') ? "the system's" : event?.streamId;
  },
};

async function seenBy(watch: Watch, count: number, meanwhile?: () => Promise<unknown>, more = 0) {
  try {
    await watch.until(count);
    await meanwhile?.();
    return await watch.until(count + more);
  } finally {
    await watch.stop();
  }
}

const SUBSCRIPTION_QUESTIONS: Questions = {
  'a subscription from the start': async ({ append, client }) => {
    const stream = newStream();
    await append(stream, newEvents(3));
    const watch = new Watch(client.subscribeToStream(stream, { fromRevision: START }));
    return seenBy(watch, 4, () => append(stream, newEvents(2)), 2);
  },
  'a subscription from the end': async ({ append, client }) => {
    const stream = newStream();
    await append(stream, newEvents(3));
    const watch = new Watch(client.subscribeToStream(stream, { fromRevision: END }));
    return seenBy(watch, 1, () => append(stream, newEvents(1)), 1);
  },
  'a subscription from a revision': async ({ append, client }) => {
    const stream = newStream();
    await append(stream, newEvents(4));
    return seenBy(new Watch(client.subscribeToStream(stream, { fromRevision: 1n })), 3);
  },
  'a subscription to a stream that comes later': async ({ append, client }) => {
    const stream = newStream();
    const watch = new Watch(client.subscribeToStream(stream));
    await watch.confirmed;
    await append(stream, newEvents(2));
    return seenBy(watch, 3);
  },
};

const positionNow = async ({ client }: Asking): Promise<Position> =>
  (await client.appendToStream(newStream(), newEvent())).position as Position;

const ofTypes =
  (filterFor: (type: string) => SubscribeToAllOptions['filter']): Question =>
  async (asking) => {
    const [type, fromPosition] = [newStream('Type'), await positionNow(asking)];
    const events = ['A1', 'B1', 'A2'].map((end) => newEvent(0, `${type}-${end}`));
    await asking.client.appendToStream(newStream(), events);
    const filter = filterFor(type);
    return seenBy(new Watch(asking.client.subscribeToAll({ fromPosition, filter })), 3);
  };

async function afterTheFirst({ client }: Asking, isFiltered: boolean): Promise<unknown> {
  const stream = newStream();
  await client.appendToStream(stream, newEvents(3));
  const [{ event } = {}] = await gather(client.readStream(stream, { maxCount: 1 }));
  const filter = isFiltered ? { filter: streamNameFilter({ prefixes: [stream] }) } : {};
  const subscription = client.subscribeToAll({
    fromPosition: event?.position as Position,
    ...filter,
  });
  if (isFiltered) return seenBy(new Watch(subscription), 3);
  const own: number[] = [];
  let wake = () => {};
  subscription.on('data', (resolved) => {
    if (resolved.event?.streamId === stream) own.push(Number(resolved.event.revision));
    wake();
  });
  try {
    await waitUntil(
      () => own.length >= 2,
      (changed) => {
        wake = changed;
        return () => {};
      },
    );
    return own;
  } finally {
    await subscription.unsubscribe();
  }
}

const ALL_SUBSCRIPTION_QUESTIONS: Questions = {
  'a subscription by the names of streams': async (asking) => {
    const { append, client } = asking;
    const [kind, fromPosition] = [newStream('wanted'), await positionNow(asking)];
    for (const part of ['-a', '-b', '-c']) {
      await append(kind + part, newEvents(1));
      await append(newStream('noise'), newEvents(1));
    }
    const filter = streamNameFilter({ prefixes: [kind] });
    const watch = new Watch(client.subscribeToAll({ fromPosition, filter }));
    return seenBy(watch, 4, () => append(`${kind}-d`, newEvents(1)), 1);
  },
  'a subscription by the beginnings of types': ofTypes((type) =>
    eventTypeFilter({ prefixes: [`${type}-A`] }),
  ),
  'a subscription by an expression for types': ofTypes((type) =>
    eventTypeFilter({ regex: `^${type}-A.$` }),
  ),
  'a subscription from a position': (asking) => afterTheFirst(asking, true),
  'a subscription from a position, of everything': (asking) => afterTheFirst(asking, false),
  'checkpoints where nothing matches': async (asking) => {
    const fromPosition = await positionNow(asking);
    const reached: bigint[] = [];
    let wake = () => {};
    const filter = streamNameFilter({
      prefixes: [newStream('nobody')],
      checkpointInterval: 1,
      maxSearchWindow: 32,
      checkpointReached: (_subscription, { commit }) => {
        reached.push(commit);
        wake();
      },
    });
    const watch = new Watch(asking.client.subscribeToAll({ fromPosition, filter }));
    await watch.until(1);
    for (let part = 0; part < 4; part += 1) await asking.append(newStream('noise'), newEvents(40));
    await waitUntil(
      () => reached.length >= 4,
      (changed) => {
        wake = changed;
        return () => {};
      },
    );
    await watch.stop();
    const grow = reached.every(
      (commit, index) => index === 0 || commit > (reached[index - 1] ?? 0n),
    );
    return ['four or more', grow ? 'each behind the one before' : 'in disorder'];
  },
};

const CONNECTION_QUESTIONS: Questions = {
  'an append by discovery': async ({ url }) => {
    const client = connect(url.replace('esdb:', 'esdb+discover:'));
    const answer = await said(client.appendToStream(newStream(), newEvent()));
    await client.dispose();
    return answer;
  },
  'a missing stream, of any node': async ({ url }) => {
    const client = connect(url, { nodePreference: 'random' });
    const answer = await read(client.readStream(newStream()));
    await client.dispose();
    return answer;
  },
};

export const READ_QUESTIONS: Questions = {
  ...EVENT_QUESTIONS,
  ...STREAM_QUESTIONS,
  ...ALL_QUESTIONS,
  ...SUBSCRIPTION_QUESTIONS,
  ...ALL_SUBSCRIPTION_QUESTIONS,
  ...CONNECTION_QUESTIONS,
};
