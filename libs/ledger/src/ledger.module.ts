import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Logger,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ChangeAccessHandler } from './access.handlers';
import { AccessLedger } from './access.ledger';
import { AuditLedger } from './audit.ledger';
import { PostInBookHandler } from './book.handlers';
import { BookLedger } from './book.ledger';
import { ChangeCentresHandler } from './centres.handlers';
import { CentresLedger } from './centres.ledger';
import { ChangeEditionHandler } from './editions.handlers';
import { EditionsLedger } from './editions.ledger';
import { ForgetPersonHandler } from './forgetting.handlers';
import { ForgettingLedger } from './forgetting.ledger';
import type { LedgerPorts } from './ports';
import { FileInQuarterHandler } from './quarters.handlers';
import { QuartersLedger } from './quarters.ledger';
import { ChangeShortageHandler } from './shortages.handlers';
import { ShortagesLedger } from './shortages.ledger';

/** Token of the ports that the module's ledgers work through. */
export const LEDGER_PORTS = Symbol('LedgerPorts');

export interface LedgerModuleOptions {
  readonly imports?: ModuleMetadata['imports'];
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: FactoryProvider<LedgerPorts>['useFactory'];
}

const ledgers: FactoryProvider[] = [
  {
    provide: AuditLedger,
    inject: [LEDGER_PORTS],
    useFactory: (ports: LedgerPorts) => new AuditLedger(ports),
  },
  {
    provide: CentresLedger,
    inject: [LEDGER_PORTS],
    useFactory: (ports: LedgerPorts) => new CentresLedger(ports),
  },
  {
    provide: AccessLedger,
    inject: [LEDGER_PORTS],
    useFactory: (ports: LedgerPorts) => new AccessLedger(ports),
  },
  {
    provide: EditionsLedger,
    inject: [LEDGER_PORTS, CentresLedger, AccessLedger],
    useFactory: (ports: LedgerPorts, centres: CentresLedger, access: AccessLedger) =>
      new EditionsLedger(ports, centres, access),
  },
  {
    provide: QuartersLedger,
    inject: [LEDGER_PORTS, CentresLedger],
    useFactory: (ports: LedgerPorts, centres: CentresLedger) => new QuartersLedger(ports, centres),
  },
  {
    provide: ShortagesLedger,
    inject: [LEDGER_PORTS, CentresLedger],
    useFactory: (ports: LedgerPorts, centres: CentresLedger) => new ShortagesLedger(ports, centres),
  },
  {
    provide: BookLedger,
    inject: [
      LEDGER_PORTS,
      CentresLedger,
      AccessLedger,
      EditionsLedger,
      QuartersLedger,
      ShortagesLedger,
    ],
    useFactory: (
      ports: LedgerPorts,
      centres: CentresLedger,
      access: AccessLedger,
      editions: EditionsLedger,
      quarters: QuartersLedger,
      shortages: ShortagesLedger,
    ) => new BookLedger(ports, { centres, access, editions, quarters, shortages }),
  },
  {
    provide: ForgettingLedger,
    inject: [LEDGER_PORTS, AccessLedger],
    useFactory: (ports: LedgerPorts, access: AccessLedger) => new ForgettingLedger(ports, access),
  },
];

/** The write path as a Nest module: command handlers, and the ledgers themselves. */
@Module({})
export class LedgerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger(LedgerModule.name);
  readonly #stopping = new AbortController();

  constructor(@Inject(BookLedger) private readonly books: BookLedger) {}

  static forRootAsync({
    imports = [],
    inject = [],
    useFactory,
  }: LedgerModuleOptions): DynamicModule {
    return {
      module: LedgerModule,
      imports: [CqrsModule, ...imports],
      providers: [
        { provide: LEDGER_PORTS, inject, useFactory },
        ...ledgers,
        PostInBookHandler,
        ChangeCentresHandler,
        ChangeAccessHandler,
        ChangeEditionHandler,
        ChangeShortageHandler,
        FileInQuarterHandler,
        ForgetPersonHandler,
      ],
      exports: [
        CqrsModule,
        CentresLedger,
        AccessLedger,
        EditionsLedger,
        QuartersLedger,
        ShortagesLedger,
        BookLedger,
        ForgettingLedger,
        AuditLedger,
      ],
    };
  }

  /** Warms the books in the background; a post that comes first loads its own book. */
  onApplicationBootstrap(): void {
    this.books
      .warmUp(this.#stopping.signal)
      .then((count) => this.#log.log(`${count} books loaded`))
      .catch((fault: Error) => this.#log.warn(`books could not be warmed up: ${fault.message}`));
  }

  onApplicationShutdown(): void {
    this.#stopping.abort();
  }
}
