import {
  type AuditEvent,
  AuditReports,
  auditStream,
  decideAuditReport,
  evolveAuditReports,
  type FileAuditReport,
} from '#domain';
import { CommandLoop } from './command-loop';
import type { Outcome, Request } from './outcome';
import type { LedgerPorts } from './ports';

/** One stream: the bound is never met, only stated. */
const cacheSizeBytesMax = 16 * 1024 * 1024;

/**
 * What auditors have filed. Nothing on their stream is decided by what stands there: a report that
 * cannot be read keeps nobody from filing the next one.
 */
export class AuditLedger {
  readonly #loop: CommandLoop<AuditReports, AuditEvent>;

  constructor(ports: LedgerPorts) {
    const fold = {
      empty: () => new AuditReports(),
      evolve: evolveAuditReports,
      passOver: evolveAuditReports,
    };
    this.#loop = new CommandLoop(ports, fold, cacheSizeBytesMax);
  }

  execute(request: Request, command: FileAuditReport): Promise<Outcome> {
    return this.#loop.execute(request, {
      stream: auditStream,
      context: command,
      gather: async () => () => ({ decision: decideAuditReport(command), judgedAgainst: [] }),
    });
  }
}
