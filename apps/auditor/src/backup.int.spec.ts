import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '#domain';
import { EventLog } from '#event-log';
import { Identity, keyHistory } from '#identity';
import { childProgram, type TestEngine, testPostgres } from '#testing';
import {
  allOf,
  appendManagers,
  appendStory,
  type FreshStore,
  freshStore,
  kept,
  liushui,
} from '../test/two-stores';
import type { Manifest } from './backup-set';
import { withEngines } from './engines';

jest.setTimeout(180_000);

const password = 'a long password of two';
const killRounds = 4;

let folder: string;
let set: string;
let one: string;
let source: FreshStore;
let database: TestEngine;
let identity: Identity;
let backedUp: readonly RecordedEvent[];
const stops: (() => Promise<unknown>)[] = [];

const at = (name: string) => join(folder, name);

/** The numbers whose holders are sealed in front of a fact. */
function numbersOf({ type, data }: RecordedEvent): readonly string[] {
  switch (type) {
    case 'CertificatesIssued':
    case 'VouchersIssued':
      return data.runs.flatMap(({ certificateNumber, count }) =>
        Array.from({ length: count }, (_, index) =>
          String(BigInt(certificateNumber) + BigInt(index)).padStart(16, '0'),
        ),
      );
    case 'ReplacementPrinted':
      return [data.certificateNumber];
    case 'ProposalMade':
      return data.command.type === 'PrintReplacement' ? [data.command.certificateNumber] : [];
    default:
      throw new Error(`${type} has no holders`);
  }
}

/** Lines that are sealed for real. */
const linesOf = (fact: RecordedEvent) =>
  numbersOf(fact).map((certificateNumber, index) => ({
    certificateNumber,
    holder: {
      name: `王${index}`,
      document: { type: 'resident-id', number: `5201${index}` },
    } as const,
  }));

