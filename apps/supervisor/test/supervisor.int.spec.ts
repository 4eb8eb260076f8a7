import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { becomesTrue, identifyProcess, projectRoot, sendSignal } from '#engines';
import type { SystemFile } from '../src/run-folder';
import type { ReadyNews } from '../src/system';

const WAIT_MS_MAX = 60_000;
const NOWHERE = {
  EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
};

let dataDir: string;
let supervisors: Supervisor[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'liushui-supervisor-'));
  supervisors = [];
});

afterEach(async () => {
  for (const supervisor of supervisors) await supervisor.end();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A supervisor in a process of its own, with fakes for the API and the projector. */
class Supervisor {
  output = '';
  news: ReadyNews | undefined;
  private readonly child: ChildProcess;

  constructor(env: NodeJS.ProcessEnv) {
    const hook = join(projectRoot(), 'libs/testing/src/run-typescript.cjs');
    const program = join(__dirname, 'fake-system.ts');
    this.child = spawn(process.execPath, ['--conditions=source', '-r', hook, program], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk) => {
        this.output += String(chunk);
      });
    }
    this.child.on('message', (news: ReadyNews) => {
      this.news = news;
    });
    supervisors.push(this);
  }

  get pid(): number {
    return this.child.pid as number;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  signal(signal: NodeJS.Signals): void {
    sendSignal(this.pid, signal);
  }

  async exited(): Promise<void> {
    await until(
      () => this.isGone,
      () => `the supervisor to end:\n${this.output}`,
    );
  }

  async ready(): Promise<ReadyNews> {
    await until(
      () => this.news !== undefined || this.isGone,
      () => `the supervisor to be ready:\n${this.output}`,
    );
    if (!this.news) throw new Error(`the supervisor ended:\n${this.output}`);
    return this.news;
  }

  async end(): Promise<void> {
    if (!this.isGone) this.signal('SIGTERM');
    await this.exited();
  }

  private get isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

async function until(condition: () => boolean, what: () => string): Promise<void> {
  if (!(await becomesTrue(condition, WAIT_MS_MAX))) throw new Error(`waited in vain for ${what()}`);
}

const launch = async (env: NodeJS.ProcessEnv = {}) =>
  new Supervisor({ LIUSHUI_DATA: dataDir, PORT: '0', ...NOWHERE, ...env });

const systemPath = () => join(dataDir, 'run', 'system.json');
const systemFile = (): SystemFile => JSON.parse(readFileSync(systemPath(), 'utf8'));
const journal = () => readFileSync(join(dataDir, 'journal'), 'utf8').trim().split('\n');
const isGone = (pid: number | undefined) => pid === undefined || !identifyProcess(pid);

it('tells where the system is while it runs, owner-only, and takes it back at the end', async () => {
  const supervisor = await launch();
  const { address } = await supervisor.ready();
  expect(statSync(systemPath()).mode & 0o777).toBe(0o600);
  const { pids, ...rest } = systemFile();
  expect(rest).toEqual({
    address,
    eventStoreUrl: NOWHERE.EVENTSTORE_URL,
    databaseUrl: NOWHERE.DATABASE_URL,
  });
  expect(pids.supervisor).toBe(supervisor.pid);
  supervisor.signal('SIGTERM');
  await supervisor.exited();
  expect(supervisor.exitCode).toBe(0);
  expect(existsSync(systemPath())).toBe(false);
  expect([pids.api, pids.projector].map(isGone)).toEqual([true, true]);
  expect(journal().sort()).toEqual([
    'api asked to stop',
    'api started',
    'projector asked to stop',
    'projector started',
  ]);
});

it('prints the first administrator once and keeps the password owner-only', async () => {
  const supervisor = await launch();
  expect(await supervisor.ready()).toMatchObject({
    username: 'admin',
    password: 'made-in-the-fake',
  });
  const file = join(dataDir, 'secrets', 'admin-password');
  expect(readFileSync(file, 'utf8')).toBe('made-in-the-fake\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await supervisor.end();
  expect(supervisor.output.match(/made-in-the-fake/g)).toHaveLength(1);
  expect(supervisor.output).toContain('npm run demo');
});

it.each(['api', 'projector'] as const)('starts a killed %s again', async (name) => {
  const supervisor = await launch();
  const { address } = await supervisor.ready();
  const before = systemFile().pids[name] as number;
  process.kill(before, 'SIGKILL');
  await until(
    () => systemFile().pids[name] !== before,
    () => `a new ${name}:\n${supervisor.output}`,
  );
  expect(systemFile().address).toBe(address);
  expect(supervisor.output).toContain('ended by SIGKILL');
});

it('stops everything when a program cannot live, and says which and why', async () => {
  const supervisor = await launch({ FAKES: 'projector-dies' });
  await supervisor.exited();
  expect(supervisor.exitCode).toBe(1);
  expect(supervisor.output).toContain('Projector cannot run, so everything stops');
  expect(supervisor.output).toContain('projector has nothing to live on');
  expect(supervisor.output.match(/Projector: starting/g)).toHaveLength(3);
  expect(existsSync(systemPath())).toBe(false);
  expect(readFileSync(join(dataDir, 'logs', 'projector.log'), 'utf8')).toContain('nothing to live');
});

it.each([
  ['api-complains', 'api', 'API and pages'],
  ['projector-complains', 'projector', 'Projector'],
  ['projector-complains-later', 'projector', 'Projector'],
])(
  'does not start again what a person has to mend, and shows why: %s',
  async (fake, name, title) => {
    const supervisor = await launch({ FAKES: fake });
    await supervisor.exited();
    const sentence = `Mend the key file of the ${name}.`;
    expect(supervisor.exitCode).toBe(1);
    expect(supervisor.output.match(new RegExp(`${title}: starting`, 'g'))).toHaveLength(1);
    expect(supervisor.output).toMatch(
      new RegExp(`${title} cannot run, so everything stops[^\\n]*\\n +${sentence}\\n`),
    );
    expect(supervisor.output).not.toContain('a warning of some module');
    expect(supervisor.output).not.toContain('Restarting');
    expect(readFileSync(join(dataDir, 'logs', `${name}.log`), 'utf8')).toContain(sentence);
    expect(existsSync(systemPath())).toBe(false);
  },
);

it('ends a program that does not listen', async () => {
  const supervisor = await launch({ FAKES: 'api-clings' });
  await supervisor.ready();
  const { api } = systemFile().pids;
  supervisor.signal('SIGTERM');
  await supervisor.exited();
  expect(supervisor.exitCode).toBe(0);
  expect(isGone(api)).toBe(true);
});

it('refuses to be the second one on a data folder', async () => {
  const first = await launch();
  await first.ready();
  const second = await launch();
  await second.exited();
  expect(second.exitCode).toBe(1);
  expect(second.output).toContain(`already runs on ${dataDir} (process ${first.pid})`);
  expect(existsSync(systemPath())).toBe(true);
});

it('runs beside another one with a folder and a port of its own', async () => {
  const other = mkdtempSync(join(tmpdir(), 'liushui-supervisor-'));
  try {
    const both = [await launch(), await launch({ LIUSHUI_DATA: other })];
    const [first, second] = await Promise.all(both.map((supervisor) => supervisor.ready()));
    expect(first?.address).not.toBe(second?.address);
    await Promise.all(both.map((supervisor) => supervisor.end()));
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

it('says plainly that its port is taken', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as { port: number };
  try {
    const supervisor = await launch({ PORT: String(port) });
    await supervisor.exited();
    expect(supervisor.exitCode).toBe(1);
    expect(supervisor.output).toContain(`Port ${port} is taken by another program`);
  } finally {
    squatter.close();
  }
});

it('leaves no orphan when it is killed, and the next one starts', async () => {
  const supervisor = await launch({ DATABASE_URL: '' });
  await supervisor.ready();
  const { postgres, api, projector } = systemFile().pids;
  supervisor.signal('SIGKILL');
  await supervisor.exited();
  await until(
    () => [postgres, api, projector].every(isGone),
    () => 'the killed supervisor’s programs to end',
  );
  const next = await launch({ DATABASE_URL: '' });
  await next.ready();
  expect(systemFile().pids.supervisor).toBe(next.pid);
});

it('ends what a killed one left running and would not end by itself', async () => {
  const killed = await launch({ FAKES: 'projector-clings' });
  await killed.ready();
  const { projector } = systemFile().pids;
  killed.signal('SIGKILL');
  await killed.exited();
  expect(isGone(projector)).toBe(false);
  const next = await launch();
  await next.ready();
  expect(isGone(projector)).toBe(true);
});

it('brings a killed database back on the same address with what was committed', async () => {
  const supervisor = await launch({ DATABASE_URL: '' });
  await supervisor.ready();
  const { databaseUrl, pids } = systemFile();
  await ask(databaseUrl, 'CREATE TABLE kept AS SELECT 7 AS number');
  process.kill(pids.postgres as number, 'SIGKILL');
  await until(
    () => systemFile().pids.postgres !== pids.postgres,
    () => `a new database server:\n${supervisor.output}`,
  );
  expect(systemFile().databaseUrl).toBe(databaseUrl);
  expect(await ask(databaseUrl, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  const { postgres } = systemFile().pids;
  supervisor.signal('SIGTERM');
  await supervisor.exited();
  expect(isGone(postgres)).toBe(true);
  expect(isGone(pids.api)).toBe(true);
});

it('stops cleanly when told so in the middle of a first start', async () => {
  const supervisor = await launch({ DATABASE_URL: '' });
  await until(
    () => supervisor.output.includes('PostgreSQL: starting'),
    () => `the start:\n${supervisor.output}`,
  );
  supervisor.signal('SIGTERM');
  await supervisor.exited();
  expect(supervisor.exitCode).toBe(0);
  const next = await launch({ DATABASE_URL: '' });
  await next.ready();
});

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
