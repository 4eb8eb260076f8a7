/** The five kinds of blanks, and serials handed out of their series in order. */
import { formatRange, type Level, type RangeText } from '#domain';

export const edition = '2009版';

interface BlankKind {
  /** Share of the certificates, in thousandths: about 3% are of levels 2 and 1. */
  readonly weight: number;
  /** Begins the serials; levels differ by cover, and here by series. */
  readonly prefix: string;
  /** Blanks are packed in boxes of so many. */
  readonly boxCount: number;
}

export const kinds: Readonly<Record<Level, BlankKind>> = {
  5: { weight: 460, prefix: 'CJ', boxCount: 50 },
  4: { weight: 320, prefix: 'ZJ', boxCount: 50 },
  3: { weight: 190, prefix: 'GJ', boxCount: 50 },
  2: { weight: 24, prefix: 'JS', boxCount: 10 },
  1: { weight: 6, prefix: 'GS', boxCount: 10 },
};

const firstOrdinal = 130_000_001;

/** Serials of one level, handed out from the first one on. */
export class Sheets {
  private constructor(
    private readonly level: Level,
    private next: number,
    private readonly last: number,
  ) {}

  /** A new series as the printing works deliver it. */
  static printed(level: Level, count: number): Sheets {
    return new Sheets(level, firstOrdinal, firstOrdinal + count - 1);
  }

  get leftCount(): number {
    return this.last - this.next + 1;
  }

  /** The next sheets, as a lot that may be handed out further. */
  take(count: number): Sheets {
    if (count > this.leftCount) {
      throw new Error(`level ${this.level}: ${count} wanted, ${this.leftCount} left`);
    }
    const taken = new Sheets(this.level, this.next, this.next + count - 1);
    this.next += count;
    return taken;
  }

  /** The serial of the next sheet. */
  takeOne(): string {
    return this.take(1).ranges()[0].from;
  }

  /** What is left, as a request spells it; empty when nothing is. */
  ranges(): RangeText[] {
    if (this.leftCount === 0) return [];
    const series = `${kinds[this.level].prefix}:9`;
    return [formatRange({ series, first: this.next, last: this.last })];
  }
}

/** As many whole boxes as the count needs. */
export function boxed(level: Level, count: number): number {
  const { boxCount } = kinds[level];
  return Math.ceil(count / boxCount) * boxCount;
}
