/**
 * The contract of an event store, as a suite against a connection string. Its facts are what a real
 * EventStoreDB answers through its own client; whatever claims to be one passes all of it. The store
 * need not be fresh and may be shared: every stream is of this run, `$all` is read from where a test
 * began, and nothing is expected of what others do meanwhile. The account must be allowed what an
 * administrator is: to read `$all` and to append to a stream whose name begins with `$`.
 */
import {
  EventStoreDBClient,
  persistentSubscriptionToAllSettingsFromDefaults,
} from '@eventstore/db-client';
import { describeAppend } from './append-contract';
import {
  answerOf,
  atTheLeader,
  type ContractContext,
  connect,
  failureOf,
  newEvent,
  newStream,
  untilReady,
} from './contract-context';
import { describeRead } from './read-contract';
import { describeSubscriptions } from './subscription-contract';
import type { EventStoreSupports } from './supports';

const UNIMPLEMENTED = 12;

export interface StoreUnderTest {
  readonly url: string;
  stop(): Promise<void>;
}

/** Call it at the top of a spec file; it opens the store once, for all of its tests. */
export function describeEventStoreContract(
  open: () => Promise<StoreUnderTest>,
  supports: EventStoreSupports,
): void {
  describe(`the contract of an event store: ${supports.name}`, () => {
    let store: StoreUnderTest | undefined;
    let url = '';
    let client: EventStoreDBClient | undefined;
    beforeAll(async () => {
      store = await open();
      url = atTheLeader(store.url);
      client = EventStoreDBClient.connectionString(url);
      await untilReady(client);
    });
    afterAll(async () => {
      await client?.dispose();
      await store?.stop();
    });
    const context: ContractContext = {
      url: () => url,
      client: () => client as EventStoreDBClient,
    };
    describeAppend(context, supports);
    describeRead(context, supports);
    describeSubscriptions(context, supports);
    describeDiscovery(context);
    if (!supports.deletes) describeAppendOnly(context);
    describeUnsupported(context, supports);
  });
}

function describeDiscovery(context: ContractContext): void {
  describe('discovery', () => {
    it('finds a leader, and any node', async () => {
      const url = context.url().replace('esdb:', 'esdb+discover:');
      for (const preference of ['leader', 'random']) {
        const client = connect(url, { nodePreference: preference });
        const answer = await answerOf(client.appendToStream(newStream(), newEvent()));
        await client.dispose();
        expect(answer).toMatchObject({ success: true, next: 0n });
      }
    });
  });
}

function describeAppendOnly(context: ContractContext): void {
  describe('append-only', () => {
    const denied = { error: 'access-denied' };
    const failure = (call: Promise<unknown>) => call.then(() => 'done', failureOf);

    it('refuses to delete, to tombstone and to set metadata, and keeps all events', async () => {
      const client = context.client();
      const stream = newStream();
      await client.appendToStream(stream, newEvent());
      expect(await failure(client.deleteStream(stream))).toEqual(denied);
      expect(await failure(client.tombstoneStream(stream))).toEqual(denied);
      expect(await failure(client.setStreamMetadata(stream, { maxCount: 1 }))).toEqual(denied);
      expect(await client.getStreamMetadata(stream)).toEqual({ streamName: stream });
      expect(await answerOf(client.appendToStream(stream, newEvent()))).toMatchObject({ next: 1n });
    });
  });
}

function describeUnsupported(context: ContractContext, supports: EventStoreSupports): void {
  const { persistentSubscriptions, projections } = supports;
  if (persistentSubscriptions && projections) return;
  describe('what is not supported', () => {
    if (!persistentSubscriptions) {
      it('is refused by name: persistent subscriptions', async () => {
        const settings = persistentSubscriptionToAllSettingsFromDefaults();
        const creating = context.client().createPersistentSubscriptionToAll('group', settings);
        await expect(creating).rejects.toMatchObject({ type: 'unsupported' });
      });
    }
    if (!projections) {
      it('is refused: projections', async () => {
        const listing = context.client().listProjections();
        await expect(listing).rejects.toMatchObject({ code: UNIMPLEMENTED });
      });
    }
  });
}
