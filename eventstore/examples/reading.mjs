/** Reading as the client's documentation shows it. Takes a connection string, prints what it saw. */
import { randomUUID } from 'node:crypto';
import {
  BACKWARDS,
  END,
  ErrorType,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  START,
} from '@eventstore/db-client';

const client = EventStoreDBClient.connectionString(process.argv[2]);
const stream = `lamps-${randomUUID()}`;
const events = ['Lit', 'Dimmed', 'PutOut'].map((type) => jsonEvent({ type, data: { watts: 40 } }));
await client.appendToStream(stream, events);

const read = async (options) => {
  const types = [];
  for await (const { event } of client.readStream(stream, options)) types.push(event?.type);
  return types;
};

const forwards = await read({ direction: FORWARDS, fromRevision: START, maxCount: 10 });
const fromSecond = await read({ direction: FORWARDS, fromRevision: 1n, maxCount: 20 });
const backwards = await read({ direction: BACKWARDS, fromRevision: END });
const latest = await read({ direction: BACKWARDS, fromRevision: END, maxCount: 1 });

let missing = 'read';
try {
  for await (const _resolved of client.readStream(`none-${randomUUID()}`, { maxCount: 1 }));
} catch (error) {
  if (error.type === ErrorType.STREAM_NOT_FOUND) missing = 'stream not found';
}

const ours = [];
for await (const { event } of client.readAll({
  direction: FORWARDS,
  fromPosition: START,
  resolveLinkTos: true,
})) {
  if (!event || event.type.startsWith('$')) continue;
  if (event.streamId === stream) ours.push(event.type);
}
const last = [];
const newestFirst = { direction: BACKWARDS, fromPosition: END, maxCount: 1 };
for await (const { event } of client.readAll(newestFirst)) last.push(event?.type);

console.log(JSON.stringify({ forwards, fromSecond, backwards, latest, missing, ours, last }));
await client.dispose();
