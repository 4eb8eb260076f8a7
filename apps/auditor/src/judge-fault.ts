/** How a command ends that threw. */
import { CommanderError } from 'commander';
import { GapInStream } from '#audit';
import { DamagedStream, StoreAway, StoreDamaged, StoreRefuses, UnknownEvent } from '#event-log';
import { NoViewsYet, ProjectionFault } from '#read-model';
import { type ExitCode, exitCodes, NotInOrder, NotJudged, WrongUse } from './exit-codes';

export interface JudgedFault {
  readonly exitCode: ExitCode;
  readonly code: string;
  /** Undefined when it was said already. */
  readonly message?: string;
}

export function judgeFault(fault: unknown): JudgedFault {
  if (fault instanceof CommanderError) {
    // Help and version end commander by a fault as well.
    if (fault.exitCode === 0) return { exitCode: exitCodes.inOrder, code: 'help' };
    const message = fault.code === 'commander.help' ? undefined : withoutPrefix(fault);
    return { exitCode: exitCodes.wrongUse, code: 'wrong-use', message };
  }
  const message = fault instanceof Error ? messageOf(fault) : String(fault);
  if (fault instanceof WrongUse) {
    return { exitCode: exitCodes.wrongUse, code: 'wrong-use', message };
  }
  if (fault instanceof NotInOrder) {
    return { exitCode: exitCodes.findings, code: fault.code, message };
  }
  if (
    fault instanceof DamagedStream ||
    fault instanceof GapInStream ||
    fault instanceof UnknownEvent ||
    fault instanceof ProjectionFault
  ) {
    const found = `the log cannot be read beyond a damaged event: ${message}`;
    return { exitCode: exitCodes.findings, code: 'event-damaged', message: found };
  }
  if (fault instanceof StoreDamaged) {
    const check = 'npm run eventstore -- check --dir DATA/event-store';
    const found = `${message} "${check}" names all that is damaged.`;
    return { exitCode: exitCodes.findings, code: 'store-damaged', message: found };
  }
  return { exitCode: exitCodes.notJudged, code: codeOf(fault), message: `not judged: ${message}` };
}

function codeOf(fault: unknown): string {
  if (fault instanceof StoreAway || fault instanceof StoreRefuses) return 'event-store-away';
  if (fault instanceof NoViewsYet) return 'no-views-yet';
  return fault instanceof NotJudged ? 'not-judged' : 'engine-fault';
}

/** Refused connections to several addresses come as one fault without a message of its own. */
function messageOf(fault: Error): string {
  if (fault.message !== '') return fault.message;
  if (!(fault instanceof AggregateError)) return fault.name;
  return fault.errors.map((one: unknown) => (one instanceof Error ? one.message : one)).join('; ');
}

const withoutPrefix = ({ message }: CommanderError): string => message.replace(/^error: /, '');
