import { Pool } from 'pg';
import { issue, mendMistakes, stocked, type TestEngine, testPostgres, tree } from '#testing';
import { ArrayLog } from '../../test/array-log';
import { noHolders } from '../../test/no-holders';
import { ReadModel, rebuild, type Turnover, type TurnoverOf } from '../index';

const { ministry, guizhou, guiyang, zunyi } = tree;

/** Guiyang issues 1–10 in April and every mistake befalls it; in May it issues two more. */
function story() {
  const world = stocked();
  world.must(guiyang, issue(Array.from({ length: 10 }, (_, at) => [at + 1, at + 1])));
  mendMistakes(world);
  world.today = '2013-05-02';
  world.must(
    guiyang,
    issue([
      [30, 30],
      [31, 31],
    ]),
  );
  return world;
}

const none = { registered: 0, issued: 0, replaced: 0, spoiled: 0, missing: 0, destroyed: 0 };

describe('turnover', () => {
  let postgres: TestEngine;
  let pool: Pool;
  let views: ReadModel;
  const world = story();

  beforeAll(async () => {
    postgres = await testPostgres();
    pool = new Pool({ connectionString: postgres.url });
    views = new ReadModel(pool);
    await rebuild({
      log: new ArrayLog(world.log),
      databaseUrl: postgres.url,
      holders: noHolders,
    });
  });

  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  async function asked(more: Partial<TurnoverOf>): Promise<Turnover> {
    const of = { axis: 'occurred', from: '2012-12', to: '2013-12', ...more } as const;
    return (await views.turnover(of)).answer;
  }
  const at = (centre: string) => ({ part: { centre, subtree: true } });

  it('[P4] tells replacements apart, and sets off what was put right', async () => {
    const { first, rows } = await asked(at(guiyang));
    expect(rows).toEqual([
      { ...none, month: '2013-04', level: 5, issued: 10, replaced: 2, spoiled: 1, missing: 1 },
      { ...none, month: '2013-05', level: 5, issued: 2 },
    ]);
    expect(first).toBe('2013-04');
  });

  it('is where it happened: what the ministry registered is not the province’s', async () => {
    const [april] = (await asked({})).rows;
    expect(april).toMatchObject({ month: '2013-04', registered: 999, issued: 10 });
    const { rows: own } = await asked({ part: { centre: ministry, subtree: false } });
    expect(own).toEqual([{ ...none, month: '2013-04', level: 5, registered: 999 }]);
    const [below] = (await asked(at(guizhou))).rows;
    expect(below).toMatchObject({ registered: 0, issued: 10 });
    expect(await asked(at(zunyi))).toEqual({ rows: [] });
  });

  it('has the months that are asked for, and says when it all began', async () => {
    const { rows, ...may } = await asked({ from: '2013-05', to: '2013-05' });
    expect(may).toEqual({ first: '2013-04', last: '2013-05', from: '2013-05', to: '2013-05' });
    expect(rows.map(({ month }) => month)).toEqual(['2013-05']);
    const months = async (of: Partial<TurnoverOf>) => {
      const { answer } = await views.turnover({ axis: 'occurred', ...of });
      return [answer.from, answer.to, answer.rows.length];
    };
    expect(await months({})).toEqual(['2010-06', '2013-05', 2]);
    expect(await months({ from: '2013-05' })).toEqual(['2013-05', '2013-05', 1]);
    expect(await months({ from: '2000-01' })).toEqual(['2003-06', '2013-05', 2]);
    expect(await months({ from: '2020-01' })).toEqual(['2020-01', '2020-01', 0]);
    expect(await months({ to: '2013-04' })).toEqual(['2010-05', '2013-04', 1]);
  });

  it('is told by record time as well', async () => {
    const recorded = await asked({ ...at(guiyang), axis: 'recorded' });
    const months = new Set(
      world.log
        .filter(({ type }) => type === 'CertificatesIssued')
        .map(({ recordedAt }) => recordedAt.toISOString().slice(0, 7)),
    );
    const issuing = recorded.rows.filter(({ issued }) => issued > 0);
    expect(issuing.map(({ month }) => month)).toEqual([...months]);
    expect(recorded.rows.reduce((sum, { replaced }) => sum + replaced, 0)).toBe(2);
  });

  it('foresees what the coming quarter takes of every level that was used, in pages', async () => {
    const { answer } = await views.forecasts({ within: guizhou, asOf: '2013-06-15' });
    expect(answer).toEqual({
      items: [
        {
          cursor: `${guiyang}|4`,
          centre: guiyang,
          level: 5,
          quarter: '2013Q4',
          need: 16,
          stock: 186,
          incoming: 0,
          used: [
            { quarter: '2012Q3', quantity: 0 },
            { quarter: '2012Q4', quantity: 0 },
            { quarter: '2013Q1', quantity: 0 },
            { quarter: '2013Q2', quantity: 16 },
          ],
        },
      ],
      next: undefined,
    });
    const { answer: rest } = await views.forecasts(
      { within: guizhou, asOf: '2013-06-15' },
      { after: `${guiyang}|4` },
    );
    expect(rest.items).toEqual([]);
  });
});
