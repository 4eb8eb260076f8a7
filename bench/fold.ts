/**
 * How fast a book is folded from its stream, a million certificates with their sealed blocks,
 * against the client merely reading that stream from the same node in the same round; and how large
 * the folded book is.
 *
 *   node dist/bench/fold.js [--certificates 1000000] [--lines 20] [--rounds 5]
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Book, type BookEvent, evolve, type Recorded } from '#domain';
import { startEventStore } from '#engines';
import { EventLog, type NewEvent } from '#event-log';
import { bench, mebibytes, median, rounded, spread, timed } from './measure';
import { cityCode, provinceCode, serialOf } from './national/country';
import { readStreamMerely } from './national/mere-reading';

const ratioBar = 0.8;
const stateMbBar = 16;
/** Of a sealed line in its block. */
const sealedLineSizeBytes = 190;
const eventsPerAppendMax = 80;
const sequenceMax = 99_999;
const level = 4;
const edition = '2013普通版';
const centre = cityCode(0);
const stream = `book-${centre}`;

const metadata = (occurredOn: string) => ({
  schema: 1,
  actor: { user: randomUUID(), role: 'clerk', centre },
  occurredOn,
  decidedAt: `${occurredOn}T01:00:00.000Z`,
  correlationId: randomUUID(),
});

/** One box, and all of it issued, a post after the other at ever further stations. */
function* story(certificateCount: number, lines: number): Generator<NewEvent[]> {
  const event = (type: string, data: unknown, on: string) =>
    ({ type, data, id: randomUUID(), metadata: metadata(on) }) as NewEvent;
  const ranges = [{ from: serialOf(level, 1), to: serialOf(level, certificateCount) }];
  const countedBy = ['点数人甲', '点数人乙'];
  const received = {
    consignment: `${provinceCode(0)}-1`,
    from: provinceCode(0),
    accepted: [{ level, edition, ranges }],
    ...{ damaged: [], missing: [], unexpected: [], countedBy },
  };
  yield [event('BlanksReceived', received, '2013-01-05')];
  const perPrefix = Math.floor(sequenceMax / lines) * lines;
  const occupation = { code: '4-03-01-01', name: '中式烹调师' };
  for (let done = 0; done < certificateCount; done += lines) {
    const on = `2013-${String(2 + Math.floor((done * 10) / certificateCount)).padStart(2, '0')}-11`;
    const station = `${centre.slice(0, 4)}2${String(1 + Math.floor(done / perPrefix)).padStart(3, '0')}`;
    const sequence = String(1 + (done % perPrefix)).padStart(5, '0');
    const certificateNumber = `13${station}${level}${sequence}`;
    const runs = [{ serial: serialOf(level, 1 + done), certificateNumber, count: lines, edition }];
    const roster = { reference: `R-${done / lines}`, signedOn: on, passed: lines };
    yield [
      event('HoldersSealed', randomBytes(lines * sealedLineSizeBytes), on),
      event('CertificatesIssued', { roster, level, occupation, station, runs }, on),
    ];
  }
}

async function fill(log: EventLog, certificateCount: number, lines: number): Promise<void> {
  let [revision, waiting] = [-1n, [] as NewEvent[]];
  const flush = async () => {
    ({ revision } = await log.append(stream, waiting, revision));
    waiting = [];
  };
  for (const events of story(certificateCount, lines)) {
    waiting.push(...events);
    if (waiting.length >= eventsPerAppendMax) await flush();
  }
  if (waiting.length > 0) await flush();
}

async function fold(log: EventLog): Promise<Book> {
  const book = Book.empty(centre);
  for await (const event of log.load(stream)) evolve(book, event as Recorded<BookEvent>);
  return book;
}

bench('fold', async (folder) => {
  const { values } = parseArgs({
    options: {
      certificates: { type: 'string', default: '1000000' },
      lines: { type: 'string', default: '20' },
      rounds: { type: 'string', default: '5' },
    },
  });
  const [certificateCount, lines] = [Number(values.certificates), Number(values.lines)];
  const node = await startEventStore({ dir: join(folder, 'node'), insecure: true });
  const log = EventLog.connect(node.url);
  await fill(log, certificateCount, lines);
  const rounds: { readMs: number; foldMs: number }[] = [];
  let stateMb = 0;
  for (let round = 0; round <= Number(values.rounds); round++) {
    const readMs = await readStreamMerely(node.url, stream);
    const [foldMs, book] = await timed(() => fold(log));
    stateMb = mebibytes(book.sizeBytes);
    // The first warms up and does not count.
    if (round > 0) rounds.push({ readMs, foldMs });
  }
  await log.dispose();
  await node.stop();
  const ofReading = median(rounds.map(({ readMs, foldMs }) => readMs / foldMs));
  const rates = rounds.map(({ foldMs }) => (certificateCount / foldMs) * 1000);
  return {
    certificateCount,
    linesPerPost: lines,
    certificatesPerSecond: rounded(median(rates)),
    spread: spread(rates),
    ofReading: rounded(ofReading, 2),
    stateMb,
    passes: ofReading >= ratioBar && stateMb <= stateMbBar,
  };
});
