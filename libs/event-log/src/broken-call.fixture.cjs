/**
 * Many large appends at once, so that some wait to be written whenever the connection breaks. On a slow
 * machine the store may be away for longer than an append is tried: what gave up is appended again.
 * Argument: the store's URL. Sends {appended} after each, {done} when told to stop.
 */
const { randomUUID } = require('node:crypto');
const { EventLog, StoreAway } = require('#event-log');

const writersCount = 32;
const sealedSizeBytes = 600_000;
const log = EventLog.connect(process.argv[2]);
let isStopping = false;
let appended = 0;

const sealed = () => ({
  type: 'HoldersSealed',
  data: new Uint8Array(sealedSizeBytes),
  id: randomUUID(),
  metadata: {
    schema: 1,
    actor: { user: 'u1', role: 'clerk', centre: '52010000' },
    occurredOn: '2013-06-03',
    decidedAt: '2013-06-03T02:03:04.567Z',
    correlationId: 'r1',
  },
});

async function write() {
  const stream = `book-${randomUUID()}`;
  let revision = -1n;
  while (!isStopping) {
    revision = await appendSomeTime(stream, [sealed()], revision);
    process.send({ appended: ++appended });
  }
}

async function appendSomeTime(stream, events, expected) {
  for (;;) {
    try {
      return (await log.append(stream, events, expected)).revision;
    } catch (fault) {
      if (!(fault instanceof StoreAway)) throw fault;
    }
  }
}

async function main() {
  process.on('message', () => {
    isStopping = true;
  });
  await Promise.all(Array.from({ length: writersCount }, write));
  process.send({ done: true });
  await log.dispose();
  process.disconnect();
}

void main();
