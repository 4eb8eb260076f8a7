/**
 * A small Guizhou to look at: the ministry, the province, nine cities, blanks of five levels on
 * their way down against what the cities applied for, certificates issued, a misprint destroyed
 * before witnesses, one certificate lost and replaced, one box under way. Posted over HTTP, as a
 * centre's own software would.
 */
import { adminPassword } from './running-system';

export const userPassword = 'eight cities and one more';

const ministry = '00000001';
const province = '52000001';
export const guiyang = '52010001';
const guiyangStation = '52011001';
const cities = [
  '贵阳市',
  '六盘水市',
  '遵义市',
  '安顺市',
  '毕节市',
  '铜仁市',
  '黔西南州',
  '黔东南州',
  '黔南州',
];
const codeOfCity = (index: number): string => `520${index + 1}0001`;

const dayMs = 86_400_000;
const beijingDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** A calendar day so many days ago; T2 lets anyone go 31 days back. */
export const daysAgo = (days: number): string => beijingDay.format(Date.now() - days * dayMs);

const prefixes = { 5: 'A', 4: 'B', 3: 'C', 2: 'D', 1: 'E' } as const;
type Level = keyof typeof prefixes;
const deliveries: Readonly<Record<Level, number>> = {
  5: 30_000,
  4: 18_000,
  3: 9_000,
  2: 1_500,
  1: 600,
};

export const serialOf = (level: Level, ordinal: number): string =>
  `${prefixes[level]}${String(ordinal).padStart(9, '0')}`;
const range = (level: Level, first: number, last: number) => ({
  from: serialOf(level, first),
  to: serialOf(level, last),
});
const entries = Object.entries(deliveries).map(
  ([level, quantity]) => [Number(level) as Level, quantity] as const,
);

/** One user of the API. */
class Clerk {
  position = '0';

  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  static async logIn(address: string, username: string, password: string): Promise<Clerk> {
    const { accessToken } = await call(address, 'auth/login', { username, password });
    return new Clerk(address, String(accessToken));
  }

  async post(path: string, body: object, method?: 'PUT'): Promise<Record<string, unknown>> {
    const answer = await call(this.address, path, body, this.token, method);
    if (typeof answer.position === 'string') this.position = answer.position;
    return answer;
  }

  /** Settles once the views show everything that this user posted. */
  async seeIt(): Promise<void> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Liushui-Wait-For': this.position };
    const { status } = await fetch(`${this.address}/api/v1/stock`, { headers });
    if (status !== 200) throw new Error(`the views did not reach ${this.position}: ${status}`);
  }
}

