/**
 * The appends that are written and synced together. They are decided in their order of arrival, each
 * on what is committed and on what those before it in the batch will have done.
 */
import { type Decision, decide, type ExpectedRevision, type StreamView } from './decision';
import { EVENT_TYPE_COUNT_MAX, type EventIndex } from './event-index';
import { FRAME_HEAD_SIZE_BYTES, frameSizeBytes, POSITION_MAX } from './frame';
import type { RecentIds } from './recent-ids';
import type { PlacedEvent } from './recorded-event';

/** Encoded size of one append; its names are repeated in every event. */
export const APPEND_SIZE_BYTES_MAX = 16 * 1024 * 1024;

export interface ProposedEvent {
  /** 16 bytes. */
  readonly id: Uint8Array;
  /** UTF-8. */
  readonly type: Uint8Array;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface AppendRequest {
  readonly streamName: Uint8Array;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

export type RefusalReason =
  | 'full'
  | 'stopped'
  | 'damaged'
  | 'tooLarge'
  | 'overloaded'
  /** What is stored could not be looked at; other appends are not touched by it. */
  | 'undecided';

export type AppendOutcome =
  /** Revision -1: nothing was to be written and there is no such stream. */
  | { readonly kind: 'appended'; readonly lastRevision: number; readonly position: number }
  | { readonly kind: 'wrongRevision'; readonly lastRevision: number }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string };

/** An event whose place is decided, with what the index needs to know. */
export interface PendingEvent extends PlacedEvent {
  readonly streamKey: string;
  readonly typeKey: string;
  readonly idKey: string;
  readonly followers: number;
  readonly sizeBytes: number;
}

interface PendingStream {
  lastRevision: number;
  readonly firstRevision: number;
  readonly positions: number[];
  readonly idKeys: string[];
}

/** What the batch reads of the log. */
export interface CommittedLog {
  readonly index: EventIndex;
  readonly recentIds: RecentIds;
  /** The id at a committed position, read from the disk; null where the frame is damaged. */
  idAt(position: number): string | null;
}

function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export class Batch {
  readonly events: PendingEvent[] = [];
  sizeBytes = 0;
  private readonly streams = new Map<string, PendingStream>();
  private readonly newTypes = new Set<string>();

  constructor(
    private readonly log: CommittedLog,
    private readonly createdAtMs: number,
  ) {}

  /** What the append will be answered if the batch commits. */
  add(request: AppendRequest): AppendOutcome {
    const streamKey = keyOf(request.streamName);
    const idKeys = request.events.map((event) => keyOf(event.id));
    const decision: Decision = decide(this.view(streamKey), request.expected, idKeys);
    switch (decision.kind) {
      case 'wrongRevision':
        return decision;
      case 'stands':
        return {
          kind: 'appended',
          lastRevision: decision.lastRevision,
          position: this.positionAt(streamKey, decision.lastRevision),
        };
      case 'append':
        return this.place(request, streamKey, idKeys);
      default:
        return decision satisfies never;
    }
  }

  private view(streamKey: string): StreamView {
    const { index, recentIds } = this.log;
    const pending = this.streams.get(streamKey);
    return {
      lastRevision: pending?.lastRevision ?? index.lastRevision(streamKey),
      idAt: (revision) => {
        if (pending && revision >= pending.firstRevision) {
          return pending.idKeys[revision - pending.firstRevision] ?? null;
        }
        return this.log.idAt(this.positionAt(streamKey, revision));
      },
      recentRevisionOf: (idKey) => {
        const at = pending ? pending.idKeys.lastIndexOf(idKey) : -1;
        if (pending && at >= 0) return pending.firstRevision + at;
        return recentIds.revisionOf(streamKey, idKey);
      },
    };
  }

  /** The position of a revision, or of the log's last event where there is no revision. */
  private positionAt(streamKey: string, revision: number): number {
    const pending = this.streams.get(streamKey);
    if (pending && revision >= pending.firstRevision) {
      return pending.positions[revision - pending.firstRevision] as number;
    }
    const { index } = this.log;
    const stream = index.streamNumber(streamKey);
    if (stream === undefined || revision < 0) return index.lastPosition;
    return index.positionAt(stream, revision);
  }

  private place(request: AppendRequest, streamKey: string, idKeys: string[]): AppendOutcome {
    const { index } = this.log;
    const firstRevision =
      (this.streams.get(streamKey)?.lastRevision ?? index.lastRevision(streamKey)) + 1;
    const firstPosition = index.lastPosition + this.events.length + 1;
    const { streamName, events } = request;
    const { createdAtMs } = this;
    const placed = events.map((event, at): PendingEvent => {
      const { id, type, isJson, data, metadata } = event;
      const pending = {
        id,
        streamName,
        type,
        isJson,
        data,
        metadata,
        revision: firstRevision + at,
        position: firstPosition + at,
        createdAtMs,
        streamKey,
        typeKey: keyOf(type),
        idKey: idKeys[at] as string,
        followers: events.length - 1 - at,
        sizeBytes: 0,
      };
      pending.sizeBytes = frameSizeBytes(pending);
      return pending;
    });
    const refusal = this.refuse(placed);
    if (refusal) return refusal;
    this.remember(streamKey, placed);
    const last = placed.at(-1) as PendingEvent;
    return { kind: 'appended', lastRevision: last.revision, position: last.position };
  }

  private refuse(placed: readonly PendingEvent[]): AppendOutcome | null {
    const sizeBytes = placed.reduce((sum, event) => sum + event.sizeBytes, 0);
    if (sizeBytes > APPEND_SIZE_BYTES_MAX + FRAME_HEAD_SIZE_BYTES) {
      return { kind: 'refused', reason: 'tooLarge', message: 'The append is too large.' };
    }
    if ((placed.at(-1)?.position ?? 0) > POSITION_MAX) {
      return { kind: 'refused', reason: 'full', message: 'The log has no positions left.' };
    }
    const { index } = this.log;
    const types = new Set(this.newTypes);
    for (const { typeKey } of placed) if (!index.knowsType(typeKey)) types.add(typeKey);
    if (index.typeKeys.length + types.size > EVENT_TYPE_COUNT_MAX) {
      return { kind: 'refused', reason: 'full', message: 'There are too many event types.' };
    }
    for (const type of types) this.newTypes.add(type);
    return null;
  }

  private remember(streamKey: string, placed: readonly PendingEvent[]): void {
    let pending = this.streams.get(streamKey);
    if (!pending) {
      const firstRevision = placed[0]?.revision ?? 0;
      pending = { firstRevision, lastRevision: -1, positions: [], idKeys: [] };
      this.streams.set(streamKey, pending);
    }
    for (const event of placed) {
      pending.lastRevision = event.revision;
      pending.positions.push(event.position);
      pending.idKeys.push(event.idKey);
      this.events.push(event);
      this.sizeBytes += event.sizeBytes;
    }
  }
}
