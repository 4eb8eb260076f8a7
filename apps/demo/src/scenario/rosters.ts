/** Who is examined where and at what, and which sheet each certificate is printed on. */
import { formatCertificateNumber, type Level, levels, type QuarterText } from '#domain';
import { kinds, type Sheets } from './blanks';
import { liveEarly, quarters, type Session, sessionIn } from './calendar';
import { badPrinter } from './incidents';
import { type ExaminedOccupation, occupationsOf } from './occupations';
import type { City, Station } from './places';
import { Random, shares } from './random';

/** A sheet ruined in printing, one in so many: about 1%, the yearly bound of the notice's time. */
const sheetsPerMisprint = 110;

/** What is printed of a roster, in order. */
export interface PrintedLine {
  readonly serial: string;
  readonly certificateNumber: string;
}

export interface PlannedRoster {
  /** Unique, and the name of its file. */
  readonly id: string;
  readonly city: City;
  readonly station: Station;
  readonly session: Session;
  readonly level: Level;
  readonly occupation: ExaminedOccupation;
  readonly reference: string;
  /** How many passed, which is how many lines it has. */
  readonly passed: number;
  /** Sheets ruined while it was printed, each at a line: the next sheet was taken instead. */
  readonly misprints: readonly number[];
}

/** Where a station's candidates of a quarter are examined in time; the first has the most. */
function monthOf(city: City, quarter: QuarterText, index: number): 1 | 2 | 3 {
  // Blanks come in the first December; and what happens once a city is live is not loaded here.
  if (quarter === quarters[0]) return index === 1 ? 2 : 3;
  if (city.short === liveEarly.short && sessionIn(quarter, 3).issuedOn >= liveEarly.from) return 1;
  return index === 1 ? 1 : 3;
}

/** A quarter's rosters of one city, `count` lines in all, in order of time. */
export function rostersOf(
  city: City,
  quarter: QuarterText,
  count: number,
  seed: string,
): PlannedRoster[] {
  const random = new Random(`${seed}/rosters/${city.short}/${quarter}`);
  const weights = levels.map((level) => kinds[level].weight);
  const rosters: PlannedRoster[] = [];
  shares(count, weights).forEach((ofLevel, at) => {
    const byStation = shares(
      ofLevel,
      city.stations.map(({ weight }) => weight),
    );
    city.stations.forEach((station, index) => {
      const passed = byStation[index];
      if (passed === 0) return;
      const session = sessionIn(quarter, monthOf(city, quarter, index));
      rosters.push(rosterOf({ city, station, session, level: levels[at] }, passed, random));
    });
  });
  return rosters.sort((a, b) => a.session.month - b.session.month);
}

type Place = Pick<PlannedRoster, 'city' | 'station' | 'session' | 'level'>;

function rosterOf(place: Place, passed: number, random: Random): PlannedRoster {
  const { city, station, session, level } = place;
  const occupation = random.pick(occupationsOf(level));
  const [year, month] = session.signedOn.split('-');
  const perMisprint =
    city.short === badPrinter.city ? badPrinter.sheetsPerMisprint : sheetsPerMisprint;
  const misprints: number[] = [];
  for (let line = 0; line < passed; line++) {
    if (random.oneIn(perMisprint)) misprints.push(line);
  }
  return {
    ...place,
    id: `${city.short}-${year}-${month}-${station.code}-${level}-${occupation.code}`,
    occupation,
    reference: `${city.abbreviation}鉴名册〔${year}〕${month}${station.code.slice(-1)}${level}号`,
    passed,
    misprints,
  };
}

/** Sheets that a roster takes, ruined ones included. */
export const sheetCountOf = ({ passed, misprints }: PlannedRoster): number =>
  passed + misprints.length;

/** Numbers of certificates, per year, station and level from 1 on (N3). */
export class NumberSequences {
  private readonly used = new Map<string, number>();

  next({ station, level, session }: Pick<PlannedRoster, 'station' | 'level' | 'session'>): string {
    const prefix = `${session.signedOn.slice(2, 4)}${station.code}${level}`;
    const sequence = (this.used.get(prefix) ?? 0) + 1;
    this.used.set(prefix, sequence);
    return formatCertificateNumber(prefix, sequence);
  }
}

/** Numbers of a roster's certificates, given before anything is printed. */
export const numbered = (roster: PlannedRoster, numbers: NumberSequences): readonly string[] =>
  Array.from({ length: roster.passed }, () => numbers.next(roster));

/** Prints a roster: a sheet for every number, and the sheets ruined on the way. */
export function print(
  { misprints }: PlannedRoster,
  sheets: Sheets,
  numbers: readonly string[],
): { lines: PrintedLine[]; ruined: string[] } {
  const ruined: string[] = [];
  const ruinedAt = new Set(misprints);
  const lines = numbers.map((certificateNumber, line): PrintedLine => {
    if (ruinedAt.has(line)) ruined.push(sheets.takeOne());
    return { serial: sheets.takeOne(), certificateNumber };
  });
  return { lines, ruined };
}
