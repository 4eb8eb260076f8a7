/** A whole quarter by click and keyboard: return, application, sign-offs, review, grant, dispatch. */
import type { Browser, Page } from 'playwright-core';
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
import { userPassword } from './office';
import { type RunningSystem, startSystem } from './running-system';
import { type Habits, launchBrowser, Visitor } from './visitor';

const startMsMax = 240_000;
const cycle = `/quarters/${city}/${quarter}`;

let system: RunningSystem;
let browser: Browser;
let office: Office;
let visitors: Visitor[] = [];

async function arriveAs(username: string, path: string, habits: Habits = {}): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, system.address, habits);
  visitors.push(visitor);
  await visitor.go(path);
  await visitor.logIn(username, userPassword);
  return visitor;
}

/** As a spreadsheet puts a block of cells on the clipboard. */
const paste = (page: Page, text: string) =>
  page.evaluate((block) => {
    const data = new DataTransfer();
    data.setData('text/plain', block);
    const event = new ClipboardEvent('paste', {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    document.activeElement?.dispatchEvent(event);
  }, text);

const cell = (page: Page, row: number, column: string) =>
  page.getByLabel(`第 ${row} 行 ${column}`, { exact: true });

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  office = new Office(system.address);
  await openCycleOffice(office);
}, startMsMax);

