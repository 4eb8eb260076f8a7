/**
 * What became of every voucher, followed the slow and simple way: one map entry a voucher. An
 * oracle beside `CustodyCheck` and `NumbersCheck`, which follow sheets and certificate numbers.
 */
import {
  type BookEvent,
  centreOfBook,
  formatCertificateNumber,
  formatVoucherNumber,
  type PlainDate,
  parseCertificateNumber,
  parseVoucherNumber,
  type RecordedEvent,
  rosterKey,
  type VoucherRun,
  type VouchersIssued,
} from '#domain';

export type VoucherFate = 'in-force' | 'superseded' | 'replaced' | 'void';

interface Known {
  readonly centre: string;
  readonly certificateNumber: string;
  readonly fate: VoucherFate;
  readonly on: PlainDate;
}

export class VouchersCheck {
  private readonly vouchers = new Map<string, Known>();
  /** Certificate numbers with a serial in force. */
  private readonly printed = new Set<string>();
  /** By book and roster: the distinct numbers issued or vouchered against it. */
  private readonly rosters = new Map<string, Set<string>>();
  /** By stream: vouchers that the next event must supersede. */
  private readonly owed = new Map<string, readonly string[]>();
  private wrong: string[] = [];

  /** Every voucher ever given, and what became of it. */
  *all(): Generator<Known & { readonly number: string }> {
    for (const [number, known] of this.vouchers) yield { number, ...known };
  }

  /** The voucher in force for a certificate number; undefined when none is. */
  inForceFor(certificateNumber: string): string | undefined {
    const found = [...this.vouchers].find(
      ([, known]) => known.certificateNumber === certificateNumber && known.fate === 'in-force',
    );
    return found?.[0];
  }

  /**
   * Follows one event and says what is wrong after it: a voucher given twice, two in force for one
   * number (V4), one for a number on a certificate, one not superseded by the event right after its
   * certificate's (V5), an end of what was not in force, a day that runs backwards (T3), more
   * numbers of a roster than passed (C7).
   */
  follow(event: RecordedEvent): string[] {
    const centre = centreOfBook(event.stream);
    if (centre === undefined) return [];
    this.wrong = [];
    const owed = this.owed.get(event.stream) ?? [];
    this.owed.delete(event.stream);
    if (owed.length > 0 && event.type !== 'VoucherSuperseded') {
      this.wrong.push(`${owed.join(', ')} not superseded in the same append`);
    }
    this.apply(
      event as BookEvent,
      { centre, stream: event.stream, owed },
      event.metadata.occurredOn,
    );
    return this.wrong.map((what) => `${event.type}: ${what}`);
  }

  private apply(
    event: BookEvent,
    { centre, stream, owed }: { centre: string; stream: string; owed: readonly string[] },
    on: PlainDate,
  ): void {
    switch (event.type) {
      case 'VouchersIssued':
        for (const [voucher, number] of event.data.runs.flatMap(pairs)) {
          if (this.printed.has(number)) this.wrong.push(`${number} is on a certificate`);
          this.give(voucher, { centre, certificateNumber: number, fate: 'in-force', on });
        }
        this.count(
          centre,
          event.data,
          event.data.runs.flatMap(pairs).map(([, number]) => number),
        );
        return;
      case 'CertificatesIssued': {
        const numbers = event.data.runs.flatMap(({ certificateNumber, count }) =>
          Array.from({ length: count }, (_, step) => nthNumber(certificateNumber, step)),
        );
        for (const number of numbers) this.printed.add(number);
        const due = numbers.flatMap((number) => this.inForceFor(number) ?? []);
        if (due.length > 0) this.owed.set(stream, due);
        this.count(centre, event.data, numbers);
        return;
      }
      case 'VoucherSuperseded': {
        const ended = event.data.runs.flatMap(pairs).map(([voucher]) => voucher);
        if (ended.join() !== owed.join()) this.wrong.push(`${ended} superseded, not ${owed}`);
        for (const voucher of ended) this.end(voucher, 'superseded', on);
        return;
      }
      case 'VoucherReplaced': {
        const { voucherNumber, replacementNumber, certificateNumber } = event.data;
        this.end(voucherNumber, 'replaced', on);
        this.give(replacementNumber, { centre, certificateNumber, fate: 'in-force', on });
        return;
      }
      case 'VoucherVoided':
        this.end(event.data.voucherNumber, 'void', on);
        return;
      case 'ReplacementPrinted':
        this.printed.add(event.data.certificateNumber);
        return;
      case 'IssueVoided':
        if (!event.data.restored) this.printed.delete(event.data.certificateNumber);
        return;
    }
  }

  private give(number: string, known: Known): void {
    const other = this.inForceFor(known.certificateNumber);
    if (other !== undefined) this.wrong.push(`${known.certificateNumber} has ${other} in force`);
    if (this.vouchers.has(number)) this.wrong.push(`${number} was given before`);
    this.vouchers.set(number, known);
  }

  private end(number: string, fate: VoucherFate, on: PlainDate): void {
    const known = this.vouchers.get(number);
    if (known?.fate !== 'in-force') this.wrong.push(`${number} is ${known?.fate}, not in force`);
    if (known && known.on > on) this.wrong.push(`${number} ends on ${on}, before ${known.on}`);
    if (known) this.vouchers.set(number, { ...known, fate, on });
  }

  private count(
    centre: string,
    { station, occupation, level, roster }: Ground,
    numbers: readonly string[],
  ): void {
    const key = `${centre}|${rosterKey(station, occupation, level, roster.reference)}`;
    const used = new Set([...(this.rosters.get(key) ?? []), ...numbers]);
    this.rosters.set(key, used);
    if (used.size > roster.passed) this.wrong.push(`${used.size} of ${roster.passed} passed`);
  }
}

type Ground = Pick<VouchersIssued['data'], 'station' | 'occupation' | 'level' | 'roster'>;

/** Voucher and certificate number of every voucher of a run. */
const pairs = ({ voucherNumber, certificateNumber, count }: VoucherRun): [string, string][] =>
  Array.from({ length: count }, (_, step) => [
    nthVoucher(voucherNumber, step),
    nthNumber(certificateNumber, step),
  ]);

function nthVoucher(text: string, step: number): string {
  const number = parseVoucherNumber(text);
  if (!number) throw new Error(`no voucher number: ${text}`);
  return formatVoucherNumber(number.series, number.ordinal + step);
}

function nthNumber(text: string, step: number): string {
  const number = parseCertificateNumber(text);
  if (!number) throw new Error(`no certificate number: ${text}`);
  return formatCertificateNumber(number.prefix, number.sequence + step);
}
