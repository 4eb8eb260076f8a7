import type { Pool } from 'pg';
import { reconciledViews } from '#audit';
import { ReadModel } from '#read-model';
import { range, testPostgres, tree, World } from '#testing';
import { type Ran, RecordedSystem } from '../test/recorded-system';

jest.setTimeout(120_000);

const { guizhou, guiyang } = tree;

let system: RecordedSystem;
let pool: Pool;

beforeAll(async () => {
  system = await RecordedSystem.start();
  ({ pool } = system);
});

afterAll(() => system?.stop());

const liushui = (args: readonly string[], env?: Record<string, string>): Promise<Ran> =>
  system.liushui(args, env);

const schema = async (): Promise<string> => {
  const { rows } = await pool.query('SELECT build FROM liushui_views.current');
  return `liushui_view_${rows[0].build}`;
};

describe('trace', () => {
  it('tells the path of a serial', async () => {
    const { exitCode, out } = await liushui(['trace', range(2, 2).from]);
    expect(exitCode).toBe(0);
    expect(out).toContain(`A000000002: void@${guiyang} 贵阳市中心`);
    expect(out).toMatch(/BlanksRegistered +origin +stock@00000000/);
    expect(out).toContain('No findings.');
  });

  it('as JSON', async () => {
    const { exitCode, out } = await liushui(['trace', range(13, 13).from, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      serial: 'A000000013',
      account: `issued@${guiyang}`,
      certificateNumber: `13${guiyang}500002`,
      findings: [],
    });
  });

  it('a serial that nobody registered is a finding', async () => {
    const { exitCode, out } = await liushui(['trace', 'A999999999']);
    expect(exitCode).toBe(1);
    expect(out).toContain('A999999999 was never registered');
    expect(out).not.toContain('No findings');
  });
});

describe('trace of a serial whose registration was reversed', () => {
  const { from: reversed } = range(1_000, 1_000);

  it('[C1] tells it as a finding, with both events, when and by whom', async () => {
    const { exitCode, out } = await liushui(['trace', reversed, '--json']);
    expect(exitCode).toBe(1);
    const { account, steps, findings } = JSON.parse(out);
    expect(account).toBeUndefined();
    const [registered, last] = [steps[0], steps.at(-1)];
    expect(last).toMatchObject({ to: 'origin', event: { type: 'RegistrationReversed' } });
    expect(findings).toEqual([
      {
        severity: 'error',
        check: 'registration-reversed',
        events: [registered.event, last.event],
        params: {
          serial: reversed,
          registeredOn: registered.occurredOn,
          reversedOn: last.occurredOn,
          user: last.actor,
          approvedBy: last.approvedBy,
        },
      },
    ]);
  });

  it('[C1] in words, with its path, in both languages', async () => {
    const { out } = await liushui(['trace', reversed]);
    expect(out).toMatch(new RegExp(`^${reversed}: registration reversed on \\d{4}-`, 'm'));
    expect(out).toMatch(/RegistrationReversed +stock@00000000 +origin/);
    expect(out).not.toContain('never registered');
    const chinese = await liushui(['trace', reversed], { LANG: 'zh_CN.UTF-8' });
    expect(chinese.out).toContain('撤销登记：没有对应的空白证书');
  });
});

describe('replay', () => {
  it('[C16] adds up to what the database answers', async () => {
    const { exitCode, out } = await liushui(['replay', '--json']);
    const replayed = JSON.parse(out);
    const { answer } = await new ReadModel(pool).stock();
    expect(exitCode).toBe(0);
    expect(replayed.stock).toEqual(answer.rows);
    expect(replayed.conservation).toEqual(answer.conservation);
  });

  it('shows people a table with totals', async () => {
    const { out } = await liushui(['replay']);
    expect(out).toMatch(/^total .* 1$/m);
    expect(out).toContain('999 registered, all accounted for');
  });

  it('[T3] of a day is what the database answers of that day', async () => {
    const { out } = await liushui(['replay', '--as-of', '2013-03-31', '--json']);
    const { answer } = await new ReadModel(pool).stock(undefined, { asOf: '2013-03-31' });
    expect(JSON.parse(out).stock).toEqual(answer.rows);
  });
});

