/**
 * Server-sent events out of a body that is read by `fetch`, because `EventSource` cannot send the
 * token. Reads what the API sends: `id`, `event`, `data`, comments; lines end in LF or CRLF.
 */

export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** No event of the API comes near it; whoever sends more is not the API. */
const pendingLengthMax = 1_000_000;

export class EventStream {
  /** What to resume from, undefined when there is nothing to resume from. */
  lastId: string | undefined;
  private pending = '';
  private id: string | undefined;
  private event = '';
  private data: string[] = [];

  /**
   * The events that a further piece of the body completes.
   *
   * @throws Error when a line has no end within a million characters
   */
  read(piece: string): ServerEvent[] {
    const lines = (this.pending + piece).split('\n');
    this.pending = lines.pop() ?? '';
    if (this.pending.length > pendingLengthMax) throw new Error('a line of news without an end');
    return lines.flatMap((line) => this.take(line.replace(/\r$/, '')));
  }

  private take(line: string): ServerEvent[] {
    if (line === '') return this.finish();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') this.id = value;
    else if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    return [];
  }

  /** An id counts once its event is complete, also when the event says nothing. */
  private finish(): ServerEvent[] {
    if (this.id !== undefined) this.lastId = this.id === '' ? undefined : this.id;
    const { event, data } = this;
    this.id = undefined;
    this.event = '';
    this.data = [];
    return data.length === 0 ? [] : [{ event: event || 'message', data: data.join('\n') }];
  }
}
