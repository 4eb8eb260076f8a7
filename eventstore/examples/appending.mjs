/**
 * Appending as the client's documentation shows it. Takes a connection string and, where the store asks
 * for them, a user and a password; prints what it saw.
 */
import { randomUUID } from 'node:crypto';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  EventStoreDBClient,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

const client = EventStoreDBClient.connectionString(process.argv[2]);
const stream = `orders-${randomUUID()}`;

const placed = jsonEvent({
  id: randomUUID(),
  type: 'OrderPlaced',
  data: { orderId: '7', total: 12.5 },
  metadata: { by: 'clerk' },
});
const first = await client.appendToStream(stream, placed, { expectedRevision: NO_STREAM });
const repeated = await client.appendToStream(stream, placed, { expectedRevision: NO_STREAM });

const scan = binaryEvent({ type: 'ScanAttached', data: Buffer.from('hello') });
const several = await client.appendToStream(stream, [scan, jsonEvent({ type: 'Paid', data: {} })], {
  expectedRevision: STREAM_EXISTS,
});

let lastRevision = NO_STREAM;
for await (const { event } of client.readStream(stream, {
  fromRevision: END,
  direction: BACKWARDS,
  maxCount: 1,
})) {
  lastRevision = event?.revision ?? NO_STREAM;
}
const shipped = jsonEvent({ type: 'Shipped', data: {} });
await client.appendToStream(stream, shipped, { expectedRevision: lastRevision });

let conflict = 'none';
try {
  const late = jsonEvent({ type: 'Cancelled', data: {} });
  await client.appendToStream(stream, late, { expectedRevision: lastRevision });
} catch (error) {
  if (error instanceof WrongExpectedVersionError) conflict = String(error.actualVersion);
}

const [, , , username = 'admin', password = 'changeit'] = process.argv;
const credentials = { username, password };
const withUser = await client.appendToStream(stream, jsonEvent({ type: 'Noted', data: {} }), {
  expectedRevision: ANY,
  credentials,
});

console.log(
  JSON.stringify({
    first: String(first.nextExpectedRevision),
    repeated: String(repeated.nextExpectedRevision),
    several: String(several.nextExpectedRevision),
    conflict,
    withUser: String(withUser.nextExpectedRevision),
  }),
);
await client.dispose();