describe('statement', () => {
  const period = { from: '2013-03-20', to: '2013-04-01' };
  const asked = (centre: string, ...more: string[]) =>
    liushui(['statement', centre, '--from', period.from, '--to', period.to, ...more]);

  it.each([
    [guiyang, false],
    [guizhou, false],
    [guizhou, true],
  ])(
    'of %s is what the database answers, cell by cell and range by range',
    async (centre, subtree) => {
      const { exitCode, out } = await asked(centre, '--json', ...(subtree ? ['--subtree'] : []));
      const part = { centre, subtree };
      const { answer } = await new ReadModel(pool).statement({ part, days: period });
      const { rows, addsUp } = JSON.parse(out);
      expect([exitCode, addsUp, answer.addsUp]).toEqual([0, true, true]);
      expect(rows).toEqual(answer.rows);
      expect(rows.length).toBeGreaterThan(0);
    },
  );

  it('shows people both lines', async () => {
    const { out } = await asked(guiyang);
    expect(out).toMatch(/^\+ +received +[0-9]+ +A0/m);
    expect(out).toContain('Both lines add up');
  });

  it('of no centre, or of no days, is wrong use', async () => {
    expect((await asked('99999999')).exitCode).toBe(2);
    expect((await liushui(['statement', guiyang, '--from', '2013-04-01'])).exitCode).toBe(2);
    expect((await liushui(['statement', guiyang, '--period', '2013Q5'])).exitCode).toBe(2);
  });
});

