/** One process of the API: ledgers of its own, on the store that all share. */
import type { HolderLine } from '#domain';
import {
  AccessLedger,
  BookLedger,
  CentresLedger,
  EditionsLedger,
  type LedgerPorts,
  QuartersLedger,
  type SealedPlace,
  ShortagesLedger,
} from '#ledger';
import type { Clock } from './clock';
import { Line, type SimulatedStore } from './simulated-store';

/** The process was killed while it served the request. */
export class ProcessKilled extends Error {
  override readonly name = 'ProcessKilled';
}

/** Few, so that states are pushed out and loaded again all the time. */
const cacheSizeBytesMax = 40_000;

export interface OfficeWorld {
  readonly store: SimulatedStore;
  readonly clock: Clock;
  /** Certificate numbers whose holders are forgotten. */
  readonly forgotten: ReadonlySet<string>;
}

export class Office {
  readonly centres: CentresLedger;
  readonly access: AccessLedger;
  readonly editions: EditionsLedger;
  readonly quarters: QuartersLedger;
  readonly shortages: ShortagesLedger;
  readonly books: BookLedger;
  #isDead = false;
  readonly #line: Line;
  #announceDeath: (death: ProcessKilled) => void = () => undefined;
  readonly #death: Promise<never>;

  constructor({ store, clock, forgotten }: OfficeWorld, { hasSmallCache = false } = {}) {
    this.#death = new Promise<never>((_, reject) => {
      this.#announceDeath = reject;
    });
    // Whoever waits for an answer hears of it; nobody need be waiting.
    this.#death.catch(() => undefined);
    this.#line = new Line(store, () => this.kill());
    const ports: LedgerPorts = { log: this.#line, sealing: plainSealing(forgotten), macs };
    this.centres = new CentresLedger(ports);
    this.access = new AccessLedger(ports);
    const { centres, access } = this;
    this.editions = new EditionsLedger(ports, centres, access, () => clock.nowMs);
    this.quarters = new QuartersLedger(ports, centres, () => clock.nowMs);
    this.shortages = new ShortagesLedger(ports, centres);
    const { editions, quarters, shortages } = this;
    const sources = { centres, access, editions, quarters, shortages };
    this.books = new BookLedger(ports, sources, hasSmallCache ? { cacheSizeBytesMax } : {});
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Nothing that the process knew is left, and nothing that it had begun goes on. */
  kill(): void {
    this.#isDead = true;
    this.#line.cut();
    this.#announceDeath(new ProcessKilled());
  }

  /** The answer, unless the process dies before it is given. */
  answer<Answer>(work: Promise<Answer>): Promise<Answer> {
    return Promise.race([work, this.#death]);
  }
}

const macs: LedgerPorts['macs'] = {
  current: async () => ({ id: 'k', mac: (text) => `mac of ${text}` }),
  verify: async (_, text, mac) => mac === `mac of ${text}`,
};

interface PlainBlock {
  readonly lines: readonly HolderLine[];
  readonly place: SealedPlace;
}

/** Seals by writing down what it was given, so that a block tells where it belongs. */
function plainSealing(forgotten: ReadonlySet<string>): LedgerPorts['sealing'] {
  const open = (block: Uint8Array, { stream, eventId }: SealedPlace) => {
    const { lines, place } = JSON.parse(Buffer.from(block).toString()) as PlainBlock;
    if (place.stream !== stream || place.eventId !== eventId) throw new Error('wrong place');
    return lines.map(({ certificateNumber, holder }) => ({
      certificateNumber,
      holder: forgotten.has(certificateNumber) ? ('forgotten' as const) : holder,
    }));
  };
  return {
    seal: async (lines, { stream, eventId }) =>
      Buffer.from(JSON.stringify({ lines, place: { stream, eventId } })),
    openAll: async (block, place) => open(block, place),
    openLines: async (block, place, lineIndexes) => {
      const lines = open(block, place);
      return lineIndexes.map((lineIndex) => lines[lineIndex]);
    },
  };
}
