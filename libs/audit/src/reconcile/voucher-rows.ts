/** The rows of `voucher` that the events call for: runs, taken apart where their fates differ. */
import {
  centreOfBook,
  parseSerial,
  parseVoucherNumber,
  type Recorded,
  type RecordedEvent,
  type VoucherReplaced,
  type VouchersIssued,
} from '#domain';
import { type EventReference, referenceTo } from '../findings';
import { KeyedRows } from './keyed-rows';
import { instantText, type ViewRow } from './views';

/** A run, besides the columns that stay the same in all its pieces. */
interface Run {
  readonly first: number;
  readonly count: number;
  readonly certificate: bigint;
  readonly line: number;
  /** The certificates' serials, once superseded. */
  readonly serial?: number;
  readonly columns: ViewRow;
  readonly events: readonly EventReference[];
}

/** No run is longer: an append has no more lines. */
const runCountMax = 1_000;

const inForce: ViewRow = {
  status: 'in-force',
  ended_on: null,
  ended_position: null,
  replaced_by: null,
  certificate_series: null,
  void_reason: null,
};

export class VoucherRows {
  /** Series → first number → run. */
  private readonly runs = new Map<string, Map<number, Run>>();

  follow(event: RecordedEvent): void {
    switch (event.type) {
      case 'VouchersIssued':
        this.issue(event);
        return;
      case 'VoucherSuperseded':
        for (const { voucherNumber, serial, count } of event.data.runs) {
          const sheet = parseSerial(serial);
          if (!sheet) continue;
          const columns = { status: 'superseded', certificate_series: sheet.series };
          this.end(event, voucherNumber, count, columns, sheet.ordinal);
        }
        return;
      case 'VoucherReplaced':
        this.replace(event);
        return;
      case 'VoucherVoided': {
        const { voucherNumber, reason } = event.data;
        this.end(event, voucherNumber, 1, { status: 'void', void_reason: reason });
        return;
      }
      default:
    }
  }

  rows(): KeyedRows {
    const keyed = new KeyedRows('voucher');
    for (const [series, runs] of this.runs) {
      for (const { first, count, certificate, line, serial, columns, events } of runs.values()) {
        const own = {
          series,
          first_voucher: String(first),
          count: String(count),
          first_number: String(certificate),
          line_index: String(line),
          first_serial: serial === undefined ? null : String(serial),
        };
        keyed.put({ ...columns, ...own }, events);
      }
    }
    return keyed;
  }

  private issue(event: Recorded<VouchersIssued>): void {
    const { roster, level, occupation, station, runs, expiresOn } = event.data;
    const columns: ViewRow = {
      ...inForce,
      ...paperColumns(event),
      level: String(level),
      centre: centreOfBook(event.stream) ?? null,
      station,
      occupation_code: occupation.code ?? null,
      occupation_name: occupation.name,
      roster_reference: roster.reference,
      roster_signed_on: roster.signedOn,
      expires_on: expiresOn,
      revision: String(event.revision),
    };
    let line = 0;
    for (const { voucherNumber, certificateNumber, count } of runs) {
      const certificate = BigInt(certificateNumber);
      const events = [referenceTo(event)];
      this.put(voucherNumber, { count, certificate, line, columns, events });
      line += count;
    }
  }

  private replace(event: Recorded<VoucherReplaced>): void {
    const { voucherNumber, replacementNumber, lossNotice } = event.data;
    const [lost] = this.end(event, voucherNumber, 1, {
      status: 'replaced',
      replaced_by: replacementNumber,
    });
    if (!lost) return;
    const { count, certificate, line, events } = lost;
    const loss = {
      replaces: voucherNumber,
      loss_newspaper: lossNotice.newspaper,
      loss_published_on: lossNotice.publishedOn,
    };
    const columns = { ...lost.columns, ...inForce, ...paperColumns(event), ...loss };
    this.put(replacementNumber, { count, certificate, line, columns, events });
  }

  private put(voucherNumber: string, run: Omit<Run, 'first'>): void {
    const voucher = parseVoucherNumber(voucherNumber);
    if (!voucher) return;
    const known = this.runs.get(voucher.series) ?? new Map<number, Run>();
    this.runs.set(voucher.series, known.set(voucher.ordinal, { ...run, first: voucher.ordinal }));
  }

  /** Ends vouchers one by one run they lie in; answers the ended pieces. */
  private end(
    event: RecordedEvent,
    voucherNumber: string,
    count: number,
    fate: ViewRow,
    firstSerial?: number,
  ): Run[] {
    const voucher = parseVoucherNumber(voucherNumber);
    const runs = voucher && this.runs.get(voucher.series);
    if (!voucher || !runs) return [];
    const ended: Run[] = [];
    const last = voucher.ordinal + count - 1;
    for (let next = voucher.ordinal; next <= last; ) {
      const run = runAround(runs, next);
      if (!run) {
        next += 1;
        continue;
      }
      const to = Math.min(last, run.first + run.count - 1);
      const columns = {
        ...run.columns,
        ...fate,
        ended_on: event.metadata.occurredOn,
        ended_position: String(event.position),
      };
      const events = [...run.events, referenceTo(event)];
      const serial = firstSerial === undefined ? undefined : firstSerial + next - voucher.ordinal;
      const piece = { ...part(run, next, to), columns, events, serial };
      runs.delete(run.first);
      for (const rest of [
        part(run, run.first, next - 1),
        part(run, to + 1, run.first + run.count - 1),
      ])
        if (rest.count > 0) runs.set(rest.first, rest);
      runs.set(piece.first, piece);
      ended.push(piece);
      next = to + 1;
    }
    return ended;
  }
}

/** The run that a number lies in: it begins at most so many numbers before. */
function runAround(runs: ReadonlyMap<number, Run>, number: number): Run | undefined {
  for (let first = number; first > number - runCountMax; first--) {
    const run = runs.get(first);
    if (run) return number < run.first + run.count ? run : undefined;
  }
  return undefined;
}

function part(run: Run, first: number, last: number): Run {
  const offset = first - run.first;
  const certificate = run.certificate + BigInt(offset);
  return { ...run, first, count: last - first + 1, certificate, line: run.line + offset };
}

/** When the paper was given out; a replacement adds whose place it takes. */
const paperColumns = (event: RecordedEvent): ViewRow => ({
  position: String(event.position),
  occurred_on: event.metadata.occurredOn,
  recorded_at: instantText(event.recordedAt),
  replaces: null,
  loss_newspaper: null,
  loss_published_on: null,
});
