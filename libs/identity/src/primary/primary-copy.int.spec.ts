import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { MemoryLog, type TestEngine, testPostgres } from '#testing';
import { Identity } from '../identity';
import { line } from '../sealing/sealing-fixtures';
import { judgeKeyFile } from '../vault/judge-key-file';
import {
  copyPrimaryIn,
  copyPrimaryOut,
  keyHistory,
  NoPrimaryData,
  type PrimaryPart,
} from './primary-copy';
import { PrimaryDatabase, primaryMigrations } from './primary-database';

jest.setTimeout(60_000);

const place = { stream: 'book-52000001', eventId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' };
const lines = [line(1, '王'), line(2, '欧阳\t明月\\N\n')];
const password = 'a long password of two';

let folder: string;
let source: TestEngine;
let target: TestEngine;
const opened: Identity[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-copy-'));
  [source, target] = await Promise.all([testPostgres(), testPostgres()]);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((identity) => identity.close()));
  await Promise.all([source.stop(), target.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

async function identity({ url }: TestEngine, dataFolder: string): Promise<Identity> {
  const made = await Identity.open({
    log: new MemoryLog(),
    databaseUrl: url,
    dataFolder,
    connectionsMax: 4,
  });
  opened.push(made);
  return made;
}

async function onDatabase<T>({ url }: TestEngine, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

async function copied({ url }: TestEngine): Promise<PrimaryPart[]> {
  const parts: PrimaryPart[] = [];
  for await (const part of copyPrimaryOut(url)) parts.push(part);
  return parts;
}

async function* given(parts: readonly PrimaryPart[]): AsyncGenerator<PrimaryPart> {
  yield* parts;
}

const madeAfter = ([head]: readonly PrimaryPart[]): readonly string[] =>
  head.kind === 'head' ? head.migrations : [];

const tableNames = (parts: readonly PrimaryPart[]) =>
  parts.flatMap((part) => (part.kind === 'table' ? [part.name] : []));

/** A user with a key, a login and a sealed block. */
async function filledSource() {
  const dataFolder = join(folder, 'one');
  const one = await identity(source, dataFolder);
  const user = await one.users.create({ username: 'wang', displayName: '王\\N芳', password });
  if (user === 'username-taken') throw new Error('unreachable');
  const issued = await one.apiKeys.issue(user.id, user.id);
  if (issued === 'too-many') throw new Error('unreachable');
  const { key } = issued;
  await one.refreshTokens.begin(user.id);
  const block = await one.sealing.seal(lines, { ...place, month: '2013-05' });
  const { id, mac } = await one.requestMacs.current();
  const mark = { id, mac: mac('a request') };
  return { dataFolder, one, user, key, block, mark };
}

it('a copy opens what was sealed and lets in who could log in', async () => {
  const { dataFolder, user, key, block, mark } = await filledSource();
  const parts = await copied(source);
  expect(await keyHistory(target.url)).toBeUndefined();
  expect(await copyPrimaryIn(target.url, madeAfter(parts), given(parts))).toBe('done');
  expect(await keyHistory(target.url)).toBeDefined();
  expect(await copied(target)).toEqual(parts);

  const elsewhere = join(folder, 'two');
  mkdirSync(join(elsewhere, 'keys'), { recursive: true, mode: 0o700 });
  copyFileSync(join(dataFolder, 'keys/holders.json'), join(elsewhere, 'keys/holders.json'));
  const two = await identity(target, elsewhere);
  expect(await two.sealing.openAll(block, place)).toEqual(lines);
  expect(await two.users.verifyLogin('wang', password)).toMatchObject({ id: user.id });
  expect(await two.apiKeys.verify(key)).toMatchObject({ user: { id: user.id } });
  expect(await two.requestMacs.verify(mark.id, 'a request', mark.mac)).toBe(true);
});

it('takes every table along but those that stay behind', async () => {
  await filledSource();
  const there = await onDatabase(source, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'liushui_primary'",
    );
    return rows.map(({ name }) => name);
  });
  const parts = await copied(source);
  const left = there.filter((name) => !tableNames(parts).includes(name));
  expect(left.sort()).toEqual([
    'key_holders',
    'migrations',
    'refresh_tokens',
    'upload_pieces',
    'uploads',
  ]);
  expect(
    Buffer.concat(parts.flatMap((part) => (part.kind === 'rows' ? [part.bytes] : []))).length,
  ).toBeGreaterThan(300);
});

it('is one moment of the source, whatever is committed while it is made', async () => {
  const { one } = await filledSource();
  const before = await copied(source);
  const meanwhile: PrimaryPart[] = [];
  for await (const part of copyPrimaryOut(source.url)) {
    if (meanwhile.length === 0) {
      await one.users.create({ username: 'li', displayName: '李', password });
      await one.vault.rotateGeneration();
    }
    meanwhile.push(part);
  }
  expect(meanwhile).toEqual(before);
  expect(await copied(source)).not.toEqual(before);
});

it('goes into an unused database only, as a whole or not at all', async () => {
  await filledSource();
  const parts = await copied(source);
  async function* breaking(): AsyncGenerator<PrimaryPart> {
    yield* parts.slice(0, -1);
    throw new Error('the disk is gone');
  }
  await expect(copyPrimaryIn(target.url, madeAfter(parts), breaking())).rejects.toThrow(
    'the disk is gone',
  );
  expect(await keyHistory(target.url)).toBeUndefined();
  expect(await copyPrimaryIn(target.url, madeAfter(parts), given(parts))).toBe('done');
  expect(await copyPrimaryIn(target.url, madeAfter(parts), given(parts))).toBe('not-empty');
  expect(await copied(target)).toEqual(parts);
});

it('of other tables than this program has is refused', async () => {
  await filledSource();
  const [head, ...rest] = await copied(source);
  if (head.kind !== 'head') throw new Error('unreachable');
  const newer = { ...head, migrations: [...head.migrations, 'Later1999'] };
  const renamed = rest.map((part) =>
    part.kind === 'table' && part.name === 'users' ? { ...part, name: 'users"; DROP' } : part,
  );
  const fewer = rest.slice(
    0,
    rest.findLastIndex(({ kind }) => kind === 'table'),
  );
  for (const parts of [
    [newer, ...rest],
    [head, ...renamed],
    [head, ...fewer],
  ]) {
    expect(await copyPrimaryIn(target.url, madeAfter(parts), given(parts))).toBe('other-version');
  }
  expect(await keyHistory(target.url)).toBeUndefined();
});

it('of an earlier version goes in as it was, and is brought up to date', async () => {
  await (await PrimaryDatabase.open(source.url, { migrationCount: 2 })).close();
  await onDatabase(source, (client) =>
    client.query(
      `INSERT INTO liushui_primary.users VALUES
       (gen_random_uuid(), 'wang', 'wang', '王', 'hash', now(), now(), NULL)`,
    ),
  );
  const parts = await copied(source);
  expect(madeAfter(parts)).toHaveLength(2);
  await (await PrimaryDatabase.open(target.url)).close();
  expect(await copyPrimaryIn(target.url, madeAfter(parts), given(parts))).toBe('done');
  const [head, ...later] = await copied(target);
  expect(madeAfter([head])).toEqual(primaryMigrations);
  expect(tableNames(later).length).toBeGreaterThan(tableNames(parts).length);
  const two = await identity(target, join(folder, 'two'));
  expect(await two.users.byUsername('wang')).toMatchObject({ displayName: '王' });
});

it('of a database that Liushui never saw is refused', async () => {
  await expect(copied(target)).rejects.toBeInstanceOf(NoPrimaryData);
});

it('names the generation whose key file opens it', async () => {
  const { dataFolder, one } = await filledSource();
  const generation = async () => {
    const [head] = await copied(source);
    return (head.kind === 'head' && head.generation) || { number: 0, check: '' };
  };
  const first = await generation();
  expect(judgeKeyFile(dataFolder, first)).toBe('opens');
  expect(judgeKeyFile(dataFolder, { ...first, check: '00' })).toBe('another');
  expect(judgeKeyFile(join(folder, 'nowhere'), first)).toBe('missing');
  await one.vault.rotateGeneration();
  expect(judgeKeyFile(dataFolder, first)).toBe('another');
  expect(judgeKeyFile(dataFolder, await generation())).toBe('opens');
  const history = await keyHistory(source.url);
  expect(history?.current).toEqual(await generation());
  expect(history?.has(first)).toBe(true);
  expect(history?.has({ ...first, number: 2 })).toBe(false);
});
