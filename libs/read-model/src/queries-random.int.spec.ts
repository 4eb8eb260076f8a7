import * as fc from 'fast-check';
import { Pool } from 'pg';
import { accountText, parseRange, type RecordedEvent } from '#domain';
import { type TestEngine, testPostgres, tree } from '#testing';
import { ArrayLog } from '../test/array-log';
import { places, quantities, until } from '../test/naive';
import { noHolders } from '../test/no-holders';
import { randomStory } from '../test/random-story';
import { rangeOf, serialOf } from '../test/story';
import { type AsOf, ReadModel, rebuild, type Stock } from './index';

const runsMax = 12;

/** Printed with every failure of a property, by fast-check itself. */
const seed = Number(process.env.LIUSHUI_SEED ?? Date.now() % 1_000_000_007);

describe('questions about random stories', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  const kinds = {
    stock: 'stock',
    inTransit: 'transit',
    issued: 'issued',
    void: 'void',
    spoiled: 'spoiled',
    missing: 'missing',
    destroyed: 'destroyed',
  } as const;

  function sumsOf({ rows }: Stock): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const row of rows) {
      for (const [column, kind] of Object.entries(kinds)) {
        const quantity = row[column as keyof typeof kinds];
        if (quantity > 0) sums[`${row.centre} ${row.level} ${row.edition} ${kind}`] = quantity;
      }
    }
    return sums;
  }

  async function checkStock(story: readonly RecordedEvent[], days: readonly string[]) {
    expect(sumsOf((await views.stock()).answer)).toEqual(quantities(story));
    for (const time of timesOf(story, days)) {
      const { answer } = await views.stock(undefined, time);
      expect(sumsOf(answer)).toEqual(quantities(until(story, time.asOf, time.asOfRecorded)));
      expect(answer.conservation.holds).toBe(true);
      const part = { centre: tree.guizhou, subtree: true };
      const parts = (await views.stock(part, time)).answer;
      expect(parts.conservation.holds).toBe(true);
      expect(parts.rows).toEqual(answer.rows.filter(({ centre }) => centre !== tree.ministry));
    }
  }

  /** Each day alone, each fifth of the story by record time alone, and both. */
  function timesOf(story: readonly RecordedEvent[], days: readonly string[]): AsOf[] {
    const instants = [1, 2, 3, 4].map(
      (fifth) => story[Math.floor((story.length * fifth) / 5)].recordedAt,
    );
    return [
      ...days.map((asOf) => ({ asOf })),
      ...instants.map((asOfRecorded) => ({ asOfRecorded })),
      ...days.map((asOf, index) => ({ asOf, asOfRecorded: instants[index] })),
    ];
  }

  async function checkSegments(story: readonly RecordedEvent[]) {
    const range = parseRange(rangeOf(1, 400));
    if (!range) throw new Error('no range');
    const expected = places(story);
    const { answer } = await views.serialSegments(range, { limit: 1_000 });
    const seen = answer.segments.flatMap(({ count, status, centre, consignment }) =>
      Array.from({ length: count }, () => `${status} ${consignment ?? centre}`),
    );
    const statusOf: Record<string, string> = { stock: 'in-stock', transit: 'in-transit' };
    const naive = Array.from({ length: 400 }, (_, index) => {
      const place = expected.get(serialOf(index + 1));
      if (!place) return 'unregistered undefined';
      const { kind } = place.account;
      return `${statusOf[kind] ?? kind} ${accountText(place.account).replace(/^\w+@/, '')}`;
    });
    expect(seen).toEqual(naive);
    expect(answer.complete).toBe(naive.every((text) => !text.startsWith('unregistered')));
  }

  async function checkHeld(story: readonly RecordedEvent[]) {
    const expected = places(story);
    for (const centre of [tree.ministry, tree.guizhou, tree.guiyang]) {
      const { answer } = await views.heldRanges(centre);
      const seen = answer.ranges.flatMap(({ from, count }) =>
        Array.from({ length: count }, (_, index) => serialOf(Number(from.slice(1)) + index)),
      );
      const naive = [...expected].filter(
        ([, { account }]) => accountText(account) === `stock@${centre}`,
      );
      expect(seen.sort()).toEqual(naive.map(([serial]) => serial).sort());
    }
  }

  it('[C16] are answered as a serial-by-serial count of the events answers them', async () => {
    const choices = fc.array(fc.nat({ max: 2 ** 30 }), { minLength: 60, maxLength: 250 });
    const days = ['2013-04-03', '2013-12-31', '2014-01-01', '2014-03-20'];
    await fc.assert(
      fc.asyncProperty(choices, async (numbers) => {
        const story = randomStory(numbers);
        await pool.query('DROP SCHEMA IF EXISTS liushui_views CASCADE');
        await pool.query('DROP SCHEMA IF EXISTS liushui_view_1 CASCADE');
        await rebuild({
          log: new ArrayLog(story),
          databaseUrl: postgres.url,
          holders: noHolders,
        });
        await checkStock(story, days);
        await checkSegments(story);
        await checkHeld(story);
      }),
      { seed, numRuns: runsMax, endOnFailure: true },
    );
  });
});
