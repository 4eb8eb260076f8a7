/**
 * Which serial each certificate number has in force (P3), compactly: a roster in order is one row
 * and one interval, however many certificates it holds.
 */
import type { CertificateNumber } from '../numbers/certificate-number';
import { IntervalMap } from '../serials/interval-map';
import type { Serial, Series } from '../serials/serial';
import type { PlainDate } from '../vocabulary';
import { grown } from './grown';

const rowSizeBytes = 8 + 4 + 2 + 4 + 4 + 1 + 8 + 2;
const rowsMin = 16;

/**
 * `in-force`: its serial is. `reserved`: a voucher says that a certificate will follow. `free`: its
 * issue was voided; the same roster may use it again. `none`: its replacement was voided; only a
 * further replacement can follow.
 */
const numberStates = ['in-force', 'reserved', 'free', 'none'] as const;
export type NumberState = (typeof numberStates)[number];

/** Where the person that a number names is sealed: right before a fact of this book. */
export interface HolderPlace {
  /** Of the fact. */
  readonly revision: bigint;
  /** From 0. */
  readonly lineIndex: number;
}

export interface NumberUse {
  /** The day of the last event that touched the number. */
  readonly on: PlainDate;
  /** Index of the roster it was used for; undefined for a certificate older than the book. */
  readonly roster?: number;
  /** Of the first number; those of a run follow line by line. */
  readonly holder?: HolderPlace;
}

export interface NumberEntry extends NumberUse {
  readonly state: NumberState;
  /** In force, or the last that was; undefined while `reserved`. */
  readonly serial?: Serial;
}

export class NumberIndex {
  /** By the 11 digits that precede the sequence: sequence → row. */
  private readonly rowOf = new Map<string, IntervalMap>();
  private readonly series: Series[] = [];
  private readonly days: PlainDate[] = [];
  private readonly dayIndex = new Map<PlainDate, number>();
  private rows = 0;
  private ordinals = new Float64Array(rowsMin);
  private sequences = new Uint32Array(rowsMin);
  private seriesOf = new Uint16Array(rowsMin);
  private dayOf = new Uint32Array(rowsMin);
  /** 0: of no roster. */
  private rosterOf = new Uint32Array(rowsMin);
  private stateOf = new Uint8Array(rowsMin);
  /** Revision of the fact that the holders are sealed before; NaN where none is known. */
  private sealedAt = new Float64Array(rowsMin);
  private lineOf = new Uint16Array(rowsMin);

  get sizeBytes(): number {
    let sum = this.ordinals.length * rowSizeBytes + this.days.length * 100;
    for (const map of this.rowOf.values()) sum += map.sizeBytes + 100;
    return sum;
  }

  /** Binds `count` numbers from `number` on to as many serials from `serial` on. */
  bind(number: CertificateNumber, serial: Serial, count: number, use: NumberUse): void {
    this.put(number, count, this.addRow('in-force', number, serial, use));
  }

  /**
   * Binds numbers that are in force to other serials, both advancing by one; whose they are and
   * which roster they were used for stays, also where a run spans several.
   */
  rebind(number: CertificateNumber, serial: Serial, count: number, on: PlainDate): void {
    const { prefix, sequence } = number;
    const stretches = this.mapOf(prefix).segments(sequence, sequence + count - 1);
    for (const { first, last } of stretches) {
      const start = { ...number, sequence: first };
      const { roster, holder } = this.find(start) ?? {};
      const bound = { ...serial, ordinal: serial.ordinal + first - sequence };
      this.bind(start, bound, last - first + 1, { on, roster, holder });
    }
  }

  /** Notes that `count` numbers from `number` on have no serial in force. */
  unbind(
    number: CertificateNumber,
    count: number,
    state: Exclude<NumberState, 'in-force'>,
    use: NumberUse,
  ): void {
    const serial = count === 1 ? this.find(number)?.serial : undefined;
    this.put(number, count, this.addRow(state, number, serial, use));
  }

  /** Undefined when the number was never used here. */
  find(number: CertificateNumber): NumberEntry | undefined {
    const row = this.rowOf.get(number.prefix)?.get(number.sequence);
    if (row === undefined) return undefined;
    const offset = number.sequence - this.sequences[row];
    const ordinal = this.ordinals[row] + offset;
    const sealedAt = this.sealedAt[row];
    return {
      state: numberStates[this.stateOf[row]],
      on: this.days[this.dayOf[row]],
      ...(this.rosterOf[row] === 0 ? {} : { roster: this.rosterOf[row] }),
      ...(ordinal >= 0 ? { serial: { series: this.series[this.seriesOf[row]], ordinal } } : {}),
      ...(sealedAt >= 0
        ? { holder: { revision: BigInt(sealedAt), lineIndex: this.lineOf[row] + offset } }
        : {}),
    };
  }

  /** How many of `count` numbers from `number` on are not of the roster. */
  countOutside(number: CertificateNumber, count: number, roster: number): number {
    const map = this.rowOf.get(number.prefix);
    if (!map) return count;
    let outside = 0;
    const last = number.sequence + count - 1;
    for (const { first, last: end, value } of map.segments(number.sequence, last)) {
      if (value === undefined || this.rosterOf[value] !== roster) outside += end - first + 1;
    }
    return outside;
  }

  private put(number: CertificateNumber, count: number, row: number): void {
    this.mapOf(number.prefix).set(number.sequence, number.sequence + count - 1, row);
  }

  private mapOf(prefix: string): IntervalMap {
    let map = this.rowOf.get(prefix);
    if (!map) {
      map = new IntervalMap();
      this.rowOf.set(prefix, map);
    }
    return map;
  }

  private addRow(
    state: NumberState,
    number: CertificateNumber,
    serial: Serial | undefined,
    { on, roster, holder }: NumberUse,
  ): number {
    if (this.rows === this.ordinals.length) this.grow();
    const row = this.rows++;
    this.ordinals[row] = serial?.ordinal ?? Number.NaN;
    this.sequences[row] = number.sequence;
    this.seriesOf[row] = serial ? this.internSeries(serial.series) : 0;
    this.dayOf[row] = this.internDay(on);
    this.rosterOf[row] = roster ?? 0;
    this.stateOf[row] = numberStates.indexOf(state);
    this.sealedAt[row] = holder ? Number(holder.revision) : Number.NaN;
    this.lineOf[row] = holder?.lineIndex ?? 0;
    return row;
  }

  private internSeries(series: Series): number {
    const known = this.series.indexOf(series);
    return known >= 0 ? known : this.series.push(series) - 1;
  }

  private internDay(on: PlainDate): number {
    let day = this.dayIndex.get(on);
    if (day === undefined) {
      day = this.days.push(on) - 1;
      this.dayIndex.set(on, day);
    }
    return day;
  }

  private grow(): void {
    const rows = this.ordinals.length * 2;
    this.ordinals = grown(new Float64Array(rows), this.ordinals);
    this.sequences = grown(new Uint32Array(rows), this.sequences);
    this.seriesOf = grown(new Uint16Array(rows), this.seriesOf);
    this.dayOf = grown(new Uint32Array(rows), this.dayOf);
    this.rosterOf = grown(new Uint32Array(rows), this.rosterOf);
    this.stateOf = grown(new Uint8Array(rows), this.stateOf);
    this.sealedAt = grown(new Float64Array(rows), this.sealedAt);
    this.lineOf = grown(new Uint16Array(rows), this.lineOf);
  }
}
