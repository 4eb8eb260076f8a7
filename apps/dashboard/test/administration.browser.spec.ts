/** The first run of an empty installation, and what an administrator and a ministry set afterwards. */
import type { Browser, Page } from 'playwright-core';
import { Office } from './cycle-office';
import { userPassword } from './office';
import { adminPassword, type RunningSystem, startSystem } from './running-system';
import { type Habits, launchBrowser, Visitor } from './visitor';

const startMsMax = 240_000;
const ownPassword = 'a sentence of the administrator';
const ministry = '00000001';
const province = '52000001';

let system: RunningSystem;
let browser: Browser;
let office: Office;
let visitors: Visitor[] = [];

async function arriveAs(
  username: string,
  password: string,
  path: string,
  habits: Habits = {},
): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, system.address, habits);
  visitors.push(visitor);
  await visitor.go(path);
  await visitor.logIn(username, password);
  return visitor;
}

async function fillUser(page: Page, name: string, username: string): Promise<void> {
  await page.getByLabel('姓名', { exact: true }).fill(name);
  await page.getByLabel('用户名', { exact: true }).fill(username);
  await page.getByLabel('初始密码').fill(userPassword);
  await page.getByRole('button', { name: '创建用户' }).click();
}

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  office = new Office(system.address);
}, startMsMax);

