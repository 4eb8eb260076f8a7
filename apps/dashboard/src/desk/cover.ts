/** For how many days the stock of a level will last, by what was used before. */
import type { Schemas } from '../api/client';
import type { Level } from '../stock/stock-tree';

type Forecast = Pick<Schemas['ForecastDto'], 'level' | 'used'>;

const daysPerQuarter = 91.31;

/**
 * Days that so many blanks last at the mean use of the quarters known, for the centre and those
 * below it; undefined when nothing was ever used.
 */
export function coverDays(
  stock: number,
  level: Level,
  forecasts: readonly Forecast[],
): number | undefined {
  const ofLevel = forecasts.filter((forecast) => forecast.level === level);
  const used = ofLevel.flatMap(({ used: quarters }) => quarters);
  const total = used.reduce((sum, { quantity }) => sum + quantity, 0);
  const quarters = new Set(used.map(({ quarter }) => quarter)).size;
  if (total === 0 || quarters === 0) return undefined;
  return Math.floor(stock / (total / (quarters * daysPerQuarter)));
}