describe('reconcile', () => {
  it('finds nothing in views that were only copied, and says at which position', async () => {
    const { exitCode, out } = await liushui(['reconcile']);
    expect(out).toMatch(/Compared at position \d+: \d+ events/);
    expect(out).toContain('No findings.');
    expect(exitCode).toBe(0);
  });

  it('compares every column that the views have, but those that need the keys of holders', async () => {
    const { rows } = await pool.query<{ table_name: string; column_name: string }>(
      `SELECT table_name, column_name FROM information_schema.columns
       WHERE table_schema = $1 AND table_name NOT IN ('checkpoint', 'migration')
         AND column_name NOT IN ('document_hash', 'name_hash')`,
      [await schema()],
    );
    const compared = Object.entries(reconciledViews).flatMap(([view, { columns }]) =>
      Object.keys(columns).map((column) => `${view}.${column}`),
    );
    const there = rows.map(({ table_name, column_name }) => `${table_name}.${column_name}`);
    expect(there.sort()).toEqual(compared.sort());
  });

  it.each([
    ['stock', 'quantity = quantity + 1', "kind = 'stock'", 'quantity'],
    ['turnover', 'quantity = quantity - 1', "axis = 'occurred'", 'quantity'],
    ['movement', "actor_user = 'nobody'", "event = 'SerialsSpoiled'", 'actor_user'],
    ['certificate', 'first_serial = first_serial + 1', 'part = 0', 'first_serial'],
    ['consignment', "lots = '[]'", "status = 'received'", 'lots'],
    ['proposal', "made_at = made_at + interval '1 microsecond'", 'true', 'made_at'],
    ['voucher', 'first_serial = first_serial + 1', "status = 'superseded'", 'first_serial'],
    ['shortage', 'ended_at = NULL', 'level = 4', 'ended_at'],
    ['centre', "path = '{}'", "tier = 'city'", 'path'],
    ['holder_line', 'certificate_number = 1', 'line_index = 1', 'certificate_number'],
  ])('a row of %s changed by hand is found', async (view, change, where, column) => {
    const table = `"${await schema()}".${view}`;
    const kept = await pool.query(`SELECT * FROM ${table}`);
    await pool.query(`CREATE TABLE kept AS TABLE ${table}`);
    const { rowCount } = await pool.query(`UPDATE ${table} SET ${change} WHERE ${where}`);
    try {
      const { exitCode, out } = await liushui(['reconcile', '--json']);
      expect(exitCode).toBe(1);
      const { findings } = JSON.parse(out);
      expect(findings).toHaveLength(rowCount ?? 0);
      for (const { params } of findings) expect(params).toMatchObject({ view, column });
    } finally {
      await pool.query(`DELETE FROM ${table}`);
      await pool.query(`INSERT INTO ${table} SELECT * FROM kept`);
      await pool.query('DROP TABLE kept');
    }
    expect(kept.rows.length).toBeGreaterThan(0);
    expect((await liushui(['reconcile'])).exitCode).toBe(0);
  });

  it('rows taken out and put in are found, all of them', async () => {
    const name = await schema();
    const taken = await pool.query(
      `DELETE FROM "${name}".movement WHERE event = 'CertificatesIssued' AND revision = 2 RETURNING *`,
    );
    await pool.query(
      `INSERT INTO "${name}".stock VALUES ('${guiyang}', 1, '2013', 'stock', '', 5)`,
    );
    try {
      const { exitCode, out } = await liushui(['reconcile']);
      expect(exitCode).toBe(1);
      expect(out).toContain('[row-missing] view movement');
      expect(out).toContain('[row-unexpected] view stock');
      expect(out).toContain(`${taken.rowCount === 1 ? 2 : 0} findings.`);
    } finally {
      await pool.query(`DELETE FROM "${name}".stock WHERE level = 1`);
      const [row] = taken.rows;
      const columns = Object.keys(row);
      await pool.query(
        `INSERT INTO "${name}".movement (${columns.join(', ')})
         VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
        Object.values(row),
      );
    }
    expect((await liushui(['reconcile'])).exitCode).toBe(0);
  });

  it('[C15] a line taken out of the blind index is found: its holder could not be forgotten', async () => {
    const table = `"${await schema()}".holder_line`;
    await pool.query(`CREATE TABLE kept AS TABLE ${table}`);
    const { rows } = await pool.query(
      `DELETE FROM ${table} WHERE line_index = 3 AND (stream, revision) =
         (SELECT stream, min(revision) FROM ${table} WHERE line_index = 3 GROUP BY stream)
       RETURNING stream, revision`,
    );
    try {
      const { exitCode, out } = await liushui(['reconcile', '--json']);
      expect(exitCode).toBe(1);
      const [{ stream, revision }] = rows;
      const params = {
        view: 'holder_line',
        row: `stream ${stream}, revision ${revision}, line_index 3`,
      };
      expect(JSON.parse(out).findings).toMatchObject([{ check: 'row-missing', params }]);
    } finally {
      await pool.query(`DELETE FROM ${table}`);
      await pool.query(`INSERT INTO ${table} SELECT * FROM kept`);
      await pool.query('DROP TABLE kept');
    }
    expect((await liushui(['reconcile'])).exitCode).toBe(0);
  });

  it('views that stay behind cannot be judged, and it says so', async () => {
    await system.stopProjector();
    const world = new World();
    world.today = '2013-04-02';
    const [{ type, data, metadata }] = world.log;
    const revision = await lastRevision('centres');
    const id = '99999999-0000-4000-8000-000000000000';
    const added = { type, id, metadata, data: { ...data, code: '00000009' } };
    const { position } = await system.log.append('centres', [added as never], revision);
    try {
      const { exitCode, out, err } = await liushui(['reconcile', '--json']);
      expect(exitCode).toBe(3);
      expect(err).toContain('do not catch up');
      expect(out).toContain('"laterEventCount": 1');
    } finally {
      system.startProjector();
    }
    await system.caughtUp(position);
    expect((await liushui(['reconcile'])).exitCode).toBe(0);
  });
});

async function lastRevision(stream: string): Promise<bigint> {
  const [last] = await system.log.readBackwards(stream, { limit: 1 });
  return last?.revision ?? -1n;
}

describe('rebuild', () => {
  it('builds the views anew, which then reconcile', async () => {
    const before = await schema();
    const { exitCode, out } = await liushui(['rebuild', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ isNew: true });
    expect(await schema()).not.toBe(before);
    expect((await liushui(['reconcile'])).exitCode).toBe(0);
  });
});

describe('engines that are away cannot be judged', () => {
  it('the event store', async () => {
    const away = { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false' };
    const { exitCode, out, err } = await liushui(['reconcile', '--json'], away);
    expect(exitCode).toBe(3);
    expect(err).toContain('the event store is away');
    expect(JSON.parse(out).error.code).toBe('event-store-away');
  });

  it('the database', async () => {
    const away = { DATABASE_URL: 'postgres://127.0.0.1:1/liushui' };
    const { exitCode, err } = await liushui(['reconcile'], away);
    expect(exitCode).toBe(3);
    expect(err).toContain('ECONNREFUSED');
  });

  it('a database without views', async () => {
    const empty = await testPostgres();
    try {
      const { exitCode, err } = await liushui(['reconcile'], { DATABASE_URL: empty.url });
      expect(exitCode).toBe(3);
      expect(err).toContain('there are no views yet');
    } finally {
      await empty.stop();
    }
  });
});
