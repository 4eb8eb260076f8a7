import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  becomesTrue,
  endProcess,
  identifyProcess,
  isRunning,
  type ProcessIdentity,
  tryLock,
} from '#engines';
import type { ProgramName } from './supervised-program';

/** What other programs of this machine need to find the running system; lies owner-only. */
export interface SystemFile {
  readonly address: string;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  readonly pids: Readonly<Partial<Record<ProgramName | 'supervisor', number>>>;
}

type Recorded = Partial<Record<ProgramName, ProcessIdentity>>;

/** Programs that watch their stdin need about this long to end by themselves. */
const OWN_END_MS_MAX = 3_000;
const END_STEPS = [
  { signal: 'SIGTERM', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 2_000 },
] as const;

/** The folders of one system below its data folder. */
export const folders = (dataDir: string) => ({
  run: join(dataDir, 'run'),
  logs: join(dataDir, 'logs'),
  secrets: join(dataDir, 'secrets'),
  postgres: join(dataDir, 'postgres'),
  eventStore: join(dataDir, 'event-store'),
});

export type RunFolderResult =
  | { readonly ok: true; readonly runFolder: RunFolder }
  | { readonly ok: false; readonly holderPid: number };

/**
 * The one running system of a data folder: the lock that keeps a second one out, the processes that
 * were started, and the address that others look up.
 */
export class RunFolder {
  private recorded: Recorded = {};

  private constructor(
    private readonly folder: string,
    private readonly release: () => void,
  ) {}

  static open(dataDir: string): RunFolderResult {
    // Others may pass through, so that the database's system user reaches its files.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    const { run, logs, secrets } = folders(dataDir);
    for (const folder of [run, logs, secrets]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const attempt = tryLock(join(run, 'supervisor.lock'));
    if (!attempt.taken) return { ok: false, holderPid: attempt.holder.pid };
    return { ok: true, runFolder: new RunFolder(run, attempt.release) };
  }

  /**
   * Ends what a killed supervisor left running. A database server is left alone when it is wanted
   * again: its launcher adopts it.
   */
  async endSurvivors(adopted: readonly ProgramName[]): Promise<void> {
    const survivors = Object.entries(this.readRecorded())
      .filter(([name]) => !adopted.includes(name as ProgramName))
      .map(([, identity]) => identity);
    const isOver = () => !survivors.some(isRunning);
    if (!(await becomesTrue(isOver, OWN_END_MS_MAX))) {
      await Promise.all(survivors.map((identity) => endProcess(identity, END_STEPS)));
    }
    rmSync(this.systemPath, { force: true });
  }

  /** Remembers a process by id and start time, before it does anything. */
  record(name: ProgramName, pid: number): void {
    const identity = identifyProcess(pid);
    if (!identity) return;
    this.recorded = { ...this.recorded, [name]: identity };
    writeWhole(this.processesPath, this.recorded);
  }

  pids(): SystemFile['pids'] {
    const entries = Object.entries(this.recorded).map(([name, { pid }]) => [name, pid]);
    return { supervisor: process.pid, ...Object.fromEntries(entries) };
  }

  publish(system: SystemFile): void {
    writeWhole(this.systemPath, system);
  }

  /** To be called when every process has ended. */
  close(): void {
    rmSync(this.systemPath, { force: true });
    rmSync(this.processesPath, { force: true });
    this.release();
  }

  private get systemPath(): string {
    return join(this.folder, 'system.json');
  }

  private get processesPath(): string {
    return join(this.folder, 'processes.json');
  }

  private readRecorded(): Record<string, ProcessIdentity> {
    try {
      const entries = Object.entries(JSON.parse(readFileSync(this.processesPath, 'utf8')));
      return Object.fromEntries(
        entries.filter((entry): entry is [string, ProcessIdentity] => isIdentity(entry[1])),
      );
    } catch {
      return {};
    }
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  const { pid, startedAt } = (value ?? {}) as Partial<ProcessIdentity>;
  return Number.isInteger(pid) && typeof startedAt === 'string';
}

/** A reader sees the old file or the new one, never half of one. */
function writeWhole(path: string, content: object): void {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** Keeps the first administrator's password where only the owner of the data can read it. */
export function keepAdministratorPassword(dataDir: string, password: string): void {
  const path = join(folders(dataDir).secrets, 'admin-password');
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${password}\n`, { mode: 0o600, flush: true });
  renameSync(draft, path);
}
