/** What one city does with its blanks: issues, spoils, destroys, replaces, puts right, counts. */
import type { Level, PlainDate, QuarterText, RangeText } from '#domain';
import { dayOf, days } from './calendar';
import { Stock } from './consignments';
import { destroying, incidents, isOn } from './incidents';
import { clerkOf, supervisorOf } from './installation';
import { isVouchered } from './needs';
import type { Staff } from './people';
import type { City } from './places';
import type { Post, PrintedRoster } from './posts';
import { NumberSequences, numbered, type PlannedRoster, type PrintedLine, print } from './rosters';

const linesPerPostMax = 500;

export interface Replaced {
  readonly reason: 'lost' | 'damaged';
  readonly old: PrintedLine;
  readonly serial: string;
}

const single = (serial: string): RangeText => ({ from: serial, to: serial });

export class CityWork {
  readonly stock = new Stock();
  readonly printed: PrintedRoster[] = [];
  /** What was replaced, oldest first. */
  readonly replaced: Replaced[] = [];
  private readonly sequences = new NumberSequences();
  /** Not destroyed yet. */
  private spoiled: string[] = [];
  private vouchered: { plan: PlannedRoster; numbers: readonly string[] }[] = [];
  private voucherCount = 0;

  constructor(
    private readonly city: City,
    private readonly staff: Staff,
  ) {}

  /** Prints a roster and issues it; or gives vouchers while its level is short. */
  issue(plan: PlannedRoster): Post[] {
    const numbers = numbered(plan, this.sequences);
    if (!isVouchered(plan)) return this.printAndIssue(plan, numbers, plan.session.issuedOn);
    this.vouchered.push({ plan, numbers });
    const first = this.voucherCount + 1;
    this.voucherCount += plan.passed;
    const series = `${this.city.code}PZ`;
    return this.posts('vouchers', plan, plan.session.issuedOn).map((post) => {
      const { lines } = post;
      if (!lines) throw new Error(`${post.step} has no lines`);
      return { ...post, lines: { ...lines, vouchers: { series, first: first + lines.first } } };
    });
  }

  /** Prints what was vouchered: the same numbers, the same holders. */
  supersede(): Post[] {
    const waiting = this.vouchered;
    this.vouchered = [];
    return waiting.flatMap(({ plan, numbers }) =>
      this.printAndIssue(plan, numbers, days.vouchersSuperseded),
    );
  }

  private printAndIssue(plan: PlannedRoster, numbers: readonly string[], on: PlainDate): Post[] {
    const sheets = this.stock.of(plan.level);
    const isFirst = !this.printed.some(
      (one) => one.plan.session.quarter === plan.session.quarter && one.plan.session.month > 1,
    );
    const skips =
      isOn(incidents.outOfOrder, this.city.short, plan.session.quarter) &&
      plan.session.month > 1 &&
      isFirst;
    const skipped = skips ? sheets.take(1) : undefined;
    const { lines, ruined } = print(plan, sheets, numbers);
    if (skipped) sheets.add(skipped);
    this.printed.push({ plan, lines });
    this.spoiled.push(...ruined);
    const spoilages = ruined.length > 0 ? [this.spoilage(plan, ruined, on)] : [];
    return [...spoilages, ...this.posts('issues', plan, on)];
  }

  /** Registered as spoiled before the roster is issued, so that no lower serial is left in stock. */
  private spoilage({ id }: PlannedRoster, ruined: readonly string[], on: PlainDate): Post {
    const body = { occurredOn: on, cause: 'misprint', ranges: ruined.map(single) };
    return this.post(`spoilage ${id}`, 'spoilages', body);
  }

  private posts(kind: 'issues' | 'vouchers', plan: PlannedRoster, occurredOn: PlainDate): Post[] {
    const { id, station, session, level, occupation, reference, passed } = plan;
    const { code, name } = occupation;
    const body = {
      occurredOn,
      roster: { reference, signedOn: session.signedOn, passed },
      level,
      occupation: { code, name },
      station: station.code,
    };
    const posts: Post[] = [];
    for (let first = 0; first < passed; first += linesPerPostMax) {
      const count = Math.min(linesPerPostMax, passed - first);
      const post = this.post(`${kind} ${id} from ${first + 1}`, kind, body);
      posts.push({ ...post, lines: { roster: id, first, count } });
    }
    return posts;
  }

