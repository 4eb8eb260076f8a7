import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Pool } from 'pg';
import { DamagedStream, EventLog, type StoredEvent } from '#event-log';
import { Identity } from '#identity';
import { CheckpointsLedger, LedgerModule } from '#ledger';
import { ChangeListener, queryMsMax, ReadModel } from '#read-model';
import { EvidenceMaker, HeldBookMaker, PublishedLog } from '#transparency';
import { LoginThrottle } from './access/login-throttle';
import { Clock } from './requests/clock';
import type { Settings } from './settings';
import { VerifyThrottle } from './verification/verify-throttle';

const POOL = Symbol('pool of the views');
/** Questions asked of the views at the same time. */
const viewConnectionsMax = 10;
const connectMsMax = 5_000;

function openPool(connectionString: string): Pool {
  const pool = new Pool({
    connectionString,
    max: viewConnectionsMax,
    connectionTimeoutMillis: connectMsMax,
    statement_timeout: queryMsMax,
    application_name: 'liushui-api',
  });
  // An idle connection that breaks is replaced by the next query; unheard it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

async function* storedUntilGap(
  log: EventLog,
  stream: string,
  from: bigint,
  limit: number,
): AsyncGenerator<StoredEvent> {
  try {
    yield* log.loadStored(stream, { from, limit });
  } catch (fault) {
    if (!(fault instanceof DamagedStream)) throw fault;
  }
}

/** Everything outside this process: opened before the first request, closed after the last. */
@Global()
@Module({})
export class EnginesModule implements OnApplicationShutdown {
  constructor(
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(Identity) private readonly identity: Identity,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  static forRoot(settings: Settings): DynamicModule {
    const { eventStoreUrl, databaseUrl, dataFolder } = settings;
    return {
      module: EnginesModule,
      providers: [
        { provide: EventLog, useFactory: () => EventLog.connect(eventStoreUrl) },
        {
          provide: Identity,
          inject: [EventLog, Clock],
          useFactory: (log: EventLog, clock: Clock) =>
            Identity.open({ databaseUrl, dataFolder, log, now: () => clock.now() }),
        },
        { provide: POOL, useFactory: () => openPool(databaseUrl) },
        { provide: ReadModel, inject: [POOL], useFactory: (pool: Pool) => new ReadModel(pool) },
        {
          provide: PublishedLog,
          inject: [POOL],
          useFactory: (pool: Pool) => new PublishedLog(pool),
        },
        {
          provide: CheckpointsLedger,
          inject: [EventLog],
          useFactory: (log: EventLog) => new CheckpointsLedger(log),
        },
        {
          provide: EvidenceMaker,
          inject: [POOL, PublishedLog, EventLog],
          useFactory: (pool: Pool, published: PublishedLog, log: EventLog) =>
            new EvidenceMaker(pool, published, (stream, revision) =>
              log.readStoredAt(stream, revision),
            ),
        },
        {
          provide: HeldBookMaker,
          inject: [POOL, PublishedLog, EventLog],
          useFactory: (pool: Pool, published: PublishedLog, log: EventLog) =>
            new HeldBookMaker(pool, published, (stream, from, limit) =>
              storedUntilGap(log, stream, from, limit),
            ),
        },
        { provide: ChangeListener, useFactory: () => new ChangeListener(databaseUrl) },
        {
          provide: LoginThrottle,
          inject: [Clock],
          useFactory: (clock: Clock) => new LoginThrottle(() => clock.now().getTime()),
        },
        {
          provide: VerifyThrottle,
          inject: [Clock],
          useFactory: (clock: Clock) => new VerifyThrottle(() => clock.now().getTime()),
        },
        Clock,
      ],
      exports: [
        EventLog,
        Identity,
        ReadModel,
        PublishedLog,
        EvidenceMaker,
        HeldBookMaker,
        CheckpointsLedger,
        ChangeListener,
        LoginThrottle,
        VerifyThrottle,
        Clock,
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled([this.log.dispose(), this.identity.close(), this.pool.end()]);
  }
}

/** The write path on these engines. */
export const ledgerModule = (): DynamicModule =>
  LedgerModule.forRootAsync({
    inject: [EventLog, Identity],
    useFactory: (log: EventLog, identity: Identity) => ({
      log,
      sealing: identity.sealing,
      macs: identity.requestMacs,
    }),
  });
