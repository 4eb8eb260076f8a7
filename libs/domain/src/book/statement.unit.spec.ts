import {
  dispatch,
  issue,
  mendMistakes,
  range,
  receive,
  spoil,
  statementFaults,
  statementOf,
  stocked,
  tree,
} from '#testing';
import { bookMovements } from '../movements';
import { addDays } from '../time/plain-date';
import { bookEventTypes } from './events';
import {
  addsUp,
  directionOf,
  type StatementRow,
  spoiledCells,
  statementEntries,
  statementWays,
  stockCells,
} from './statement';

const { guizhou, guiyang } = tree;

/** What stands in the cells of a line that are not empty. */
const told = (cells: StatementRow['stock'] | StatementRow['spoiled']) =>
  Object.fromEntries(
    Object.entries(cells).flatMap(([cell, { quantity }]) =>
      quantity === 0 ? [] : [[cell, quantity]],
    ),
  );

/** Guiyang issued 1–10, spoiled 19, sent 20 back up, and set its mistakes right on the next day. */
function story() {
  const world = stocked();
  const first = world.today;
  world.must(guiyang, issue(Array.from({ length: 10 }, (_, at) => [at + 1, at + 1])));
  world.must(guiyang, spoil(19, 19));
  world.must(guiyang, dispatch(guizhou, 20, 20));
  world.must(guizhou, receive(world.lastConsignment(guiyang), 20, 20));
  world.today = addDays(first, 1);
  mendMistakes(world);
  return { world, first, second: world.today };
}

const of = (centre: string, from: string, to: string, subtree = false) => ({
  centre,
  subtree,
  days: { from, to },
});

describe('a custody statement', () => {
  it('[C15] counts what sets mistakes right as corrections, replacements apart from issues', () => {
    const { world, second } = story();
    const [row] = statementOf(world.log, of(guiyang, second, second));
    expect(told(row.stock)).toMatchObject({
      // The sheet of number 5 back, that of 18 no waste after all; number 5's true sheet out.
      correctedIn: 2,
      correctedOut: 1,
      replaced: 2,
      spoiled: 1,
    });
    expect(told(row.spoiled)).toEqual({
      opening: 1,
      spoiled: 1,
      voided: 1,
      correctedOut: 1,
      closing: 2,
    });
    expect(statementFaults(world.log, guiyang, { from: second, to: second })).toEqual([]);
  });

  it('[C2] tells what was sent down from what was returned', () => {
    const { world, first } = story();
    const [city] = statementOf(world.log, of(guiyang, first, first));
    expect(told(city.stock)).toMatchObject({ returned: 1, issued: 10, spoiled: 1 });
    expect(city.stock.returned.ranges).toEqual([range(20, 20)]);
    const [province] = statementOf(world.log, of(guizhou, '2013-01-01', first));
    expect(told(province.stock).sent).toBeGreaterThan(0);
    expect(province.stock.returned.quantity).toBe(0);
  });

  it('closes with what the next one opens with, and ranges say which serials', () => {
    const { world, first, second } = story();
    const [before] = statementOf(world.log, of(guiyang, '2013-01-01', first));
    const [after] = statementOf(world.log, of(guiyang, second, second));
    expect(after.stock.opening).toEqual(before.stock.closing);
    expect(after.spoiled.opening).toEqual(before.spoiled.closing);
    expect(before.spoiled.closing).toEqual({
      quantity: 1,
      ranges: [range(19, 19)],
      rangesComplete: true,
    });
  });

  it('of a subtree is the sum of its centres, as known then or now', () => {
    const { world, first, second } = story();
    const rows = statementOf(world.log, of(guizhou, first, second, true));
    const parts = [...world.centres.all()]
      .filter(({ code, tier }) => tier !== 'station' && world.centres.isWithin(code, guizhou))
      .flatMap(({ code }) => statementOf(world.log, of(code, first, second)));
    for (const cell of stockCells) {
      const sum = parts.reduce((total, { stock }) => total + stock[cell].quantity, 0);
      expect([cell, rows[0].stock[cell].quantity]).toEqual([cell, sum]);
    }
    const asOfRecorded = world.log[Math.floor(world.log.length / 2)].recordedAt;
    const then = statementOf(world.log, { ...of(guizhou, first, second, true), asOfRecorded });
    expect(addsUp(then)).toBe(true);
    expect(then).not.toEqual(rows);
  });

  it('has a cell for every movement of stock and spoiled sheets, and each cell a way into it', () => {
    const { world } = story();
    for (const event of world.log) {
      const centre = event.stream.slice('book-'.length);
      if (!event.stream.startsWith('book-')) continue;
      const one = event as Parameters<typeof bookMovements>[0];
      for (const movement of bookMovements(one, centre)) {
        for (const { line, cell, direction } of statementEntries(one.type, movement, false)) {
          expect(directionOf(line, cell)).toBe(direction);
        }
      }
    }
    const reached = (line: string) =>
      new Set(statementWays.filter((way) => way.line === line).map(({ cell }) => cell));
    expect([...reached('stock')].sort()).toEqual([...stockCells].sort());
    expect([...reached('spoiled')].sort()).toEqual([...spoiledCells].sort());
    expect(bookEventTypes).toEqual(expect.arrayContaining(statementWays.map(({ event }) => event)));
  });

  it('throws where an event moves what it never can', () => {
    const centre = guiyang;
    const movement = { from: { kind: 'spoiled', centre }, to: { kind: 'issued', centre } } as const;
    expect(() => statementEntries('CertificatesIssued', movement, false)).toThrow('spoiled out');
  });
});
