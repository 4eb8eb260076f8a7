/** The five kinds of blanks, and serials handed out of their series in order. */
import {
  formatRange,
  formatSerial,
  type Level,
  mergeRanges,
  type RangeText,
  type SerialRange,
  totalOf,
} from '#domain';

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
const seriesOf = (level: Level): string => `${kinds[level].prefix}:9`;

/** Blanks of one level in one place, handed out from the lowest serial on. */
export class Sheets {
  private constructor(
    private readonly level: Level,
    private parts: readonly SerialRange[],
  ) {}

  static none(level: Level): Sheets {
    return new Sheets(level, []);
  }

  /** A delivery of the printing works, `before` sheets after the first of the series. */
  static printed(level: Level, count: number, before = 0): Sheets {
    const first = firstOrdinal + before;
    if (count === 0) return Sheets.none(level);
    return new Sheets(level, [{ series: seriesOf(level), first, last: first + count - 1 }]);
  }

  get leftCount(): number {
    return totalOf(this.parts);
  }

  /** The lowest sheets, as a lot that may be handed out further. */
  take(count: number): Sheets {
    if (count > this.leftCount) {
      throw new Error(`level ${this.level}: ${count} wanted, ${this.leftCount} left`);
    }
    const taken: SerialRange[] = [];
    const kept: SerialRange[] = [];
    let wanted = count;
    for (const { series, first, last } of this.parts) {
      const cut = Math.min(last, first + wanted - 1);
      if (cut >= first) taken.push({ series, first, last: cut });
      if (cut < last) kept.push({ series, first: Math.max(first, cut + 1), last });
      wanted -= Math.max(0, cut - first + 1);
    }
    this.parts = kept;
    return new Sheets(this.level, taken);
  }

  /** The serial of the next sheet. */
  takeOne(): string {
    return this.take(1).ranges()[0].from;
  }

  /** The serial of the last sheet, which is found missing. */
  loseLast(): string {
    const last = this.parts.at(-1);
    if (!last) throw new Error(`level ${this.level}: nothing left to lose`);
    const shorter = { ...last, last: last.last - 1 };
    this.parts = [...this.parts.slice(0, -1), ...(shorter.last < shorter.first ? [] : [shorter])];
    return formatSerial(last.series, last.last);
  }

  /** Puts what came in to the rest. */
  add({ parts }: Sheets): void {
    this.parts = mergeRanges([...this.parts, ...parts]);
  }

  /** What is left, as a request spells it; empty when nothing is. */
  ranges(): RangeText[] {
    return this.parts.map(formatRange);
  }
}

/** As many whole boxes as the count needs. */
export function boxed(level: Level, count: number): number {
  const { boxCount } = kinds[level];
  return Math.ceil(Math.max(0, count) / boxCount) * boxCount;
}
