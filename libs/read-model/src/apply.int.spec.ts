import type { RecordedEvent } from '#domain';
import { type TestEngine, testPostgres, tree } from '#testing';
import { noHolders } from '../test/no-holders';
import { fullStory, rangeOf } from '../test/story';
import { allRows } from '../test/tables';
import { applyBatch, ProjectionFault } from './apply';
import { AnotherWriter, Builds } from './builds/builds';

describe('applying batches', () => {
  let postgres: TestEngine;
  let builds: Builds;
  const story = fullStory();

  beforeAll(async () => {
    postgres = await testPostgres();
    builds = await Builds.open(postgres.url);
  });

  afterAll(async () => {
    await builds?.close();
    await postgres?.stop();
  });

  /** Empty views, with indexes, that answer: a build may not take over from one that is ahead. */
  async function freshBuild(): Promise<number> {
    await builds.pool.query('DELETE FROM liushui_views.current');
    const build = await builds.begin();
    await builds.index(build);
    const isOwn = async (): Promise<boolean> => true;
    await builds.pointTo(build, async () => undefined, isOwn);
    return build;
  }

  const apply = (build: number, events: readonly RecordedEvent[]): Promise<bigint> =>
    applyBatch(builds.pool, {
      build,
      live: true,
      isIndexed: true,
      events,
      upTo: events.at(-1)?.position ?? 0n,
      holders: noHolders,
    });

  it('ends with the same rows one by one, at once, and with every event delivered twice', async () => {
    const singly = await freshBuild();
    for (const event of story) await apply(singly, [event]);
    const expected = await allRows(builds.pool, singly);
    const empty = Object.keys(expected).filter((table) => expected[table].length === 0);
    // The story seals nobody: the blind index has a spec of its own.
    expect(empty).toEqual(['holder_line', 'forgotten_line']);

    const atOnce = await freshBuild();
    await apply(atOnce, story);
    expect(await allRows(builds.pool, atOnce)).toEqual(expected);

    const twice = await freshBuild();
    for (let index = 0; index < story.length; index += 7) {
      const chunk = story.slice(index, index + 7);
      await apply(twice, [...chunk.flatMap((event) => [event, event])]);
      await apply(twice, chunk);
    }
    expect(await allRows(builds.pool, twice)).toEqual(expected);
  });

  it('applies everything once when two writers race, one of which aborts', async () => {
    const alone = await freshBuild();
    await apply(alone, story);
    const expected = await allRows(builds.pool, alone);

    const raced = await freshBuild();
    const write = async (chunkCount: number): Promise<void> => {
      for (let index = 0; index < story.length; ) {
        const chunk = story.slice(index, index + chunkCount);
        try {
          await apply(raced, chunk);
          index += chunkCount;
        } catch (error) {
          if (!(error instanceof AnotherWriter)) throw error;
        }
      }
    };
    await Promise.all([write(3), write(5), write(1)]);
    expect(await allRows(builds.pool, raced)).toEqual(expected);
  });

  it('refuses to write into a build that does not answer any more', async () => {
    const old = await freshBuild();
    await freshBuild();
    await expect(apply(old, story.slice(0, 1))).rejects.toBeInstanceOf(AnotherWriter);
    expect((await builds.checkpoint(old)).position).toBe(-1n);
  });

  it('names an event of a type that no view knows, after applying those before it', async () => {
    const build = await freshBuild();
    const known = story.slice(0, 5);
    const unknown = { ...story[5], type: 'BlanksTeleported', stream: 'book-52000000' };
    const failing = apply(build, [...known, unknown as unknown as RecordedEvent, story[6]]);
    await expect(failing).rejects.toThrow(/BlanksTeleported book-52000000@/);
    expect((await builds.checkpoint(build)).position).toBe(known[4].position);
  });

  it('names an event that would leave an account with less than nothing', async () => {
    const build = await freshBuild();
    const registered = story.findIndex(({ type }) => type === 'BlanksRegistered');
    const dispatch = story.find(({ type }) => type === 'BlanksDispatched');
    if (dispatch?.type !== 'BlanksDispatched') throw new Error('the story sends nothing');
    await apply(build, story.slice(0, registered + 1));
    const lots = [{ level: 4 as const, edition: '2013普通版', ranges: [rangeOf(1, 5_000)] }];
    const tooMuch = { ...dispatch, data: { ...dispatch.data, lots } };
    const failing = apply(build, [tooMuch]);
    await expect(failing).rejects.toBeInstanceOf(ProjectionFault);
    await expect(failing).rejects.toThrow(/BlanksDispatched book-00000000@\d+: .*-4000/);
    expect((await builds.checkpoint(build)).position).toBe(story[registered].position);
  });

  it('names an answer to a consignment that was never sent', async () => {
    const build = await freshBuild();
    const receipt = story.find(({ type }) => type === 'BlanksRefused');
    if (!receipt) throw new Error('the story refuses nothing');
    await expect(apply(build, [receipt])).rejects.toThrow(/consignment .* does not exist/);
  });

  it('copies text as it is, whatever it holds', async () => {
    const build = await freshBuild();
    const hostile = 'a\tb\nc\\N\r\\."{},\u2028✓';
    const centre = story[0];
    if (centre.type !== 'CentreRegistered') throw new Error('the story begins with no centre');
    await apply(build, [{ ...centre, data: { ...centre.data, name: hostile } }]);
    const { rows } = await builds.pool.query(
      `SELECT name FROM liushui_view_${build}.centre WHERE code = $1`,
      [tree.ministry],
    );
    expect(rows).toEqual([{ name: hostile }]);
  });
});