afterEach(async () => {
  for (const visitor of visitors) expect(await visitor.leave()).toEqual([]);
  visitors = [];
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

/** In order: each goes on in the installation as the one before has left it. */
describe('an empty installation', () => {
  it('asks its administrator for a password of their own', async () => {
    const visitor = await arriveAs('admin', adminPassword, '/', { expectedStatuses: [422] });
    const { page } = visitor;
    await page.getByRole('heading', { name: '初始化系统' }).waitFor();
    await visitor.picture('first-run-zh-CN-1440');
    expect(await visitor.barriers()).toEqual([]);
    await page.getByLabel('当前密码').fill('not the password');
    await page.getByLabel('新密码', { exact: true }).fill(ownPassword);
    await page.getByLabel('再次输入新密码').fill('something else');
    await page.keyboard.press('Enter');
    await page.getByText('两次输入不一致。').waitFor();
    await page.getByLabel('再次输入新密码').fill(ownPassword);
    await page.keyboard.press('Enter');
    await page.getByText('当前密码错误').waitFor();
    expect(await page.getByLabel('新密码', { exact: true }).inputValue()).toBe(ownPassword);
    await page.getByLabel('当前密码').fill(adminPassword);
    await page.keyboard.press('Enter');
    await page.locator('.first-steps .mark.is-good').first().waitFor();
    await page.reload();
    await page.locator('.first-steps .mark.is-good').first().waitFor();
  });

  it('gets its top centre, one below it, and a clerk and a supervisor, step by step', async () => {
    const { page } = await arriveAs('admin', ownPassword, '/', { expectedStatuses: [422] });
    await page.getByRole('button', { name: /^部中心/ }).click();
    await page.getByLabel('机构代码').fill('123');
    await page.getByLabel('名称').fill('部职业技能鉴定中心');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.locator('.ant-form-item-explain-error').first().waitFor();
    expect(await page.getByLabel('名称').inputValue()).toBe('部职业技能鉴定中心');
    await page.getByLabel('机构代码').fill(ministry);
    await page.keyboard.press('Enter');
    await page.getByText('部职业技能鉴定中心及下级 0 个中心、鉴定所（站）').waitFor();
    await page.getByRole('button', { name: '继续登记下级' }).click();
    await page.getByLabel('机构代码').fill(province);
    await page.getByLabel('名称').fill('贵州省职业技能鉴定指导中心');
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('部职业技能鉴定中心及下级 1 个中心、鉴定所（站）').waitFor();
    await fillUser(page, '李建华', 'ministry.clerk');
    await page.getByText('已有：李建华').waitFor();
    await fillUser(page, '李珍萍', 'ministry.lead');
    await page.getByText('已有：李建华、李珍萍').waitFor();
    await arriveAs('ministry.clerk', userPassword, '/');
    await visitors[1].page.locator('.who').getByText('李建华').waitFor();
  });
});

describe('users', () => {
  it('are created, found, given keys that are shown once, and disabled', async () => {
    const { page } = await arriveAs('admin', ownPassword, '/administration/users', {
      expectedStatuses: [422],
    });
    await page.getByRole('button', { name: '新建用户' }).click();
    await page.getByLabel('姓名', { exact: true }).fill('审计员甲');
    await page.getByLabel('用户名', { exact: true }).fill('ministry.clerk');
    await page.getByRole('button', { name: '随机生成' }).click();
    expect(await page.getByLabel('初始密码').inputValue()).toMatch(/^[a-z2-9]{16}$/);
    await page.getByLabel('中心', { exact: true }).click();
    await page.getByTitle(`部职业技能鉴定中心 ${ministry}`).click();
    await page.getByLabel(/^审计员/).check();
    await page.getByRole('button', { name: '创建用户' }).click();
    await page.getByText('该用户名已被使用').waitFor();
    await page.getByLabel('用户名', { exact: true }).fill('ministry.auditor');
    await page.keyboard.press('Enter');
    await page.getByText('已创建用户 ministry.auditor。').waitFor();
    await page.getByLabel('按姓名、用户名或中心查找').fill('auditor');
    await page.getByRole('button', { name: '审计员甲' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: '创建密钥' }).click();
    const key = await drawer.locator('.new-key').innerText();
    expect(await office.statusWith(key)).toBe(200);
    await drawer.getByRole('button', { name: /^删除密钥/ }).click();
    await drawer.getByText('没有密钥。').waitFor();
    expect(await office.statusWith(key)).toBe(401);
    await drawer.getByRole('button', { name: '停用该用户' }).click();
    await page.locator('tbody .mark', { hasText: '已停用' }).waitFor();
  });

  it('are nobody’s but an administrator’s, and the page says so', async () => {
    const { page } = await arriveAs('ministry.clerk', userPassword, '/administration/users', {
      locale: 'en-GB',
    });
    await page.getByText('An administrator keeps the users').waitFor();
    expect(await page.getByRole('link', { name: 'Users', exact: true }).count()).toBe(0);
  });
});

describe('centres', () => {
  it('[Q10] get their certificate manager', async () => {
    const { page } = await arriveAs('admin', ownPassword, '/administration/centres', {
      locale: 'en-GB',
      expectedStatuses: [400],
    });
    await page.getByRole('button', { name: '贵州省职业技能鉴定指导中心' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Appoint' }).click();
    await drawer.getByLabel('Responsible person', { exact: true }).fill('杨柳');
    await drawer.getByLabel('Phone of the responsible person').fill('none');
    await drawer.getByLabel('Certificate manager', { exact: true }).fill('石磊');
    await drawer.getByLabel('Phone of the manager').fill('0851-5812346');
    await drawer.getByLabel('E-mail of the manager').fill('name@example.cn');
    await drawer.getByRole('button', { name: 'Appoint' }).click();
    await drawer.locator('.ant-form-item-explain-error', { hasText: 'must look like' }).waitFor();
    await drawer.getByLabel('Phone of the responsible person').fill('0851-5812345');
    await page.keyboard.press('Enter');
    await drawer.getByText('0851-5812345').waitFor();
  });
});

describe('the policy', () => {
  it('is set by the top centre’s supervisor, within its bounds, from a day on', async () => {
    const { page } = await arriveAs('ministry.lead', userPassword, '/administration/policy', {
      expectedStatuses: [422],
    });
    await page.getByRole('button', { name: '申领受理末日' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('数值').fill('40');
    await drawer.getByRole('button', { name: '设定' }).click();
    await drawer.locator('[role=alert], .ant-form-item-explain-error').first().waitFor();
    await drawer.getByLabel('数值').fill('12');
    await drawer.getByRole('button', { name: '设定' }).click();
    await drawer.getByText('已设定。').waitFor();
    await drawer.getByText('12 日').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('tr', { hasText: '申领受理末日' }).getByText('12 日').waitFor();
  });

  it('is only read by others', async () => {
    const { page } = await arriveAs('ministry.clerk', userPassword, '/administration/policy');
    await page.getByText('由顶级中心的主管设定。').waitFor();
    await page.getByRole('button', { name: '申领受理末日' }).click();
    await page.getByRole('dialog').getByText('12 日').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: '设定' }).count()).toBe(0);
  });
});

describe('forgetting a person', () => {
  it('says that nobody has this document, and keeps what was typed', async () => {
    const { page } = await arriveAs('ministry.lead', userPassword, '/administration/forgetting', {
      expectedStatuses: [422, 404],
    });
    await page.getByLabel('证件号码').fill('520103199001011234');
    await page.getByLabel('理由').fill('本人申请');
    await page.getByRole('button', { name: '查找并提请审批' }).click();
    await page.locator('[role=alert], .ant-form-item-explain-error').first().waitFor();
    expect(await page.getByLabel('理由').inputValue()).toBe('本人申请');
  });
});

it.each(
  ['zh-CN', 'en-GB'].flatMap((locale) => [1440, 390].map((width) => [locale, width] as const)),
)('can be read in %s at %d pixels, without barriers', async (locale, width) => {
  const findings: string[] = [];
  const path = '/administration/centres';
  const visitor = await arriveAs('admin', ownPassword, path, { locale, width });
  await visitor.page.locator('.branches').first().waitFor();
  for (const [name, landmark] of [
    ['centres', '.branches'],
    ['users', '.ledger'],
    ['policy', '.ledger'],
    ['account', '.narrow-form'],
  ] as const) {
    await visitor.go(`/administration/${name}`);
    await visitor.page.locator(landmark).first().waitFor();
    await visitor.settle();
    await visitor.picture(`administration-${name}-${locale}-${width}`);
    const overflowPx = await visitor.overflowPx();
    if (overflowPx > 0) findings.push(`${name} is ${overflowPx} px too wide`);
    findings.push(...(await visitor.barriers()).map((barrier) => `${name}: ${barrier}`));
  }
  expect(findings).toEqual([]);
});
