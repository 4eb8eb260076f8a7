import {
  codeFitsTier,
  isResidentId,
  parseCertificateNumber,
  parseRange,
  parseSerial,
  type RangeText,
  totalOf,
} from '#domain';
import { dayOf, lastDay, liveEarly, quarters } from './calendar';
import { auditor, staffing } from './installation';
import { cities, cityOf, custodians } from './places';
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
    const issued = posts(planned)
      .filter(({ path }) => path.endsWith('/issues'))
      .reduce((sum, post) => sum + (post.lines?.count ?? 0), 0);
    expect(issued).toBe(count);
    expect(planned.rosters.reduce((sum, roster) => sum + roster.lines.length, 0)).toBe(count);
  });

  it('posts at most 500 lines at a time, of rosters with more', () => {
    const counts = posts(planScenario('seed', 60_000)).map((post) => post.lines?.count ?? 0);
    expect(Math.max(...counts)).toBe(500);
  });

  it('names every step once, in a key that the API takes', () => {
    const steps = posts(scenario).map(({ step }) => step);
    expect(new Set(steps).size).toBe(steps.length);
    for (const step of steps)
      expect(`guizhou-2013-2014 approval of ${step}`).toMatch(/^[ -~]{1,128}$/);
  });

  it('has nine cities with two or three stations each', () => {
    expect(cities).toHaveLength(9);
    for (const { stations } of cities) expect([2, 3]).toContain(stations.length);
    const codes = [...custodians, ...cities.flatMap(({ stations }) => stations)];
    for (const { code, tier } of codes) expect(codeFitsTier(code, tier)).toBe(true);
    expect(new Set(codes.map(({ code }) => code)).size).toBe(codes.length);
  });

  it('[T2] a city that is live early has no posts of its own from that day on', () => {
    const { code } = cityOf(liveEarly.short);
    const own = posts(scenario).filter(({ path }) => path.startsWith(`/centres/${code}/`));
    const late = own.filter(({ body }) => String(body.occurredOn ?? '') >= liveEarly.from);
    expect(own.length).toBeGreaterThan(20);
    expect(late.map(({ step }) => step)).toEqual([]);
    const others = posts(scenario).filter(({ path }) => path === '/centres');
    expect(others.filter(({ body }) => 'liveFrom' in body)).toHaveLength(1);
  });

  it('covers eight statistical quarters, month by month', () => {
    expect(quarters).toEqual([
      ...['2013Q1', '2013Q2', '2013Q3', '2013Q4'],
      ...['2014Q1', '2014Q2', '2014Q3', '2014Q4'],
    ]);
    expect([1, 2, 3].map((month) => dayOf('2014Q1', month as 1, 3))).toEqual([
      ...['2013-12-03', '2014-01-03', '2014-02-03'],
    ]);
    expect(lastDay).toBe('2014-11-30');
  });

  it('[C5] [C10] counters, witnesses and posters are different people', () => {
    for (const staff of staffing('seed').values()) {
      const names = [staff.clerk, staff.supervisor, ...staff.counters, ...staff.witnesses];
      expect(new Set(names).size).toBe(names.length);
    }
    expect(scenario.users).toHaveLength(custodians.length * 3 + 1);
    expect(scenario.users.find(({ username }) => username === auditor)?.roles).toEqual(['auditor']);
  });
});

