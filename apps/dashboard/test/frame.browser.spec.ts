/** The frame of all pages by role, and what a quarter brings to the desks of a province and a city. */
import type { Page } from 'playwright-core';
import {
  appliedOn,
  city,
  Office,
  openCycleOffice,
  otherCity,
  province,
  quarter,
  returnedOn,
} from './cycle-office';
import { lookOn, visits } from './visits';

/** A head is signed each minute. */
const headMsMax = 150_000;

let office: Office;
const visiting = visits(async (address) => {
  office = new Office(address);
  await openCycleOffice(office);
  await office.addUser('province.auditor', '林静', province, 'auditor');
  await office.addUser('province.viewer', '罗丽', province, 'viewer');
  await office.addUser('other.lead', '周敏', otherCity, 'supervisor');
});
const arriveAs: typeof visiting.arriveAs = async (...visit) => {
  const visitor = await visiting.arriveAs(...visit);
  await visitor.page.locator('.masthead').waitFor();
  return visitor;
};

/** A city's return and application, signed by two others. */
async function applyForQuarter(): Promise<void> {
  const statistical = `${Number(quarter.slice(0, 4)) - (quarter.endsWith('1') ? 1 : 0)}Q${
    quarter.endsWith('1') ? 4 : Number(quarter.slice(-1)) - 1
  }`;
  const path = `centres/${city}/quarters`;
  const filed = { rows: [], occurredOn: returnedOn };
  await office.call('PUT', `${path}/${statistical}/return`, 'city.clerk', filed);
  const planned = { 5: 10, 4: 0, 3: 0, 2: 0, 1: 0 };
  const applied = { planned, occurredOn: appliedOn };
  await office.call('PUT', `${path}/${quarter}/application`, 'city.clerk', applied);
}

const sign = (as: 'section-head' | 'leader', who: string) =>
  office.call('POST', `centres/${city}/quarters/${quarter}/application/sign-offs`, who, { as });

const groups = async (page: Page): Promise<string[][]> => {
  const lists = await page.locator('.section-group').all();
  return Promise.all(lists.map((list) => list.locator('a').allInnerTexts()));
};

describe('the sections', () => {
  it.each([
    [
      'city.clerk',
      [['工作台', '待批事项', '季度申领'], ['库存', '流向', '追溯', '台账'], ['报表']],
    ],
    [
      'city.lead',
      [
        ['工作台', '待批事项', '季度申领'],
        ['库存', '流向', '追溯', '台账'],
        ['报表', '审计', '系统管理'],
      ],
    ],
    ['province.auditor', [['季度申领'], ['库存', '流向', '追溯', '台账'], ['报表', '审计']]],
    ['province.viewer', [['季度申领'], ['库存', '流向', '追溯'], ['报表']]],
    [
      'admin',
      [
        ['库存', '流向', '追溯'],
        ['审计', '系统管理'],
      ],
    ],
  ])('are those that %s can use', async (username, offered) => {
    const { page } = await arriveAs(username, '/stock');
    await page.locator('.section-group').first().waitFor();
    expect(await groups(page)).toEqual(offered);
  });

  it.each([
    ['city.clerk', '/desk'],
    ['province.auditor', '/audit/anomalies'],
    ['province.viewer', '/stock'],
  ])('begin for %s at %s', async (username, first) => {
    const { page } = await arriveAs(username, '/');
    await page.waitForURL(`**${first}`);
    await page.locator('h1').waitFor();
  });

  it('that are not offered are there at their address, and say whose they are', async () => {
    const visitor = await arriveAs('province.viewer', '/journal', { locale: 'en-GB' });
    const { page } = visitor;
    const note = page.getByRole('note');
    await note.getByText('“Journal” is for other roles than yours').waitFor();
    expect(await note.innerText()).toContain('Clerk, Supervisor, Auditor');
    await page.locator('.journal-line').first().waitFor();
    await visitor.go('/administration/account');
    await page.getByRole('heading', { name: 'Administration' }).waitFor();
    expect(await page.getByRole('note').count()).toBe(0);
  });
});

it('the language that was chosen is that of the page that checks evidence, too', async () => {
  const visitor = await arriveAs('city.clerk', '/stock', { locale: 'zh-CN' });
  const { page } = visitor;
  await page.getByText('English', { exact: true }).click();
  await page.getByRole('link', { name: 'Stock', exact: true }).waitFor();
  await visitor.go('/check-evidence.html');
  await page.locator('h1').waitFor();
  await page.locator('html[lang=en]').waitFor();
});

