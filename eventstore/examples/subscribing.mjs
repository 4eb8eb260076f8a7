/** Subscribing as the client's documentation shows it. Takes a connection string, prints what it saw. */
import { randomUUID } from 'node:crypto';
import {
  END,
  EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  jsonEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client';

const client = EventStoreDBClient.connectionString(process.argv[2]);
const stream = `doors-${randomUUID()}`;
const append = (type) => client.appendToStream(stream, jsonEvent({ type, data: {} }));

/** Takes so many events and then leaves the loop, which ends the subscription. */
const take = async (subscription, count) => {
  const types = [];
  for await (const { event } of subscription) {
    types.push(event?.type);
    if (types.length === count) break;
  }
  return types;
};

await append('DoorOpened');
await append('DoorClosed');
const history = await take(client.subscribeToStream(stream, { fromRevision: START }), 2);
const rest = await take(client.subscribeToStream(stream, { fromRevision: 0n }), 1);

const live = client.subscribeToStream(stream, { fromRevision: END });
const listened = new Promise((resolve, reject) => {
  live.on('data', ({ event }) => resolve(event?.type));
  live.on('error', reject);
});
await new Promise((resolve) => live.once('confirmation', resolve));
await append('DoorLocked');
const heard = await listened;
await live.unsubscribe();

const all = client.subscribeToAll({ fromPosition: START, filter: excludeSystemEvents() });
const everything = await take(all, 3);
const prefix = streamNameFilter({ prefixes: [stream] });
const byStream = await take(client.subscribeToAll({ fromPosition: START, filter: prefix }), 3);
const reached = [];
const regex = eventTypeFilter({
  regex: '^Door(Opened|Locked)$',
  checkpointInterval: 1,
  checkpointReached: (_subscription, position) => reached.push(String(position.commit)),
});
const byType = await take(client.subscribeToAll({ fromPosition: START, filter: regex }), 2);

console.log(
  JSON.stringify({ history, rest, heard, everything: everything.length, byStream, byType }),
);
await client.dispose();
