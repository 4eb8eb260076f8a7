import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import type { LiushuiEvent, RecordedEvent, SealedLine } from '#domain';
import { type TestEngine, testPostgres, tree, World } from '#testing';
import { ArrayLog } from '../../test/array-log';
import { allRows } from '../../test/tables';
import { applyBatch } from '../apply';
import { ReadModel } from '../read-model';
import { rebuild } from '../rebuild';
import type { HolderIndexing } from './indexing';

const { guiyang, zunyi } = tree;
const linesPerBlock = 3;

const hashOf = (index: string, text: string): Buffer =>
  createHash('sha256').update(`${index}/${text}`).digest().subarray(0, 16);

/** Blocks in clear, and lines that nobody can open any more: what the vault is to the views. */
class PlainVault implements HolderIndexing {
  readonly gone = new Set<string>();
  readonly destroyed: string[] = [];

  async index(index: string, blocks: Parameters<HolderIndexing['index']>[1]) {
    return blocks.map(({ place: { eventId }, data }) => {
      const text = Buffer.from(data).toString();
      if (text === 'damaged') return new Error(`${eventId} is damaged`);
      return text.split(',').flatMap((person, lineIndex) =>
        this.gone.has(`${eventId}/${lineIndex + 1}`)
          ? []
          : [
              {
                lineIndex,
                certificateNumber: String(1_352_010_000_400_000 + lineIndex),
                documentHash: hashOf(index, person),
                nameHash: hashOf(index, `name ${person}`),
              },
            ],
      );
    });
  }

  async destroy(index: string): Promise<void> {
    this.destroyed.push(index);
  }

  forget(lines: readonly SealedLine[]): void {
    for (const { event, line } of lines) this.gone.add(`${event}/${line}`);
  }
}

/** After the registration of centres, so that the views have them. */
class Story {
  readonly events: RecordedEvent[] = [...new World().log];
  private readonly revisions = new Map<string, bigint>();

  add(stream: string, event: LiushuiEvent): RecordedEvent {
    const last = this.events.at(-1) as RecordedEvent;
    const revision = (this.revisions.get(stream) ?? -1n) + 1n;
    this.revisions.set(stream, revision);
    const { position, recordedAt, metadata } = last;
    const id = `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`;
    const recording = { id, stream, revision, recordedAt, metadata, position: position + 10n };
    const recorded = { ...event, ...recording } as unknown as RecordedEvent;
    this.events.push(recorded);
    return recorded;
  }

  /** A block of three people in a book. */
  seal(centre: string, ...people: readonly string[]): RecordedEvent {
    return this.add(`book-${centre}`, {
      type: 'HoldersSealed',
      data: Buffer.from(people.join(',')),
    });
  }

  forget(...lines: readonly SealedLine[]): void {
    this.add('forgetting', { type: 'HolderForgotten', data: { lines, reason: '本人申请' } });
  }
}

const lineOf = ({ stream, revision, id }: RecordedEvent, line: number): SealedLine => ({
  stream,
  revision: String(revision),
  event: id,
  line,
});

