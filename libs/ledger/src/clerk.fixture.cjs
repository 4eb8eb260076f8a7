/**
 * A process that posts issues in one book. Argument: the store's URL.
 * Takes {serials, key?, delayed?} and sends {key, outcome} or {key, fault} for each; {stop} ends it.
 */
const { randomUUID } = require('node:crypto');
const { EventLog } = require('#event-log');
const {
  AccessLedger,
  BookLedger,
  CentresLedger,
  EditionsLedger,
  QuartersLedger,
  ShortagesLedger,
} = require('#ledger');
const { guiyang, issueOrder, plainMacs, plainSealing } = require('./clerk-orders.fixture.cjs');

const log = EventLog.connect(process.argv[2]);
const ports = { log, sealing: plainSealing, macs: plainMacs };
const centres = new CentresLedger(ports);
const access = new AccessLedger(ports);
const editions = new EditionsLedger(ports, centres, access);
const quarters = new QuartersLedger(ports, centres);
const shortages = new ShortagesLedger(ports, centres);
const books = new BookLedger(ports, { centres, access, editions, quarters, shortages });

async function post({ serials, key }) {
  const command = issueOrder(serials);
  const request = {
    requestId: randomUUID(),
    principal: 'clerk',
    idempotencyKey: key,
    fingerprint: JSON.stringify(serials),
  };
  const outcome = await books.execute(request, command);
  return JSON.parse(
    JSON.stringify(outcome, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
  );
}

process.on('message', async (message) => {
  if (message.stop) {
    await log.dispose();
    process.disconnect();
    return;
  }
  const { key } = message;
  const sent = await post(message).then(
    (outcome) => ({ key, outcome }),
    (fault) => ({ key, fault: String(fault) }),
  );
  process.send(sent);
});

books.book(guiyang, { fresh: true }).then(() => process.send({ ready: true }));
