/** From an accepted decision to the events of one append. */
import { randomUUID } from 'node:crypto';
import {
  type Accepted,
  type Actor,
  type CommandContext,
  type EventMetadata,
  type HolderLine,
  type JudgedAgainst,
  type LiushuiEvent,
  type RequestMark,
  shanghaiDate,
} from '#domain';
import { type NewEvent, schemaOf } from '#event-log';
import type { HolderSealing } from './ports';

/**
 * What one execution of a request draws at random. Ids stay the same through the retries of that
 * execution and are never used for another: a store takes the same ids for the same append.
 */
export class Execution {
  readonly #ids: string[] = [];
  readonly #sealedId = randomUUID();
  #sealed: { readonly numbers: string; readonly block: Uint8Array } | undefined;

  constructor(
    readonly stream: string,
    readonly context: CommandContext,
    readonly requestId: string,
    /** For the first event. */
    readonly mark: RequestMark | undefined,
    private readonly sealing: HolderSealing,
  ) {}

  /** The events to append. Holders are sealed into one block right before the fact they are of. */
  async compose(
    accepted: Accepted<LiushuiEvent>,
    judgedAgainst: readonly JudgedAgainst[],
    causationId: string | undefined,
  ): Promise<[NewEvent, ...NewEvent[]]> {
    const { events, holders, warnings, approved } = accepted;
    const factIndex = approved ? 1 : 0;
    const composed: NewEvent[] = events.map((event, index) => {
      const isApproved = approved !== undefined && index >= factIndex;
      const metadata = {
        ...this.#metadata(event, isApproved ? approved : undefined),
        ...(judgedAgainst.length > 0 ? { judgedAgainst } : {}),
        ...(index === factIndex && warnings.length > 0 ? { warnings } : {}),
        ...(causationId === undefined ? {} : { causationId }),
      };
      return { ...event, id: this.#id(index), metadata } as NewEvent;
    });
    if (holders && holders.length > 0) {
      const data = await this.#seal(holders);
      const { schema: _s, warnings: _w, ...metadata } = composed[factIndex].metadata;
      const sealed = { type: 'HoldersSealed', data, id: this.#sealedId } as const;
      const schema = schemaOf('HoldersSealed');
      composed.splice(factIndex, 0, { ...sealed, metadata: { schema, ...metadata } });
    }
    const [first, ...rest] = composed;
    if (!this.mark) return [first, ...rest];
    const metadata: EventMetadata = { ...first.metadata, request: this.mark };
    return [{ ...first, metadata } as NewEvent, ...rest];
  }

  #metadata(event: LiushuiEvent, approved: Accepted<LiushuiEvent>['approved']): EventMetadata {
    const { user, role, centre } = this.context.by;
    const by: Actor = { user, role, centre };
    const { occurredOn, decidedAt } = this.context;
    return {
      schema: schemaOf(event.type),
      ...(approved
        ? { actor: approved.author, approvedBy: by, occurredOn: approved.occurredOn }
        : { actor: by, occurredOn }),
      decidedAt,
      correlationId: this.requestId,
    };
  }

  #id(index: number): string {
    this.#ids[index] ??= randomUUID();
    return this.#ids[index];
  }

  /** Sealed once: a block vouches for stream, event id and lines, none of which a retry changes. */
  async #seal(lines: readonly HolderLine[]): Promise<Uint8Array> {
    const numbers = lines.map(({ certificateNumber }) => certificateNumber).join();
    if (this.#sealed?.numbers !== numbers) {
      const month = shanghaiDate(new Date(this.context.decidedAt)).slice(0, 7);
      const place = { stream: this.stream, eventId: this.#sealedId, month };
      this.#sealed = { numbers, block: await this.sealing.seal(lines, place) };
    }
    return this.#sealed.block;
  }
}
