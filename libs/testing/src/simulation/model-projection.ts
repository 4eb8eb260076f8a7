/**
 * A view as simple as can be, kept as the real ones are: rows and checkpoint change in one
 * transaction, the checkpoint only from the value that was read. Deliveries come late, in part and
 * again; two projectors work at once; the rows must hold every event exactly once.
 */
import { accountText, movements, type RecordedEvent } from '#domain';
import type { Chance } from './chance';

interface View {
  readonly rows: ReadonlyMap<string, number>;
  /** Position of the last event that the rows hold. */
  readonly checkpoint: bigint;
}

/** One projector: it goes on from what it believes, which may be old. */
interface Projector {
  believed: bigint;
}

const empty: View = { rows: new Map(), checkpoint: -1n };

export class ModelProjection {
  #view = empty;
  readonly #projectors: readonly Projector[] = [{ believed: -1n }, { believed: -1n }];

  /** A few batches, some of them delivered before, some of them by a projector that is behind. */
  deliver(log: readonly RecordedEvent[], chance: Chance): void {
    for (let batch = chance.int(1, 4); batch > 0; batch--) {
      const projector = chance.pick(this.#projectors);
      // A restart, and a subscription that begins anew, go on from what is stored.
      if (chance.may(40)) projector.believed = this.#view.checkpoint;
      const overlap = chance.may(40) ? chance.int(1, 5) : 0;
      const after = log.findIndex(({ position }) => position > projector.believed);
      const from = Math.max(0, (after < 0 ? log.length : after) - overlap);
      const delivered = log.slice(from, from + chance.int(1, 12));
      const isCrashing = chance.may(15);
      this.#apply(projector, delivered, isCrashing);
    }
  }

  /** Hears everything that it has not heard. */
  catchUp(log: readonly RecordedEvent[]): void {
    const [projector] = this.#projectors;
    projector.believed = this.#view.checkpoint;
    this.#apply(projector, log, false);
  }

  #apply(projector: Projector, delivered: readonly RecordedEvent[], isCrashing: boolean): void {
    const news = delivered.filter(({ position }) => position > projector.believed);
    const last = news.at(-1);
    if (!last) return;
    const rows = new Map(this.#view.rows);
    for (const event of news) add(rows, event);
    // Dying before the commit leaves nothing; another writer's checkpoint makes ours void.
    if (isCrashing || this.#view.checkpoint !== projector.believed) {
      projector.believed = this.#view.checkpoint;
      return;
    }
    this.#view = { rows, checkpoint: last.position };
    projector.believed = last.position;
  }

  /** What differs from a fold of the events up to the checkpoint. */
  differences(log: readonly RecordedEvent[]): string[] {
    const folded = new Map<string, number>();
    for (const event of log) if (event.position <= this.#view.checkpoint) add(folded, event);
    const { rows } = this.#view;
    return [...new Set([...folded.keys(), ...rows.keys()])]
      .filter((key) => (folded.get(key) ?? 0) !== (rows.get(key) ?? 0))
      .map((key) => `view of ${key}: ${rows.get(key)}, by the events ${folded.get(key)}`);
  }

  quantity(key: string): number {
    return this.#view.rows.get(key) ?? 0;
  }
}

function add(rows: Map<string, number>, event: RecordedEvent): void {
  for (const { from, to, level, edition, ranges } of movements(event)) {
    const count = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    for (const [account, sign] of [
      [from, -1],
      [to, 1],
    ] as const) {
      const key = `${accountText(account)}|${level}|${edition}`;
      rows.set(key, (rows.get(key) ?? 0) + sign * count);
    }
  }
}
