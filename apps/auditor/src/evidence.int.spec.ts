import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import type { CheckpointSigned, MapRootRecorded } from '#domain';
import { EventLog, type NewEvent, WrongRevision } from '#event-log';
import { type TestEngine, testEventStore, testPostgres } from '#testing';
import {
  formatVerifierKey,
  LogKeeper,
  type LogSource,
  SigningKey,
  signatureTypes,
  signCheckpoint,
} from '#transparency';
import { Captured } from '../test/captured';
import { story } from '../test/recorded-world';
import { liushui } from '../test/two-stores';
import { runEvidence } from './evidence-command';
import { NotJudged } from './exit-codes';

jest.setTimeout(120_000);

const key = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 1));
const keyText = formatVerifierKey(key.verifier);
const other = SigningKey.fromSeed('liushui/log', signatureTypes.note, Buffer.alloc(32, 2));
const stop = new AbortController();

let store: TestEngine;
let database: TestEngine;
let log: EventLog;
let folder: string;
let keeping: Promise<void> | undefined;

beforeAll(async () => {
  [store, database] = await Promise.all([testEventStore(), testPostgres()]);
  log = EventLog.connect(store.url);
  folder = mkdtempSync(join(tmpdir(), 'liushui-evidence-'));
  for (const { type, data, id, metadata, stream, revision } of story()) {
    await log.append(stream, [{ type, data, id, metadata } as NewEvent], revision - 1n);
  }
});

