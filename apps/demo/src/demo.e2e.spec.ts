import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, quarterAfter, statisticalDays } from '#domain';
import { becomesTrue } from '#engines';
import {
  type BoardItem,
  boardFaults,
  type Consignment,
  type Held,
  type StatementRow,
  statementFaults,
} from '../test/reconciliation';
import { type Ended, startProgram, WholeSystem } from '../test/whole-system';
import { lastDay, quarters } from './scenario/calendar';
import { incidents } from './scenario/incidents';
import { cities, cityOf, ministry, province } from './scenario/places';
import { planScenario } from './scenario/scenario';

jest.setTimeout(300_000);

const certificateCount = 400;
const seed = 'guizhou';

let home: string;
let dataDir: string;
let env: NodeJS.ProcessEnv;
let system: WholeSystem | undefined;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'liushui-demo-'));
  // The database's system user passes through.
  chmodSync(home, 0o711);
  dataDir = join(home, 'data');
  const { EVENTSTORE_URL: _e, DATABASE_URL: _d, LIUSHUI_URL: _u, ...rest } = process.env;
  env = { ...rest, LIUSHUI_DATA: dataDir, LANG: 'en_GB', LC_ALL: '', LC_MESSAGES: '' };
});

afterAll(async () => {
  await system?.stop();
  rmSync(home, { recursive: true, force: true });
});

const startDemo = () =>
  startProgram('apps/demo/src/main.js', ['--certificates', String(certificateCount)], env);
const liushui = (...args: string[]): Promise<Ended> =>
  startProgram('apps/auditor/src/main.js', args, env).ended;