/** Nobody saw an error or a request elsewhere, whatever the spec was about. */
afterEach(async () => {
  for (const visitor of visitors) expect(await visitor.leave()).toEqual([]);
  visitors = [];
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

/** In order: each goes on where the one before has left the papers. */
describe('a quarter', () => {
  it('[Q1] begins with a return that is pasted from a spreadsheet; a wrong row says so', async () => {
    const { page } = await arriveAs('city.clerk', '/quarters', { expectedStatuses: [422] });
    await page.getByRole('heading', { name: '贵阳市职业技能鉴定指导中心' }).waitFor();
    await page.goto(`${system.address}${cycle}`);
    await page.getByRole('button', { name: '上报季度统计' }).click();
    await cell(page, 1, '职业（工种）').focus();
    await paste(
      page,
      '职业\t编码\t等级\t鉴定\t合格\n车工\t6-04-01-01\t五级\t24\t30\n焊工\t\t4\t12\t9\n',
    );
    expect(await cell(page, 2, '等级').inputValue()).toBe('4');
    await page.getByLabel('签字的分管领导').fill('王主任');
    await page.getByLabel('发生日期（非当日时填写）').fill(returnedOn);
    await page.getByRole('button', { name: '上报季度统计' }).click();
    await page.locator('.row-wrong').waitFor();
    expect(await page.locator('.row-wrong').innerText()).toMatch(/30/);
    expect(await page.getByLabel('签字的分管领导').inputValue()).toBe('王主任');
    await cell(page, 1, '合格人数').fill('20');
    await page.keyboard.press('Enter');
    await page.getByText('已记录，请留意以下提示').waitFor();
    await page.locator('.steps .is-done', { hasText: '季度统计' }).waitFor();
    expect(await page.locator('.ledger').first().innerText()).toContain('车工');
  });

  it('[Q4] goes on with an application whose figures nobody types', async () => {
    const { page } = await arriveAs('city.clerk', cycle);
    await page.getByRole('button', { name: '提交申领' }).click();
    await page.getByLabel('五级计划数').fill('60');
    await page.getByText('五级超过参考数的 120%').waitFor();
    expect(await page.getByRole('spinbutton').count()).toBe(5);
    await page.getByLabel('五级计划数').fill('20');
    await page.getByLabel('联系人').fill('张磊');
    await page.getByLabel('电话', { exact: true }).fill('0851-5812345');
    await page.getByLabel('手机').fill('13900000000');
    await page.getByLabel('发生日期（非当日时填写）').fill(appliedOn);
    await page.getByRole('button', { name: '提交申领' }).click();
    await page.getByText(`${city}-${quarter}`).waitFor();
    await page.getByText('待签字', { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: /^以.+签字$/ }).count()).toBe(0);
  });

  it('[Q5] is signed by two others, one of them in English', async () => {
    const head = await arriveAs('city.head', cycle);
    await head.page.getByRole('button', { name: '以科室负责人签字' }).click();
    await head.page.getByText('蔡明 签字').waitFor();
    expect(await head.page.getByRole('button', { name: '以分管领导签字' }).count()).toBe(0);
    const lead = await arriveAs('city.lead', cycle, { locale: 'en-GB' });
    await lead.page.getByRole('button', { name: 'Sign as leader in charge' }).press('Enter');
    await lead.page.getByText('To be reviewed').first().waitFor();
  });

  it('[Q5] is sent back with a reason, filed again and signed again', async () => {
    const { page } = await arriveAs('province.lead', `/quarters?quarter=${quarter}`);
    await page.getByRole('link', { name: '去审核' }).click();
    await page.getByRole('button', { name: '退回' }).click();
    await page.getByText('请写明退回理由。').waitFor();
    await page.getByLabel('理由或说明').fill('请核对四级计划数');
    await page.getByRole('button', { name: '退回' }).click();
    await page.getByText('请核对四级计划数').first().waitFor();
    const clerk = await arriveAs('city.clerk', cycle);
    await clerk.page.getByText(/退回：请核对四级计划数/).waitFor();
    await clerk.page.getByRole('button', { name: '修改并重新提交' }).click();
    await clerk.page.getByLabel('四级计划数').fill('9');
    await clerk.page.getByRole('button', { name: '修改并重新提交' }).click();
    await clerk.page.getByText('待签字', { exact: true }).first().waitFor();
    const path = `centres/${city}/quarters/${quarter}/application/sign-offs`;
    await office.call('POST', path, 'city.head', { as: 'section-head' });
    await office.call('POST', path, 'city.lead', { as: 'leader' });
    await clerk.page.getByText('待审核', { exact: true }).first().waitFor();
  });

  it('[Q6] is granted with the yardstick and the fee share in sight, and seen on the board as it is sent', async () => {
    const board = await arriveAs('province.clerk', `/quarters?quarter=${quarter}`);
    const row = board.page.locator('tbody tr', { hasText: '贵阳市' });
    await row.getByText('待审核').waitFor();
    expect(await row.getByRole('link', { name: '去审核' }).count()).toBe(0);
    const clerk = await arriveAs('province.clerk', cycle);
    await clerk.page.getByRole('button', { name: '登记分成款' }).click();
    await clerk.page.getByLabel('金额（元）').fill('1200');
    await clerk.page.getByRole('button', { name: '保存' }).click();
    await clerk.page.getByText('1,200 元').waitFor();
    const { page } = await arriveAs('province.lead', `${cycle}#review`);
    await page.getByText('分成款已缴', { exact: true }).waitFor();
    await page.getByLabel('五级核拨数').fill('15');
    await page.getByRole('button', { name: '核拨', exact: true }).click();
    await page.getByText(/核拨 24 张/).waitFor();
    await row.getByText('已核拨').waitFor();
    await office.call('POST', `centres/${province}/consignments`, 'province.clerk', {
      to: city,
      ranges: [{ from: 'A000000001', to: 'A000000010' }],
      handedOverBy: '押运员',
      application: quarter,
    });
    await row.locator('td[data-label="已发出"]', { hasText: '10' }).waitFor();
    await row.locator('td[data-label="核拨数"]', { hasText: '24' }).waitFor();
  });

  it('[Q11] prints as the annexes lay it out', async () => {
    const { page } = await arriveAs('city.clerk', cycle);
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: '申领表' }).click();
    const paper = await opening;
    await paper.getByText(/申领/).first().waitFor();
    expect(await paper.locator('body').innerText()).toContain('贵阳市职业技能鉴定指导中心');
  });

  it('[Q10] says on the board who has no certificate manager, and to that city what to do', async () => {
    const board = await arriveAs('province.lead', `/quarters?quarter=${quarter}`, {
      locale: 'en-GB',
    });
    const row = board.page.locator('tbody tr', { hasText: '六盘水市' });
    await row.getByText('no certificate manager').waitFor();
    await row.getByRole('link').first().click();
    await board.page.getByText('No return has been filed.').waitFor();
    expect(new URL(board.page.url()).pathname).toBe(`/quarters/${otherCity}/${quarter}`);
    expect(await board.page.getByRole('button', { name: 'File the return' }).count()).toBe(0);
  });

  it.each(
    ['zh-CN', 'en-GB'].flatMap((locale) => [1440, 390].map((width) => [locale, width] as const)),
  )('can be read in %s at %d pixels, without barriers', async (locale, width) => {
    const findings: string[] = [];
    const visitor = await arriveAs('province.lead', `/quarters?quarter=${quarter}`, {
      locale,
      width,
    });
    await visitor.page.locator('.ledger').first().waitFor();
    for (const [name, path] of [
      ['quarters-board', `/quarters?quarter=${quarter}`],
      ['quarters-cycle', cycle],
    ] as const) {
      await visitor.go(path);
      await visitor.page.locator('.ledger').first().waitFor();
      await visitor.settle();
      await visitor.picture(`${name}-${locale}-${width}`);
      const overflowPx = await visitor.overflowPx();
      if (overflowPx > 0) findings.push(`${name} is ${overflowPx} px too wide`);
      findings.push(...(await visitor.barriers()).map((barrier) => `${name}: ${barrier}`));
    }
    expect(findings).toEqual([]);
  });
});
