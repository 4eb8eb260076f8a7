/** What every event carries besides its data. */
import type { Actor } from './actor';
import type { Warning } from './refusals';
import type { PlainDate } from './vocabulary';

/** Another stream that a decision used, and how far it had been read. */
export interface JudgedAgainst {
  readonly stream: string;
  readonly revision: string;
}

/** What makes a repeated request recognisable: hashes only. */
export interface RequestMark {
  /** Hash of principal and idempotency key. */
  readonly key: string;
  /** MAC of method, path and body. */
  readonly mac: string;
  /** Which rotating key made the MAC. */
  readonly macKey: string;
}

export interface EventMetadata {
  readonly schema: number;
  readonly actor: Actor;
  readonly approvedBy?: Actor;
  readonly occurredOn: PlainDate;
  /** ISO 8601 UTC. */
  readonly decidedAt: string;
  readonly judgedAgainst?: readonly JudgedAgainst[];
  /** On the first event of an append whose request had an idempotency key. */
  readonly request?: RequestMark;
  readonly warnings?: readonly Warning[];
  /** The answer's requestId: the same on all events of one append. */
  readonly correlationId: string;
  readonly causationId?: string;
  /** The record time in the store these events were imported from, ISO 8601 UTC. */
  readonly importedCreated?: string;
}

/** Where the store put an event. */
export interface Recording {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly recordedAt: Date;
  readonly metadata: EventMetadata;
}

/** An event as read back from the store. Narrowing on `type` narrows `data`. */
export type Recorded<E> = E extends { type: string; data: unknown } ? E & Recording : never;
