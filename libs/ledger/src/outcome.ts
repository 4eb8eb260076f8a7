/** What became of a request: plain data, the same whether it is answered first or again. */
import type {
  ConsignmentNumber,
  EventMetadata,
  LiushuiEvent,
  MonthlyFileMade,
  ProposalNumber,
  Refusal,
  StockCounted,
  Warning,
} from '#domain';
import { isUnreadable, type UnreadableEvent } from '#event-log';

/** A request as it arrived, whoever it is for. */
export interface Request {
  /** Drawn anew for every request; stands on its events as `correlationId`. */
  readonly requestId: string;
  /** User id: with the key, the scope of idempotency within the stream that is written. */
  readonly principal: string;
  readonly idempotencyKey?: string;
  /** Method, path and body, canonical: what the key must not be used for twice. */
  readonly fingerprint: string;
  /** Judge everything, append nothing. */
  readonly dryRun?: boolean;
}

interface Stored {
  /** Of the request that was executed: of the first one, when this one repeats it. */
  readonly requestId: string;
  readonly stream: string;
  /** Of the append's last event. */
  readonly revision: bigint;
  /** Of the append's last event. */
  readonly position: bigint;
  /** Without HoldersSealed, which belongs to the fact that follows it. */
  readonly events: readonly EventAnswer[];
  readonly warnings: readonly Warning[];
  /** Whether this is the answer to an earlier request with the same key. */
  readonly replayed: boolean;
}

export interface EventAnswer {
  readonly id: string;
  /** Any name at all where the event cannot be read any more. */
  readonly type: string;
  readonly revision: bigint;
}

export type CountedDifferences = Pick<
  StockCounted['data'],
  'missing' | 'unexpected' | 'movedSince'
>;

export interface AppendedOutcome extends Stored {
  readonly kind: 'appended';
  readonly consignment?: ConsignmentNumber;
  /** Of an application that was filed. */
  readonly number?: string;
  /** Of a monthly file that was made. */
  readonly monthlyFile?: MonthlyFileMade['data'];
  /** Of a stock count: what differs from the book. */
  readonly differences?: CountedDifferences;
}

export interface PendingOutcome extends Stored {
  readonly kind: 'pending';
  readonly proposal: ProposalNumber;
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

export type Outcome =
  | AppendedOutcome
  /** A second user must approve. */
  | PendingOutcome
  /** What was asked for is so already: nothing was appended, and no key is remembered. */
  | { readonly kind: 'unchanged'; readonly requestId: string; readonly stream: string }
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  /** A dry run. `wouldAppend` has the final events where a second user would have to approve. */
  | {
      readonly kind: 'judged';
      readonly wouldAppend: readonly LiushuiEvent['type'][];
      readonly refusals: readonly Refusal[];
      readonly warnings: readonly Warning[];
    }
  /** The key was used for another method, path or body. */
  | { readonly kind: 'key-reused' };

/** One append's events, as they stand in the store. */
export type AppendedEvent = (LiushuiEvent | UnreadableEvent) & {
  readonly id: string;
  readonly revision: bigint;
  readonly metadata: EventMetadata;
};

/** The answer that the events of one append make. `position` is that of the last one. */
export function answerFrom(
  stream: string,
  appended: readonly AppendedEvent[],
  position: bigint,
  replayed: boolean,
): AppendedOutcome | PendingOutcome {
  const last = appended.at(-1);
  if (!last) throw new Error(`${stream}: an answer needs events`);
  const facts = appended.filter(({ type }) => type !== 'HoldersSealed');
  const stored: Stored = {
    requestId: last.metadata.correlationId,
    stream,
    revision: last.revision,
    position,
    events: facts.map(({ id, type, revision }) => ({ id, type, revision })),
    warnings: facts.flatMap(({ metadata }) => metadata.warnings ?? []),
    replayed,
  };
  for (const fact of facts) {
    if (isUnreadable(fact)) continue;
    const { type, data } = fact;
    if (type === 'ProposalMade') {
      const { proposal, expiresAt } = data;
      return { kind: 'pending', ...stored, proposal, expiresAt };
    }
    if (type === 'StockCounted') {
      const { missing, unexpected, movedSince } = data;
      return { kind: 'appended', ...stored, differences: { missing, unexpected, movedSince } };
    }
    if (type === 'ApplicationFiled') return { kind: 'appended', ...stored, number: data.number };
    if (type === 'MonthlyFileMade') return { kind: 'appended', ...stored, monthlyFile: data };
    if (type === 'BlanksDispatched') {
      return { kind: 'appended', ...stored, consignment: data.consignment };
    }
  }
  return { kind: 'appended', ...stored };
}
