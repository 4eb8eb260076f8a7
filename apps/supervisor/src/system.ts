import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, listenProblem, projectRoot, startEventStore, startPostgres } from '#engines';
import { ErrorLines } from './error-lines';
import { type FirstAdministrator, startNodeProgram } from './node-program';
import { RESTART_RULE, type RestartRule } from './restart-bound';
import { RotatingLog } from './rotating-log';
import { folders, keepAdministratorPassword, RunFolder } from './run-folder';
import type { Screen } from './screen';
import { reachableAddress, type Settings } from './settings';
import { type ProgramName, type Running, SupervisedProgram } from './supervised-program';

/** The parts that a test replaces by small programs of its own. */
export interface Parts {
  readonly apiFile: string;
  readonly projectorFile: string;
  readonly restartRule: RestartRule;
}

export const builtParts = (): Parts => ({
  apiFile: join(projectRoot(), 'dist/apps/api/src/main.js'),
  projectorFile: join(projectRoot(), 'dist/apps/projector/src/main.js'),
  restartRule: RESTART_RULE,
});

/** What is told to whoever started the supervisor with an IPC channel, the demo for one. */
export interface ReadyNews {
  readonly type: 'ready';
  readonly address: string;
  readonly username?: string;
  readonly password?: string;
}

const HEALTH_POLL_MS = 100;
const HEALTH_ANSWER_MS_MAX = 2_000;
const HEALTH_MS_MAX = 120_000;

