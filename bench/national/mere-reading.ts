/** The yardstick of everything that reads the log: the store's client, which looks at nothing. */
import { EventStoreDBClient, eventTypeFilter, START } from '@eventstore/db-client';

/** Reads `eventCount` events once; how long it took, in milliseconds. */
export async function readMerely(
  url: string,
  eventCount: number,
  { holders }: { readonly holders: boolean },
): Promise<number> {
  const client = EventStoreDBClient.connectionString(url);
  const beganAt = performance.now();
  const regex = holders ? '^(?!\\$)' : '^(?!\\$|HoldersSealed$)';
  const filter = eventTypeFilter({ regex });
  const subscription = client.subscribeToAll({ fromPosition: START, filter });
  let seenCount = 0;
  await new Promise<void>((resolve, reject) => {
    subscription.on('error', reject);
    subscription.on('data', () => {
      seenCount += 1;
      if (seenCount === eventCount) resolve();
    });
  });
  const tookMs = performance.now() - beganAt;
  await subscription.unsubscribe();
  await client.dispose();
  return tookMs;
}

/** The same of one stream. */
export async function readStreamMerely(url: string, stream: string): Promise<number> {
  const client = EventStoreDBClient.connectionString(url);
  const beganAt = performance.now();
  for await (const _ of client.readStream(stream, { fromRevision: START })) {
    // What is read is not looked at.
  }
  const tookMs = performance.now() - beganAt;
  await client.dispose();
  return tookMs;
}
