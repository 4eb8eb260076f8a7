/** What one city does in the quarter: issues, spoils, destroys, replaces. */
import type { RangeText } from '#domain';
import { days } from './calendar';
import { clerkOf, supervisorOf } from './installation';
import type { Staff } from './people';
import type { City } from './places';
import type { Post, PrintedRoster } from './posts';
import { type NumberSequences, type PlannedRoster, type PrintedLine, print } from './rosters';
import type { SheetsByLevel } from './supply';

const linesPerPostMax = 500;

/** Cities that destroy what they spoiled before the quarter ends. */
const destroying = new Set(['guiyang', 'zunyi', 'liupanshui', 'anshun', 'tongren', 'qiandongnan']);

export interface Replaced {
  readonly reason: 'lost' | 'damaged';
  readonly old: PrintedLine;
  readonly serial: string;
}

export interface CityQuarter {
  readonly posts: readonly Post[];
  readonly rosters: readonly PrintedRoster[];
  readonly replaced?: Replaced;
}

/** The city whose holders come for a new sheet, and why. */
const replacementReason: Readonly<Record<string, Replaced['reason']>> = {
  guiyang: 'lost',
  zunyi: 'damaged',
};

export function quarterOf(
  city: City,
  plans: readonly PlannedRoster[],
  { sheets, numbers, staff }: { sheets: SheetsByLevel; numbers: NumberSequences; staff: Staff },
): CityQuarter {
  const rosters: PrintedRoster[] = [];
  const posts: Post[] = [];
  const spoiled: string[] = [];
  for (const plan of plans) {
    const stock = sheets.get(plan.level);
    if (!stock) throw new Error(`${city.name} has no sheets of level ${plan.level}`);
    const { lines, ruined } = print(plan, stock, numbers);
    if (ruined.length > 0) posts.push(spoilage(plan, ruined));
    posts.push(...issues(plan));
    rosters.push({ plan, lines });
    spoiled.push(...ruined);
  }
  if (destroying.has(city.short) && spoiled.length > 0) {
    posts.push(destruction(city, spoiled, staff));
  }
  const replaced = replacementOf(city, rosters, sheets);
  if (replaced) posts.push(replacement(city, replaced));
  return { posts, rosters, ...(replaced ? { replaced } : {}) };
}

const single = (serial: string): RangeText => ({ from: serial, to: serial });

/** Registered as spoiled before the roster is issued, so that no lower serial is left in stock. */
const spoilage = ({ id, city, session }: PlannedRoster, ruined: readonly string[]): Post => ({
  step: `spoilage ${id}`,
  by: clerkOf(city),
  method: 'POST',
  path: `/centres/${city.code}/spoilages`,
  body: { occurredOn: session.issuedOn, cause: 'misprint', ranges: ruined.map(single) },
});

function issues(plan: PlannedRoster): Post[] {
  const { id, city, station, session, level, occupation, reference, passed } = plan;
  const { code, name } = occupation;
  const posts: Post[] = [];
  for (let first = 0; first < passed; first += linesPerPostMax) {
    posts.push({
      step: `issue ${id} from ${first + 1}`,
      by: clerkOf(city),
      method: 'POST',
      path: `/centres/${city.code}/issues`,
      body: {
        occurredOn: session.issuedOn,
        roster: { reference, signedOn: session.signedOn, passed },
        level,
        occupation: { code, name },
        station: station.code,
      },
      lines: { roster: id, first, count: Math.min(linesPerPostMax, passed - first) },
    });
  }
  return posts;
}

const destruction = (city: City, spoiled: readonly string[], { witnesses }: Staff): Post => ({
  step: `destruction ${city.short}`,
  by: clerkOf(city),
  method: 'POST',
  path: `/centres/${city.code}/destructions`,
  body: {
    occurredOn: days.destruction,
    ranges: spoiled.map(single),
    minutes: { on: days.destruction, place: `${city.name}档案室`, method: '粉碎', witnesses },
  },
  approver: supervisorOf(city),
});

/** The first certificate of the quarter's first roster comes back, or is lost. */
function replacementOf(
  city: City,
  [first]: readonly PrintedRoster[],
  sheets: SheetsByLevel,
): Replaced | undefined {
  const reason = replacementReason[city.short];
  const old = first?.lines[0];
  if (!reason || !old) return undefined;
  const serial = sheets.get(first.plan.level)?.takeOne();
  return serial === undefined ? undefined : { reason, old, serial };
}

const replacement = (city: City, { reason, old, serial }: Replaced): Post => ({
  step: `replacement ${city.short}`,
  by: clerkOf(city),
  method: 'POST',
  path: `/centres/${city.code}/replacements`,
  body: {
    occurredOn: days.replacement,
    certificateNumber: old.certificateNumber,
    serial,
    reason,
    ...(reason === 'lost'
      ? { lossNotice: { newspaper: '贵阳晚报', publishedOn: days.lossNotice } }
      : {}),
  },
});
