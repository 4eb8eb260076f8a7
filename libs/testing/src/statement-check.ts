/**
 * Statements of a story, checked the slow and simple way: where every serial was at the end of a
 * day, one map entry a serial, against what the fold says was left.
 */
import {
  addDays,
  addsUp,
  type BookEvent,
  bookMovements,
  CentreStatement,
  centreOfBook,
  type Days,
  type RecordedEvent,
  type StatementRow,
  type StatementScope,
} from '#domain';

/** A statement, folded from a story. */
export function statementOf(log: readonly RecordedEvent[], scope: StatementScope): StatementRow[] {
  const statement = new CentreStatement(scope);
  for (const event of log) statement.follow(event);
  return statement.rows();
}

/** What is wrong with a centre's statement of some days; empty is fine. */
export function statementFaults(
  log: readonly RecordedEvent[],
  centre: string,
  days: Days,
): string[] {
  const rows = statementOf(log, { centre, subtree: false, days });
  const of = `${centre} ${days.from}..${days.to}`;
  const opening = heldAt(log, centre, addDays(days.from, -1));
  const closing = heldAt(log, centre, days.to);
  const wrong = addsUp(rows) ? [] : [`${of} does not add up`];
  for (const [name, held] of [['opening', opening] as const, ['closing', closing] as const]) {
    const told = new Map<string, number>();
    for (const { level, edition, stock, spoiled } of rows) {
      told.set(`stock ${level} ${edition}`, stock[name].quantity);
      told.set(`spoiled ${level} ${edition}`, spoiled[name].quantity);
    }
    for (const key of new Set([...told.keys(), ...held.keys()])) {
      const [tells, has] = [told.get(key) ?? 0, held.get(key) ?? 0];
      if (tells !== has) wrong.push(`${of}: ${name} ${key} is ${has}, told as ${tells}`);
    }
  }
  return wrong;
}

/** How many serials lay in stock and spoiled at the end of a day, per level and edition. */
function heldAt(log: readonly RecordedEvent[], centre: string, day: string): Map<string, number> {
  const places = new Map<string, string>();
  for (const event of log) {
    const book = centreOfBook(event.stream);
    if (book === undefined || event.metadata.occurredOn > day) continue;
    for (const { to, level, edition, ranges } of bookMovements(event as BookEvent, book)) {
      const isOurs = (to.kind === 'stock' || to.kind === 'spoiled') && to.centre === centre;
      for (const { series, first, last } of ranges) {
        for (let ordinal = first; ordinal <= last; ordinal++) {
          if (isOurs) places.set(`${series}/${ordinal}`, `${to.kind} ${level} ${edition}`);
          else places.delete(`${series}/${ordinal}`);
        }
      }
    }
  }
  const counts = new Map<string, number>();
  for (const key of places.values()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
