/** How many sheets a city will take from one delivery to the next, and how many it orders. */
import { type Level, type LevelQuantities, levels, quantitiesOf } from '#domain';
import { boxed, kinds } from './blanks';
import { isBeforeSupply, quarters } from './calendar';
import { incidents, isOn } from './incidents';
import type { City } from './places';
import { type PlannedRoster, sheetCountOf } from './rosters';

/** Sheets that a city orders beyond what it will print, in percent. */
const reservePercent = 12;

/** Whether its candidates get vouchers first, and certificates in the next quarter. */
export const isVouchered = ({ city, session, level }: PlannedRoster): boolean =>
  isOn(incidents.vouchers, city.short, session.quarter) &&
  level === incidents.vouchers.level &&
  !isBeforeSupply(session);

/** Which delivery a roster is printed from: that of its quarter, or the one before or after. */
export function deliveryOf(roster: PlannedRoster): number {
  const at = quarters.indexOf(roster.session.quarter);
  if (isVouchered(roster)) return at + 1;
  return at > 0 && isBeforeSupply(roster.session) ? at - 1 : at;
}

/** Sheets that a city takes from the delivery of a quarter. */
export function needOf(rosters: readonly PlannedRoster[], delivery: number): LevelQuantities {
  const served = rosters.filter((roster) => deliveryOf(roster) === delivery);
  return quantitiesOf((level) =>
    served
      .filter((roster) => roster.level === level)
      .reduce((sum, roster) => sum + sheetCountOf(roster), 0),
  );
}

const withReserve = (need: number): number => Math.ceil((need * (100 + reservePercent)) / 100) + 1;

/** Whole boxes, so that what is held lasts and a sheet is left for whoever loses a certificate. */
export const orderOf = (need: LevelQuantities, held: (level: Level) => number): LevelQuantities =>
  quantitiesOf((level) => boxed(level, withReserve(need[level]) - held(level)));

/** No city orders more in several quarters than this, however it rounds. */
export const mostOrdered = (needs: readonly LevelQuantities[]): LevelQuantities =>
  quantitiesOf((level) => {
    const need = needs.reduce((sum, one) => sum + one[level], 0);
    return withReserve(need) + kinds[level].boxCount;
  });

export const sumOf = (quantities: readonly LevelQuantities[]): LevelQuantities =>
  quantitiesOf((level) => quantities.reduce((sum, one) => sum + one[level], 0));

export const isNothing = (quantities: LevelQuantities): boolean =>
  levels.every((level) => quantities[level] === 0);

/** The rosters of a city, by quarter. */
export type RostersOf = ReadonlyMap<City, readonly PlannedRoster[]>;
