/**
 * The vouchers of one book, compactly: a roster in order is one row and a few intervals, however
 * many vouchers it has. Says which voucher a certificate number has in force (V4), what became of
 * each (V5, V6), and where in the book its holder lies sealed (V2).
 */
import { type CertificateNumber, formatCertificateNumber } from '../numbers/certificate-number';
import type { VoucherNumber, VoucherSeries } from '../numbers/voucher-number';
import { IntervalMap } from '../serials/interval-map';
import type { CentreCode, Level, Occupation, PlainDate } from '../vocabulary';
import { grown } from './grown';

export type VoucherStatus = 'in-force' | 'superseded' | 'replaced' | 'void';

/** What all vouchers of one post, and their replacements, say alike. */
export interface VoucherGround {
  readonly level: Level;
  readonly occupation: Occupation;
  readonly station: CentreCode;
  /** What the number index calls the roster. */
  readonly roster: number;
  /** The last day on which they are valid (V3). */
  readonly expiresOn: PlainDate;
  /** Revision of the HoldersSealed that has their holders. */
  readonly sealedAt: bigint;
}

/** `count` vouchers from one number on, for certificate numbers and sealed lines in step. */
export interface VoucherRow {
  readonly voucher: VoucherNumber;
  readonly certificate: CertificateNumber;
  readonly count: number;
  /** Index of the first one's line in the sealed block. */
  readonly lineIndex: number;
}

export interface VoucherEntry extends VoucherGround {
  readonly voucher: Pick<VoucherNumber, 'series' | 'ordinal'>;
  /** In full, 16 digits. */
  readonly certificateNumber: string;
  readonly lineIndex: number;
  readonly status: VoucherStatus;
  /** The day of the last event that touched the voucher (T3). */
  readonly on: PlainDate;
}

interface Standing {
  readonly status: VoucherStatus;
  readonly on: PlainDate;
}

const groundSizeBytes = 400;
const rowSizeBytes = 8 + 4 * 5;
const mapSizeBytes = 100;
const rowsMin = 16;

export class VoucherIndex {
  /** Ordinal → row, and ordinal → standing. */
  private readonly rowOf = new Map<VoucherSeries, IntervalMap>();
  private readonly standingOf = new Map<VoucherSeries, IntervalMap>();
  /** By the 11 digits that precede the sequence: sequence → row of the voucher in force. */
  private readonly inForce = new Map<string, IntervalMap>();
  private readonly series = new Interned<VoucherSeries>(itself);
  private readonly prefixes = new Interned<string>(itself);
  private readonly grounds: VoucherGround[] = [];
  private readonly standings = new Interned<Standing>(standingKey);
  private rows = 0;
  private ordinals = new Float64Array(rowsMin);
  private sequences = new Uint32Array(rowsMin);
  private seriesIndex = new Uint32Array(rowsMin);
  private prefixIndex = new Uint32Array(rowsMin);
  private groundIndex = new Uint32Array(rowsMin);
  private lineIndex = new Uint32Array(rowsMin);

  /** Bytes held, roughly. */
  get sizeBytes(): number {
    let sum = this.ordinals.length * rowSizeBytes + this.grounds.length * groundSizeBytes;
    sum += this.series.sizeBytes + this.prefixes.sizeBytes + this.standings.sizeBytes;
    for (const maps of [this.rowOf, this.standingOf, this.inForce]) {
      for (const map of maps.values()) sum += map.sizeBytes + mapSizeBytes;
    }
    return sum;
  }

  /** Adds the vouchers of one post. */
  issue(rows: readonly VoucherRow[], ground: VoucherGround, on: PlainDate): void {
    const index = this.grounds.push(ground) - 1;
    for (const row of rows) this.add(row, index, on);
  }

  /** A lost voucher gives way to another number, which stands for the same certificate. */
  replace(lost: VoucherNumber, replacement: VoucherNumber, on: PlainDate): void {
    const row = this.rowAt(lost);
    const entry = this.find(lost);
    if (row === undefined || !entry) throw new Error(`no voucher ${lost.series}/${lost.ordinal}`);
    this.settle(lost, 1, 'replaced', on);
    const prefix = this.prefixes.at(this.prefixIndex[row]);
    const sequence = this.sequences[row] + lost.ordinal - this.ordinals[row];
    const certificate = { prefix, sequence };
    const { lineIndex } = entry;
    const added = { voucher: replacement, certificate, count: 1, lineIndex };
    this.add(added, this.groundIndex[row], on);
  }

