/** Certificates and vouchers: whose numbers, on which ground, for whom. */
import {
  addDays,
  type CentreCode,
  type CertificatesIssued,
  type HolderLine,
  oneYearLater,
  type PlainDate,
  parseSerial,
  type RecordedEvent,
  rosterKey,
  shortageStream,
  type VouchersIssued,
} from '#domain';
import type { CustodyCheck } from '../custody-check';
import type { PastEvents } from './past-events';
import { allCentres, parentOf, top } from './people';

type Ground = Pick<VouchersIssued['data'], 'roster' | 'level' | 'occupation' | 'station'>;

interface Vouched {
  readonly ground: string;
  readonly holder: string;
  readonly expiresOn: PlainDate;
}

export class PaperRules {
  /** Certificate number → the roster it belongs to. */
  private readonly rosterOf = new Map<string, string>();
  private readonly rosters = new Map<string, string>();
  /** Certificate number → what its voucher in force says. */
  private readonly vouched = new Map<string, Vouched>();
  private readonly lastOn = new Map<string, PlainDate>();
  /** Certificate numbers older than the book that have no paper, the only one having been voided. */
  private readonly paperless = new Set<string>();
  /** By centre: certificate numbers older than the book, and the sheets they are said to be on. */
  private readonly oldSheets = new Map<CentreCode, Map<string, string>>();

  constructor(
    private readonly past: PastEvents,
    private readonly custody: CustodyCheck,
  ) {}

  follow(event: RecordedEvent, centre: CentreCode): string[] {
    const { occurredOn } = event.metadata;
    switch (event.type) {
      case 'CertificatesIssued': {
        const numbers = numbersOf(event.data.runs);
        const wrong = this.judgeGround(event, centre, numbers);
        const lines = this.sealedBefore(event);
        numbers.forEach((number, index) => {
          const voucher = this.vouched.get(number);
          if (!voucher) return;
          const isSame = voucher.holder === keyOf(lines[index]);
          if (voucher.ground !== groundOf(event.data) || !isSame) {
            wrong.push(`V2: ${number} says otherwise than its voucher`);
          }
          this.vouched.delete(number);
        });
        return [...wrong, ...this.touch(numbers, occurredOn)];
      }
      case 'VouchersIssued':
        return this.vouch(event, centre);
      case 'VoucherReplaced': {
        const { certificateNumber, expiresOn, lossNotice, replacementNumber } = event.data;
        const wrong = this.touch([certificateNumber], occurredOn);
        const before = this.vouched.get(certificateNumber)?.expiresOn;
        if (expiresOn !== before) wrong.push(`V6: expires on ${expiresOn}, before on ${before}`);
        if (expiresOn < occurredOn) wrong.push('V6: has expired');
        if (lossNotice.publishedOn > occurredOn) wrong.push('T1: notice later than the post');
        if (!replacementNumber.startsWith(centre)) wrong.push(`N7: ${replacementNumber}`);
        return wrong;
      }
      case 'VoucherVoided':
        this.vouched.delete(event.data.certificateNumber);
        return this.touch([event.data.certificateNumber], occurredOn);
      case 'ReplacementPrinted':
        return [
          ...this.judgeReplacement(event, centre),
          ...this.touch([event.data.certificateNumber], occurredOn),
        ];
      case 'IssueVoided': {
        const { certificateNumber, restored } = event.data;
        const isOlder = this.rosterOf.get(certificateNumber) === 'older';
        if (isOlder && !restored) this.paperless.add(certificateNumber);
        return this.touch([certificateNumber], occurredOn);
      }
      case 'IssueCorrected': {
        const numbers = numbersOf(event.data.runs);
        const wrong = event.data.runs.flatMap(({ certificateNumber, level }) =>
          certificateNumber[10] === String(level) ? [] : [`C7: ${certificateNumber} on ${level}`],
        );
        return [...wrong, ...this.touch(numbers, occurredOn)];
      }
      default:
        return [];
    }
  }

  private vouch(event: RecordedEvent & { data: VouchersIssued['data'] }, centre: CentreCode) {
    const { roster, level, runs, expiresOn } = event.data;
    const { occurredOn } = event.metadata;
    const numbers = numbersOf(runs);
    const wrong = this.judgeGround(event, centre, numbers);
    if (expiresOn !== oneYearLater(roster.signedOn)) wrong.push(`V3: expires on ${expiresOn}`);
    if (expiresOn < occurredOn) wrong.push('V3: born expired');
    if (runs.some(({ voucherNumber }) => !voucherNumber.startsWith(centre))) wrong.push('N7');
    const liveFrom = allCentres.find(({ code }) => code === centre)?.liveFrom ?? '';
    if (occurredOn >= liveFrom && !this.wasShort(event, centre, level)) {
      wrong.push(`V1: level ${level} is not short`);
    }
    const lines = this.sealedBefore(event);
    numbers.forEach((number, index) => {
      const holder = keyOf(lines[index]);
      this.vouched.set(number, { ground: groundOf(event.data), holder, expiresOn });
    });
    return [...wrong, ...this.touch(numbers, occurredOn)];
  }

  /** V1, by the very revisions that the event names. */
  private wasShort(event: RecordedEvent, centre: CentreCode, level: number): boolean {
    const above = [centre, parentOf(centre), top].flatMap((code) => code ?? []);
    return above.some((code) => {
      let isShort = false;
      for (const one of this.past.readOf(shortageStream(code), event)) {
        if (one.type === 'ShortageDeclared' && one.data.levels.some((at) => at === level)) {
          isShort = true;
        }
        if (one.type === 'ShortageEnded' && one.data.levels.some((at) => at === level)) {
          isShort = false;
        }
      }
      return isShort;
    });
  }

