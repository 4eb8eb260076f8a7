/** Anomalies of spoiled sheets that nobody destroys. */
import {
  addDays,
  type CentreCode,
  formatRange,
  type Level,
  type PlainDate,
  totalOf,
} from '#domain';
import { lastEvents } from '../counts/query';
import type { View } from '../database/snapshot';
import { spoiledAtBoth } from '../movements/overdue-query';
import { readStock } from '../stock/query';
import {
  type AnomaliesOf,
  type AnomalyEvent,
  anomalyEventsMax,
  anomalyRangesMax,
  type Finder,
  type FoundAnomaly,
} from './anomaly';

interface Held {
  readonly centre: CentreCode;
  readonly level: Level;
  readonly edition: string;
}

const cursorOf = ({ centre, level, edition }: Held): string => `${centre}|${9 - level}|${edition}`;

/** C13: spoiled on the day and for longer before it than the policy allows, by level and edition. */
export const spoiledOverdue: Finder = async (view, of, { after, limit }) => {
  const days = of.bounds.spoiledDaysMax;
  const spoiledBy = addDays(of.asOf, -days - 1);
  const before = await spoiledOn(view, of, spoiledBy);
  const candidates = [...(await spoiledOn(view, of, of.asOf)).entries()]
    .filter(([cursor]) => cursor > after && before.has(cursor))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const found: FoundAnomaly[] = [];
  for (const [cursor, held] of candidates) {
    if (found.length === limit) break;
    const ranges = await spoiledAtBoth(view, held, { asOf: spoiledBy }, { asOf: of.asOf });
    if (ranges.length === 0) continue;
    const numbers = { quantity: totalOf(ranges), days, spoiledBy };
    const told = ranges.slice(0, anomalyRangesMax).map(formatRange);
    const events = await spoilingEvents(view, told);
    found.push({
      cursor,
      anomaly: { kind: 'spoiled-overdue', ...held, numbers, ranges: told, ...events },
    });
  }
  return found;
};

async function spoiledOn(
  view: View,
  { within }: AnomaliesOf,
  asOf: PlainDate,
): Promise<Map<string, Held>> {
  const part = within === undefined ? undefined : { centre: within, subtree: true };
  const { rows } = await readStock(view, part, { asOf });
  const held = rows.filter(({ spoiled }) => spoiled > 0);
  return new Map(
    held.map(({ centre, level, edition }) => {
      const one = { centre, level, edition };
      return [cursorOf(one), one];
    }),
  );
}

/** What last happened to the sheets: how they came to be spoiled, unless something went on since. */
async function spoilingEvents(
  view: View,
  ranges: readonly ReturnType<typeof formatRange>[],
): Promise<{ events: AnomalyEvent[]; eventCount: number }> {
  const found = new Map<bigint, AnomalyEvent>();
  for (const event of (await lastEvents(view, ranges, view.position)).flat()) {
    const { position, event: type, centre, revision, occurredOn, recordedAt } = event;
    found.set(position, { position, event: type, centre, revision, occurredOn, recordedAt });
  }
  const events = [...found.values()].sort((a, b) => (a.position > b.position ? -1 : 1));
  return { events: events.slice(0, anomalyEventsMax), eventCount: events.length };
}
