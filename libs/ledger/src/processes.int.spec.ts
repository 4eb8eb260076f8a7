import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Book, type RecordedEvent, serialsOfRun } from '#domain';
import { freePort, type RunningEngine, startEventStore } from '#engines';
import { EventLog } from '#event-log';
import { type ChildProgram, childProgram } from '#testing';
import { AccessLedger } from './access.ledger';
import { BookLedger } from './book.ledger';
import { CentresLedger } from './centres.ledger';
import { EditionsLedger } from './editions.ledger';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';
import { QuartersLedger } from './quarters.ledger';
import { ShortagesLedger } from './shortages.ledger';

jest.setTimeout(60_000);

const program = join(__dirname, 'clerk.fixture.cjs');
const orders: {
  contextOf(): Parameters<CentresLedger['execute']>[1];
  guiyang: string;
  station: string;
  plainMacs: LedgerPorts['macs'];
  plainSealing: LedgerPorts['sealing'];
} = require('./clerk-orders.fixture.cjs');
const { guiyang, station } = orders;
const book = `book-${guiyang}`;

/** An outcome as it comes over a process's channel. */
type Sent = { key: string; outcome?: Outcome & { events?: { id: string }[] }; fault?: string };

const requestNow = (): Request => ({
  requestId: randomUUID(),
  principal: 'admin',
  fingerprint: '',
});

const lookAgainMs = 2;

/** Lets other work go on until something is so; the spec's time limit bounds it. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(lookAgainMs);
}

async function readAll(log: EventLog): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for await (const event of log.load(book)) events.push(event);
  return events;
}

function issuedSerials(events: readonly RecordedEvent[]): number[] {
  return events.flatMap((event) => {
    if (event.type !== 'CertificatesIssued') return [];
    return event.data.runs.flatMap((run) => {
      const { first, last } = serialsOfRun(run);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
  });
}

describe('clerks in processes of their own', () => {
  const dir = mkdtempSync(join(tmpdir(), 'liushui-clerks-'));
  let node: RunningEngine;
  let log: EventLog;
  let port: number;
  const clerks: ChildProgram[] = [];
  const start = () => startEventStore({ dir, port, insecure: true });

  const newClerk = async () => {
    const clerk = childProgram(program, [node.url]);
    clerks.push(clerk);
    await until(() => clerk.messages.length > 0);
    return clerk;
  };
  const answersOf = (clerk: ChildProgram, key: string) =>
    (clerk.messages as Sent[]).filter((sent) => sent.key === key);
  const answered = async (clerk: ChildProgram, key: string, count = 1) => {
    await until(() => answersOf(clerk, key).length >= count);
    return answersOf(clerk, key)[count - 1];
  };
  const ledgersOn = () => {
    const ports = { log, sealing: orders.plainSealing, macs: orders.plainMacs };
    const centres = new CentresLedger(ports);
    const access = new AccessLedger(ports);
    const editions = new EditionsLedger(ports, centres, access);
    return {
      centres,
      books: new BookLedger(ports, {
        centres,
        access,
        editions,
        quarters: new QuartersLedger(ports, centres),
        shortages: new ShortagesLedger(ports, centres),
      }),
    };
  };

  beforeAll(async () => {
    port = await freePort();
    node = await start();
    log = EventLog.connect(node.url);
    const { centres, books } = ledgersOn();
    const tree = [
      { code: guiyang, name: '贵阳市中心', tier: 'city' },
      { code: station, name: '贵阳第一鉴定所', tier: 'station', parent: guiyang },
    ] as const;
    for (const centre of tree) {
      const command = { type: 'RegisterCentre', ...centre } as const;
      await centres.execute(requestNow(), { ...orders.contextOf(), ...command });
    }
    const ranges = [{ from: 'A000000001', to: 'A000009999' }];
    const blanks = { type: 'RegisterBlanks', level: 5, edition: '2013', ranges } as const;
    const command = { ...blanks, deliveryNote: 'DN-1', ...orders.contextOf() } as const;
    expect((await books.execute(requestNow(), { ...command, ...blanks })).kind).toBe('appended');
  });

  afterAll(async () => {
    for (const clerk of clerks) clerk.kill();
    await Promise.all(clerks.map(({ ended }) => ended));
    await log?.dispose();
    await node?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('[C4] issue each serial once when they race for it, and one of them is told so', async () => {
    const pair = await Promise.all([newClerk(), newClerk()]);
    for (let round = 0; round < 15; round++) {
      const key = `race-${round}`;
      const serials = [round * 2 + 1, round * 2 + 2];
      for (const [index, clerk] of pair.entries()) clerk.send({ serials, key: `${key}-${index}` });
      const sent = await Promise.all(
        pair.map((clerk, index) => answered(clerk, `${key}-${index}`)),
      );
      expect(sent.map(({ outcome }) => outcome?.kind).sort()).toEqual(['appended', 'refused']);
    }
    const serials = issuedSerials(await readAll(log));
    expect([...serials].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it('post one request once, wherever and however often it is sent at once', async () => {
    const pair = await Promise.all([newClerk(), newClerk()]);
    for (let round = 0; round < 10; round++) {
      const key = `same-${round}`;
      const serials = [1_001 + round];
      for (const clerk of [...pair, ...pair]) clerk.send({ serials, key });
      await Promise.all(pair.map((clerk) => answered(clerk, key, 2)));
      const sent = pair.flatMap((clerk) => answersOf(clerk, key)).map(({ outcome }) => outcome);
      expect(sent.map((outcome) => outcome?.kind)).toEqual(Array(4).fill('appended'));
      const firsts = sent.filter((outcome) => outcome?.kind === 'appended' && !outcome.replayed);
      expect(firsts).toHaveLength(1);
      const texts = sent.map((outcome) => JSON.stringify({ ...outcome, replayed: null }));
      expect(new Set(texts).size).toBe(1);
    }
    const issued = issuedSerials(await readAll(log)).filter((serial) => serial > 1_000);
    expect(issued).toHaveLength(10);
  });

  it('lose and repeat nothing when they and the node are killed and requests are sent again', async () => {
    const requests = Array.from({ length: 40 }, (_, index) => ({
      serials: [2_001 + index],
      key: `kill-${index}`,
    }));
    const acknowledged = new Map<string, string>();
    for (let kill = 0; kill < 3; kill++) {
      const clerk = await newClerk();
      for (const request of requests) clerk.send(request);
      await until(() => clerk.messages.length > 1 + kill * 8);
      if (kill === 1) {
        process.kill(node.pid, 'SIGKILL');
        await node.exited;
        node = await start();
      }
      clerk.kill();
      await clerk.ended;
      for (const { key, outcome } of clerk.messages.slice(1) as Sent[]) {
        if (outcome?.kind === 'appended') acknowledged.set(key, outcome.events[0].id);
      }
    }
    const last = await newClerk();
    for (const request of requests) last.send(request);
    for (const { key } of requests) {
      const { outcome } = await answered(last, key);
      if (outcome?.kind !== 'appended') throw new Error(JSON.stringify(outcome));
      expect(acknowledged.get(key) ?? outcome.events[0].id).toBe(outcome.events[0].id);
    }
    const issued = issuedSerials(await readAll(log)).filter((serial) => serial > 2_000);
    expect([...issued].sort((a, b) => a - b)).toEqual(requests.map(({ serials }) => serials[0]));
  });

  it('leave a book that folds to what a cached one holds', async () => {
    const folded: Book = await ledgersOn().books.book(guiyang, { fresh: true });
    expect(folded.revision).toBe(BigInt((await readAll(log)).length - 1));
  });
});
