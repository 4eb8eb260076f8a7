/** Posts of issues, each of the next blanks of its city, their numbers and people who are nobody. */
import { residentIdCheckCharacter, shanghaiDate } from '#domain';
import { blanksPerCentre, type City, serialOf } from './installation';

const today = shanghaiDate(new Date());
const holdersCount = 1_000;

/** Written once: the client's work is no part of what is measured. */
const holders = Array.from({ length: holdersCount }, (_, index) => {
  const digits = `52010219${String(800_101_000 + index).padStart(9, '0')}`;
  const number = digits + residentIdCheckCharacter(digits);
  return JSON.stringify({
    name: `考生${index}`,
    sex: index % 2 === 0 ? 'male' : 'female',
    document: { type: 'resident-id', number },
    scores: { theory: 60 + (index % 40), practical: 60 + (index % 39) },
  });
});

export class Rosters {
  #used = 0;
  #rosterCount = 0;

  constructor(private readonly city: City) {}

  get path(): string {
    return `centres/${this.city.code}/issues`;
  }

  /** The body of the next post of so many lines; undefined when the blanks are used up. */
  next(linesCount: number): string | undefined {
    if (this.#used + linesCount > blanksPerCentre) return undefined;
    const { code, station, firstOrdinal } = this.city;
    const numberPrefix = `${today.slice(2, 4)}${code}5`;
    const lines: string[] = [];
    for (let line = 0; line < linesCount; line++) {
      const serial = serialOf(firstOrdinal + this.#used);
      this.#used++;
      const sequence = String(this.#used).padStart(5, '0');
      const holder = holders[this.#used % holdersCount];
      lines.push(
        `{"serial":"${serial}","certificateNumber":"${numberPrefix}${sequence}","holder":${holder}}`,
      );
    }
    const roster = { reference: `R-${++this.#rosterCount}`, signedOn: today, passed: linesCount };
    const rest = { roster, level: 5, occupation: { name: '中式烹调师' }, station };
    return `${JSON.stringify(rest).slice(0, -1)},"lines":[${lines.join(',')}]}`;
  }
}
