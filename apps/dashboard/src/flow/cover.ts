/** For how long a stock lasts by what the coming quarter is expected to take. */
import type { Forecast } from './use-flow';

/** Days of a quarter, on the average. */
const quarterDays = 91;

export interface Cover extends Forecast {
  /** Whole days, what is on its way counted. */
  readonly days: number;
  readonly isShort: boolean;
}

/** Those that end first come first. */
export function coversOf(forecasts: readonly Forecast[]): Cover[] {
  return forecasts
    .filter(({ need }) => need > 0)
    .map((forecast) => {
      const { stock, incoming, need } = forecast;
      const days = Math.floor(((stock + incoming) * quarterDays) / need);
      return { ...forecast, days, isShort: stock + incoming < need };
    })
    .sort((a, b) => a.days - b.days);
}
