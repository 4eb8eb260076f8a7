/**
 * Which serial each certificate number has in force (P3), compactly: a roster in order is one row
 * and one interval, however many certificates it holds.
 */
import type { CertificateNumber } from '../numbers/certificate-number';
import { IntervalMap } from '../serials/interval-map';
import type { Serial, Series } from '../serials/serial';
import type { PlainDate } from '../vocabulary';

const rowSizeBytes = 8 + 4 + 2 + 4;
const rowsMin = 16;

export interface BoundSerial extends Serial {
  /** The day of the last event that touched the number. */
  readonly on: PlainDate;
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

  get sizeBytes(): number {
    let sum = this.ordinals.length * rowSizeBytes + this.days.length * 100;
    for (const map of this.rowOf.values()) sum += map.sizeBytes + 100;
    return sum;
  }

  /** Binds `count` numbers from `number` on to as many serials from `serial` on. */
  bind(number: CertificateNumber, serial: Serial, count: number, on: PlainDate): void {
    const last = number.sequence + count - 1;
    this.mapOf(number.prefix).set(number.sequence, last, this.addRow(number, serial, on));
  }

  /** The serial in force for a number; undefined when the number was never used here. */
  find(number: CertificateNumber): BoundSerial | undefined {
    const row = this.rowOf.get(number.prefix)?.get(number.sequence);
    if (row === undefined) return undefined;
    return {
      series: this.series[this.seriesOf[row]],
      ordinal: this.ordinals[row] + number.sequence - this.sequences[row],
      on: this.days[this.dayOf[row]],
    };
  }

  private mapOf(prefix: string): IntervalMap {
    let map = this.rowOf.get(prefix);
    if (!map) {
      map = new IntervalMap();
      this.rowOf.set(prefix, map);
    }
    return map;
  }

  private addRow(number: CertificateNumber, serial: Serial, on: PlainDate): number {
    if (this.rows === this.ordinals.length) this.grow();
    const row = this.rows++;
    this.ordinals[row] = serial.ordinal;
    this.sequences[row] = number.sequence;
    this.seriesOf[row] = this.internSeries(serial.series);
    this.dayOf[row] = this.internDay(on);
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
    const grown = <T extends { set(from: T): void }>(fresh: T, old: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.ordinals = grown(new Float64Array(rows), this.ordinals);
    this.sequences = grown(new Uint32Array(rows), this.sequences);
    this.seriesOf = grown(new Uint16Array(rows), this.seriesOf);
    this.dayOf = grown(new Uint32Array(rows), this.dayOf);
  }
}
