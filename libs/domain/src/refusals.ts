/**
 * Why a command was refused, as data: the rule, a code, who offends. Sentences in both languages
 * are in `messages.ts`; status codes belong to the API.
 */

import type { Actor } from './actor';
import type { MessageCode } from './messages';
import type { RangeText } from './serials/serial';
import type { Holder, PlainDate } from './vocabulary';

/** An id of a rule of this domain, such as `C5`, `N1`, `T3`. */
export type RuleId = string;

export interface Refusal {
  readonly rule: RuleId;
  readonly code: MessageCode;
  /** JSON Pointer into the request body. */
  readonly path?: string;
  /** Line of a roster, from 1. */
  readonly line?: number;
  /** The offending serial, or the first of `range`. */
  readonly serial?: string;
  readonly range?: RangeText;
  /** Values for the message, such as where the book has the serial. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Allowed, but worth a look. */
export interface Warning extends Refusal {}

/** A line's personal data, on its way to being sealed; in the order of the fact's lines. */
export interface HolderLine {
  readonly certificateNumber: string;
  readonly holder: Holder;
}

export interface Accepted<E> {
  readonly events: readonly E[];
  readonly warnings: readonly Warning[];
  /** To be sealed into one HoldersSealed that precedes the events in the same append. */
  readonly holders?: readonly HolderLine[];
  /** Set by an approval: all events but the first are the author's act of that day. */
  readonly approved?: { readonly author: Actor; readonly occurredOn: PlainDate };
}

export interface Refused {
  readonly refusals: readonly [Refusal, ...Refusal[]];
}

export type Decision<E> = Accepted<E> | Refused;

export const isRefused = <E>(decision: Decision<E>): decision is Refused => 'refusals' in decision;

/** A refusal of at least one reason; what offends without a line comes before the lines. */
export function refusedBy(refusals: readonly Refusal[]): Refused {
  const [first, ...rest] = [...refusals].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (!first) throw new Error('a refusal needs a reason');
  return { refusals: [first, ...rest] };
}
