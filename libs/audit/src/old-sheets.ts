/** What certificates older than the books are said to be printed on (P1): no book knows another's. */
import { parseSerial, type RecordedEvent } from '#domain';
import type { Custody } from './custody';
import { type EventReference, type Report, referenceTo } from './findings';

interface OldSheet {
  readonly serial: string;
  readonly event: EventReference;
  /** Its replacement was voided: what was said of it may be why. */
  readonly isVoid: boolean;
}

export class OldSheets {
  /** By certificate number: exceptions, of which a book has few. */
  private readonly sheets = new Map<string, OldSheet>();

  follow(event: RecordedEvent): void {
    if (event.type === 'ReplacementPrinted') this.print(event);
    if (event.type === 'IssueVoided' && !event.data.restored) {
      this.mark(event.data.certificateNumber, true);
    }
  }

  /** Worth a look: a sheet bears one number, and one that was registered is no older than the books. */
  report(custody: Custody, report: Report): void {
    const first = new Map<string, [string, OldSheet]>();
    for (const [number, sheet] of this.sheets) {
      if (sheet.isVoid) continue;
      const { serial, event } = sheet;
      const parsed = parseSerial(serial);
      if (parsed && custody.has(parsed)) {
        const params = { serial, number };
        report({ severity: 'warning', check: 'old-sheet-registered', events: [event], params });
      }
      const [other, before] = first.get(serial) ?? [];
      if (other !== undefined && before) {
        const params = { serial, number, other };
        const events = [before.event, event];
        report({ severity: 'warning', check: 'old-sheet-of-two', events, params });
      } else first.set(serial, [number, sheet]);
    }
  }

  private print(event: Extract<RecordedEvent, { type: 'ReplacementPrinted' }>): void {
    const { certificateNumber, original } = event.data;
    if (!original) {
      this.mark(certificateNumber, false);
      return;
    }
    this.sheets.delete(certificateNumber);
    const { serial } = original;
    if (serial === undefined) return;
    this.sheets.set(certificateNumber, { serial, event: referenceTo(event), isVoid: false });
  }

  private mark(number: string, isVoid: boolean): void {
    const known = this.sheets.get(number);
    if (known) this.sheets.set(number, { ...known, isVoid });
  }
}
