/** A store with a story in it, views that a projector keeps, and the command line in front of both. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { Projector, ReadModel } from '#read-model';
import { type TestEngine, testEventStore, testPostgres } from '#testing';
import { run } from '../src/run';
import { Captured } from './captured';
import { append, story } from './recorded-world';

const reachMs = 30_000;
const viewsTriesMax = 50;

export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export class RecordedSystem {
  private stopping: (() => Promise<void>) | undefined;

  private constructor(
    readonly store: TestEngine,
    readonly database: TestEngine,
    readonly log: EventLog,
    readonly pool: Pool,
    private readonly identity: Identity,
    readonly dataFolder: string,
  ) {}

  /** On a store of its own kind where the store itself is dealt with. */
  static async start(openStore = testEventStore): Promise<RecordedSystem> {
    const [store, database] = await Promise.all([openStore(), testPostgres()]);
    const log = EventLog.connect(store.url);
    const pool = new Pool({ connectionString: database.url });
    const dataFolder = mkdtempSync(join(tmpdir(), 'liushui-auditor-'));
    const identity = await Identity.open({ databaseUrl: database.url, dataFolder, log });
    const system = new RecordedSystem(store, database, log, pool, identity, dataFolder);
    system.startProjector();
    await system.caughtUp(await append(log, identity, story()));
    return system;
  }

  get views(): ReadModel {
    return new ReadModel(this.pool);
  }

  startProjector(): void {
    const stop = new AbortController();
    const { log, database, identity } = this;
    const running = new Projector({
      log,
      databaseUrl: database.url,
      holders: identity.holderIndex,
    }).run(stop.signal);
    this.stopping = async () => {
      stop.abort();
      await running;
    };
  }

  async stopProjector(): Promise<void> {
    await this.stopping?.();
    this.stopping = undefined;
  }

  async caughtUp(position: bigint): Promise<void> {
    for (let tries = 1; tries <= viewsTriesMax; tries++) {
      try {
        if (await this.views.waitFor(position, reachMs)) return;
      } catch (fault) {
        // There are no views before the projector has made them.
        if (tries === viewsTriesMax) throw fault;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
    throw new Error(`the views did not reach ${position}`);
  }

  readonly liushui = async (
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<Ran> => {
    const [out, err] = [new Captured(), new Captured()];
    const urls = {
      EVENTSTORE_URL: this.store.url,
      DATABASE_URL: this.database.url,
      LIUSHUI_DATA: this.dataFolder,
    };
    const exitCode = await run(args, out, err, { LANG: 'en_GB', ...urls, ...env });
    return { exitCode, out: out.text, err: err.text };
  };

  async stop(): Promise<void> {
    await this.stopProjector();
    await this.identity.close();
    rmSync(this.dataFolder, { recursive: true, force: true });
    await this.pool.end();
    await this.log.dispose();
    await Promise.all([this.store.stop(), this.database.stop()]);
  }
}
