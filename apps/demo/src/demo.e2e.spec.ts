import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRange, type RangeText, totalOf } from '#domain';
import { type Ended, startProgram, WholeSystem } from '../test/whole-system';
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

interface Stock {
  readonly totals: Record<string, number>;
  readonly conservation: { readonly holds: boolean; readonly registered: number };
}

async function readStock(address: string): Promise<Pick<Stock, 'totals' | 'conservation'>> {
  const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets', 'demo-users.json'), 'utf8'));
  const headers = { authorization: `Bearer ${secrets.apiKey}` };
  const answer = await fetch(`${address}/api/v1/stock`, { headers });
  const { totals, conservation } = (await answer.json()) as Stock;
  return { totals, conservation };
}

/** What must come out, summed from what is posted. */
function plannedStock(): Pick<Stock, 'totals' | 'conservation'> {
  const posts = planScenario(seed, certificateCount).phases.flatMap(({ tracks }) => tracks.flat());
  const countIn = (end: string, field: string) =>
    posts
      .filter(({ path }) => path.endsWith(end))
      .reduce((sum, { body }) => sum + totalOf(rangesOf(body[field])), 0);
  const registered = countIn('/registrations', 'ranges');
  const destroyed = countIn('/destructions', 'ranges');
  const handedIn = posts.filter(({ body }) => body.reason === 'damaged').length;
  const spoiled =
    countIn('/spoilages', 'ranges') + countIn('/receipt', 'damaged') + handedIn - destroyed;
  const missing = countIn('/receipt', 'missing');
  const inTransit = 100;
  const gone = { issued: certificateCount, void: 1, spoiled, missing, destroyed, inTransit };
  const stock = registered - Object.values(gone).reduce((sum, count) => sum + count, 0);
  return { totals: { stock, ...gone }, conservation: { holds: true, registered } };
}

const rangesOf = (texts: unknown) =>
  ((texts ?? []) as RangeText[]).flatMap((text) => parseRange(text) ?? []);

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
    expect((await liushui('replay', '--as-of', '2013-04-30')).code).toBe(0);
    expect((await liushui('reconcile')).out).toContain('No findings.');
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
