/** One append, tried until the store says what became of it or our patience ends. */
import {
  AccessDeniedError,
  type EventData,
  type EventStoreDBClient,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NO_STREAM,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { storedName } from './connection';
import { StoreAway, StoreDamaged, StoreRefuses, WrongRevision } from './faults';
import { noteAppendCallError } from './late-answers';
import { appendAttemptMsMax, retryDelayMsMax } from './limits';
import { Patience } from './patience';
import type { StoreClient } from './store-client';

/** gRPC statuses of a wrong name or password, and of a call that the store does not have. */
const finalStatuses: readonly unknown[] = [16, 12];
/** gRPC's DATA_LOSS. */
const damageStatus = 15;
/** The store is told to give an attempt up before we do, so that it never answers one we left. */
const attemptMarginMs = 1_000;

class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export interface Stored {
  readonly revision: bigint;
  /** Unknown when an earlier attempt may have been the one that was stored. */
  readonly position: bigint | undefined;
}

/**
 * The fault of ours when trying again is pointless. Undefined for everything else, which leaves
 * open what became of an append.
 */
export function finalFault(what: string, fault: unknown): StoreDamaged | StoreRefuses | undefined {
  const status = fault instanceof Error && 'code' in fault ? fault.code : undefined;
  if (status === damageStatus) return new StoreDamaged(what, fault);
  const isRefusal =
    fault instanceof AccessDeniedError ||
    fault instanceof InvalidArgumentError ||
    fault instanceof MaxAppendSizeExceededError ||
    fault instanceof StreamDeletedError ||
    finalStatuses.includes(status);
  return isRefusal ? new StoreRefuses(what, fault) : undefined;
}

/**
 * Appends at exactly `expected` (-1n: the stream does not exist yet). An ambiguous outcome is tried
 * again with the same ids at the same revision, which the store answers like the first time if it
 * has the events already.
 */
export async function appendPatiently(
  store: StoreClient,
  stream: string,
  events: EventData[],
  expected: bigint,
  patienceMsMax: number,
): Promise<Stored> {
  const patience = new Patience(patienceMsMax, retryDelayMsMax);
  const name = storedName(store.connection, stream);
  for (;;) {
    const client = store.appends;
    try {
      const answer = await attempt(client, name, events, expected);
      const position = patience.attempts === 0 ? answer.position?.commit : undefined;
      return { revision: answer.nextExpectedRevision, position };
    } catch (fault) {
      noteAppendCallError(fault);
      if (fault instanceof WrongExpectedVersionError) throw wrongRevision(stream, expected, fault);
      const final = finalFault(`append to ${stream}`, fault);
      if (final) throw final;
      if (fault instanceof NoAnswer || patience.attempts > 1) store.replaceAppends(client);
      if (!(await patience.next())) throw new StoreAway(`append to ${stream}`, fault);
    }
  }
}

async function attempt(
  client: EventStoreDBClient,
  stream: string,
  events: EventData[],
  expected: bigint,
) {
  const expectedRevision = expected < 0n ? NO_STREAM : expected;
  const deadline = appendAttemptMsMax - attemptMarginMs;
  let timer: NodeJS.Timeout | undefined;
  const noAnswer = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer('no answer in time')), appendAttemptMsMax);
  });
  try {
    return await Promise.race([
      client.appendToStream(stream, events, { expectedRevision, deadline, requiresLeader: true }),
      noAnswer,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function wrongRevision(stream: string, expected: bigint, fault: WrongExpectedVersionError) {
  const { actualVersion } = fault;
  return new WrongRevision(
    stream,
    expected,
    typeof actualVersion === 'bigint' ? actualVersion : -1n,
  );
}