describe.each([
  ['zh-CN', '菜单', '流向'],
  ['en-GB', 'Menu', 'Flow'],
])('on a phone in %s', (locale, menu, flow) => {
  it('the sections are folded into a menu, which the keyboard opens and leaves', async () => {
    const visitor = await arriveAs('city.lead', '/stock', { locale, width: 390 });
    const { page } = visitor;
    const button = page.getByRole('button', { name: menu, exact: true });
    const entries = page.locator('.section-groups a');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await entries.first().isVisible()).toBe(false);
    await button.focus();
    await page.keyboard.press('Enter');
    await entries.first().and(page.locator(':focus')).waitFor();
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('Escape');
    await entries.first().waitFor({ state: 'hidden' });
    await button.and(page.locator(':focus')).waitFor();
    // No trap: Tab goes through all of them and on, and the menu closes behind.
    await page.keyboard.press('Enter');
    await entries.first().waitFor();
    await entries.last().focus();
    await page.keyboard.press('Tab');
    await entries.first().waitFor({ state: 'hidden' });
    expect(await focused()).not.toBe(menu);
    await button.click();
    await page.getByRole('link', { name: flow, exact: true }).click();
    await page.waitForURL('**/flow');
    await entries.first().waitFor({ state: 'hidden' });
    // Who does not see the page is told where they are, and goes on from there.
    await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
    expect(await focused()).toBe(flow);
  });

  it.each([1440, 390])('and on a screen of %d pixels, they bar nobody’s way', async (width) => {
    const visitor = await arriveAs('city.lead', '/stock', { locale, width });
    const { page } = visitor;
    await page.locator('h1').waitFor();
    await visitor.settle();
    if (width === 390) await page.getByRole('button', { name: menu, exact: true }).click();
    await page.locator('.section-groups a').first().waitFor();
    expect(await lookOn(visitor, 'frame', `${locale}-${width}`)).toEqual([]);
  });
});

/** In order: each goes on where the one before has left the papers. */
describe('the desk', () => {
  it('[Q5] tells a city that its application is to be signed, and how long there is', async () => {
    await applyForQuarter();
    const { page } = await arriveAs('city.lead', '/desk');
    const task = page.locator('.task.is-sign');
    await task.getByText(`签署 ${quarter} 申领`).waitFor();
    expect(await task.innerText()).toMatch(/申领窗口(还剩|已结束) \d+ 天/);
  });

  it('[Q5] counts for the province what awaits its review, live, and leads there', async () => {
    const visitor = await arriveAs('province.lead', '/desk');
    const { page } = visitor;
    await page.getByText('实时').waitFor();
    await page.locator('.tasks, .no-tasks').waitFor();
    expect(await page.locator('.task.is-review').count()).toBe(0);
    await sign('section-head', 'city.head');
    await sign('leader', 'city.lead');
    const task = page.locator('.task.is-review');
    await task.getByText(`1 份 ${quarter} 申领等待审核`).waitFor();
    expect(await task.innerText()).toMatch(/申领窗口(还剩|已结束) \d+ 天/);
    await visitor.settle();
    await visitor.picture('desk-review-zh-CN-1440');
    await task.getByRole('link').click();
    await page.waitForURL(`**/quarters/${city}/${quarter}#review`);
    await page.getByRole('button', { name: '退回' }).waitFor();
  });

  it('[Q5] tells the province’s clerk that a supervisor reviews it', async () => {
    const visitor = await arriveAs('province.clerk', '/desk', { locale: 'en-GB', width: 390 });
    const task = visitor.page.locator('.task.is-review');
    await task.getByText('a supervisor reviews it').waitFor();
    expect(await lookOn(visitor, 'desk-review', 'en-GB-390')).toEqual([]);
  });
});

describe('the return', () => {
  const cycle = `/quarters/${otherCity}/${quarter}`;
  const filed = async () => {
    const path = `centres/${otherCity}/quarters/${quarter}`;
    return (await office.call('GET', path, 'other.lead')).return as { witness?: unknown };
  };

  it('[TL-18] carries the head of the log that the centre has cosigned', async () => {
    const habits = { expectedStatuses: [404] };
    const visitor = await arriveAs('other.lead', cycle, habits);
    const { page } = visitor;
    const isSigned = async () => (await fetch('/api/v1/transparency/checkpoint')).ok;
    await page.waitForFunction(isSigned, undefined, { timeout: headMsMax, polling: 1_000 });
    await page.getByRole('button', { name: '上报季度统计' }).click();
    await page.getByText('不附也可以报送季度统计').waitFor();
    await page.getByLabel('本季度无人参加鉴定。').check();
    await page.getByLabel('发生日期（非当日时填写）').fill(returnedOn);
    await page.getByRole('button', { name: '立即核验并联署' }).click();
    await page.getByText('暂不附上').waitFor();
    await page.getByRole('button', { name: '为本中心登记此浏览器的密钥' }).click();
    await page.getByText('将附上本中心已联署的日志校验点').waitFor();
    expect(await lookOn(visitor, 'return-witness', 'zh-CN-1440')).toEqual([]);
    await page.getByRole('button', { name: '上报季度统计' }).click();
    await page.getByText('附有本中心联署的日志校验点').waitFor();
    expect((await filed()).witness).toMatchObject({ signature: expect.stringContaining('—') });
  });

  it('is filed without it as well', async () => {
    const habits = { locale: 'en-GB', width: 390 };
    const visitor = await arriveAs('other.lead', cycle, habits);
    const { page } = visitor;
    await page.getByRole('button', { name: 'File again' }).click();
    await page.getByText('The return can be filed without it.').waitFor();
    expect(await lookOn(visitor, 'return-witness', 'en-GB-390')).toEqual([]);
    await page.getByLabel('Day (if not today)').fill(returnedOn);
    await page.getByRole('button', { name: 'File again' }).click();
    await page.getByText('filed 2 times').waitFor();
    expect((await filed()).witness).toBeUndefined();
  });
});
