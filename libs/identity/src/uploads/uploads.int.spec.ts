import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { MemoryLog, type TestEngine, testPostgres } from '#testing';
import { Identity } from '../identity';
import { LeaseLost, type UploadPiece } from './upload';

const dayMs = 86_400_000;
const leaseMs = 60_000;
const centre = '52010001';

describe('uploads', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let dataFolder: string;
  let identity: Identity;
  let userId: string;
  let now = new Date('2013-05-01T12:00:00Z');

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    dataFolder = mkdtempSync(join(tmpdir(), 'liushui-uploads-'));
    identity = await Identity.open({
      log: new MemoryLog(),
      databaseUrl: postgres.url,
      dataFolder,
      now: () => now,
    });
    const user = await identity.users.create({
      username: 'clerk',
      displayName: 'Clerk',
      password: 'a-password-of-specs',
    });
    if (user === 'username-taken') throw new Error(user);
    userId = user.id;
  });
  afterAll(async () => {
    await identity?.close();
    await pool?.end();
    await postgres?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });
  afterEach(() => pool.query('DELETE FROM liushui_primary.uploads'));

  async function* piecesOf(...contents: object[]): AsyncGenerator<UploadPiece> {
    for (const content of contents) yield { rowCount: 2, content };
  }
  const keep = (pieces: AsyncIterable<UploadPiece>, key?: string, same = true) =>
    identity.uploads.keep(
      {
        centre,
        userId,
        kind: 'issues',
        ...(key === undefined ? {} : { request: { key, mac: 'mac', macKey: 'k' } }),
      },
      pieces,
      () => ({ station: '52010101' }),
      async () => same,
    );
  async function kept(...contents: object[]) {
    const answer = await keep(piecesOf(...contents));
    if (answer.kind !== 'kept') throw new Error(answer.kind);
    return answer.upload;
  }
  async function claimed(id: string): Promise<string> {
    const holder = randomUUID();
    expect((await identity.uploads.claim(holder, leaseMs))?.id).toBe(id);
    return holder;
  }
  async function opened(id: string) {
    const open = await identity.uploads.open(id);
    if (!open) throw new Error('gone');
    return open;
  }

  it('are kept whole, sealed, and read back', async () => {
    const { id, rowCount, pieceCount, state } = await kept({ name: '张三丰' }, { name: '李四光' });
    expect({ rowCount, pieceCount, state }).toEqual({
      rowCount: 4,
      pieceCount: 2,
      state: 'waiting',
    });
    const open = await opened(id);
    expect(open.particulars()).toEqual({ station: '52010101' });
    expect(await open.piece(1)).toEqual({ name: '李四光' });
    open.close();
    const { rows } = await pool.query(
      `SELECT u::text || p::text AS text FROM liushui_primary.uploads u
       JOIN liushui_primary.upload_pieces p ON p.upload = u.id`,
    );
    const stored = Buffer.concat(
      rows.map(({ text }) =>
        Buffer.from(
          text.replace(/\\x([0-9a-f]+)/g, (_: string, hex: string) =>
            Buffer.from(hex, 'hex').toString('latin1'),
          ),
          'latin1',
        ),
      ),
    );
    expect(stored.includes(Buffer.from('张三丰'))).toBe(false);
    expect(stored.includes(Buffer.from('52010101'))).toBe(false);
  });

  it('leave nothing behind when the file turns out to be bad in the middle', async () => {
    async function* bad(): AsyncGenerator<UploadPiece> {
      yield { rowCount: 2, content: {} };
      throw new Error('damaged');
    }
    await expect(keep(bad())).rejects.toThrow('damaged');
    const { rows } = await pool.query(
      `SELECT (SELECT count(*) FROM liushui_primary.uploads)::int AS uploads,
         (SELECT count(*) FROM liushui_primary.upload_pieces)::int AS pieces`,
    );
    expect(rows).toEqual([{ uploads: 0, pieces: 0 }]);
  });

  it('are kept once for one idempotency key, also at the same moment', async () => {
    const answers = await Promise.all([keep(piecesOf({}), 'a'), keep(piecesOf({}), 'a')]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['kept', 'repeated']);
    const ids = answers.map((answer) => 'upload' in answer && answer.upload.id);
    expect(new Set(ids).size).toBe(1);
    expect(await keep(piecesOf({}), 'a', false)).toEqual({ kind: 'key-reused' });
  });

  it('are ten at most for a centre until they are done', async () => {
    for (let at = 0; at < 10; at += 1) await kept({});
    expect(await keep(piecesOf({}))).toEqual({ kind: 'too-many' });
  });

  it('are ten at most also when several come in at the same moment', async () => {
    for (let at = 0; at < 9; at += 1) await kept({});
    let arrived = 0;
    let open: () => void = () => undefined;
    const allThere = new Promise<void>((resolve) => {
      open = resolve;
    });
    async function* together(): AsyncGenerator<UploadPiece> {
      arrived += 1;
      if (arrived === 3) open();
      await allThere;
      yield { rowCount: 1, content: {} };
    }
    const answers = await Promise.all([1, 2, 3].map(() => keep(together())));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['kept', 'too-many', 'too-many']);
    expect(await identity.uploads.ofCentre(centre)).toHaveLength(10);
  });

  it('end after the piece under way when they are cancelled, and what is left is gone', async () => {
    const first = await kept({ of: 0 });
    const { id } = await kept({ of: 0 }, { of: 1 }, { of: 2 });
    await identity.uploads.cancel(id);
    const holder = randomUUID();
    expect((await identity.uploads.claim(holder, leaseMs))?.id).toBe(id);
    const open = await opened(id);
    const result = { doneCount: 2, refusedCount: 0, content: { refused: [] }, proposals: [] };
    await open.finishPiece(0, holder, result);
    expect(await identity.uploads.isCancelled(id)).toBe(true);
    expect(await identity.uploads.isCancelled(first.id)).toBe(false);
    await identity.uploads.finish(id, holder);
    expect(await open.piece(0)).toEqual({ refused: [] });
    await expect(open.piece(1)).rejects.toThrow();
    open.close();
    const ended = { state: 'done', rowCount: 6, doneCount: 2, cancelledAt: now };
    expect(await identity.uploads.find(id)).toMatchObject(ended);
    await identity.uploads.finish(first.id, await claimed(first.id));
    await identity.uploads.cancel(first.id);
    expect((await identity.uploads.find(first.id))?.cancelledAt).toBeUndefined();
  });

  it('are worked on by one holder, and by the next when its lease is over', async () => {
    const { id } = await kept({ of: 0 }, { of: 1 });
    const [first, second] = [randomUUID(), randomUUID()];
    expect((await identity.uploads.claim(first, 0))?.id).toBe(id);
    const open = await opened(id);
    const result = { doneCount: 2, refusedCount: 1, content: { refused: [1] }, proposals: [] };
    await open.finishPiece(0, first, { ...result, position: 7n, proposals: ['p-1'] });
    expect((await identity.uploads.claim(second, leaseMs))?.nextPiece).toBe(1);
    expect(await identity.uploads.claim(first, leaseMs)).toBeUndefined();
    await expect(open.finishPiece(1, first, result)).rejects.toThrow(LeaseLost);
    await expect(open.finishPiece(0, second, result)).rejects.toThrow(LeaseLost);
    await expect(identity.uploads.begin(id, first)).rejects.toThrow(LeaseLost);
    await open.finishPiece(1, second, result);
    await identity.uploads.finish(id, second);
    expect(await open.piece(0)).toEqual({ refused: [1] });
    open.close();
    expect(await identity.uploads.find(id)).toMatchObject({
      state: 'done',
      doneCount: 4,
      refusedCount: 2,
      position: 7n,
      proposals: ['p-1'],
    });
    expect(await identity.uploads.claim(first, leaseMs)).toBeUndefined();
  });

  it('end when their days are over, and their keys with them', async () => {
    const { id } = await kept({});
    const start = now;
    now = new Date(start.getTime() + 15 * dayMs);
    await identity.destroyExpiredKeys();
    expect(await identity.uploads.open(id)).toBeUndefined();
    expect(await identity.uploads.purge()).toBe(1);
    expect(await identity.uploads.find(id)).toBeUndefined();
    now = start;
  });
});
