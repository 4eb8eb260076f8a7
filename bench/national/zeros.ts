/**
 * What the calendar records where nobody applies for blanks (Q3). A nation of years has it behind
 * it; left to the running system it would be recorded one by one while something is measured.
 */
import {
  type CentreCode,
  closedWindows,
  type LiushuiEvent,
  type PlainDate,
  Policy,
  quarterStream,
  statisticsFor,
} from '#domain';
import { cityCode, cityCount, liveFrom, provinceCode, provinceCount } from './country';
import type { NationalAppend } from './nation';

/** Of every centre that has one above it, each quarter whose window closed before `today`. */
export function zerosUntil(today: PlainDate): NationalAppend[] {
  const quarters = closedWindows(liveFrom, today, Policy.standard).map(statisticsFor);
  const centres: CentreCode[] = [
    ...Array.from({ length: provinceCount }, (_, province) => provinceCode(province)),
    ...Array.from({ length: cityCount }, (_, city) => cityCode(city)),
  ];
  return centres.flatMap((centre) =>
    quarters.map((quarter) => {
      const event: LiushuiEvent = { type: 'ZeroApplicationRecorded', data: { quarter } };
      const stream = quarterStream(centre, quarter);
      return { stream, lineCount: 0, events: [{ event, occurredOn: today }] };
    }),
  );
}
