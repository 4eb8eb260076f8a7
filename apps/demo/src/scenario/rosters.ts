/** Who is examined where and at what, and which sheet each certificate is printed on. */
import { formatCertificateNumber, type Level, levels } from '#domain';
import { kinds, type Sheets } from './blanks';
import { type Session, sessions } from './calendar';
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

/** The quarter's rosters of one city, `count` lines in all. */
export function rostersOf(city: City, count: number, seed: string): PlannedRoster[] {
  const random = new Random(`${seed}/rosters/${city.short}`);
  const weights = levels.map((level) => kinds[level].weight);
  const rosters: PlannedRoster[] = [];
  shares(count, weights).forEach((ofLevel, at) => {
    const bySession = shares(
      ofLevel,
      sessions.map(({ weight }) => weight),
    );
    sessions.forEach((session, which) => {
      const byStation = shares(
        bySession[which],
        city.stations.map(({ weight }) => weight),
      );
      city.stations.forEach((station, index) => {
        const passed = byStation[index];
        if (passed === 0) return;
        const place = { city, station, session, level: levels[at] };
        rosters.push(rosterOf(place, passed, random));
      });
    });
  });
  return rosters.sort((a, b) => a.session.month - b.session.month);
}

type Place = Pick<PlannedRoster, 'city' | 'station' | 'session' | 'level'>;

function rosterOf(place: Place, passed: number, random: Random): PlannedRoster {
  const { city, station, session, level } = place;
  const occupation = random.pick(occupationsOf(level));
  const month = String(session.month).padStart(2, '0');
  const misprints: number[] = [];
  for (let line = 0; line < passed; line++) {
    if (random.oneIn(sheetsPerMisprint)) misprints.push(line);
  }
  return {
    ...place,
    id: `${city.short}-${month}-${station.code}-${level}-${occupation.code}`,
    occupation,
    reference: `${city.abbreviation}鉴名册〔2013〕${month}${station.code.slice(-1)}${level}号`,
    passed,
    misprints,
  };
}

/** Sheets that a roster takes, ruined ones included. */
export const sheetCountOf = ({ passed, misprints }: PlannedRoster): number =>
  passed + misprints.length;

/** Numbers of certificates, per station and level from 1 on (N3). */
export class NumberSequences {
  private readonly used = new Map<string, number>();

  next({ station, level }: Pick<PlannedRoster, 'station' | 'level'>): string {
    const prefix = `13${station.code}${level}`;
    const sequence = (this.used.get(prefix) ?? 0) + 1;
    this.used.set(prefix, sequence);
    return formatCertificateNumber(prefix, sequence);
  }
}

/** Prints a roster: a sheet and a number for every line, and the sheets ruined on the way. */
export function print(
  roster: PlannedRoster,
  sheets: Sheets,
  numbers: NumberSequences,
): { lines: PrintedLine[]; ruined: string[] } {
  const ruined: string[] = [];
  const lines: PrintedLine[] = [];
  const ruinedAt = new Set(roster.misprints);
  for (let line = 0; line < roster.passed; line++) {
    if (ruinedAt.has(line)) ruined.push(sheets.takeOne());
    lines.push({ serial: sheets.takeOne(), certificateNumber: numbers.next(roster) });
  }
  return { lines, ruined };
}