  /** Notes that vouchers are in force no more. */
  settle(
    voucher: Pick<VoucherNumber, 'series' | 'ordinal'>,
    count: number,
    status: Exclude<VoucherStatus, 'in-force'>,
    on: PlainDate,
  ): void {
    const { series, ordinal } = voucher;
    const last = ordinal + count - 1;
    for (const { first, last: end, value: row } of this.stretches(series, ordinal, last)) {
      const from = this.sequences[row] + first - this.ordinals[row];
      const prefix = this.prefixes.at(this.prefixIndex[row]);
      mapIn(this.inForce, prefix).delete(from, from + end - first);
    }
    mapIn(this.standingOf, series).set(ordinal, last, this.standings.index({ status, on }));
  }

  /** Undefined when the number was never given to a voucher here. */
  find(voucher: Pick<VoucherNumber, 'series' | 'ordinal'>): VoucherEntry | undefined {
    const row = this.rowAt(voucher);
    return row === undefined ? undefined : this.entry(row, voucher.ordinal);
  }

  /** The voucher that is neither void nor replaced nor superseded, expired or not (V4). */
  inForceFor(number: CertificateNumber): VoucherEntry | undefined {
    const row = this.inForce.get(number.prefix)?.get(number.sequence);
    if (row === undefined) return undefined;
    return this.entry(row, this.ordinals[row] + number.sequence - this.sequences[row]);
  }

  private add(
    { voucher, certificate, count, lineIndex }: Added,
    ground: number,
    on: PlainDate,
  ): void {
    const { series, ordinal } = voucher;
    const { prefix, sequence } = certificate;
    if (this.rows === this.ordinals.length) this.grow();
    const row = this.rows++;
    this.ordinals[row] = ordinal;
    this.sequences[row] = sequence;
    this.seriesIndex[row] = this.series.index(series);
    this.prefixIndex[row] = this.prefixes.index(prefix);
    this.groundIndex[row] = ground;
    this.lineIndex[row] = lineIndex;
    const last = ordinal + count - 1;
    mapIn(this.rowOf, series).set(ordinal, last, row);
    const standing = this.standings.index({ status: 'in-force', on });
    mapIn(this.standingOf, series).set(ordinal, last, standing);
    mapIn(this.inForce, prefix).set(sequence, sequence + count - 1, row);
  }

  private rowAt({ series, ordinal }: Pick<VoucherNumber, 'series' | 'ordinal'>) {
    return this.rowOf.get(series)?.get(ordinal);
  }

  private *stretches(series: VoucherSeries, first: number, last: number) {
    const map = this.rowOf.get(series);
    if (map) yield* map.overlapping(first, last);
  }

  private entry(row: number, ordinal: number): VoucherEntry {
    const series = this.series.at(this.seriesIndex[row]);
    const standing = this.standingOf.get(series)?.get(ordinal);
    if (standing === undefined) throw new Error(`voucher ${series}/${ordinal} has no standing`);
    const offset = ordinal - this.ordinals[row];
    const prefix = this.prefixes.at(this.prefixIndex[row]);
    return {
      ...this.grounds[this.groundIndex[row]],
      ...this.standings.at(standing),
      voucher: { series, ordinal },
      certificateNumber: formatCertificateNumber(prefix, this.sequences[row] + offset),
      lineIndex: this.lineIndex[row] + offset,
    };
  }

  private grow(): void {
    const rows = this.ordinals.length * 2;
    this.ordinals = grown(new Float64Array(rows), this.ordinals);
    this.sequences = grown(new Uint32Array(rows), this.sequences);
    this.seriesIndex = grown(new Uint32Array(rows), this.seriesIndex);
    this.prefixIndex = grown(new Uint32Array(rows), this.prefixIndex);
    this.groundIndex = grown(new Uint32Array(rows), this.groundIndex);
    this.lineIndex = grown(new Uint32Array(rows), this.lineIndex);
  }
}

type Added = Omit<VoucherRow, 'voucher' | 'certificate'> & {
  readonly voucher: Pick<VoucherNumber, 'series' | 'ordinal'>;
  readonly certificate: Pick<CertificateNumber, 'prefix' | 'sequence'>;
};

function mapIn(maps: Map<string, IntervalMap>, key: string): IntervalMap {
  let map = maps.get(key);
  if (!map) {
    map = new IntervalMap();
    maps.set(key, map);
  }
  return map;
}

const itself = (text: string): string => text;
const standingKey = ({ status, on }: Standing): string => `${status}|${on}`;

/** Values that come again and again, kept once each. */
class Interned<Value> {
  private readonly values: Value[] = [];
  private readonly indexes = new Map<string, number>();

  constructor(private readonly keyOf: (value: Value) => string) {}

  get sizeBytes(): number {
    return this.values.length * 150;
  }

  index(value: Value): number {
    const key = this.keyOf(value);
    let index = this.indexes.get(key);
    if (index === undefined) {
      index = this.values.push(value) - 1;
      this.indexes.set(key, index);
    }
    return index;
  }

  at(index: number): Value {
    return this.values[index];
  }
}
