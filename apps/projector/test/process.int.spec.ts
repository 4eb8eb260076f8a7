import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startEventStore } from '#engines';
import { EventLog, type NewEvent } from '#event-log';
import { ReadModel } from '#read-model';
import {
  type ChildProgram,
  childProgram,
  type TestEngine,
  testEventStore,
  testPostgres,
  World,
} from '#testing';
import {
  type Checkpoint,
  GrowingTree,
  isLeaf,
  leafHash,
  openCheckpoint,
  PublishedLog,
  parseVerifierKey,
} from '#transparency';

const program = join(__dirname, '../src/main.ts');
const startMsMax = 60_000;
const pollMs = 20;

describe('the process of the projector', () => {
  let store: TestEngine;
  let postgres: TestEngine;
  let log: EventLog;
  let pool: Pool;
  const children: ChildProgram[] = [];
  const story = new World().log;
  const dataFolder = mkdtempSync(join(tmpdir(), 'liushui-projector-'));

  beforeAll(async () => {
    [store, postgres] = await Promise.all([testEventStore(), testPostgres()]);
    log = EventLog.connect(store.url);
    pool = new Pool({ connectionString: postgres.url });
  });

  afterAll(async () => {
    for (const child of children) child.kill();
    await Promise.all(children.map(({ ended }) => ended));
    await log?.dispose();
    await pool?.end();
    await postgres?.stop();
    await store?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  /** A projector that has said it is ready. */
  async function started(): Promise<ChildProgram> {
    const env = {
      EVENTSTORE_URL: store.url,
      DATABASE_URL: postgres.url,
      LIUSHUI_DATA: dataFolder,
    };
    const child = childProgram(program, [], env);
    children.push(child);
    const isReady = () =>
      child.messages.some((message) => (message as { type?: string }).type === 'ready');
    const end = Date.now() + startMsMax;
    while (!isReady()) {
      const gone = await Promise.race([
        child.ended,
        new Promise<undefined>((resolve) => setTimeout(resolve, pollMs, undefined)),
      ]);
      if (gone) throw new Error(`the projector ended: ${gone.stderr}`);
      if (Date.now() > end) throw new Error('the projector did not get ready');
    }
    return child;
  }

  async function append(index: number): Promise<bigint> {
    const { id, type, data, metadata, stream, revision } = story[index];
    const event = { id, type, data, metadata } as NewEvent;
    return (await log.append(stream, [event], revision - 1n)).position;
  }

  /** The root of the first `size` leaves, recomputed from the store. */
  async function rootOf(size: number): Promise<Buffer> {
    const tree = new GrowingTree();
    for await (const event of log.scanStored()) {
      if (isLeaf(event) && tree.size < size) tree.add(leafHash(event));
    }
    expect(tree.size).toBe(size);
    return tree.root;
  }

  async function signedHead(): Promise<Checkpoint> {
    const published = new PublishedLog(pool);
    const end = Date.now() + startMsMax;
    for (;;) {
      const head = await published.head();
      const key = parseVerifierKey(head?.key ?? '');
      const opened = key && openCheckpoint(head?.checkpoint ?? '', key);
      if (opened?.kind === 'signed') return opened.checkpoint;
      if (Date.now() > end) throw new Error('no head was signed');
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  it('works, is replaced by the one standing by when it is killed, and stops when told', async () => {
    const views = new ReadModel(pool);
    const first = await started();
    expect(await views.waitFor(await append(0), 20_000)).toBe(true);
    const second = await started();
    first.kill();
    await first.ended;
    expect(await views.waitFor(await append(1), 20_000)).toBe(true);
    expect((await views.centres()).answer).toHaveLength(2);
    const { size, root } = await signedHead();
    expect(size).toBeGreaterThan(0);
    expect(root).toEqual(await rootOf(size));
    process.kill(second.pid, 'SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  it('says what is missing in its environment', async () => {
    const child = childProgram(program, [], {
      LIUSHUI_DATA: dataFolder,
      EVENTSTORE_URL: store.url,
      DATABASE_URL: '',
    });
    children.push(child);
    const { code, stderr } = await child.ended;
    expect(code).toBe(78);
    expect(stderr).toBe('DATABASE_URL is not set\n');
  });

  it('says in one sentence that it has no such database', async () => {
    const nowhere = new URL(postgres.url);
    nowhere.pathname = '/no_such_database';
    const env = {
      LIUSHUI_DATA: dataFolder,
      EVENTSTORE_URL: store.url,
      DATABASE_URL: nowhere.toString(),
    };
    const child = childProgram(program, [], env);
    children.push(child);
    const { code, stderr } = await child.ended;
    expect(code).toBe(78);
    expect(stderr).toMatch(/^Postgres refuses: .*no_such_database.* in DATABASE_URL\.\n$/);
  });

  it('says in one sentence that the event store does not know its password', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'liushui-projector-store-'));
    const secured = await startEventStore({ dir });
    try {
      const url = new URL(secured.url);
      url.password = 'not-this-one';
      const env = {
        LIUSHUI_DATA: dataFolder,
        EVENTSTORE_URL: url.toString(),
        DATABASE_URL: postgres.url,
      };
      const child = childProgram(program, [], env);
      children.push(child);
      const { code, stderr } = await child.ended;
      expect(code).toBe(78);
      // Node itself may warn before, of a certificate for an address.
      expect(stderr).toMatch(/^The event store refuses: .*[^.]\. Check .* in EVENTSTORE_URL\.\n$/m);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(stderr).not.toContain('not-this-one');
    } finally {
      await secured.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
