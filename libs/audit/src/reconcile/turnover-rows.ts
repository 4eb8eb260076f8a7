/**
 * The rows of `turnover`: how much went from one account to another in a year or a month, by the
 * stated days and by the record time in UTC. All that is in transit counts at its sender.
 */
import { movements, type RecordedEvent, totalOf } from '#domain';
import { centreOf } from '../custody';
import { KeyedRows } from './keyed-rows';

const yearCharacters = 4;
const monthCharacters = 7;

export class Turnover {
  private readonly sums = new Map<string, number>();

  follow(event: RecordedEvent): void {
    const times = [
      ['occurred', event.metadata.occurredOn],
      ['recorded', event.recordedAt.toISOString()],
    ];
    for (const { from, to, level, edition, ranges } of movements(event)) {
      const accounts = [from.kind, centreOf(from) ?? '', to.kind, centreOf(to) ?? ''];
      const quantity = totalOf(ranges);
      for (const [axis, time] of times) {
        for (const characters of [yearCharacters, monthCharacters]) {
          const period = time.slice(0, characters);
          const key = JSON.stringify([axis, period, String(level), edition, ...accounts]);
          this.sums.set(key, (this.sums.get(key) ?? 0) + quantity);
        }
      }
    }
  }

  rows(): KeyedRows {
    const rows = new KeyedRows('turnover');
    for (const [key, quantity] of this.sums) {
      const [axis, period, level, edition, ...accounts] = JSON.parse(key) as string[];
      const [from_kind, from_centre, to_kind, to_centre] = accounts;
      const between = { from_kind, from_centre, to_kind, to_centre };
      rows.put({ axis, period, level, edition, ...between, quantity: String(quantity) });
    }
    return rows;
  }
}
