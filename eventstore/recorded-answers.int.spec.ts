/** The node says what a real store said, in plain text and with TLS; so must any store that is named. */
import { describeRecordedAnswers, encryptedEventStore, wholeEventStore } from '#testing';

if (process.env.EVENTSTORE_URL) {
  describeRecordedAnswers('the store that is named', wholeEventStore);
} else {
  describeRecordedAnswers('a node in plain text', wholeEventStore);
  describeRecordedAnswers('a node with TLS', encryptedEventStore);
}