/** The processes of one Liushui: started in order, kept running, stopped in the reverse order. */
export class System {
  private readonly programs: SupervisedProgram<Running>[] = [];
  private readonly logs = new Map<ProgramName, RotatingLog>();
  private readonly stopping = new AbortController();
  private administrator: FirstAdministrator | undefined;
  private urls = { address: '', eventStoreUrl: '', databaseUrl: '' };
  private isPublished = false;
  private ended: Promise<void> | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly parts: Parts,
    private readonly runFolder: RunFolder,
    private readonly screen: Screen,
    private readonly onGivenUp: () => void,
  ) {}

  /** Starts everything; answers when the API says that it is ready. Rejects when it cannot be. */
  async start(): Promise<ReadyNews> {
    const { settings } = this;
    await this.refuseTakenPort();
    const isOwnPostgres = settings.databaseUrl === undefined;
    const isOwnStore = settings.eventStoreUrl === undefined;
    this.screen.begin([
      ...(isOwnPostgres ? (['postgres'] as const) : []),
      ...(isOwnStore ? (['event-store'] as const) : []),
      'api',
      'projector',
    ]);
    await this.runFolder.endSurvivors(isOwnPostgres ? ['postgres'] : []);
    const [databaseUrl, eventStoreUrl] = await Promise.all([
      settings.databaseUrl ?? this.runPostgres(),
      settings.eventStoreUrl ?? this.runEventStore(),
    ]);
    // As late as may be: a port that is free now may be anyone's in a moment.
    const port = settings.port || (await freePort());
    this.urls = { address: reachableAddress(settings.host, port), databaseUrl, eventStoreUrl };
    const env = this.environment(port);
    await Promise.all([
      this.runProgram('api', this.parts.apiFile, env),
      this.runProgram('projector', this.parts.projectorFile, env),
    ]);
    await this.untilHealthy();
    this.isPublished = true;
    this.publish();
    return this.welcome();
  }

  /** Ends everything: what serves people first, then what it stands on. Never rejects. */
  stop(): Promise<void> {
    this.ended ??= this.stopInOrder();
    return this.ended;
  }

  private async stopInOrder(): Promise<void> {
    this.stopping.abort();
    this.screen.settle();
    const isEngine = ({ name }: { name: ProgramName }) =>
      name === 'postgres' || name === 'event-store';
    await Promise.all(this.programs.filter((p) => !isEngine(p)).map((p) => p.end()));
    await Promise.all(this.programs.filter(isEngine).map((p) => p.end()));
    for (const log of this.logs.values()) log.close();
    this.runFolder.close();
  }

  /** Said before anything starts, not after the engines did. */
  private async refuseTakenPort(): Promise<void> {
    const { host, port } = this.settings;
    if (port === 0) return;
    const problem = await listenProblem(port, host);
    if (problem !== undefined) throw new Error(portSentence(problem, host, port));
  }

  private environment(port: number): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PORT: String(port),
      HOST: this.settings.host,
      LIUSHUI_DATA: this.settings.dataDir,
      EVENTSTORE_URL: this.urls.eventStoreUrl,
      DATABASE_URL: this.urls.databaseUrl,
    };
  }

  /** A restarted engine keeps its port, so that everyone connected to it finds it again. */
  private async runPostgres(): Promise<string> {
    const dir = folders(this.settings.dataDir).postgres;
    let port: number | undefined;
    const { url } = await this.supervise('postgres', async (signal) => {
      const server = await startPostgres({ dir, port, signal, ...this.watch('postgres') });
      this.tolerate(() => this.runFolder.record('postgres', server.pid));
      port = server.port;
      return server;
    });
    return url;
  }

  private async runEventStore(): Promise<string> {
    const dir = folders(this.settings.dataDir).eventStore;
    let port: number | undefined;
    const { url } = await this.supervise('event-store', async (signal) => {
      const node = await startEventStore({ dir, port, signal, ...this.watch('event-store') });
      port = node.port;
      if (node.damaged.length > 0) this.screen.damage(node.damaged, dir);
      return node;
    });
    return url;
  }

  private async runProgram(
    name: 'api' | 'projector',
    file: string,
    env: NodeJS.ProcessEnv,
  ): Promise<void> {
    if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first.`);
    const { onLog, onSpawn } = this.watch(name);
    const errors = new ErrorLines((message) => this.screen.say(`${name}: ${message}`));
    const onOutput = (text: string) => {
      onLog(text);
      errors.add(text);
    };
    const onFirstAdministrator = (made: FirstAdministrator) => this.keepAdministrator(made);
    await this.supervise(name, (signal) =>
      startNodeProgram({ file, env, signal, onOutput, onSpawn, onFirstAdministrator }),
    );
  }

  private watch(name: ProgramName) {
    const path = join(folders(this.settings.dataDir).logs, `${name}.log`);
    const log = this.logs.get(name) ?? new RotatingLog(path);
    this.logs.set(name, log);
    return {
      onLog: (text: string) => log.write(text),
      onSpawn: (pid: number) => this.tolerate(() => this.runFolder.record(name, pid)),
    };
  }

  private async supervise<R extends Running>(
    name: ProgramName,
    start: (signal: AbortSignal) => Promise<R>,
  ): Promise<R> {
    this.stopping.signal.throwIfAborted();
    const program = new SupervisedProgram(name, start, this.parts.restartRule, (news) => {
      this.screen.news(name, news);
      if (news.kind === 'ready') this.publish();
      if (news.kind === 'given-up') this.onGivenUp();
    });
    this.programs.push(program);
    return program.begin();
  }

  private keepAdministrator({ username, password }: FirstAdministrator): void {
    this.tolerate(() => keepAdministratorPassword(this.settings.dataDir, password));
    if (this.isPublished) this.screen.say(`User · 用户 ${username}  Password · 密码 ${password}`);
    else this.administrator = { username, password };
  }

  private publish(): void {
    if (!this.isPublished || this.stopping.signal.aborted) return;
    this.tolerate(() => this.runFolder.publish({ ...this.urls, pids: this.runFolder.pids() }));
  }

  /** A disk that is full must not end programs that run well. */
  private tolerate(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.screen.say(error instanceof Error ? error.message : String(error));
    }
  }

  private async untilHealthy(): Promise<void> {
    const deadlineMs = performance.now() + HEALTH_MS_MAX;
    const address = `${this.urls.address}/health/ready`;
    while (performance.now() < deadlineMs) {
      this.stopping.signal.throwIfAborted();
      if (await answersOk(address)) return;
      await pause(HEALTH_POLL_MS, undefined, { signal: this.stopping.signal });
    }
    throw new Error(`${address} did not answer 200 within ${HEALTH_MS_MAX / 1000} s.`);
  }

  private welcome(): ReadyNews {
    const { address } = this.urls;
    const { dataDir } = this.settings;
    const passwordFile = join(folders(dataDir).secrets, 'admin-password');
    this.screen.welcome({
      address,
      dataDir,
      username: this.administrator?.username ?? 'admin',
      password: this.administrator?.password,
      passwordFile: existsSync(passwordFile) ? passwordFile : undefined,
    });
    return { type: 'ready', address, ...this.administrator };
  }
}

async function answersOk(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(HEALTH_ANSWER_MS_MAX) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

function portSentence(problem: string, host: string, port: number): string {
  switch (problem) {
    case 'EADDRINUSE':
      return (
        `Port ${port} is taken by another program. Stop that one, or choose another port: ` +
        `PORT=${port + 1} npm start\n端口 ${port} 已被占用，请换一个端口。`
      );
    case 'EACCES':
      return `Port ${port} may not be used by this user. Choose one above 1023 with PORT.`;
    default:
      return `Nothing can listen on ${host}, port ${port} (${problem}). Check HOST and PORT.`;
  }
}
