/** What a client proposes to append, checked and in the log's own terms. */

import { isUtf8 } from 'node:buffer';
import type { ProposedEvent } from '../log/batch';

/** Data and metadata of one append together, as the real store's default has it. */
export const APPEND_SIZE_BYTES_MAX = 1024 * 1024;
/** What an append may hold in memory, and take encoded, its names and types included. */
export const APPEND_HELD_SIZE_BYTES_MAX = 16 * 1024 * 1024;
/** What an event or an append costs besides its bytes, roughly. */
export const HELD_SIZE_BYTES = 256;
export const STREAM_NAME_SIZE_BYTES_MAX = 64 * 1024;
export const EVENT_TYPE_SIZE_BYTES_MAX = 64 * 1024;

export const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The bytes of a UUID that is known to be one. */
export function parseUuidText(text: string): Buffer {
  return Buffer.from(text.replaceAll('-', ''), 'hex');
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly complaint: string };

function complain(complaint: string): { ok: false; complaint: string } {
  return { ok: false, complaint };
}

/** What a client says of an event; the bytes may be parts of its message. */
export interface Proposal {
  readonly id: Buffer | null;
  readonly type: Uint8Array;
  readonly contentType: string | null;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export function checkProposal(proposal: Proposal): Checked<ProposedEvent> {
  const { id, type } = proposal;
  if (!id) return complain('An event needs an id that is a UUID.');
  if (type.length === 0) return complain('An event needs a type.');
  if (type.length > EVENT_TYPE_SIZE_BYTES_MAX) return complain('The type of an event is too long.');
  if (!isUtf8(type)) return complain('The type of an event is no UTF-8.');
  const value = {
    id,
    type: ownBytes(type),
    isJson: proposal.contentType === 'application/json',
    data: ownBytes(proposal.data),
    metadata: ownBytes(proposal.metadata),
  };
  return { ok: true, value };
}

/** A part of a message keeps all of the message in memory: a small one is copied out of a large. */
export function ownBytes(part: Uint8Array): Uint8Array {
  return part.buffer.byteLength > 2 * part.length + HELD_SIZE_BYTES ? Buffer.from(part) : part;
}

/** What counts for the real store's limit of an append. */
function proposalSizeBytes(event: ProposedEvent): number {
  return event.data.length + event.metadata.length;
}

/** What counts for the memory. */
function heldSizeBytes(event: ProposedEvent): number {
  return HELD_SIZE_BYTES + event.type.length + proposalSizeBytes(event);
}

/**
 * The events of one append as they come in. With the first that cannot be taken, and where they are
 * too much, the append is refused: none is held any more, and none is looked at.
 */
export class ProposedEvents {
  private taken: ProposedEvent[] = [];
  private takenHeldSizeBytes = 0;
  private sizeBytes = 0;
  private reason: 'tooLarge' | { readonly complaint: string } | null = null;

  get events(): readonly ProposedEvent[] {
    return this.taken;
  }

  get heldSizeBytes(): number {
    return this.takenHeldSizeBytes;
  }

  /** Why the append cannot be. */
  get refusal(): 'tooLarge' | { readonly complaint: string } | null {
    return this.reason;
  }

  add(event: Checked<ProposedEvent>): void {
    if (this.reason !== null) return;
    if (!event.ok) {
      this.refuse(event);
      return;
    }
    this.taken.push(event.value);
    this.sizeBytes += proposalSizeBytes(event.value);
    this.takenHeldSizeBytes += heldSizeBytes(event.value);
    const isTooLarge =
      this.sizeBytes > APPEND_SIZE_BYTES_MAX ||
      this.takenHeldSizeBytes > APPEND_HELD_SIZE_BYTES_MAX;
    if (isTooLarge) this.refuse('tooLarge');
  }

  forget(): void {
    this.taken = [];
    this.takenHeldSizeBytes = 0;
  }

  private refuse(reason: 'tooLarge' | { readonly complaint: string }): void {
    this.reason = reason;
    this.forget();
  }
}

export type StreamName =
  | { readonly kind: 'name'; readonly name: Uint8Array }
  | { readonly kind: 'metadata' }
  | { readonly kind: 'bad'; readonly complaint: string };

const DOLLAR = '$'.charCodeAt(0);

/** The name of a stream that is to be appended to; names that begin with `$$` mean metadata. */
export function parseStreamName(name: Uint8Array | null): StreamName {
  if (!name || name.length === 0) return { kind: 'bad', complaint: 'A stream needs a name.' };
  if (name.length > STREAM_NAME_SIZE_BYTES_MAX) {
    return { kind: 'bad', complaint: 'The name of the stream is too long.' };
  }
  if (name[0] === DOLLAR && name[1] === DOLLAR) return { kind: 'metadata' };
  return { kind: 'name', name: ownBytes(name) };
}