/** Before anything happened, and how long it goes on. */
const firstDay = statisticalDays(quarters[0]).from;
const daysOfStory = (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000;

/** Every process looks each minute. */
const zeroMsMax = 90_000;

interface Board {
  readonly items: readonly {
    readonly centre: string;
    readonly status: string;
    readonly returnStatus: string;
  }[];
}

interface Filed {
  readonly check: string;
  readonly verdict: string;
  readonly rootHere: string | null;
}

interface Stock {
  readonly totals: Record<string, number>;
  readonly conservation: { readonly holds: boolean; readonly registered: number };
}

async function read<Answer>(address: string, path: string): Promise<Answer> {
  const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets', 'demo-users.json'), 'utf8'));
  const headers = { authorization: `Bearer ${secrets.apiKey}` };
  return (await (await fetch(`${address}/api/v1/${path}`, { headers })).json()) as Answer;
}

async function readStock(address: string): Promise<Pick<Stock, 'totals' | 'conservation'>> {
  const { totals, conservation } = await read<Stock>(address, 'stock');
  return { totals, conservation };
}

/** What must come out, summed from what is posted. */
function plannedStock(): Pick<Stock, 'totals' | 'conservation'> {
  const { registered, ...totals } = planScenario(seed, certificateCount).totals;
  return { totals: { ...totals }, conservation: { holds: true, registered } };
}

const replayed = ({ out }: Ended): [number, number] => {
  const match = /(\d+) of (\d+) requests had been made before/.exec(out);
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
};

describe('the demo', () => {
  it('[C16] killed with everything else half-way, then repeated, ends with the same totals', async () => {
    system = await WholeSystem.start(dataDir, env);
    const first = startDemo();
    await first.says('Blanks down the tree');
    process.kill(first.pid, 'SIGKILL');
    await system.kill();
    expect((await first.ended).code).toBeNull();

    system = await WholeSystem.start(dataDir, env);
    const second = await startDemo().ended;
    expect(second).toMatchObject({ code: 0, err: '' });
    const [before, all] = replayed(second);
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(all);
    const stock = await readStock(system.address);
    expect(stock).toEqual(plannedStock());
  });

  it('run again posts nothing and changes nothing', async () => {
    const again = await startDemo().ended;
    expect(again).toMatchObject({ code: 0, err: '' });
    const [before, all] = replayed(again);
    expect(before).toBe(all);
    expect(await readStock(system?.address ?? '')).toEqual(plannedStock());
  });

  it('prints what to look at, and what it prints works', async () => {
    const { out } = await startDemo().ended;
    expect(out).toContain('Conservation holds');
    expect(out).toMatch(/ReplacementPrinted +issued@23010001 +void@23010001/);
    const serial = /liushui trace (\S+)/.exec(out)?.[1] ?? '';
    expect(await liushui('trace', serial)).toMatchObject({ code: 0 });
    expect((await liushui('replay', '--as-of', '2013-12-31')).code).toBe(0);
    expect((await liushui('reconcile')).out).toContain('No findings.');
  });

  it('files what the auditor’s program found in it, once', async () => {
    const { items } = await read<{ items: Filed[] }>(system?.address ?? '', 'audit/reports');
    expect(items.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['reconcile', 'in-order'],
      ['verify', 'in-order'],
    ]);
    for (const { rootHere } of items.slice(1)) expect(rootHere).toMatch(/^(same|ahead)$/);
  });

  it('[Q3] the city that files nothing is recorded as zero by the system, and no other', async () => {
    const statuses = async (quarter: string) => {
      const path = `quarters/${quarter}?province=${province.code}`;
      const { items } = await read<Board>(system?.address ?? '', path);
      const { code } = cityOf(incidents.noApplication.city);
      return {
        city: items.find(({ centre }) => centre === code)?.status,
        others: new Set(items.filter(({ centre }) => centre !== code).map(({ status }) => status)),
      };
    };
    const { quarter } = incidents.noApplication;
    await becomesTrue(async () => (await statuses(quarter)).city === 'zero', zeroMsMax);
    expect(await statuses(quarter)).toEqual({ city: 'zero', others: new Set(['approved']) });
    const before = await statuses(quarterAfter(quarter, -1));
    expect(before).toEqual({ city: 'approved', others: new Set(['approved']) });
  });

  it('[Q1] [C16] one return was late; the statement of the province adds up', async () => {
    const { city, quarter } = incidents.lateReturn;
    const path = `quarters/${quarterAfter(quarter)}?province=${province.code}`;
    const { items } = await read<Board>(system?.address ?? '', path);
    const late = items.filter(({ returnStatus }) => returnStatus === 'late');
    expect(late.map(({ centre }) => centre)).toEqual([cityOf(city).code]);
    for (const period of ['2013', '2014Q2']) {
      const of = `centres/${province.code}/statement?subtree=true&period=${period}`;
      expect(await read(system?.address ?? '', of)).toMatchObject({ addsUp: true });
    }
  });

  it('[Q4] [C16] statements and stock tell the same at the end of every quarter and on any day', async () => {
    const get = <Answer>(path: string) => read<Answer>(system?.address ?? '', path);
    const drawn = Array.from({ length: 6 }, () => Math.floor(Math.random() * daysOfStory));
    const days = [
      ...quarters.map((quarter) => statisticalDays(quarter).to),
      ...drawn.map((count) => addDays(firstDay, count)),
    ].sort();
    const scopes = [
      [ministry.code, true] as const,
      [province.code, true] as const,
      ...[province, ...cities].map(({ code }) => [code, false] as const),
    ];
    const faults: string[] = [];
    for (const [code, subtree] of scopes) {
      const heldOn = async (asOf: string) => {
        const path = `stock?centre=${code}&subtree=${subtree}&asOf=${asOf}`;
        return (await get<{ rows: Held[] }>(path)).rows;
      };
      let before: Held[] = [];
      let from = firstDay;
      for (const to of new Set(days)) {
        const path = `centres/${code}/statement?from=${from}&to=${to}&subtree=${subtree}`;
        const { addsUp, rows } = await get<{ addsUp: boolean; rows: StatementRow[] }>(path);
        const after = await heldOn(to);
        const found = statementFaults(rows, before, after);
        if (!addsUp) found.push('does not add up');
        faults.push(...found.map((fault) => `${code} ${from}..${to}: ${fault}`));
        before = after;
        from = addDays(to, 1);
      }
    }
    expect(faults).toEqual([]);
  });

  it('[Q7] boards tell what the statements tell: what was sent to each city and came in', async () => {
    const get = <Answer>(path: string) => read<Answer>(system?.address ?? '', path);
    const boards: BoardItem[][] = [];
    for (const quarter of quarters) {
      const path = `quarters/${quarterAfter(quarter)}?province=${province.code}`;
      boards.push((await get<{ items: BoardItem[] }>(path)).items);
    }
    const statements = new Map<string, readonly StatementRow[]>();
    const consignments: Consignment[] = [];
    for (const { code } of [province, ...cities]) {
      const path = `centres/${code}/statement?from=${firstDay}&to=${lastDay}`;
      statements.set(code, (await get<{ rows: StatementRow[] }>(path)).rows);
    }
    let next: string | null = '';
    while (next !== null) {
      const after: string = next && `&after=${next}`;
      const path = `consignments?centre=${province.code}&limit=1000${after}`;
      const page: { items: Consignment[]; next: string | null } = await get(path);
      consignments.push(...page.items);
      next = page.next;
    }
    expect(boards.flat().reduce((sum, { sent }) => sum + sent.total, 0)).toBeGreaterThan(0);
    expect(boardFaults(boards, consignments, statements, province.code)).toEqual([]);
  });

  it('keeps passwords, keys and rosters to their owner', () => {
    const open = (path: string) => statSync(join(dataDir, path)).mode & 0o077;
    expect(open('secrets/demo-users.json')).toBe(0);
    expect(open('demo/rosters')).toBe(0);
  });

  it('another size on the same system is refused with a sentence', async () => {
    const args = ['--certificates', '500'];
    const { code, err } = await startProgram('apps/demo/src/main.js', args, env).ended;
    expect(code).toBe(1);
    expect(err).toContain('holds other data already');
  });

  it('starts a system of its own where none runs, and stops it again', async () => {
    await system?.stop();
    system = undefined;
    const { code, out } = await startDemo().ended;
    expect(code).toBe(0);
    expect(out).toContain('Nothing runs here yet');
    expect(out).toContain('Stopped again');
    expect(existsSync(join(dataDir, 'run', 'system.json'))).toBe(false);
  });

  it.each([
    [['--certificates', '7'], '--certificates takes a number'],
    [['--certificates', 'many'], '--certificates takes a number'],
    [['--fast'], 'unknown option'],
    [['something'], 'too many arguments'],
  ])('%j is wrong use', async (args, said) => {
    const { code, err } = await startProgram('apps/demo/src/main.js', args, env).ended;
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
