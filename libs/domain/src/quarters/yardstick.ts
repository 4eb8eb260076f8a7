/** What a reviewer is shown to judge a request by; the reviewer decides (Q6). */
import { type Level, type LevelQuantities, levels } from '../vocabulary';
import type { QuarterFigures } from './events';

export function quantitiesOf(count: (level: Level) => number): LevelQuantities {
  return { 5: count(5), 4: count(4), 3: count(3), 2: count(2), 1: count(1) };
}

export const totalQuantity = (quantities: LevelQuantities): number =>
  levels.reduce((sum, level) => sum + quantities[level], 0);

export const addQuantities = (one: LevelQuantities, other: LevelQuantities): LevelQuantities =>
  quantitiesOf((level) => one[level] + other[level]);

/**
 * Per level: passed + destroyed + replaced − stock − granted but unsent, never below zero.
 * `flows` are the quarter's own figures, or those of the same quarter of the year before.
 */
export function yardstickOf(
  { stock }: QuarterFigures,
  { passed, destroyed, replaced }: QuarterFigures,
  unsent: LevelQuantities,
): LevelQuantities {
  return quantitiesOf((level) => {
    const needed = passed[level] + destroyed[level] + replaced[level];
    return Math.max(0, needed - stock[level] - unsent[level]);
  });
}

/** Levels of which more is asked or granted than so many percent of the yardstick. */
export function beyondCeiling(
  quantities: LevelQuantities,
  yardstick: LevelQuantities,
  percent: number,
): Level[] {
  return levels.filter((level) => quantities[level] * 100 > yardstick[level] * percent);
}