async function call(
  address: string,
  path: string,
  body: object,
  token?: string,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Record<string, unknown>> {
  const response = await fetch(`${address}/api/v1/${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

const liveDays = 60;

/** The quarter that had begun when the centres went live: their application is in the paper books. */
const applied = (() => {
  const [year, month] = daysAgo(liveDays + 1)
    .split('-')
    .map(Number);
  const number = Math.ceil(month / 3);
  const filedOn = `${year}-${String(number * 3 - 2).padStart(2, '0')}-01`;
  return { quarter: `${year}Q${number}`, filedOn };
})();

/** Registers the centres; nobody has blanks yet. */
export async function openCentres(address: string): Promise<void> {
  const admin = await Clerk.logIn(address, 'admin', adminPassword);
  const liveFrom = daysAgo(liveDays);
  const centres = [
    { code: ministry, name: '人力资源和社会保障部职业技能鉴定中心', tier: 'ministry' },
    { code: province, name: '贵州省职业技能鉴定指导中心', tier: 'province', parent: ministry },
    ...cities.map((city, index) => ({
      code: codeOfCity(index),
      name: `${city}职业技能鉴定指导中心`,
      tier: 'city',
      parent: province,
    })),
    { code: guiyangStation, name: '贵阳第一职业技能鉴定所', tier: 'station', parent: guiyang },
  ];
  for (const centre of centres) await admin.post('centres', { ...centre, liveFrom });
  await admin.seeIt();
}

async function addUser(
  address: string,
  admin: Clerk,
  username: string,
  displayName: string,
  centre: string,
  role: string,
  more: { backdate?: boolean } = {},
): Promise<Clerk> {
  const user = { username, displayName, password: userPassword, centre, roles: [role], ...more };
  await admin.post('users', user);
  return Clerk.logIn(address, username, userPassword);
}

interface Desk {
  readonly clerk: Clerk;
  /** The supervisor. */
  readonly lead: Clerk;
  readonly code: string;
}

type Range = ReturnType<typeof range>;

/** Answers the consignment's number. */
async function send(from: Desk, to: string, ranges: Range[], day: number): Promise<string> {
  const citing = from.code === province ? { application: applied.quarter } : {};
  const body = { to, ranges, handedOverBy: '陈国强', occurredOn: daysAgo(day), ...citing };
  const { consignment } = await from.clerk.post(`centres/${from.code}/consignments`, body);
  return String(consignment);
}

async function receive(at: Desk, box: string, accepted: Range[], day: number): Promise<void> {
  await at.clerk.post(`centres/${at.code}/consignments/${box}/receipt`, {
    accepted,
    countedBy: ['吴桂兰', '杨秀珍'],
    occurredOn: daysAgo(day),
  });
}

const provinceShare: Readonly<Record<Level, number>> = {
  5: 20_000,
  4: 12_000,
  3: 6_000,
  2: 900,
  1: 300,
};
const perWeight: Readonly<Record<Level, number>> = { 5: 160, 4: 90, 3: 40, 2: 6, 1: 2 };
const weights = [10, 4, 9, 4, 7, 5, 4, 6, 5];

/** Where a city's blanks of a level begin: after those of the cities before it. */
function firstOf(city: number, level: Level): number {
  return 1 + perWeight[level] * weights.slice(0, city).reduce((sum, weight) => sum + weight, 0);
}

const boxOfProvince = entries.map(([level]) => range(level, 1, provinceShare[level]));
const boxOfCity = (city: number): Range[] =>
  entries.map(([level]) => range(level, firstOf(city, level), firstOf(city + 1, level) - 1));

export const certificateOf = (sequence: number): string =>
  `${daysAgo(6).slice(2, 4)}${guiyangStation}5${String(sequence).padStart(5, '0')}`;

const issuedCount = 240;
export const seeded = {
  /** Issued, then lost and replaced: void. */
  lost: serialOf(5, 1),
  replacement: serialOf(5, issuedCount + 4),
  destroyed: serialOf(5, issuedCount + 2),
  inGuiyangStock: serialOf(4, 20),
  /** Held by Zunyi and never by Guiyang. */
  inZunyiStock: serialOf(4, firstOf(2, 4) + 5),
  never: 'A999999999',
} as const;

/** Blanks, certificates and what befalls them. Answers once the views show it all. */
export async function fillBooks(address: string): Promise<void> {
  const admin = await Clerk.logIn(address, 'admin', adminPassword);
  const desk = async (name: string, [clerk, lead]: string[], code: string): Promise<Desk> => ({
    clerk: await addUser(address, admin, `${name}.clerk`, clerk, code, 'clerk'),
    lead: await addUser(address, admin, `${name}.lead`, lead, code, 'supervisor'),
    code,
  });
  const atMinistry = await desk('ministry', ['李建华', '王振国'], ministry);
  const atProvince = await desk('guizhou', ['刘洋', '田茂林'], province);
  for (const [level, quantity] of entries) {
    await atMinistry.clerk.post(`centres/${ministry}/registrations`, {
      level,
      edition: '2013普通版',
      ranges: [range(level, 1, quantity)],
      deliveryNote: `印送〔2013〕${20 + level}号`,
      // In a month before this one, also on its 31st day.
      occurredOn: daysAgo(31),
    });
  }
  const down = await send(atMinistry, province, boxOfProvince, 28);
  await receive(atProvince, down, boxOfProvince, 26);
  for (const [index, city] of cities.entries()) {
    const names = index === 0 ? [`${city}经办人`, '周建国'] : [`${city}经办人`, `${city}分管领导`];
    const at = await desk(`city${index + 1}`, names, codeOfCity(index));
    await apply(address, admin, at, atProvince, index);
    const box = await send(atProvince, at.code, boxOfCity(index), 20);
    const isUnderWay = index === cities.length - 1;
    if (!isUnderWay) await receive(at, box, boxOfCity(index), 18);
    if (at.code === guiyang) await workOfGuiyang(at);
  }
  await atProvince.clerk.seeIt();
}

/** What a city's box holds is applied for, signed by two others, and granted by the province. */
async function apply(
  address: string,
  admin: Clerk,
  { clerk, lead, code }: Desk,
  atProvince: Desk,
  city: number,
): Promise<void> {
  const username = `city${city + 1}.loader`;
  const loader = await addUser(address, admin, username, '补录员', code, 'clerk', {
    backdate: true,
  });
  const manager = { responsible: '负责人', responsiblePhone: '0851-5812345' };
  await lead.post(
    `centres/${code}/manager`,
    {
      ...manager,
      manager: '管理员',
      managerPhone: '0851-5812346',
      managerEmail: 'name@example.cn',
    },
    'PUT',
  );
  const planned = Object.fromEntries(
    entries.map(([level]) => [level, perWeight[level] * weights[city]]),
  );
  const path = `centres/${code}/quarters/${applied.quarter}`;
  await loader.post(`${path}/application`, { planned, occurredOn: applied.filedOn }, 'PUT');
  await clerk.post(`${path}/application/sign-offs`, { as: 'section-head' });
  await lead.post(`${path}/application/sign-offs`, { as: 'leader' });
  await atProvince.lead.post(`${path}/review`, { decision: 'approved', granted: planned });
}

/** A roster, a misprint with its destruction, a loss with its replacement. */
async function workOfGuiyang(at: Desk): Promise<void> {
  const { lead } = at;
  const book = `centres/${at.code}`;
  await at.clerk.post(`${book}/issues`, {
    roster: { reference: '黔鉴名〔2013〕017', signedOn: daysAgo(6), passed: issuedCount },
    level: 5,
    occupation: { code: '6-07-01-01', name: '车工' },
    station: guiyangStation,
    lines: Array.from({ length: issuedCount }, (_, index) => ({
      serial: serialOf(5, index + 1),
      certificateNumber: certificateOf(index + 1),
      holder: {
        name: `持证人${index + 1}`,
        document: { type: 'passport', number: `E${10_000_000 + index}` },
      },
    })),
    occurredOn: daysAgo(5),
  });
  const spoiled = [range(5, issuedCount + 1, issuedCount + 3)];
  await at.clerk.post(`${book}/spoilages`, {
    cause: 'misprint',
    ranges: spoiled,
    occurredOn: daysAgo(5),
  });
  const { proposal } = await at.clerk.post(`${book}/destructions`, {
    ranges: [range(5, issuedCount + 1, issuedCount + 2)],
    minutes: {
      on: daysAgo(2),
      place: '贵阳市档案馆',
      method: '粉碎',
      witnesses: ['罗成', '石开明'],
    },
    occurredOn: daysAgo(2),
  });
  await lead.post(`proposals/${String(proposal)}/approval`, {});
  await at.clerk.post(`${book}/replacements`, {
    certificateNumber: certificateOf(1),
    serial: seeded.replacement,
    reason: 'lost',
    lossNotice: { newspaper: '贵州日报', publishedOn: daysAgo(3) },
    occurredOn: daysAgo(1),
  });
}
