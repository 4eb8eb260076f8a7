/**
 * What a real EventStoreDB answered, question by question, and a suite that asks any store the same.
 * `golden/recorded-answers.json` holds the answers: those to both ways of appending under `append`, where
 * one way differs from the other under its own name. They were given by one node of EventStoreDB
 * 23.10.0 in plain text to the client 6.2.1; they are facts about that store and are never written anew
 * from a node of ours.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { atTheLeader, credentialsOf, untilReady } from './contract-context';
import type { StoreUnderTest } from './event-store-contract';
import {
  APPEND_QUESTIONS,
  MANY_APPENDS_QUESTIONS,
  type Questions,
  SINGLE_APPEND_QUESTIONS,
} from './recorded-append-questions';
import { type Asking, read, said } from './recorded-form';
import { READ_QUESTIONS } from './recorded-read-questions';

type Answers = Readonly<Record<string, unknown>>;

interface RecordedAnswers {
  readonly append: Answers;
  readonly batch: Answers;
  readonly single: Answers;
  readonly others: Answers;
}

const RECORDED = JSON.parse(
  readFileSync(join(__dirname, 'golden', 'recorded-answers.json'), 'utf8'),
) as RecordedAnswers;

const WAYS: ReadonlyArray<[string, Questions, Answers]> = [
  ['appends in batches', APPEND_QUESTIONS, { ...RECORDED.append, ...RECORDED.batch }],
  [
    'appends in calls of their own',
    { ...APPEND_QUESTIONS, ...SINGLE_APPEND_QUESTIONS },
    { ...RECORDED.append, ...RECORDED.single },
  ],
  ['all else', { ...MANY_APPENDS_QUESTIONS, ...READ_QUESTIONS }, RECORDED.others],
];

/** Call it at the top of a spec file; it opens the store once, for all of its questions. */
export function describeRecordedAnswers(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the answers of a real store, from ${name}`, () => {
    let store: StoreUnderTest | undefined;
    let url = '';
    let client: EventStoreDBClient;
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

    describe.each(WAYS)('%s', (way, questions, answers) => {
      const isSingle = way === WAYS[1]?.[0];
      it('are recorded for every question, and for no other', () => {
        expect(Object.keys(answers).sort()).toEqual(Object.keys(questions).sort());
      });

      it.each(Object.keys(questions))('%s', async (question) => {
        const wayOptions = isSingle ? { credentials: credentialsOf(url) } : {};
        const answer = await questions[question]?.(askingOf(client, url, wayOptions));
        expect(answer).toEqual(answers[question]);
      });
    });
  });
}

function askingOf(
  client: EventStoreDBClient,
  url: string,
  wayOptions: Asking['wayOptions'],
): Asking {
  return {
    client,
    url,
    wayOptions,
    append: (stream, events, expectedRevision = 'any') =>
      said(client.appendToStream(stream, events, { ...wayOptions, expectedRevision })),
    revisions: (stream, options = {}) => read(client.readStream(stream, options)),
  };
}
