/**
 * Which serial every certificate number has in force, followed the slow and simple way: one map
 * entry a number. An oracle beside `CustodyCheck`, which follows the sheets.
 */
import {
  type BookEvent,
  centreOfBook,
  formatCertificateNumber,
  type IssueCorrected,
  parseCertificateNumber,
  parseSerial,
  type RecordedEvent,
} from '#domain';
import type { CustodyCheck } from './custody-check';

/** `series/ordinal`, as `CustodyCheck` names serials. */
type SerialKey = string;

export class NumbersCheck {
  private readonly inForce = new Map<string, SerialKey>();
  private wrong: string[] = [];

  /** The serial in force for a number; undefined when none is. */
  serialOf(number: string): SerialKey | undefined {
    return this.inForce.get(number);
  }

  /**
   * Follows one event, after the custody check did, and says what is wrong after it: a number that
   * did not have the serial that the event takes from it, a serial in force for two numbers, or in
   * force without being issued, or issued without being in force (P3).
   */
  follow(event: RecordedEvent, custody: CustodyCheck): string[] {
    if (centreOfBook(event.stream) === undefined) return [];
    this.wrong = [];
    this.apply(event as BookEvent);
    const bound = [...this.inForce.values()];
    const issued = new Set(custody.serialsIn('issued'));
    if (new Set(bound).size !== bound.length) this.wrong.push('a serial is in force twice');
    for (const serial of bound) {
      if (!issued.has(serial)) this.wrong.push(`${serial} is in force but not issued`);
    }
    if (issued.size !== bound.length) {
      this.wrong.push(`${issued.size} serials issued, ${bound.length} in force`);
    }
    return this.wrong.map((what) => `${event.type}: ${what}`);
  }

  private apply(event: BookEvent): void {
    switch (event.type) {
      case 'CertificatesIssued':
        for (const { certificateNumber, serial, count } of event.data.runs) {
          for (let step = 0; step < count; step++) {
            this.change(nthNumber(certificateNumber, step), undefined, nthSerial(serial, step));
          }
        }
        return;
      case 'ReplacementPrinted': {
        const { certificateNumber, replaced, printed } = event.data;
        const before = replaced && nthSerial(replaced.serial, 0);
        this.change(certificateNumber, before, nthSerial(printed.serial, 0));
        return;
      }
      case 'IssueVoided': {
        const { certificateNumber, sheet, restored } = event.data;
        const after = restored && nthSerial(restored.serial, 0);
        this.change(certificateNumber, nthSerial(sheet.serial, 0), after);
        return;
      }
      case 'IssueCorrected':
        this.correct(event);
        return;
    }
  }

  private correct({ data }: IssueCorrected): void {
    for (const { certificateNumber, recorded, actual, count } of data.runs) {
      for (let step = 0; step < count; step++) {
        const [before, after] = [recorded, actual].map(({ serial }) => nthSerial(serial, step));
        this.change(nthNumber(certificateNumber, step), before, after);
      }
    }
  }

  private change(number: string, from: SerialKey | undefined, to: SerialKey | undefined): void {
    const before = this.inForce.get(number);
    if (before !== from) this.wrong.push(`${number} has ${before} in force, not ${from}`);
    if (to === undefined) this.inForce.delete(number);
    else this.inForce.set(number, to);
  }
}

function nthSerial(text: string, step: number): SerialKey {
  const serial = parseSerial(text);
  if (!serial) throw new Error(`no serial: ${text}`);
  return `${serial.series}/${serial.ordinal + step}`;
}

function nthNumber(text: string, step: number): string {
  const number = parseCertificateNumber(text);
  if (!number) throw new Error(`no certificate number: ${text}`);
  return formatCertificateNumber(number.prefix, number.sequence + step);
}