describe('the blind index of holders', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  let vault: PlainVault;
  const story = new Story();
  const first = story.seal(guiyang, 'wang', 'li', 'zhang');
  const second = story.seal(zunyi, 'li', 'zhao', 'qian');
  const third = story.seal(guiyang, 'sun', 'li', 'zhou');
  const forgotten = [lineOf(first, 2), lineOf(third, 2)];
  const before = [...story.events];
  story.forget(...forgotten);
  const { events } = story;

  beforeEach(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    vault = new PlainVault();
  });

  afterEach(async () => {
    await pool.end();
    await postgres.stop();
  });

  const places = async (person: string, limit = 10) => {
    const found = await views.linesByDocument(async (index) => hashOf(index, person), limit);
    return found.answer.map(({ stream, revision, lineIndex }) => [stream, revision, lineIndex]);
  };
  const rebuildOf = (log: readonly RecordedEvent[], holders: HolderIndexing = vault) =>
    rebuild({ log: new ArrayLog(log), databaseUrl: postgres.url, holders });

  async function copyLive(from: readonly RecordedEvent[], build: number): Promise<void> {
    for (const event of from) {
      const batch = { build, live: true, isIndexed: true, events: [event], upTo: event.position };
      await applyBatch(pool, { ...batch, holders: vault });
      await applyBatch(pool, { ...batch, holders: vault });
    }
  }

  it('finds the lines of a document over all books, and no more than asked for and one', async () => {
    await rebuildOf(before);
    expect(await places('li')).toEqual([
      [`book-${guiyang}`, first.revision, 1],
      [`book-${guiyang}`, third.revision, 1],
      [`book-${zunyi}`, second.revision, 0],
    ]);
    expect(await places('li', 1)).toHaveLength(2);
    expect(await places('nobody')).toEqual([]);
  });

  it('has no row of a forgotten line, live or rebuilt, before or after its key is gone', async () => {
    const { build } = await rebuildOf([]);
    await copyLive(events, build);
    expect(await places('li')).toEqual([[`book-${zunyi}`, second.revision, 0]]);
    const live = await allRows(pool, build);
    expect(live.holder_line).toHaveLength(3 * linesPerBlock - forgotten.length);
    expect(live.forgotten_line).toHaveLength(forgotten.length);

    for (const isGone of [false, true]) {
      if (isGone) vault.forget(forgotten);
      const rebuilt = await rebuildOf(events);
      const rows = await allRows(pool, rebuilt.build);
      expect(rows.holder_line.map(placeOf)).toEqual(live.holder_line.map(placeOf));
      expect(rows.forgotten_line).toEqual(live.forgotten_line);
      expect(await places('li')).toEqual([[`book-${zunyi}`, second.revision, 0]]);
    }
  });

  it('drops a line that is forgotten while the views are being rebuilt', async () => {
    const log = new ArrayLog(before);
    await rebuild({
      log,
      databaseUrl: postgres.url,
      holders: vault,
      onProgress: ({ phase }) => {
        if (phase === 'indexing') log.append(...events.slice(before.length));
      },
    });
    expect(await places('li')).toEqual([[`book-${zunyi}`, second.revision, 0]]);
  });

  it('has another key in every build, destroyed before the build is dropped', async () => {
    const one = await rebuildOf(before);
    const two = await rebuildOf(before);
    const hashes = async (build: number) =>
      (await allRows(pool, build)).holder_line.map((row) => JSON.parse(row).document_hash);
    expect(new Set([...(await hashes(one.build)), ...(await hashes(two.build))]).size).toBe(14);
    await pool.query(`UPDATE liushui_views.build SET retired_at = 'epoch' WHERE state = 'retired'`);
    await rebuildOf(before);
    expect(vault.destroyed).toEqual([`liushui_view_${one.build}`]);
  });

  it('leaves out a block that nobody can open, tells of it, and goes on', async () => {
    const damaged = new Story();
    const block = damaged.seal(guiyang, 'damaged');
    damaged.seal(guiyang, 'wang');
    const told: string[] = [];
    const onUnreadable = ({ message }: Error): number => told.push(message);
    const log = new ArrayLog(damaged.events);
    await rebuild({ log, databaseUrl: postgres.url, holders: vault, onUnreadable });
    expect(told).toEqual([`${block.id} is damaged`]);
    expect(await places('wang')).toHaveLength(1);
  });

  it('stops nothing but itself when the vault is away: the batch is tried again whole', async () => {
    const away: HolderIndexing = {
      index: () => Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })),
      destroy: async () => undefined,
    };
    await expect(rebuildOf(before, away)).rejects.toThrow('away');
    await rebuildOf(before);
    expect(await places('li')).toHaveLength(3);
  });
});

const placeOf = (row: string): unknown[] => {
  const { stream, revision, line_index, certificate_number } = JSON.parse(row);
  return [stream, revision, line_index, certificate_number];
};
