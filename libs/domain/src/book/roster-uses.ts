/**
 * What a book knows of the rosters used in it (C7), compactly: a book with a million certificates
 * has tens of thousands of them.
 */
import type { Level, PlainDate, Roster } from '../vocabulary';

const rowsMin = 16;
const rowSizeBytes = 8 + 8 + 4 + 1;
/** A key's own bytes, two for a character that is not Latin, and its place in the map. */
const keyOverheadBytes = 64;

export interface RosterUse {
  readonly level: Level;
  readonly signedOn: PlainDate;
  readonly passed: number;
  /** Distinct certificate numbers issued or vouchered against it, in whatever state they are. */
  readonly used: number;
  /** What the number index calls it. */
  readonly index: number;
}

export class RosterUses {
  /** From 0; a roster's index is one more. */
  private readonly rowOf = new Map<string, number>();
  private readonly days: PlainDate[] = [];
  private readonly dayIndex = new Map<PlainDate, number>();
  private keyLength = 0;
  private passed = new Float64Array(rowsMin);
  private used = new Float64Array(rowsMin);
  private dayOf = new Uint32Array(rowsMin);
  private levelOf = new Uint8Array(rowsMin);

  get sizeBytes(): number {
    const keys = this.rowOf.size * keyOverheadBytes + this.keyLength * 2;
    return keys + this.passed.length * rowSizeBytes + this.days.length * 100;
  }

  get(key: string): RosterUse | undefined {
    const row = this.rowOf.get(key);
    return row === undefined ? undefined : this.use(row);
  }

  /** Adds the roster unless it is known; answers its index. */
  open(key: string, level: Level, { signedOn, passed }: Roster): number {
    const known = this.rowOf.get(key);
    if (known !== undefined) return known + 1;
    const row = this.rowOf.size;
    if (row === this.passed.length) this.grow();
    this.rowOf.set(key, row);
    this.keyLength += key.length;
    this.passed[row] = passed;
    this.levelOf[row] = level;
    this.dayOf[row] = this.dayRow(signedOn);
    return row + 1;
  }

  /** Counts numbers that are new to a roster. */
  addUsed(index: number, count: number): void {
    this.used[index - 1] += count;
  }

  *values(): Generator<RosterUse> {
    for (let row = 0; row < this.rowOf.size; row++) yield this.use(row);
  }

  *[Symbol.iterator](): Generator<readonly [key: string, use: RosterUse]> {
    for (const [key, row] of this.rowOf) yield [key, this.use(row)];
  }

  private use(row: number): RosterUse {
    return {
      level: this.levelOf[row] as Level,
      signedOn: this.days[this.dayOf[row]],
      passed: this.passed[row],
      used: this.used[row],
      index: row + 1,
    };
  }

  private dayRow(day: PlainDate): number {
    const known = this.dayIndex.get(day);
    if (known !== undefined) return known;
    this.dayIndex.set(day, this.days.length);
    return this.days.push(day) - 1;
  }

  private grow(): void {
    const wider = <Column extends Float64Array | Uint32Array | Uint8Array>(
      column: Column,
      fresh: Column,
    ): Column => {
      fresh.set(column);
      return fresh;
    };
    const length = this.passed.length * 2;
    this.passed = wider(this.passed, new Float64Array(length));
    this.used = wider(this.used, new Float64Array(length));
    this.dayOf = wider(this.dayOf, new Uint32Array(length));
    this.levelOf = wider(this.levelOf, new Uint8Array(length));
  }
}
