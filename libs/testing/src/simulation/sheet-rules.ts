/** What may become of a sheet, and on which day: T3, C10, C12, C13. */
import {
  accountText,
  type CentreCode,
  type CountedDifference,
  movements,
  type PlainDate,
  parseRange,
  type RangeText,
  type RecordedEvent,
} from '#domain';
import type { CustodyCheck } from '../custody-check';

export class SheetRules {
  /** The day of the last event that touched a serial. */
  private readonly lastOn = new Map<string, PlainDate>();
  /** Whether a spoiled or missing sheet may become stock again. */
  private readonly mayReturn = new Map<string, boolean>();
  /** The latest day of a move in a centre's book. */
  private readonly movedOn = new Map<CentreCode, PlainDate>();

  constructor(private readonly custody: CustodyCheck) {}

  follow(event: RecordedEvent, centre: CentreCode): string[] {
    const wrong = this.judgeNamed(event, centre);
    const on = event.metadata.occurredOn;
    const movedOn = this.movedOn.get(centre) ?? '';
    if (event.type === 'CentreClosed' && movedOn > on) wrong.push(`T3: moves on ${movedOn}`);
    if (movements(event).length > 0 && on > movedOn) this.movedOn.set(centre, on);
    for (const { from, to, ranges } of movements(event)) {
      const [left, entered] = [from.kind, to.kind];
      if (left === 'destroyed') wrong.push('C10: destroyed is final');
      if (entered === 'destroyed' && left !== 'spoiled') wrong.push(`C9: destroyed from ${left}`);
      for (const serial of serialsOf(ranges)) {
        const last = this.lastOn.get(serial);
        if (last !== undefined && last > on) wrong.push(`T3: ${serial} was touched on ${last}`);
        this.lastOn.set(serial, on);
        const isBack = entered === 'stock' && (left === 'spoiled' || left === 'missing');
        if (isBack && !this.mayReturn.get(serial)) wrong.push(`C12: ${serial} is no stock again`);
        if (entered !== 'spoiled' && entered !== 'missing') continue;
        if (left === 'missing' && entered === 'spoiled') continue;
        this.mayReturn.set(serial, left === 'stock' || left === 'transit');
      }
      const own = [from, to].every(
        (account) => !('centre' in account) || account.centre === centre,
      );
      if (!own)
        wrong.push(`C4: ${accountText(from)} to ${accountText(to)} in the book of ${centre}`);
    }
    return wrong;
  }

  private judgeNamed(event: RecordedEvent, centre: CentreCode): string[] {
    const { occurredOn, actor } = event.metadata;
    if (event.type === 'SerialDestroyed') {
      const { witnesses, on } = event.data.minutes;
      const others = new Set(witnesses.filter((name) => name !== actor.user));
      const wrong = others.size < 2 || others.size < witnesses.length ? [`C10: ${witnesses}`] : [];
      return on === occurredOn ? wrong : [...wrong, `T1: minutes of ${on}`];
    }
    if (event.type !== 'StockCounted') return [];
    const { countedBy, countedAt } = event.data;
    const wrong: string[] = [];
    if (new Set([...countedBy, actor.user]).size !== 3) wrong.push(`C13: counted by ${countedBy}`);
    for (const serial of textSerials([...event.data.missing, ...event.data.unexpected])) {
      const last = this.lastOn.get(serial);
      if (last !== undefined && last > occurredOn) wrong.push(`T3: ${serial} moved on ${last}`);
    }
    if (BigInt(countedAt) === event.revision - 1n) wrong.push(...this.recount(event, centre));
    return wrong;
  }

  /** C13: what is missing and what is unexpected, serial by serial. */
  private recount(
    { data }: Extract<RecordedEvent, { type: 'StockCounted' }>,
    centre: CentreCode,
  ): string[] {
    const counts: [string, readonly RangeText[]][] = [['stock', data.ranges]];
    if (data.spoiled) counts.push(['spoiled', data.spoiled]);
    const missing = new Set<string>();
    const unexpected = new Set<string>();
    for (const [kind, ranges] of counts) {
      const counted = textSerials(ranges);
      const held = this.custody
        .serialsIn(kind)
        .filter((serial) => this.custody.where(serial) === `${kind}@${centre}`)
        .filter((serial) => data.levels.includes(serial.startsWith('A') ? 5 : 4));
      for (const serial of held) if (!counted.has(serial)) missing.add(serial);
      for (const serial of counted) if (!held.includes(serial)) unexpected.add(serial);
    }
    return [
      ...differing('missing', missing, data.missing),
      ...differing('unexpected', unexpected, data.unexpected),
    ];
  }
}

function differing(what: string, wanted: Set<string>, said: readonly CountedDifference[]) {
  const named = textSerials(said);
  const isSame = named.size === wanted.size && [...named].every((one) => wanted.has(one));
  return isSame ? [] : [`C13: ${what} are ${[...wanted]}, not ${[...named]}`];
}

function textSerials(texts: readonly RangeText[]): Set<string> {
  const ranges = texts.flatMap((text) => parseRange(text) ?? []);
  return new Set(serialsOf(ranges));
}

function serialsOf(ranges: readonly { series: string; first: number; last: number }[]): string[] {
  return ranges.flatMap(({ series, first, last }) =>
    Array.from({ length: last - first + 1 }, (_, step) => `${series}/${first + step}`),
  );
}
