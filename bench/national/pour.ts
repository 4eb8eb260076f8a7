/** Pours a nation into a store: many streams at once, several appends of one stream together. */
import { randomBytes, randomUUID } from 'node:crypto';
import { appendLinesMax, type EventLog, type NewEvent } from '#event-log';
import type { Sealing } from '#identity';
import { ministry } from './country';
import type { Nation, NationalAppend } from './nation';

const eventsPerAppendMax = 80;
const streamsAtOnceMax = 48;
const actorId = '3f2b7a52-8c11-4d22-9333-444455556666';
/** What stands for a sealed block, about as long as one line of it, where nobody opens any. */
const placeholderSizeBytes = 150;

export interface Poured {
  readonly eventCount: number;
  /** Without sealed blocks. */
  readonly factCount: number;
  readonly certificateCount: number;
}

/** Appends to one stream at its exact revision. */
class Writer {
  revision = -1n;
  private waiting: NewEvent[] = [];
  private lineCount = 0;

  constructor(
    private readonly log: EventLog,
    private readonly stream: string,
  ) {}

  async add(events: readonly NewEvent[], lineCount: number): Promise<void> {
    const isFull = this.waiting.length + events.length > eventsPerAppendMax;
    if (isFull || this.lineCount + lineCount > appendLinesMax) await this.flush();
    this.waiting.push(...events);
    this.lineCount += lineCount;
  }

  async flush(): Promise<void> {
    if (this.waiting.length === 0) return;
    ({ revision: this.revision } = await this.log.append(this.stream, this.waiting, this.revision));
    this.waiting = [];
    this.lineCount = 0;
  }
}

export class Pourer {
  private readonly writers = new Map<string, Writer>();
  private eventCount = 0;
  private factCount = 0;
  private hasBegun = false;

  constructor(
    private readonly log: EventLog,
    private readonly nation: Nation,
    /** Real blocks of the nation's people; placeholders without. */
    private readonly sealing?: Pick<Sealing, 'seal'>,
  ) {}

  /** Pours quarters until at least so many certificates are printed. */
  async until(certificateCount: number, onQuarter = (_: Poured): void => undefined) {
    if (!this.hasBegun) await this.inOrder(this.nation.beginning());
    this.hasBegun = true;
    while (this.nation.certificateCount < certificateCount) {
      const { sent, cities } = this.nation.nextQuarter();
      await this.inOrder(sent);
      await this.sideBySide(cities);
      onQuarter(this.poured);
    }
    return this.poured;
  }

  /** Each to a stream of its own. */
  async apart(appends: readonly NationalAppend[]): Promise<Poured> {
    await this.sideBySide(appends.map((append) => [append]));
    return this.poured;
  }

  get poured(): Poured {
    const { eventCount, factCount } = this;
    return { eventCount, factCount, certificateCount: this.nation.certificateCount };
  }

  /** Each is stored before the next is sent: a receipt stands behind its dispatch. */
  private async inOrder(appends: Iterable<NationalAppend>): Promise<void> {
    for (const append of appends) {
      await this.add(append);
      await this.writer(append.stream).flush();
    }
  }

  private async sideBySide(sources: readonly Iterable<NationalAppend>[]): Promise<void> {
    const waiting = [...sources];
    const work = async () => {
      for (let source = waiting.pop(); source; source = waiting.pop()) {
        const touched = new Set<string>();
        for (const append of source) {
          touched.add(append.stream);
          await this.add(append);
        }
        for (const stream of touched) await this.writer(stream).flush();
      }
    };
    await Promise.all(Array.from({ length: streamsAtOnceMax }, work));
  }

  private async add({ stream, lineCount, events }: NationalAppend): Promise<void> {
    const correlationId = randomUUID();
    const fresh: NewEvent[] = [];
    for (const { event, occurredOn, people } of events) {
      const id = randomUUID();
      const isBlock = event.type === 'HoldersSealed';
      const data = isBlock ? await this.block(people ?? [], stream, id, occurredOn) : event.data;
      const metadata = {
        schema: 1,
        actor: { user: actorId, role: 'clerk', centre: /\d{8}/.exec(stream)?.[0] ?? ministry },
        occurredOn,
        decidedAt: `${occurredOn}T01:00:00.000Z`,
        correlationId,
      };
      fresh.push({ ...event, data, id, metadata } as NewEvent);
      if (!isBlock) this.factCount += 1;
    }
    this.eventCount += fresh.length;
    await this.writer(stream).add(fresh, lineCount);
  }

  private async block(
    people: Parameters<Sealing['seal']>[0],
    stream: string,
    eventId: string,
    occurredOn: string,
  ): Promise<Uint8Array> {
    if (!this.sealing) return randomBytes(placeholderSizeBytes);
    return this.sealing.seal(people, { stream, eventId, month: occurredOn.slice(0, 7) });
  }

  private writer(stream: string): Writer {
    const known = this.writers.get(stream) ?? new Writer(this.log, stream);
    this.writers.set(stream, known);
    return known;
  }
}