  /** All that was spoiled, together, before witnesses; not in every city. */
  destroy(quarter: QuarterText): Post[] {
    if (!destroying.has(this.city.short) || this.spoiled.length === 0) return [];
    const on = dayOf(quarter, 3, 28);
    const ranges = this.spoiled.map(single);
    this.spoiled = [];
    const { witnesses } = this.staff;
    const minutes = { on, place: `${this.city.name}档案室`, method: '粉碎', witnesses };
    const body = { occurredOn: on, ranges, minutes };
    return [this.approved(`destruction ${this.city.short} ${quarter}`, 'destructions', body)];
  }

  /** Certificates that are replaced, voided or corrected in a quarter. */
  mend(quarter: QuarterText): Post[] {
    const { city } = this;
    const happens = (one: { readonly city: string; readonly quarter: QuarterText }) =>
      isOn(one, city.short, quarter);
    return [
      ...(happens(incidents.lost) ? this.replace('lost', quarter) : []),
      ...(happens(incidents.damaged) ? this.replace('damaged', quarter) : []),
      ...(happens(incidents.voided) ? this.voidLast(quarter) : []),
      ...(happens(incidents.corrected) ? this.swap(quarter) : []),
    ];
  }

  /** The first certificate that was ever issued comes back, or is lost. */
  private replace(reason: Replaced['reason'], quarter: QuarterText): Post[] {
    const [first] = this.printed;
    const old = first?.lines[0];
    if (!old) return [];
    const serial = this.stock.of(first.plan.level).takeOne();
    this.replaced.push({ reason, old, serial });
    const publishedOn = dayOf(quarter, 3, 18);
    const notice = { lossNotice: { newspaper: '贵阳晚报', publishedOn } };
    return [
      this.post(`replacement ${this.city.short} ${reason}`, 'replacements', {
        occurredOn: dayOf(quarter, 3, 26),
        certificateNumber: old.certificateNumber,
        serial,
        reason,
        ...(reason === 'lost' ? notice : {}),
      }),
    ];
  }

  private voidLast(quarter: QuarterText): Post[] {
    const last = this.printed.at(-1)?.lines.at(-1);
    if (!last) return [];
    return [
      this.approved(`void ${this.city.short}`, 'issue-voids', {
        occurredOn: dayOf(quarter, 3, 25),
        certificateNumber: last.certificateNumber,
        sheet: 'in-hand',
        cause: 'misprint',
        reason: '名册有误，该考生成绩不合格',
      }),
    ];
  }

  private swap(quarter: QuarterText): Post[] {
    const [one, other] = this.printed.at(-1)?.lines ?? [];
    if (!one || !other) return [];
    const line = (of: PrintedLine, actual: PrintedLine) => ({
      certificateNumber: of.certificateNumber,
      recordedSerial: of.serial,
      actualSerial: actual.serial,
    });
    return [
      this.approved(`correction ${this.city.short}`, 'issue-corrections', {
        occurredOn: dayOf(quarter, 3, 25),
        lines: [line(one, other), line(other, one)],
        reason: '两本证书的流水码登记时互换',
      }),
    ];
  }

  /** A count finds the last sheet of a level missing; the loss is reported. */
  count(quarter: QuarterText): Post[] {
    if (!isOn(incidents.counted, this.city.short, quarter)) return [];
    const level: Level = 5;
    const sheets = this.stock.of(level);
    const lost = sheets.loseLast();
    const { counters } = this.staff;
    const counted = { countedBy: counters, levels: [level], ranges: sheets.ranges() };
    return [
      this.post(`count ${this.city.short}`, 'stock-counts', {
        occurredOn: dayOf(quarter, 2, 27),
        ...counted,
      }),
      this.approved(`loss ${this.city.short}`, 'losses', {
        occurredOn: dayOf(quarter, 2, 28),
        ranges: [single(lost)],
        circumstances: '季度盘点时缺一张，查找未果',
        policeReport: '公安报案回执第0214号',
        noticePublished: '贵州日报 声明作废',
      }),
    ];
  }

  private post(step: string, to: string, body: Post['body']): Post {
    const { city } = this;
    return {
      step,
      by: clerkOf(city),
      method: 'POST',
      path: `/centres/${city.code}/${to}`,
      body,
    };
  }

  private approved(step: string, to: string, body: Post['body']): Post {
    return { ...this.post(step, to, body), approver: supervisorOf(this.city) };
  }
}
