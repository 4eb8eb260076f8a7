import * as fc from 'fast-check';
import { Pool } from 'pg';
import {
  accountText,
  type Days,
  parseRange,
  type RecordedEvent,
  type StatementRow,
  type StatementScope,
} from '#domain';
import { statementOf, type TestEngine, testPostgres, tree } from '#testing';
import { ArrayLog } from '../test/array-log';
import { places, quantities, until } from '../test/naive';
import { noHolders } from '../test/no-holders';
import { randomStory } from '../test/random-story';
import { rangeOf, serialOf } from '../test/story';
import {
  type AsOf,
  type CellOf,
  type Part,
  ReadModel,
  rebuild,
  type Statement,
  type StatementDifference,
  type StatementPost,
  type Stock,
} from './index';

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

  /** Every period between two of the days, as known at every fifth of the story and now. */
  async function checkStatements(story: readonly RecordedEvent[], days: readonly string[]) {
    const parts = [
      { centre: tree.guizhou, subtree: true },
      { centre: tree.guizhou, subtree: false },
      { centre: tree.ministry, subtree: true },
      { centre: tree.guiyang, subtree: false },
    ];
    for (const [index, part] of parts.entries()) {
      const { asOfRecorded } = timesOf(story, days)[days.length + index];
      const period = { from: days[index % 3], to: days[(index % 3) + 1] };
      for (const known of [asOfRecorded, undefined]) {
        const scope = { ...part, days: period, asOfRecorded: known };
        const { answer } = await views.statement({ part, days: period, asOfRecorded: known });
        expect(answer.rows).toEqual(statementOf(story, scope));
        expect(answer.addsUp).toBe(true);
        await checkDifference(answer, story, scope);
        if (!known) await checkCells(answer.rows, part, period);
      }
    }
  }

  /** The late posts are what makes the difference, cell by cell. */
  async function checkDifference(
    { since }: Statement,
    story: readonly RecordedEvent[],
    scope: StatementScope,
  ) {
    if (!since) return;
    expect(since.postsComplete).toBe(true);
    const told: Record<string, number> = {};
    for (const { knownThen, knownNow, ...place } of since.differences) {
      told[keyOf(place)] = knownNow - knownThen;
    }
    const posted: Record<string, number> = {};
    const add = (key: string, quantity: number) => {
      posted[key] = (posted[key] ?? 0) + quantity;
      if (posted[key] === 0) delete posted[key];
    };
    for (const { direction, quantity, ...post } of since.posts) {
      const signed = direction === 'in' ? quantity : -quantity;
      add(keyOf(post), post.cell === 'opening' ? signed : quantity);
      add(keyOf({ ...post, cell: 'closing' }), signed);
    }
    expect(told).toEqual(posted);
    const late = story.filter(({ recordedAt }) => recordedAt > (scope.asOfRecorded ?? recordedAt));
    const positions = new Set(late.map(({ position }) => position));
    expect(since.posts.every(({ position }) => positions.has(position))).toBe(true);
  }

  const keyOf = (place: Pick<StatementDifference, 'line' | 'cell' | 'level' | 'edition'>) =>
    `${place.line} ${place.cell} ${place.level} ${place.edition}`;

  /** Each cell opens to events that make up its quantity, whatever the pages. */
  async function checkCells(rows: readonly StatementRow[], part: Part, days: Days) {
    for (const { level, edition, stock, spoiled } of rows) {
      for (const [line, cells] of Object.entries({ stock, spoiled })) {
        for (const [cell, { quantity }] of Object.entries(cells)) {
          const of = { part, days, level, edition, line, cell } as CellOf;
          const posts: StatementPost[] = [];
          let after: string | undefined;
          do {
            const { answer } = await views.statementCell(of, { after, limit: 7 });
            posts.push(...answer.items);
            after = answer.next;
          } while (after !== undefined);
          const isBalance = cell === 'opening' || cell === 'closing';
          const sum = posts.reduce(
            (total, post) =>
              isBalance && post.direction === 'out' ? total - post.quantity : total + post.quantity,
            0,
          );
          expect([line, cell, sum]).toEqual([line, cell, quantity]);
        }
      }
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
        await checkStatements(story, days);
      }),
      { seed, numRuns: runsMax, endOnFailure: true },
    );
  });
});