  private judgeGround(
    event: RecordedEvent & { data: Ground },
    centre: CentreCode,
    numbers: readonly string[],
  ): string[] {
    const { roster, level, station, occupation } = event.data;
    const wrong: string[] = [];
    if (parentOf(station) !== centre) wrong.push(`N5: ${station} is not of ${centre}`);
    if (roster.signedOn > event.metadata.occurredOn) wrong.push('T1: signed later than the post');
    const key = `${centre}${rosterKey(station, occupation, level, roster.reference)}`;
    const said = `${roster.signedOn}|${roster.passed}`;
    if ((this.rosters.get(key) ?? said) !== said) wrong.push(`C7: ${key} said otherwise before`);
    this.rosters.set(key, said);
    for (const number of numbers) {
      const [year, institution, digit] = [number.slice(0, 2), number.slice(2, 10), number[10]];
      if (institution !== centre && institution !== station) wrong.push(`N5: ${number}`);
      if (year !== roster.signedOn.slice(2, 4)) wrong.push(`N5: ${number} of ${roster.signedOn}`);
      if (digit !== String(level)) wrong.push(`N5: ${number} of level ${level}`);
      if ((this.rosterOf.get(number) ?? key) !== key) wrong.push(`C7: ${number} has a roster`);
      this.rosterOf.set(number, key);
    }
    const lines = this.sealedBefore(event).map(({ certificateNumber }) => certificateNumber);
    if (lines.join() !== numbers.join()) wrong.push(`sealed are ${lines}, posted ${numbers}`);
    return wrong;
  }

  private judgeReplacement(
    event: Extract<RecordedEvent, { type: 'ReplacementPrinted' }>,
    centre: CentreCode,
  ): string[] {
    const { certificateNumber, level, reason, lossNotice, replaced, remark, original } = event.data;
    const { occurredOn } = event.metadata;
    const wrong: string[] = [];
    if (certificateNumber[10] !== String(level)) wrong.push(`P1: ${certificateNumber} on ${level}`);
    if (reason === 'lost' && (lossNotice?.publishedOn ?? '9999') > occurredOn) wrong.push('P1');
    if (replaced && !remark.includes(replaced.serial)) wrong.push('P1: the remark names no serial');
    const isPaperless = this.paperless.delete(certificateNumber);
    if (original) this.oldSheetsOf(centre).delete(certificateNumber);
    const sheet = original ? original.serial : this.oldSheetsOf(centre).get(certificateNumber);
    if (sheet !== undefined) wrong.push(...this.judgeOldSheet(certificateNumber, sheet, centre));
    if (!original) return wrong;
    if (this.lastOn.has(certificateNumber) && !isPaperless)
      wrong.push(`P1: ${certificateNumber} is in the book`);
    this.rosterOf.set(certificateNumber, 'older');
    const liveFrom = allCentres.find(({ code }) => code === centre)?.liveFrom ?? '';
    if (original.issuedOn >= liveFrom) wrong.push(`P1: issued on ${original.issuedOn}`);
    if (original.issuedOn > addDays(occurredOn, 0)) wrong.push('T1: issued later than the post');
    if (original.level !== level || parentOf(original.station) !== centre) wrong.push('N5');
    return wrong;
  }

  /** P1: a sheet bears one number, and was not registered here. */
  private judgeOldSheet(number: string, text: string, centre: CentreCode): string[] {
    const sheets = this.oldSheetsOf(centre);
    sheets.set(number, text);
    const others = [...sheets].filter(([one, sheet]) => one !== number && sheet === text);
    const other = others.find(([one]) => !this.paperless.has(one));
    if (other) return [`P1: ${text} is of ${other[0]}`];
    const { series, ordinal } = parseSerial(text) ?? {};
    const where = this.custody.where(`${series}/${ordinal}`);
    // Whoever registers it at the same time may come too late to be known.
    return this.past.isAlone && where !== undefined ? [`P1: ${text} is at ${where}`] : [];
  }

  private oldSheetsOf(centre: CentreCode): Map<string, string> {
    const known = this.oldSheets.get(centre) ?? new Map<string, string>();
    this.oldSheets.set(centre, known);
    return known;
  }

  /** T3, for certificate numbers. */
  private touch(numbers: readonly string[], on: PlainDate): string[] {
    const wrong = numbers.flatMap((number) => {
      const last = this.lastOn.get(number);
      return last !== undefined && last > on ? [`T3: ${number} was touched on ${last}`] : [];
    });
    for (const number of numbers) this.lastOn.set(number, on);
    return wrong;
  }

  /** The lines sealed right before a fact of the same append. */
  private sealedBefore(event: RecordedEvent): readonly HolderLine[] {
    const sealed = this.past.before(event);
    if (sealed?.type !== 'HoldersSealed') return [];
    return JSON.parse(Buffer.from(sealed.data).toString()).lines;
  }
}

function numbersOf(runs: readonly { certificateNumber: string; count: number }[]): string[] {
  return runs.flatMap(({ certificateNumber, count }) =>
    Array.from({ length: count }, (_, step) => nth(certificateNumber, step)),
  );
}

const nth = (number: string, step: number) =>
  number.slice(0, 11) + String(Number(number.slice(11)) + step).padStart(5, '0');

const groundOf = ({ level, occupation, station }: Ground | CertificatesIssued['data']) =>
  `${level}|${occupation.name}|${station}`;

const keyOf = (line: HolderLine | undefined) =>
  `${line?.holder.name}|${line?.holder.document.number}`;
