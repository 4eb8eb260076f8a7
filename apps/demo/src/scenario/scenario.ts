/** Guizhou's second statistical quarter of 2013, whole: the same for the same seed and size. */
import type { Level } from '#domain';
import { type CityQuarter, quarterOf } from './city-quarter';
import { installation, staffAt, staffing, usersOf } from './installation';
import { type City, cities } from './places';
import type { Scenario } from './posts';
import { shares } from './random';
import { NumberSequences, type PlannedRoster, rostersOf, sheetCountOf } from './rosters';
import { supply } from './supply';

export const certificateCountMin = 100;
export const certificateCountMax = 200_000;

/** Plans everything; draws no person but the officials: candidates are drawn with their roster. */
export function planScenario(seed: string, certificateCount: number): Scenario {
  const staff = staffing(seed);
  const users = usersOf(staff);
  const counts = shares(
    certificateCount,
    cities.map(({ weight }) => weight),
  );
  const plans = new Map(
    cities.map((city, at): [string, PlannedRoster[]] => [
      city.code,
      rostersOf(city, counts[at], seed),
    ]),
  );
  const needs = new Map([...plans].map(([code, rosters]) => [code, sheetsByLevel(rosters)]));
  const { phase, stocks, arrivals, epilogue } = supply(needs, staff);
  const numbers = new NumberSequences();
  const quarters = new Map<City, CityQuarter>(
    cities.map((city) => {
      const sheets = stocks.get(city.code) ?? new Map();
      const of = { sheets, numbers, staff: staffAt(staff, city) };
      return [city, quarterOf(city, plans.get(city.code) ?? [], of)];
    }),
  );
  const tracks = [...quarters].map(([city, { posts }]) => [
    ...(arrivals.get(city.code) ?? []),
    ...posts,
  ]);
  const replaced = [...quarters.values()].find((one) => one.replaced?.reason === 'lost')?.replaced;
  if (!replaced) throw new Error('the scenario has no lost certificate');
  return {
    seed,
    certificateCount,
    users,
    rosters: [...quarters.values()].flatMap(({ rosters }) => rosters),
    phases: [
      ...installation(staff, users),
      phase,
      { title: { en: 'The quarter in nine cities', zh: '各市州本季度核发' }, tracks },
      { title: { en: 'Refused blanks taken back', zh: '退回调拨入库' }, tracks: [[epilogue]] },
    ],
    lost: replaced.old,
    replacement: { serial: replaced.serial },
  };
}

function sheetsByLevel(rosters: readonly PlannedRoster[]): Map<Level, number> {
  const counts = new Map<Level, number>();
  for (const roster of rosters) {
    counts.set(roster.level, (counts.get(roster.level) ?? 0) + sheetCountOf(roster));
  }
  return counts;
}
