/**
 * Sets up the users of an EventStoreDB cluster and who may do what, and proves it:
 * `node set-up-store.js FOLDER`, with the folder `master` that make-secrets.sh fills.
 *
 * Afterwards the user `liushui` may read everything and append, `auditor` may read, and nobody but
 * the store's administrators may delete or truncate a stream or change who may. It may be run again
 * at any time: it changes what differs, passwords included.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  AccessDeniedError,
  BACKWARDS,
  END,
  EventStoreDBClient,
  jsonEvent,
  START,
  StreamNotFoundError,
} from '@eventstore/db-client';
import { makeUser, type StoreUser } from './store-users';

const writers = 'liushui-writers';
const readers = 'liushui-readers';
const settingsStream = '$settings';
const probe = 'set-up-probe';

/** A cluster that has just started elects its leader first. */
const patienceMsMax = 120_000;
const retryMs = 1_000;

const administrators = ['$admins'];

/** Who may do what with every stream that has no list of its own: ours have none. */
export const accessOfStreams = {
  $userStreamAcl: {
    $r: [writers, readers, ...administrators],
    $w: [writers],
    // An empty list is nobody; administrators are asked about no list.
    $d: [],
    $mr: [writers, readers, ...administrators],
    $mw: [],
  },
  $systemStreamAcl: {
    $r: administrators,
    $w: administrators,
    $d: administrators,
    $mr: administrators,
    $mw: administrators,
  },
};

/** The order of the whole log is a system stream, but the projector and auditors follow it. */
export const readersOfLog = [writers, readers, ...administrators];

interface Passwords {
  readonly adminUrl: string;
  readonly liushui: string;
  readonly auditor: string;
}

function readPasswords(folder: string): Passwords {
  const content = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  return {
    adminUrl: content('store-admin-url'),
    liushui: content('store-liushui'),
    auditor: content('store-auditor'),
  };
}

function urlFor(adminUrl: string, username: string, password: string): string {
  return adminUrl.replace(/\/\/[^@]*@/, `//${username}:${password}@`);
}

/** The last event's data; read to the end, because the client holds a read that is left early. */
async function lastOf(client: EventStoreDBClient, stream: string): Promise<unknown> {
  let last: unknown;
  try {
    const options = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const;
    for await (const { event } of client.readStream(stream, options)) last = event?.data;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return last;
}

async function setAccessOfStreams(admin: EventStoreDBClient): Promise<void> {
  const current = await lastOf(admin, settingsStream);
  if (JSON.stringify(current) === JSON.stringify(accessOfStreams)) return;
  await admin.appendToStream(
    settingsStream,
    jsonEvent({ type: '$settings', data: accessOfStreams }),
  );
}

async function setReadersOfLog(admin: EventStoreDBClient): Promise<void> {
  const { metadata } = await admin.getStreamMetadata('$all');
  if (JSON.stringify(metadata?.acl?.readRoles) === JSON.stringify(readersOfLog)) return;
  await admin.setStreamMetadata('$all', { ...metadata, acl: { readRoles: readersOfLog } });
}

async function isDenied(act: Promise<unknown>): Promise<boolean> {
  try {
    await act;
    return false;
  } catch (error) {
    return error instanceof AccessDeniedError;
  }
}

/** Throws with a sentence unless the user may read the log and not touch what is written. */
async function proveRights(client: EventStoreDBClient, { username, groups }: StoreUser) {
  let readCount = 0;
  for await (const _ of client.readAll({ fromPosition: START, maxCount: 1 })) readCount++;
  if (readCount === 0) throw new Error(`${username} was shown no event.`);
  const forbidden: Record<string, () => Promise<unknown>> = {
    'delete a stream': () => client.deleteStream(probe),
    'tombstone a stream': () => client.tombstoneStream(probe),
    'truncate a stream': () => client.setStreamMetadata(probe, { maxCount: 1 }),
    'change the defaults': () =>
      client.appendToStream(settingsStream, jsonEvent({ type: '$settings', data: {} })),
    ...(groups.includes(writers)
      ? {}
      : {
          append: () => client.appendToStream(probe, jsonEvent({ type: 'Probe', data: {} })),
        }),
  };
  for (const [what, act] of Object.entries(forbidden)) {
    if (!(await isDenied(act()))) throw new Error(`${username} was not kept from this: ${what}.`);
  }
}

async function setUp({ adminUrl, liushui, auditor }: Passwords): Promise<void> {
  const users: readonly StoreUser[] = [
    { username: 'liushui', fullName: 'Liushui', groups: [writers], password: liushui },
    { username: 'auditor', fullName: 'Auditor', groups: [readers], password: auditor },
  ];
  for (const user of users) await makeUser(adminUrl, user);
  const admin = EventStoreDBClient.connectionString(adminUrl);
  try {
    await setAccessOfStreams(admin);
    await setReadersOfLog(admin);
  } finally {
    await admin.dispose();
  }
  for (const user of users) {
    const client = EventStoreDBClient.connectionString(
      urlFor(adminUrl, user.username, user.password),
    );
    try {
      await proveRights(client, user);
    } finally {
      await client.dispose();
    }
  }
}

/** Tries again while members start, elect a leader and learn of users from each other. */
export async function setUpPatiently(passwords: Passwords, patienceMs = patienceMsMax) {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await setUp(passwords);
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await pause(retryMs);
    }
  }
}

async function main(folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Error('usage: node set-up-store.js FOLDER');
  await setUpPatiently(readPasswords(folder));
  process.stdout.write(
    'liushui may read and append, auditor may read; nobody deletes or truncates.\n',
  );
}

if (require.main === module) {
  main(process.argv[2]).then(
    () => process.exit(0),
    (error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      process.stderr.write(`The event store is not set up: ${said}\n`);
      process.exit(1);
    },
  );
}
