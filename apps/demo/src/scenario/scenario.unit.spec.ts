import {
  addDays,
  codeFitsTier,
  isResidentId,
  parseCertificateNumber,
  parseRange,
  parseSerial,
  type RangeText,
  totalOf,
} from '#domain';
import { days, liveFrom, sessions } from './calendar';
import { auditor, staffing } from './installation';
import { cities, custodians } from './places';
import type { Post, Scenario } from './posts';
import { Random, shares } from './random';
import { readRosterText, rosterText } from './roster-file';
import { planScenario } from './scenario';

const scenario = planScenario('seed', 3_000);
const posts = (of: Scenario): Post[] => of.phases.flatMap(({ tracks }) => tracks.flat());
const lines = scenario.rosters.flatMap((roster) => roster.lines);

const countOf = (ranges: unknown): number =>
  totalOf(
    (ranges as RangeText[]).map((text) => {
      const range = parseRange(text);
      if (!range) throw new Error(`no range: ${JSON.stringify(text)}`);
      return range;
    }),
  );

describe('chance', () => {
  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: string) => {
      const random = new Random(seed);
      return Array.from({ length: 100 }, () => random.below(1_000));
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
    expect(draw('a').every((number) => number >= 0 && number < 1_000)).toBe(true);
  });

  it('shares add up, in whole parts', () => {
    expect(shares(10, [1, 1, 1])).toEqual([3, 4, 3]);
    expect(shares(0, [3, 1])).toEqual([0, 0]);
    expect(shares(7, [26, 9, 21, 8, 10, 8, 6, 6, 6]).reduce((a, b) => a + b)).toBe(7);
  });
});

describe('the scenario', () => {
  it('is the same for the same seed and size, people included', () => {
    const again = planScenario('seed', 3_000);
    expect(again).toEqual(scenario);
    const texts = (of: Scenario) => of.rosters.map((roster) => rosterText(roster, of.seed));
    expect(texts(again)).toEqual(texts(scenario));
    expect(planScenario('other', 3_000).rosters).not.toEqual(scenario.rosters);
  });

  it.each([100, 600, 20_000])('issues exactly %d certificates', (count) => {
    const planned = planScenario('seed', count);
    const issued = posts(planned).reduce((sum, post) => sum + (post.lines?.count ?? 0), 0);
    expect(issued).toBe(count);
    expect(planned.rosters.reduce((sum, roster) => sum + roster.lines.length, 0)).toBe(count);
  });

  it('posts at most 500 lines at a time, of rosters with more', () => {
    const counts = posts(planScenario('seed', 20_000)).map((post) => post.lines?.count ?? 0);
    expect(Math.max(...counts)).toBe(500);
  });

  it('names every step once, in a key that the API takes', () => {
    const steps = posts(scenario).map(({ step }) => step);
    expect(new Set(steps).size).toBe(steps.length);
    for (const step of steps) expect(`guizhou-2013 approval of ${step}`).toMatch(/^[ -~]{1,128}$/);
  });

  it('has nine cities with two or three stations each', () => {
    expect(cities).toHaveLength(9);
    for (const { stations } of cities) expect([2, 3]).toContain(stations.length);
    const codes = [...custodians, ...cities.flatMap(({ stations }) => stations)];
    for (const { code, tier } of codes) expect(codeFitsTier(code, tier)).toBe(true);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
  });

  it('[T2] happens before the centres go live', () => {
    const dates = [...Object.values(days), ...sessions.map(({ issuedOn }) => issuedOn)];
    for (const date of dates) expect(date < addDays(liveFrom, 0)).toBe(true);
  });

  it('[C5] [C10] counters, witnesses and posters are different people', () => {
    for (const staff of staffing('seed').values()) {
      const names = [staff.clerk, staff.supervisor, ...staff.counters, ...staff.witnesses];
      expect(new Set(names).size).toBe(names.length);
    }
    expect(scenario.users).toHaveLength(custodians.length * 2 + 1);
    expect(scenario.users.find(({ username }) => username === auditor)?.roles).toEqual(['auditor']);
  });
});

describe('rosters', () => {
  it('[C7] use every serial and every number once', () => {
    expect(new Set(lines.map(({ serial }) => serial)).size).toBe(lines.length);
    expect(new Set(lines.map((line) => line.certificateNumber)).size).toBe(lines.length);
  });

  it('[N3] [N5] number certificates of 2013 by station and level', () => {
    for (const { plan, lines: printed } of scenario.rosters) {
      for (const { serial, certificateNumber } of printed) {
        expect(parseSerial(serial)).toBeDefined();
        expect(parseCertificateNumber(certificateNumber)).toMatchObject({
          year: '13',
          institution: plan.station.code,
          level: plan.level,
        });
      }
    }
  });

  it('[C8] take sheets in serial order, ruined ones between', () => {
    const last = new Map<string, number>();
    for (const { plan, lines: printed } of scenario.rosters) {
      const series = `${plan.city.code} ${plan.level}`;
      for (const { serial } of printed) {
        const ordinal = parseSerial(serial)?.ordinal ?? 0;
        expect(ordinal).toBeGreaterThan(last.get(series) ?? 0);
        last.set(series, ordinal);
      }
    }
  });

  it('[N6] name people with valid identity numbers that belong to nobody', () => {
    const holders = scenario.rosters.flatMap((roster) =>
      readRosterText(rosterText(roster, scenario.seed)).map(({ holder }) => holder),
    );
    expect(holders).toHaveLength(3_000);
    for (const { document, birthDate, sex } of holders) {
      expect(isResidentId(document.number)).toBe(true);
      // No county ever had an area code ending in 99.
      expect(document.number.slice(4, 6)).toBe('99');
      expect(document.number.slice(6, 14)).toBe(birthDate?.replaceAll('-', ''));
      expect(Number(document.number[16]) % 2).toBe(sex === '男' ? 1 : 0);
    }
  });

  it('come back from their files as they were planned', () => {
    const [roster] = scenario.rosters;
    const read = readRosterText(rosterText(roster, scenario.seed));
    const printed = read.map(({ serial, certificateNumber }) => ({ serial, certificateNumber }));
    expect(printed).toEqual(roster.lines);
  });

  it('a file without a column is refused', () => {
    const [roster] = scenario.rosters;
    const text = rosterText(roster, scenario.seed).replace('身份证号', '号码');
    expect(() => readRosterText(text)).toThrow('身份证号');
  });
});

describe('blanks', () => {
  it('[C16] never need more than was sent', () => {
    const byPath = (end: string) => posts(scenario).filter(({ path }) => path.endsWith(end));
    const registered = byPath('/registrations').reduce(
      (sum, { body }) => sum + countOf(body.ranges),
      0,
    );
    const received = byPath('/receipt').reduce((sum, { body }) => sum + countOf(body.accepted), 0);
    const spoiled = byPath('/spoilages').reduce((sum, { body }) => sum + countOf(body.ranges), 0);
    expect(registered).toBeGreaterThan(received / 2);
    expect(received / 2).toBeGreaterThan(lines.length + spoiled);
    expect(byPath('/destructions').every(({ approver }) => approver)).toBe(true);
  });

  it('[C5] one receipt differs, and a second user approves it', () => {
    const differing = posts(scenario).filter(({ body }) => body.damaged !== undefined);
    expect(differing).toHaveLength(1);
    expect(differing[0].approver).toBe('tongren.supervisor');
    expect(countOf(differing[0].body.damaged)).toBe(1);
    expect(countOf(differing[0].body.missing)).toBe(1);
  });
});
