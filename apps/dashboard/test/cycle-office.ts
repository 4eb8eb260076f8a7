/**
 * A province with two cities that load the papers of the last application window: whenever the
 * specs run, a window is past, and users who load paper books may file as of its days.
 */
import { userPassword } from './office';
import { adminPassword } from './running-system';

export const ministry = '00000001';
export const province = '52000001';
export const city = '52010001';
export const otherCity = '52020001';
/** A city with users, as the first: each run of the specs takes one through its quarter. */
export const secondCity = '52030001';
const station = '52011001';

const beijingDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
export const today = (): string => beijingDay.format(Date.now());

/** The first day of the newest window that is past. */
function windowMonth(): { readonly year: number; readonly number: number } {
  const [year, month, day] = today().split('-').map(Number);
  const number = Math.ceil(month / 3);
  const isOver = day > 10 || month % 3 !== 1;
  if (isOver) return { year, number };
  return number === 1 ? { year: year - 1, number: 4 } : { year, number: number - 1 };
}

const pad = (value: number): string => String(value).padStart(2, '0');
const { year, number } = windowMonth();
const firstMonth = number * 3 - 2;

/** The quarter applied for. */
export const quarter = `${year}Q${number}`;
/** Within its window. */
export const appliedOn = `${year}-${pad(firstMonth)}-03`;
/** In time for the return that the application uses. */
export const returnedOn =
  firstMonth === 1 ? `${year - 1}-12-03` : `${year}-${pad(firstMonth - 1)}-03`;

type Answer = Record<string, unknown>;

export class Office {
  private readonly tokens = new Map<string, string>();

  constructor(private readonly address: string) {}

  async call(method: 'POST' | 'PUT' | 'GET', path: string, who: string, body?: object) {
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (who !== '') headers.Authorization = `Bearer ${await this.tokenOf(who)}`;
    const response = await fetch(`${this.address}/api/v1/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** The status that an API key, or any other credential, gets. */
  async statusWith(credential: string): Promise<number> {
    const headers = { Authorization: `Bearer ${credential}` };
    return (await fetch(`${this.address}/api/v1/auth/me`, { headers })).status;
  }

  private async tokenOf(username: string): Promise<string> {
    const known = this.tokens.get(username);
    if (known !== undefined) return known;
    const password = username === 'admin' ? adminPassword : userPassword;
    const { accessToken } = await this.call('POST', 'auth/login', '', { username, password });
    this.tokens.set(username, String(accessToken));
    return String(accessToken);
  }

  async addUser(username: string, displayName: string, centre: string, role: string) {
    const user = { username, displayName, password: userPassword, centre, roles: [role] };
    await this.call('POST', 'users', 'admin', { ...user, backdate: true });
  }
}

const manager = {
  responsible: '杨柳',
  responsiblePhone: '0851-5812345',
  manager: '石磊',
  managerPhone: '0851-5812346',
  managerEmail: 'name@example.cn',
};

/** Centres that go live today, so that everything before it is loaded from paper. */
export async function openCycleOffice(office: Office): Promise<void> {
  const centres = [
    { code: ministry, name: '部职业技能鉴定中心', tier: 'ministry' },
    { code: province, name: '贵州省职业技能鉴定指导中心', tier: 'province', parent: ministry },
    { code: city, name: '贵阳市职业技能鉴定指导中心', tier: 'city', parent: province },
    { code: otherCity, name: '六盘水市职业技能鉴定指导中心', tier: 'city', parent: province },
    { code: secondCity, name: '遵义市职业技能鉴定指导中心', tier: 'city', parent: province },
    { code: station, name: '贵阳第一职业技能鉴定所', tier: 'station', parent: city },
  ];
  for (const centre of centres) await office.call('POST', 'centres', 'admin', centre);
  await office.addUser('ministry.clerk', '李建华', ministry, 'clerk');
  await office.addUser('province.clerk', '刘洋', province, 'clerk');
  await office.addUser('province.lead', '董珍云', province, 'supervisor');
  for (const [name, code] of [
    ['city', city],
    ['second', secondCity],
  ]) {
    await office.call('PUT', `centres/${code}/manager`, 'admin', manager);
    await office.addUser(`${name}.clerk`, '张磊', code, 'clerk');
    await office.addUser(`${name}.head`, '蔡明', code, 'clerk');
    await office.addUser(`${name}.lead`, '赵艳', code, 'supervisor');
  }
  await bringBlanks(office);
}

/** Blanks of level 5 in the province's safe, before the window. */
async function bringBlanks(office: Office): Promise<void> {
  const ranges = [{ from: 'A000000001', to: 'A000000100' }];
  await office.call('POST', `centres/${ministry}/registrations`, 'ministry.clerk', {
    level: 5,
    edition: '2013普通版',
    ranges,
    deliveryNote: '印送〔2013〕25号',
    occurredOn: returnedOn,
  });
  const { consignment } = await office.call(
    'POST',
    `centres/${ministry}/consignments`,
    'ministry.clerk',
    { to: province, ranges, handedOverBy: '陈国强', occurredOn: returnedOn },
  );
  await office.call(
    'POST',
    `centres/${province}/consignments/${String(consignment)}/receipt`,
    'province.clerk',
    { accepted: ranges, countedBy: ['吴桂兰', '杨秀珍'], occurredOn: returnedOn },
  );
}