const sourceEnv = () => ({
  EVENTSTORE_URL: source.url,
  DATABASE_URL: database.url,
  LIUSHUI_DATA: one,
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-backup-spec-'));
  [set, one] = [at('set'), at('one')];
  [source, database] = await Promise.all([freshStore(), testPostgres()]);
  identity = await Identity.open({ databaseUrl: database.url, dataFolder: one, log: source.log });
  await appendStory(source.log, 40, (place, issued) =>
    identity.sealing.seal(linesOf(issued), { ...place, month: '2013-03' }),
  );
  await identity.users.create({ username: 'wang', displayName: '王芳', password });
  backedUp = await allOf(source.log);
  const { exitCode, err } = await liushui(['backup', set], sourceEnv());
  expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

afterAll(async () => {
  await identity?.close();
  await Promise.all([source?.stop(), database?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A data folder with the key file of the backup. */
function dataWithKeys(name: string): string {
  mkdirSync(join(at(name), 'keys'), { recursive: true, mode: 0o700 });
  copyFileSync(join(one, 'keys/holders.json'), join(at(name), 'keys/holders.json'));
  return at(name);
}

async function emptyEngines() {
  const [store, postgres] = await Promise.all([freshStore(), testPostgres()]);
  stops.push(
    () => store.stop(),
    () => postgres.stop(),
  );
  return { store, env: { EVENTSTORE_URL: store.url, DATABASE_URL: postgres.url } };
}

/** Everyone's holders, opened by what a restored system has. */
async function holdersIn(log: EventLog, databaseUrl: string, dataFolder: string) {
  const restored = await Identity.open({ databaseUrl, dataFolder, log });
  try {
    const sealed = (await allOf(log)).find(({ type }) => type === 'HoldersSealed');
    if (sealed?.type !== 'HoldersSealed') throw new Error('no sealed holders');
    const place = { stream: sealed.stream, eventId: sealed.id };
    return {
      lines: await restored.sealing.openAll(sealed.data, place),
      user: await restored.users.verifyLogin('wang', password),
      strangers: await restored.users.verifyLogin('later', password),
    };
  } finally {
    await restored.close();
  }
}

describe('a backup', () => {
  it('is a dated set with counts and hashes, without the key file, for its owner alone', () => {
    expect(readdirSync(set).sort()).toEqual(['events.liushui', 'manifest.json', 'primary.liushui']);
    for (const name of readdirSync(set)) expect(statSync(join(set, name)).mode & 0o077).toBe(0);
    const manifest = JSON.parse(readFileSync(join(set, 'manifest.json'), 'utf8'));
    expect(Date.parse(manifest.madeAt)).toBeGreaterThan(Date.parse('2020-01-01'));
    expect(manifest.events).toMatchObject({
      eventCount: backedUp.length,
      position: String(backedUp.at(-1)?.position),
      sizeBytes: statSync(join(set, 'events.liushui')).size,
    });
    const users = { name: 'users', rowCount: 1 };
    expect(manifest.primary.tables).toContainEqual(expect.objectContaining(users));
    const key = JSON.parse(readFileSync(join(one, 'keys/holders.json'), 'utf8')).generations[0].key;
    for (const name of readdirSync(set)) {
      const bytes = readFileSync(join(set, name));
      expect(bytes.includes(key) || bytes.includes(Buffer.from(key, 'hex'))).toBe(false);
    }
  });

  it('goes into a new folder only, or one where a backup broke off', async () => {
    const { exitCode, err } = await liushui(['backup', set], sourceEnv());
    expect(exitCode).toBe(2);
    expect(err).toContain('is not empty');
    const broken = at('broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'events.liushui.unfinished'), 'half');
    expect(await liushui(['backup', broken], sourceEnv())).toMatchObject({ exitCode: 0 });
    expect(readdirSync(broken)).toHaveLength(3);
  });

  it('of a database that Liushui never saw cannot be made', async () => {
    const { env } = await emptyEngines();
    const { exitCode, err } = await liushui(['backup', at('none')], env);
    expect(exitCode).toBe(3);
    expect(err).toContain('neither users nor keys');
    expect((await liushui(['restore', at('none')], env)).exitCode).toBe(2);
  });
});

describe('a restore', () => {
  it('into a new folder brings back events, logins, holders and views, once', async () => {
    const data = { LIUSHUI_DATA: dataWithKeys('two') };
    await identity.users.create({ username: 'later', displayName: '李', password });
    await appendManagers(source.log, 1);
    const first = await liushui(['restore', set, '--json'], data);
    expect(first).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(first.out)).toMatchObject({
      events: { appendedCount: backedUp.length, foundCount: 0 },
      primary: 'restored',
      keyFile: 'opens',
      forgottenAgainCount: 0,
    });
    await withEngines(data, { wanted: ['store', 'database'], mayBeNew: false }, async (urls) => {
      const log = EventLog.connect(urls.eventStoreUrl);
      try {
        expect(kept(await allOf(log))).toEqual(kept(backedUp));
        const found = await holdersIn(log, urls.databaseUrl, data.LIUSHUI_DATA);
        const issued = backedUp.find(({ type }) => type === 'CertificatesIssued');
        expect(found.lines).toEqual(linesOf(issued as RecordedEvent));
        expect(found.user).toMatchObject({ username: 'wang' });
        expect(found.strangers).toBeUndefined();
      } finally {
        await log.dispose();
      }
      const env = { EVENTSTORE_URL: urls.eventStoreUrl, DATABASE_URL: urls.databaseUrl };
      expect(await liushui(['reconcile'], env)).toMatchObject({ exitCode: 0 });
    });
    const again = await liushui(['restore', set, '--json'], data);
    expect(again).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(again.out)).toMatchObject({
      events: { appendedCount: 0, foundCount: backedUp.length },
      primary: 'there-already',
    });
  });

  it('killed at random moments is repeated', async () => {
    const seed = Number(process.env.LIUSHUI_SEED ?? Date.now() % 1_000_000);
    console.log(`LIUSHUI_SEED=${seed}`);
    const { store, env } = await emptyEngines();
    const around = { ...env, LIUSHUI_DATA: dataWithKeys('killed') };
    const fixture = require.resolve('../test/liushui.fixture.cjs');
    let random = seed;
    for (let round = 0; round < killRounds; round++) {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      const program = childProgram(fixture, ['restore', set], around);
      const wanted = Math.ceil((random / 2 ** 31) * backedUp.length);
      const stop = new AbortController();
      void program.ended.then(() => stop.abort());
      let seen = 0;
      for await (const { kind } of store.log.follow({ holders: true, signal: stop.signal })) {
        if (kind === 'event') seen += 1;
        if (seen >= wanted) break;
      }
      program.kill();
      await program.ended;
    }
    const late = childProgram(fixture, ['restore', set], around);
    let hasEnded = false;
    void late.ended.then(() => {
      hasEnded = true;
    });
    while (!hasEnded && !(await keyHistory(env.DATABASE_URL)));
    late.kill();
    await late.ended;
    expect(await keyHistory(env.DATABASE_URL)).toBeDefined();
    expect(await liushui(['restore', set], around)).toMatchObject({ exitCode: 0 });
    expect(kept(await allOf(store.log))).toEqual(kept(backedUp));
    expect(await liushui(['reconcile'], around)).toMatchObject({ exitCode: 0 });
    const { lines } = await holdersIn(store.log, env.DATABASE_URL, around.LIUSHUI_DATA);
    expect(lines).toHaveLength(10);
  });

  it('forgets again whom the log has forgotten since', async () => {
    const { store, env } = await emptyEngines();
    const around = { ...env, LIUSHUI_DATA: dataWithKeys('forgetful') };
    await liushui(['import', join(set, 'events.liushui')], env);
    const sealed = backedUp.find(({ type }) => type === 'HoldersSealed') as RecordedEvent;
    const { stream, revision, id, metadata } = sealed;
    const line = { stream, revision: String(revision), event: id, line: 3 };
    const data = { lines: [line], reason: '本人申请' };
    const event = { type: 'HolderForgotten', data, id: randomUUID(), metadata } as const;
    await store.log.append('forgetting', [event], -1n);
    const { exitCode, out } = await liushui(['restore', set, '--json'], around);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      events: { appendedCount: 0, laterCount: 1 },
      forgottenAgainCount: 1,
    });
    const { lines } = await holdersIn(store.log, env.DATABASE_URL, around.LIUSHUI_DATA);
    expect(lines.map(({ holder }) => holder === 'forgotten')).toEqual(
      lines.map((_, index) => index === 2),
    );
    expect(await liushui(['restore', set], around)).toMatchObject({ exitCode: 0 });
  });

  it('without the key file restores what it can and says what is missing', async () => {
    const { store, env } = await emptyEngines();
    const around = { ...env, LIUSHUI_DATA: at('keyless') };
    const { exitCode, out } = await liushui(['restore', set], around);
    expect(exitCode).toBe(0);
    expect(out).toContain(`Put the key file of this backup at ${at('keyless')}/keys/holders.json`);
    dataWithKeys('keyless');
    expect(await liushui(['rebuild'], around)).toMatchObject({ exitCode: 0 });
    const { lines } = await holdersIn(store.log, env.DATABASE_URL, around.LIUSHUI_DATA);
    expect(lines).toHaveLength(10);
  });
});

describe('a restore is refused, and changes nothing,', () => {
  const copyOfSet = (name: string): string => {
    mkdirSync(at(name));
    for (const file of readdirSync(set)) copyFileSync(join(set, file), join(at(name), file));
    return at(name);
  };

  it('when anything of the set is damaged or missing', async () => {
    const { store, env } = await emptyEngines();
    for (const file of readdirSync(set)) {
      const damaged = copyOfSet(`damaged-${file}`);
      const bytes = readFileSync(join(damaged, file));
      bytes[bytes.length >> 1] ^= 1;
      if (file === 'manifest.json') bytes[0] = 0;
      writeFileSync(join(damaged, file), bytes);
      const changed = await liushui(['restore', damaged, '--json'], env);
      expect(changed.exitCode).toBe(1);
      expect(changed.err).toContain(file);
      expect(JSON.parse(changed.out).error.code).toBe('set-damaged');
      rmSync(join(damaged, file));
      const { exitCode } = await liushui(['restore', damaged], env);
      expect(exitCode).toBe(file === 'manifest.json' ? 2 : 1);
    }
    expect(await allOf(store.log)).toEqual([]);
  });

  it.each<[string, (manifest: Manifest) => object]>([
    [
      'tables of a later version',
      ({ primary }) => ({ primary: { ...primary, migrations: [...primary.migrations, 'Later1'] } }),
    ],
    ['no generation of keys', ({ primary }) => ({ primary: { ...primary, generation: null } })],
    ['fewer events', ({ events }) => ({ events: { ...events, eventCount: 3 } })],
    [
      'another day',
      ({ events }) => ({ events: { ...events, madeAt: '2001-01-01T00:00:00.000Z' } }),
    ],
  ])('when the manifest tells of %s', async (_, change) => {
    const { store, env } = await emptyEngines();
    const forged = copyOfSet(`forged-${randomUUID()}`);
    const path = join(forged, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
    writeFileSync(path, JSON.stringify({ ...manifest, ...change(manifest) }));
    const { exitCode, out } = await liushui(['restore', forged, '--json'], env);
    expect([exitCode, JSON.parse(out).error.code]).toEqual([1, 'set-damaged']);
    expect(await allOf(store.log)).toEqual([]);
  });

  it('when the key file is of another vault', async () => {
    const { store, env } = await emptyEngines();
    const other = await testPostgres();
    stops.push(() => other.stop());
    const dataFolder = at('other-keys');
    const stranger = { databaseUrl: other.url, dataFolder, log: store.log };
    await (await Identity.open(stranger)).close();
    const { exitCode, err } = await liushui(['restore', set], { ...env, LIUSHUI_DATA: dataFolder });
    expect(exitCode).toBe(1);
    expect(err).toContain('does not open this backup: put the copy of generation 1');
    expect(await allOf(store.log)).toEqual([]);
  });

  it('when the database has other users, or the store other events', async () => {
    const { store, env } = await emptyEngines();
    const around = { ...env, LIUSHUI_DATA: at('taken') };
    const stranger = { databaseUrl: env.DATABASE_URL, dataFolder: at('taken'), log: store.log };
    await (await Identity.open(stranger)).close();
    const users = await liushui(['restore', set], around);
    expect(users.exitCode).toBe(1);
    expect(users.err).toContain('users or keys that are not those of this backup');
    expect(await allOf(store.log)).toEqual([]);

    const empty = await testPostgres();
    stops.push(() => empty.stop());
    await appendStory(store.log);
    const events = { ...around, DATABASE_URL: empty.url, LIUSHUI_DATA: dataWithKeys('taken-too') };
    const { exitCode, err } = await liushui(['restore', set], events);
    expect(exitCode).toBe(1);
    expect(err).toContain('the store holds');
  });
});