afterAll(async () => {
  stop.abort();
  await keeping;
  await log?.dispose();
  await Promise.all([store?.stop(), database?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const source: LogSource = {
  follow: (options) => log.followStored(options),
  readAt: (stream, revision) => log.readAt(stream, revision),
  appendHead: (data, expected) => append('checkpoint-log', 'CheckpointSigned', data, expected),
  appendMapRoot: (data, expected) => append('serial-map', 'MapRootRecorded', data, expected),
};

async function append(
  stream: string,
  type: 'CheckpointSigned' | 'MapRootRecorded',
  data: CheckpointSigned['data'] | MapRootRecorded['data'],
  expected: bigint,
): Promise<'appended' | 'overtaken'> {
  const metadata = {
    schema: 1,
    actor: { user: 'system', role: 'admin', centre: '' },
    occurredOn: '2013-06-03',
    decidedAt: '2013-06-03T02:03:04.567Z',
    correlationId: randomUUID(),
  };
  try {
    await log.append(stream, [{ type, data, id: randomUUID(), metadata } as NewEvent], expected);
    return 'appended';
  } catch (fault) {
    if (fault instanceof WrongRevision) return 'overtaken';
    throw fault;
  }
}

const path = (name: string): string => join(folder, name);
const made = (serial: string, file: string, ...more: string[]) =>
  liushui(['evidence', serial, '-o', file, ...more], {
    EVENTSTORE_URL: store.url,
    DATABASE_URL: database.url,
  });
/** In a clean environment: nothing of the system is told. */
const checked = (file: string, ...args: string[]) =>
  liushui(['check-evidence', file, ...args], { LIUSHUI_DATA: path('nowhere') });

const serial = 'A000000001';

it('makes nothing before the log is signed, and says why', async () => {
  const { exitCode, err } = await made(serial, path('early.json'), '--now');
  expect(exitCode).toBe(3);
  expect(err).toContain('no signed head covers a root of the serial map yet');
});

it('[EV-1] makes a file that is proved offline, with every step told', async () => {
  keeping = new LogKeeper({
    source,
    databaseUrl: database.url,
    key: () => key,
    intervalMs: 50,
  }).run(stop.signal);
  const file = path('good.json');
  const making = await made(serial, file);
  expect(making).toMatchObject({ exitCode: 0 });
  expect(making.out).toMatch(
    /serial A000000001, 6 events, complete for the first \d+ of \d+ signed/,
  );
  const { exitCode, out } = await checked(file, '--key', keyText);
  expect(exitCode).toBe(0);
  expect(out).toContain('✓ The file is evidence about serial A000000001.');
  expect(out).toContain('none of them but the 6 listed touches this serial.');
  expect(out).toContain('certificate issued: issued by 52010000');
  expect(out.trimEnd()).toMatch(/\nProved, as of entry \d+ \(recorded at [-\d]+T[:.\d]+Z\)\.$/);
  expect(out).toMatch(/· Of \d+ signed entries the last \d+ are not covered/);
  const json = await checked(file, '--key', keyText, '--json');
  expect(JSON.parse(json.out)).toMatchObject({ verdict: 'proved', serial, cosignatures: [] });
});

it('[EV-3] marks what stands behind the recorded root, in both languages', async () => {
  const golden = join(__dirname, '../../../libs/transparency/src/evidence/golden-evidence.txt');
  const goldenKey = 'liushui/log+ce62af67+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c';
  const { out } = await checked(golden, '--key', goldenKey);
  expect(out).toContain('(book-52010000@3) (later than the complete part)\n');
  expect(out).toContain('Proved, as of entry 6 (recorded at 2013-06-30T02:03:04.567Z).');
  const chinese = await liushui(['check-evidence', golden, '--key', goldenKey], {
    LANG: 'zh_CN.UTF-8',
  });
  expect(chinese.out).toContain('（在完整部分之后）');
  expect(chinese.out).toContain('证明成立，截至第 6 条（记录时间 2013-06-30T02:03:04.567Z）。');
});

it('[TL-16] [SM-8] the log that it was made from is in order, roots of the map included', async () => {
  const { exitCode, out } = await liushui(['verify', '--json'], {
    EVENTSTORE_URL: store.url,
    LIUSHUI_DATA: path('nowhere'),
  });
  const { rootCount, rootedCount, findings } = JSON.parse(out);
  expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
  expect(rootCount).toBeGreaterThan(0);
  expect(rootedCount).toBeGreaterThan(0);
});

it('[TL-16] the log counts no less than the head that the database has', async () => {
  const env = { EVENTSTORE_URL: store.url, DATABASE_URL: database.url };
  const order = await liushui(['verify', '--json'], env);
  expect(JSON.parse(order.out)).toMatchObject({ isComparedWithDatabase: true, findings: [] });
  const pool = new Pool({ connectionString: database.url, max: 1 });
  const newest = `revision = (SELECT max(revision) FROM liushui_transparency.head)`;
  const put = `UPDATE liushui_transparency.head SET checkpoint = $1 WHERE ${newest}`;
  const { rows } = await pool.query(
    `SELECT checkpoint FROM liushui_transparency.head WHERE ${newest}`,
  );
  try {
    const head = { origin: 'liushui/log', size: 1_000_000, root: Buffer.alloc(32) };
    await pool.query(put, [signCheckpoint(head, key)]);
    const { exitCode, out } = await liushui(['verify', '--json'], env);
    const { findings } = JSON.parse(out);
    expect([exitCode, findings]).toMatchObject([1, [{ check: 'kept-head-ahead' }]]);
  } finally {
    await pool.query(put, [rows[0].checkpoint]);
    await pool.end();
  }
});

it('[EV-5] proves that a serial was never registered', async () => {
  const file = path('never.json');
  expect(await made('A999999999', file)).toMatchObject({ exitCode: 0 });
  const { exitCode, out } = await checked(file, '--key', keyText);
  expect(exitCode).toBe(0);
  expect(out).toContain('It was never registered.');
});

it('[EV-3] exits 1 for a file that proves nothing, and says in both languages why', async () => {
  const text = readFileSync(path('good.json'), 'utf8');
  const parts = JSON.parse(text);
  parts.events.splice(1, 1);
  writeFileSync(path('left-out.json'), `${JSON.stringify(parts)}\n`);
  writeFileSync(path('cut.json'), text.slice(0, 900));
  writeFileSync(path('large.json'), '');
  truncateSync(path('large.json'), 100 * 1024 * 1024);
  const cases = { 'left-out.json': 'Not complete', 'cut.json': 'no JSON', 'large.json': 'larger' };
  for (const [name, told] of Object.entries(cases)) {
    const { exitCode, out } = await checked(path(name), '--key', keyText);
    expect([name, exitCode, out.includes(told), out.includes('Not proved.')]).toEqual([
      name,
      1,
      true,
      true,
    ]);
  }
  const chinese = await liushui(['check-evidence', path('left-out.json'), '--key', keyText], {
    LANG: 'zh_CN.UTF-8',
  });
  expect(chinese.out).toContain('证明不成立。');
  const thief = formatVerifierKey(other.verifier);
  expect(await checked(path('good.json'), '--key', thief)).toMatchObject({ exitCode: 1 });
});

it('[EV-6] exits 3 for evidence beyond what a checker reads, and makes no file', async () => {
  const [out, err] = [new Captured(), new Captured()];
  const env = { EVENTSTORE_URL: store.url, DATABASE_URL: database.url };
  const around = { stdout: out, stderr: err, env, language: 'en', json: false } as const;
  const bounds = { eventsMax: 5, seriesMax: 10, sizeBytesMax: 1_000_000 };
  const output = path('large-evidence.json');
  const judged = await runEvidence(serial, { output }, around, { bounds }).catch(
    (fault: unknown) => fault,
  );
  // Which the command answers with exit code 3.
  expect(judged).toBeInstanceOf(NotJudged);
  expect(judged).toMatchObject({
    message: expect.stringContaining('beyond what can be checked: 10,000 events'),
  });
  expect(existsSync(output)).toBe(false);
});

it('exits 2 for wrong use, 3 for a version to come', async () => {
  const good = path('good.json');
  expect(await checked(good)).toMatchObject({ exitCode: 2 });
  const witness = SigningKey.fromSeed('52010000', signatureTypes.cosignature, Buffer.alloc(32, 3));
  expect(await checked(good, '--key', formatVerifierKey(witness.verifier))).toMatchObject({
    exitCode: 2,
  });
  expect(await checked(good, '--key', 'none')).toMatchObject({ exitCode: 2 });
  expect(await checked(path('away.json'), '--key', keyText)).toMatchObject({ exitCode: 2 });
  expect(await made('a1', path('a1.json'))).toMatchObject({ exitCode: 2 });
  expect(await made(serial, good)).toMatchObject({ exitCode: 2 });
  const text = readFileSync(good, 'utf8').replace('liushui/evidence/1', 'liushui/evidence/2');
  writeFileSync(path('later.json'), text);
  const { exitCode, out } = await checked(path('later.json'), '--key', keyText);
  expect(exitCode).toBe(3);
  expect(out).toContain('use a newer one');
});
