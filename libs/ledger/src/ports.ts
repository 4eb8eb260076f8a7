/** What the ledger needs from outside, and no more. */
import type { Holder, HolderLine, RecordedEvent } from '#domain';
import type { EventLog, StreamReads, UnreadableEvent } from '#event-log';

/** How a command loop reads a stream. */
export type StreamReader<Event> = Pick<StreamReads<Event>, 'load' | 'readAt'>;

/** What a command loop does with the store. */
export interface StreamLog extends Pick<EventLog, 'append'>, StreamReader<RecordedEvent> {
  readonly tolerant: StreamReader<RecordedEvent | UnreadableEvent>;
}

/** Where one sealed block lies: part of what its seal vouches for. */
export interface SealedPlace {
  readonly stream: string;
  readonly eventId: string;
}

export interface HolderSealing {
  /** `month` (`YYYY-MM`) is that of the recording: the unit in which keys are kept and destroyed. */
  seal(
    lines: readonly HolderLine[],
    place: SealedPlace & { readonly month: string },
  ): Promise<Uint8Array>;
  /** Only these lines, in this order. */
  openLines(
    block: Uint8Array,
    place: SealedPlace,
    lineIndexes: readonly number[],
  ): Promise<
    readonly { readonly certificateNumber: string; readonly holder: Holder | 'forgotten' }[]
  >;
  /** In line order. */
  openAll(
    block: Uint8Array,
    place: SealedPlace,
  ): Promise<readonly { readonly holder: Holder | 'forgotten' }[]>;
}

/** MACs of requests under keys that rotate and are destroyed after 31 days. */
export interface RequestMacs {
  current(): Promise<{ readonly id: string; mac(text: string): string }>;
  /** 'expired' when the key no longer exists. */
  verify(id: string, text: string, mac: string): Promise<boolean | 'expired'>;
}

export interface LedgerPorts {
  readonly log: StreamLog;
  readonly sealing: HolderSealing;
  readonly macs: RequestMacs;
}