describe('rosters', () => {
  it('[C7] use every serial and every number once', () => {
    expect(new Set(lines.map(({ serial }) => serial)).size).toBe(lines.length);
    expect(new Set(lines.map((line) => line.certificateNumber)).size).toBe(lines.length);
  });

  it('[N3] [N5] number certificates by year of signing, station and level', () => {
    for (const { plan, lines: printed } of scenario.rosters) {
      for (const { serial, certificateNumber } of printed) {
        expect(parseSerial(serial)).toBeDefined();
        expect(parseCertificateNumber(certificateNumber)).toMatchObject({
          year: plan.session.signedOn.slice(2, 4),
          institution: plan.station.code,
          level: plan.level,
        });
      }
    }
  });

  it('[C8] take sheets in serial order, but for one that is left for the next roster', () => {
    const last = new Map<string, number>();
    const early: string[] = [];
    for (const { plan, lines: printed } of scenario.rosters) {
      const series = `${plan.city.code} ${plan.level}`;
      for (const { serial } of printed) {
        const ordinal = parseSerial(serial)?.ordinal ?? 0;
        if (ordinal < (last.get(series) ?? 0)) early.push(plan.city.short);
        last.set(series, Math.max(ordinal, last.get(series) ?? 0));
      }
    }
    expect(early).toEqual(['liupanshui']);
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
  const all = posts(scenario);
  const byPath = (end: string) => all.filter(({ path }) => path.endsWith(end));

  it('[C16] come to what the totals say', () => {
    const { registered, ...held } = scenario.totals;
    expect(Object.values(held).reduce((sum, count) => sum + count, 0)).toBe(registered);
    expect(Object.values(held).every((count) => count > 0)).toBe(true);
    expect(held).toMatchObject({ inTransit: 100, void: 1, missing: 52, issued: 2_999 });
    expect(byPath('/destructions').every(({ approver }) => approver)).toBe(true);
  });

  it.each([100, 137, 400, 20_000])('[C16] last for %d certificates', (count) => {
    expect(planScenario('seed', count).totals.stock).toBeGreaterThan(0);
  });

  it('[C5] receipts that differ have a second user', () => {
    const differing = byPath('/receipt').filter(({ body }) => body.damaged || body.missing);
    expect(differing.map(({ approver }) => approver)).toEqual([
      'tongren.supervisor',
      'qiandongnan.supervisor',
    ]);
    expect(differing.map(({ body }) => countOf(body.missing))).toEqual([1, 50]);
  });

  it('[Q7] go to cities against what was granted, and never beyond it', () => {
    const sent = byPath('/23000001/consignments').filter(({ body }) => body.application);
    const refused = countOf(sent.find(({ step }) => step === 'sending refused')?.body.ranges);
    for (const city of cities) {
      for (const quarter of quarters) {
        const granted = all
          .filter(({ step }) => step === `review ${city.short} ${quarter}`)
          .map(({ body }) => Object.values(body.granted as object).reduce((a, b) => a + b, 0));
        const ours = sent.filter(
          ({ body }) => body.to === city.code && body.application === quarter,
        );
        const count = ours.reduce((sum, { body }) => sum + countOf(body.ranges), 0);
        expect([city.short, quarter, count]).toEqual([city.short, quarter, granted[0] ?? 0]);
      }
    }
    expect(refused).toBe(50);
  });
});

describe('the cycle', () => {
  const all = posts(scenario);
  const of = (start: string) => all.filter(({ step }) => step.startsWith(start));

  it('[Q1] every quarter has its returns, one of them late', () => {
    expect(of('return ')).toHaveLength(cities.length * quarters.length - 1);
    const late = of('return ').filter(({ body }) => String(body.occurredOn).slice(8) > '05');
    expect(late.map(({ step }) => step)).toEqual(['return bijie 2013Q3']);
  });

  it('[Q3] one city applies for nothing in one quarter', () => {
    const filed = of('application ').map(({ step }) => step);
    const missing = cities.flatMap(({ short }) =>
      quarters.slice(1).filter((quarter) => !filed.includes(`application ${short} ${quarter}`)),
    );
    expect(missing).toEqual(['2014Q4']);
    expect(filed).not.toContain('application qiannan 2014Q4');
  });

  it('[Q5] two other users sign, a third reviews; one was sent back and filed again', () => {
    for (const sign of of('sign-off leader')) expect(sign.by).toMatch(/supervisor$/);
    for (const sign of of('sign-off section-head')) expect(sign.by).toMatch(/section$/);
    const returned = of('review ').filter(({ body }) => body.decision === 'returned');
    expect(returned.map(({ step }) => step)).toEqual(['review liupanshui 2013Q3 at first']);
    const less = of('review ').filter(({ body }) => body.decision === 'approved' && body.reason);
    expect(less.map(({ step }) => step)).toEqual(['review zunyi 2013Q4', 'review anshun 2014Q3']);
  });

  it('[V5] vouchers are superseded by certificates of the same numbers', () => {
    const vouchers = of('vouchers ');
    expect(vouchers.length).toBeGreaterThan(0);
    for (const { step, lines: part } of vouchers) {
      const issued = all.find((post) => post.step === step.replace('vouchers', 'issues'));
      expect(issued?.lines).toMatchObject({ roster: part?.roster, count: part?.count });
      expect(issued?.body.occurredOn).toBe('2014-01-27');
    }
  });
});
