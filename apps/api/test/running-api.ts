/** The whole API on embedded engines, with a projector beside it, for e2e specs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EventLog } from '#event-log';
import { Identity } from '#identity';
import { Projector } from '#read-model';
import { type TestEngine, testEventStore, testPostgres } from '#testing';
import { FirstAdministrator } from '../src/access/first-administrator';
import { createApplication } from '../src/application';
import { answerUnreadableRequests } from '../src/problems/unreadable-requests';
import type { Settings } from '../src/settings';
import { Client } from './client';

export const adminPassword = 'first-administrator-of-specs';

/** A second process of the same installation, or the same one after a restart. */
export interface ApiInstance {
  readonly app: NestExpressApplication;
  readonly port: number;
  stop(): Promise<void>;
}

export interface RunningApi extends ApiInstance {
  readonly log: EventLog;
  /** What a process on the same engines is started with. */
  readonly settings: Settings;
  /** Starts another API on the same engines. */
  another(): Promise<ApiInstance>;
  /** Stops projecting until it is started again. */
  stopProjector(): Promise<void>;
  startProjector(): void;
  /** Ends the event store for good. */
  loseStore(): Promise<void>;
}

async function listen(settings: Settings, dashboardFolder = 'none'): Promise<ApiInstance> {
  const app = await createApplication(settings, { dashboardFolder });
  await app.get(FirstAdministrator).ensure(adminPassword, settings.dataFolder);
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  answerUnreadableRequests(server);
  return { app, port: (server.address() as { port: number }).port, stop: () => app.close() };
}

class Projecting {
  private stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly projector: Projector) {}

  start(): void {
    this.stopping = new AbortController();
    this.running = this.projector.run(this.stopping.signal);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }
}

/** A spec that takes the database server or the store away brings one of its own. */
export async function startApi(
  dashboardFolder?: string,
  openPostgres: () => Promise<TestEngine> = testPostgres,
  openStore: () => Promise<TestEngine> = testEventStore,
): Promise<RunningApi> {
  const engines: TestEngine[] = [await openPostgres(), await openStore()];
  const [{ url: databaseUrl }, { url: eventStoreUrl }] = engines;
  const dataFolder = mkdtempSync(join(tmpdir(), 'liushui-api-'));
  const settings: Settings = {
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    eventStoreUrl,
    databaseUrl,
    endsWithParent: false,
    publicUrl: 'https://zs.example.cn',
    logLevel: process.env.LIUSHUI_LOG_LEVEL ?? 'silent',
  };
  const log = EventLog.connect(eventStoreUrl);
  const identity = await Identity.open({ databaseUrl, dataFolder, log, connectionsMax: 4 });
  const holders = identity.holderIndex;
  const projecting = new Projecting(new Projector({ log, databaseUrl, holders }));
  projecting.start();
  const first = await listen(settings, dashboardFolder);
  // The projector makes the views when it first runs.
  await until(async () => (await new Client(first.port).get('/health/ready')).status === 200);
  return {
    ...first,
    log,
    settings,
    another: () => listen(settings),
    stopProjector: () => projecting.stop(),
    startProjector: () => projecting.start(),
    loseStore: async () => {
      for (const store of engines.splice(1)) await store.stop();
    },
    stop: async () => {
      await first.stop();
      await projecting.stop();
      await identity.close();
      await log.dispose();
      for (const engine of engines) await engine.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Asks again and again, at most some 20 s unless said, until the answer is yes. */
export async function until(ask: () => Promise<boolean>, attemptsMax = 400): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    if (await ask()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to be');
}
