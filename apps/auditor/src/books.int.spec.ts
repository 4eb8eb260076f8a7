import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { ReadModel } from '#read-model';
import { childProgram, range, testPostgres } from '#testing';
import {
  allOf,
  appendManagers,
  appendStory,
  type FreshStore,
  freshStore,
  kept,
  liushui,
} from '../test/two-stores';

jest.setTimeout(180_000);

const killRounds = 6;
const laterCount = 300;

let folder: string;
let file: string;
let source: FreshStore;
const stores: FreshStore[] = [];

const at = (name: string) => join(folder, name);
const on = ({ url }: FreshStore) => ({ EVENTSTORE_URL: url });

async function anotherStore(): Promise<FreshStore> {
  const store = await freshStore();
  stores.push(store);
  return store;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-books-spec-'));
  file = at('books.liushui');
  source = await freshStore();
  await appendStory(source.log, laterCount);
});

afterEach(() => Promise.all(stores.splice(0).map((store) => store.stop())));

afterAll(async () => {
  await source?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('books moved from one store to another', () => {
  let target: FreshStore;

  beforeAll(async () => {
    target = await freshStore();
    const { exitCode, out } = await liushui(['export', 'events', file, '--json'], on(source));
    expect(exitCode).toBe(0);
    const exported = JSON.parse(out);
    const events = await allOf(source.log);
    expect(exported).toMatchObject({
      file,
      eventCount: events.length,
      position: String(events.at(-1)?.position),
      sizeBytes: statSync(file).size,
    });
    const imported = await liushui(['import', file, '--json'], on(target));
    expect(imported.exitCode).toBe(0);
    expect(JSON.parse(imported.out)).toMatchObject({
      hash: exported.hash,
      foundCount: 0,
      appendedCount: events.length,
    });
  });

  afterAll(() => target?.stop());

  it('are the same events in the same order, recorded when they were', async () => {
    const [before, after] = [await allOf(source.log), await allOf(target.log)];
    expect(kept(after)).toEqual(kept(before));
    expect(before.filter(({ type }) => type === 'HoldersSealed').length).toBeGreaterThan(0);
    for (const { metadata, recordedAt } of after) {
      expect(metadata.importedCreated).toBe(recordedAt.toISOString());
    }
  });

  it('are the file of their owner alone', () => {
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('replay and trace as before', async () => {
    for (const args of [['replay'], ['trace', range(13, 13).from]]) {
      const [before, after] = await Promise.all(
        [source, target].map((store) => liushui([...args, '--json'], on(store))),
      );
      const { position: _, ...replayed } = JSON.parse(after.out);
      expect(after.exitCode).toBe(0);
      expect(withoutPositions(replayed)).toEqual(withoutPositions(JSON.parse(before.out)));
    }
  });

  it('reconcile, and answer as of a recorded time what they answered before', async () => {
    const events = await allOf(source.log);
    const asked = [5, 12, 20].map((index) => events[index].recordedAt);
    const answers = await Promise.all(
      [source, target].map(async (store) => {
        const database = await testPostgres();
        const pool = new Pool({ connectionString: database.url });
        try {
          const data = { LIUSHUI_DATA: mkdtempSync(at('data-')) };
          const env = { ...on(store), ...data, DATABASE_URL: database.url };
          expect(await liushui(['rebuild'], env)).toMatchObject({ exitCode: 0 });
          const { findings } = JSON.parse((await liushui(['reconcile', '--json'], env)).out);
          // Without the keys that the books were sealed under nobody can be looked up.
          expect(new Set(findings.map(inView))).toEqual(new Set(['row-missing holder_line']));
          const views = new ReadModel(pool);
          return await Promise.all(
            asked.map(async (asOfRecorded) => [
              (await views.stock(undefined, { asOfRecorded })).answer,
              (await views.serial(range(2, 2).from, { asOfRecorded })).answer,
            ]),
          );
        } finally {
          await pool.end();
          await database.stop();
        }
      }),
    );
    expect(withoutPositions(answers[1])).toEqual(withoutPositions(answers[0]));
    expect(withoutPositions(answers[0][0])).not.toEqual(withoutPositions(answers[0][2]));
  });

  it('imported again post nothing twice', async () => {
    const before = await allOf(target.log);
    const { exitCode, out } = await liushui(['import', file], on(target));
    expect(exitCode).toBe(0);
    expect(out).toContain(`${before.length} were there already, 0 appended`);
    expect(await allOf(target.log)).toEqual(before);
  });

  it('exported and imported once more keep the first record time and the hash', async () => {
    const again = at('again.liushui');
    const third = await anotherStore();
    await liushui(['export', 'events', again], on(target));
    const { out } = await liushui(['import', again, '--json'], on(third));
    const { hash } = JSON.parse((await liushui(['import', file, '--json'], on(target))).out);
    expect(JSON.parse(out).hash).toBe(hash);
    const bare = (events: Awaited<ReturnType<typeof allOf>>) =>
      events.map(({ position: _, ...event }) => event);
    expect(bare(await allOf(third.log))).toEqual(bare(await allOf(target.log)));
  });
});

/** Positions belong to a store. */
const withoutPositions = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, one) =>
      key === 'position' ? undefined : typeof one === 'bigint' ? String(one) : one,
    ),
  );

it('an import killed at random moments goes on and posts nothing twice', async () => {
  const seed = Number(process.env.LIUSHUI_SEED ?? Date.now() % 1_000_000);
  console.log(`LIUSHUI_SEED=${seed}`);
  const target = await anotherStore();
  const total = (await allOf(source.log)).length;
  let random = seed;
  const draw = (below: number) => {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((random / 2 ** 31) * below);
  };
  let reached = 0;
  for (let round = 0; round < killRounds; round++) {
    const killAt = reached + draw((total - reached) / 2);
    const program = childProgram(
      require.resolve('../test/liushui.fixture.cjs'),
      ['import', file],
      on(target),
    );
    await countedUpTo(target, killAt, program.ended);
    program.kill();
    await program.ended;
    reached = (await allOf(target.log)).length;
  }
  expect(reached).toBeGreaterThan(0);
  const { exitCode, out } = await liushui(['import', file, '--json'], on(target));
  expect(exitCode).toBe(0);
  const { foundCount, appendedCount } = JSON.parse(out);
  expect({ foundCount, appendedCount }).toEqual({
    foundCount: reached,
    appendedCount: total - reached,
  });
  expect(kept(await allOf(target.log))).toEqual(kept(await allOf(source.log)));
});

/** Until the store has so many events, or whoever appends them has ended. */
async function countedUpTo({ log }: FreshStore, count: number, ended: Promise<unknown>) {
  const stop = new AbortController();
  void ended.then(() => stop.abort());
  let seen = 0;
  if (count === 0) return;
  for await (const { kind } of log.follow({ holders: true, signal: stop.signal })) {
    if (kind === 'event') seen += 1;
    if (seen >= count) return;
  }
}

it('what came to the source meanwhile is added by importing a later file', async () => {
  const [store, target] = [await anotherStore(), await anotherStore()];
  await appendStory(store.log);
  await liushui(['export', 'events', at('early.liushui')], on(store));
  await liushui(['import', at('early.liushui')], on(target));
  await appendManagers(store.log, 3);
  await liushui(['export', 'events', at('late.liushui')], on(store));
  const { out } = await liushui(['import', at('late.liushui'), '--json'], on(target));
  expect(JSON.parse(out)).toMatchObject({ appendedCount: 3, laterCount: 0 });
  expect(kept(await allOf(target.log))).toEqual(kept(await allOf(store.log)));
  const earlier = await liushui(['import', at('early.liushui'), '--json'], on(target));
  expect(JSON.parse(earlier.out)).toMatchObject({ appendedCount: 0, laterCount: 3 });
});

it('a store that is written to meanwhile is exported up to the position that is stated', async () => {
  const [store, target] = [await anotherStore(), await anotherStore()];
  await appendStory(store.log, 100);
  let isOver = false;
  const writing = (async () => {
    while (!isOver) await appendManagers(store.log, 1);
  })();
  const { out } = await liushui(['export', 'events', at('running.liushui'), '--json'], on(store));
  isOver = true;
  await writing;
  const { position, eventCount } = JSON.parse(out);
  expect(await liushui(['import', at('running.liushui')], on(target))).toMatchObject({
    exitCode: 0,
  });
  const upTo = (await allOf(store.log)).filter((event) => event.position <= BigInt(position));
  expect(upTo).toHaveLength(eventCount);
  expect(kept(await allOf(target.log))).toEqual(kept(upTo));
});

describe('an import is refused', () => {
  it('by a store that holds something else, which is left as it is', async () => {
    const target = await anotherStore();
    await appendStory(target.log);
    const before = await allOf(target.log);
    const { exitCode, err, out } = await liushui(['import', file, '--json'], on(target));
    expect(exitCode).toBe(1);
    expect(err).toContain('the store holds CentreRegistered centres@0');
    expect(JSON.parse(out).error.code).toBe('target-differs');
    expect(await allOf(target.log)).toEqual(before);
  });

  it('when the file is damaged, with the place of the damage', async () => {
    const target = await anotherStore();
    const bytes = readFileSync(file);
    const damaged = at('damaged.liushui');
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] ^= 1;
    writeFileSync(damaged, bytes);
    const changed = await liushui(['import', damaged, '--json'], on(target));
    expect(changed.exitCode).toBe(1);
    expect(changed.err).toMatch(/damaged\.liushui is damaged at byte \d+: the checksum/);
    expect(JSON.parse(changed.out).error.code).toBe('file-damaged');
    bytes[middle] ^= 1;
    writeFileSync(damaged, bytes.subarray(0, -1));
    const cut = await liushui(['import', damaged], on(target));
    expect(cut.exitCode).toBe(1);
    expect(cut.err).toMatch(/damaged at byte \d+: the file ends in the middle of a frame/);
    expect(await allOf(target.log)).toEqual([]);
  });

  it('when it is no such file, as wrong use', async () => {
    const other = at('other.txt');
    writeFileSync(other, 'serial,certificateNumber\n');
    for (const [path, said] of [
      [other, 'no file of Liushui'],
      [at('nowhere'), 'cannot be read (ENOENT)'],
      [folder, 'cannot be read (EISDIR)'],
    ]) {
      const { exitCode, err } = await liushui(['import', path], on(source));
      expect(exitCode).toBe(2);
      expect(err).toContain(said);
    }
  });
});

describe('an export is refused', () => {
  it('over a file that is there', async () => {
    const before = readFileSync(file);
    const { exitCode, err } = await liushui(['export', 'events', file], on(source));
    expect(exitCode).toBe(2);
    expect(err).toContain('is there already');
    expect(readFileSync(file)).toEqual(before);
  });

  it('when there is no store, and leaves nothing behind', async () => {
    const path = at('away.liushui');
    const env = { LIUSHUI_DATA: at('no-system') };
    const { exitCode, err } = await liushui(['export', 'events', path], env);
    expect(exitCode).toBe(3);
    expect(err).toContain('no Liushui runs on');
    expect(() => statSync(path)).toThrow('ENOENT');
    expect(() => statSync(`${path}.unfinished`)).toThrow('ENOENT');
  });
});

const inView = ({ check, params }: { check: string; params: { view?: string } }): string =>
  `${check} ${params.view}`;
