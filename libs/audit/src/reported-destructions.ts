/**
 * Which destroyed serials the returns of a centre report (Q8). Each quarter's return stands in a
 * stream of its own, so two that are filed at the same moment by two processes may both report one.
 */
import { formatRange, IntervalMap, parseRange, type RecordedEvent, type Series } from '#domain';
import { type EventReference, type Report, referenceTo } from './findings';

type ReturnFiled = Extract<RecordedEvent, { type: 'ReturnFiled' }>;

interface FiledReturn {
  readonly event: EventReference;
  readonly centre: string;
  readonly quarter: string;
  readonly destroyed: ReturnFiled['data']['destroyed'];
}

export class ReportedDestructions {
  /** The last of each stream holds: a few hundred a year, each with what was destroyed since. */
  private readonly returns = new Map<string, FiledReturn>();

  follow(event: RecordedEvent): void {
    if (event.type !== 'ReturnFiled') return;
    const { quarter, destroyed } = event.data;
    const centre = event.stream.slice('quarter-'.length, -`-${quarter}`.length);
    const filed = { event: referenceTo(event), centre, quarter, destroyed };
    this.returns.set(event.stream, filed);
  }

  /** Worth a look: a destruction belongs to one return alone. */
  report(report: Report): void {
    const filed = [...this.returns.values()];
    /** By centre and series: serial → index of the return that reports it. */
    const known = new Map<string, IntervalMap>();
    for (const [index, { centre, destroyed }] of filed.entries()) {
      for (const text of destroyed.flatMap(({ ranges }) => ranges)) {
        const range = parseRange(text);
        if (!range) continue;
        const map = mapOf(known, centre, range.series);
        for (const { first, last, value } of [...map.segments(range.first, range.last)]) {
          if (value === undefined) map.set(first, last, index);
          else if (value !== index) {
            const stretch = formatRange({ series: range.series, first, last });
            report(repeated(filed[value], filed[index], stretch));
          }
        }
      }
    }
  }
}

function mapOf(known: Map<string, IntervalMap>, centre: string, series: Series): IntervalMap {
  const key = `${centre} ${series}`;
  const map = known.get(key) ?? new IntervalMap();
  known.set(key, map);
  return map;
}

const repeated = (
  one: FiledReturn,
  other: FiledReturn,
  { from, to }: { from: string; to: string },
) => ({
  severity: 'warning' as const,
  check: 'destruction-reported-twice' as const,
  events: [one.event, other.event],
  params: {
    range: from === to ? from : `${from}–${to}`,
    centre: one.centre,
    quarter: other.quarter,
    other: one.quarter,
  },
});
