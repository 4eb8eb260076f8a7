/** A clerk's and a supervisor's morning, by click and by keyboard, against the whole system. */
import { readFileSync } from 'node:fs';
import type { Browser, Download, Page } from 'playwright-core';
import {
  certificateOf,
  daysAgo,
  fillBooks,
  openCentres,
  seeded,
  serialOf,
  userPassword,
} from './office';
import { check, fillRoster } from './posting';
import { type RunningSystem, startSystem } from './running-system';
import { type Habits, launchBrowser, Visitor } from './visitor';

const startMsMax = 180_000;

let system: RunningSystem;
let browser: Browser;
let visitors: Visitor[] = [];

async function arrive(username: string, path: string, habits: Habits = {}): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, system.address, habits);
  visitors.push(visitor);
  await visitor.go(path);
  await visitor.logIn(username, userPassword);
  return visitor;
}

/** The lowest blanks of level 5 that Guiyang has left; each spec takes some of its own. */
const blank = (ordinal: number): string => serialOf(5, 244 + ordinal);

const verdict = (page: Page) => page.locator('.post-verdict');
const outcome = (page: Page) => page.locator('.outcome');

/** From a filled form to what was recorded, by the keyboard alone. */
async function goOnByKeyboard(page: Page): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await verdict(page).waitFor();
  await page.keyboard.press('Enter');
  await outcome(page).waitFor();
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), 'utf8');
}

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  await openCentres(system.address);
  await fillBooks(system.address);
}, startMsMax);

afterEach(async () => {
  const leaving = visitors;
  visitors = [];
  const complaints = await Promise.all(leaving.map((visitor) => visitor.leave()));
  expect(complaints.flat()).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

describe('the desk', () => {
  it('is the first page of who works at a centre, with stock, tasks and what can be posted', async () => {
    const visitor = await arrive('city1.clerk', '/');
    await visitor.page.locator('.desk-stock').waitFor();
    expect(new URL(visitor.page.url()).pathname).toBe('/desk');
    const text = await visitor.textWith('签收空白证书');
    expect(text).toContain('贵阳市职业技能鉴定指导中心');
    const row = visitor.page.locator('.desk-stock tbody tr').first();
    expect(await row.innerText()).toContain('A000000245 – A000001600');
  });

  it('tells of a consignment as soon as it is dispatched, without a reload', async () => {
    const receiver = await arrive('guizhou.clerk', '/desk');
    await receiver.page.locator('.desk-stock').waitFor();
    expect(await receiver.page.locator('.task.is-receive').count()).toBe(0);
    const sender = await arrive('ministry.clerk', '/posts/dispatch', { locale: 'en-GB' });
    const { page } = sender;
    await page.locator('#to').click();
    await page.keyboard.type('52000001');
    await page.keyboard.press('Enter');
    await page.locator('#ranges').fill(`${serialOf(5, 20_001)}+500`);
    await page.locator('#handedOverBy').fill('陈国强');
    await page.getByText('Read: 1 range, 500 in all').waitFor();
    await goOnByKeyboard(page);
    const task = receiver.page.locator('.task.is-receive');
    await task.waitFor();
    expect(await task.innerText()).toContain('500 张');
    expect(await task.innerText()).toContain('人力资源和社会保障部职业技能鉴定中心');
  });

  it('tells its shortcuts, goes by them, and lets them be turned off', async () => {
    const { page } = await arrive('city1.clerk', '/desk', { locale: 'en-GB' });
    await page.locator('.desk-stock').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Keyboard shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.type('ns');
    await page.getByRole('heading', { name: 'Record spoiled sheets' }).waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#ranges').blur();
    await page.keyboard.type('gd');
    await page.locator('.desk-stock').waitFor();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByText('Shortcuts of one or two letters are on').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.type('ns');
    await page.keyboard.press('?');
    expect(new URL(page.url()).pathname).toBe('/desk');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('[C9] [C10] spoiled, then destroyed', () => {
  it('is recorded with a scanner and the keyboard, and shows on the desk', async () => {
    const visitor = await arrive('city1.clerk', '/posts/spoil');
    const { page } = visitor;
    await page.locator('#ranges').waitFor();
    await visitor.scan(blank(101));
    await visitor.scan(blank(102));
    await page.getByText('已读：1 段，共 2 张').waitFor();
    await goOnByKeyboard(page);
    expect(await outcome(page).innerText()).toContain('已记录');
    expect(await outcome(page).innerText()).toContain('登记废证');
  });

  it('says at the field which serials are not in stock, and keeps what was typed over a reload', async () => {
    const { page } = await arrive('city1.clerk', '/posts/spoil', { locale: 'en-GB' });
    await page.locator('#ranges').fill(`${seeded.inZunyiStock}\n${blank(103)}`);
    await page.locator('#note').fill('coffee');
    await check(page).click();
    await page
      .getByRole('alert')
      .getByText(/Not recorded: 1 thing/)
      .waitFor();
    expect(await page.locator('.ant-form-item-explain').innerText()).toContain(seeded.inZunyiStock);
    await page.reload();
    await page.getByText('What you typed before is still here').waitFor();
    expect(await page.locator('#ranges').inputValue()).toContain(blank(103));
    expect(await page.locator('#note').inputValue()).toBe('coffee');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('coffee');
  });

  it('records once what was sent twice over a line that broke', async () => {
    const { page, complaints } = await arrive('city1.clerk', '/posts/spoil', { locale: 'en-GB' });
    await page.locator('#ranges').fill(blank(104));
    await check(page).click();
    await verdict(page).waitFor();
    await page.route('**/spoilages', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('No answer came back').waitFor();
    await page.unroute('**/spoilages');
    await page.reload();
    await page.getByRole('alert').getByText('No answer came back').waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await outcome(page).waitFor();
    expect(await outcome(page).innerText()).toContain('recorded the first time already');
    forget(complaints, /ERR_FAILED/);
  });

  it('waits for a second person, whose approval makes the minutes', async () => {
    const clerk = await arrive('city1.clerk', '/posts/destroy');
    const { page } = clerk;
    await page.getByRole('button', { name: new RegExp(blank(101)) }).click();
    await page.locator('#minutes_place').fill('贵阳市档案馆');
    await page.locator('#minutes_method').fill('粉碎');
    await page.locator('#minutes_witnesses_0').fill('罗成');
    await page.locator('#minutes_witnesses_1').fill('石开明');
    await goOnByKeyboard(page);
    expect(await outcome(page).innerText()).toContain('等待第二人审批');
    await page.getByRole('link', { name: '前往待批事项' }).click();
    const own = page.locator('.proposal').first();
    await own.getByText('这是您提交的').waitFor();
    expect(await own.getByRole('button', { name: '批准……' }).count()).toBe(0);

    const lead = await arrive('city1.lead', '/desk', { locale: 'en-GB' });
    await lead.page.getByRole('link', { name: /1 proposal waits for your decision/ }).click();
    const proposal = lead.page.locator('.proposal').first();
    const told = await proposal.innerText();
    for (const part of [blank(101), '贵阳市档案馆', '粉碎', '罗成', '石开明', '贵阳市经办人']) {
      expect(told).toContain(part);
    }
    await lead.picture('proposal-pending-en-GB-1440');
    await proposal.getByRole('button', { name: 'Approve …' }).click();
    await lead.page.keyboard.press('Enter');
    await lead.page.getByText('Approved and recorded').waitFor();
    const [form] = await Promise.all([
      lead.page.waitForEvent('popup'),
      lead.page.getByRole('button', { name: 'Print the minutes' }).click(),
    ]);
    await form.getByText('罗成').first().waitFor();
    expect(await form.locator('body').innerText()).toContain('贵阳市档案馆');
  });
});

describe('[C5] a box with a difference', () => {
  it('is counted against the list, and received once a second person approves', async () => {
    const clerk = await arrive('city9.clerk', '/desk', { locale: 'en-GB' });
    const { page } = clerk;
    await page.getByRole('link', { name: /Receive a consignment/ }).click();
    await page.getByRole('button', { name: 'All as listed' }).click();
    await page.getByText('Every serial of the list is accounted for').waitFor();
    const listed = await page.locator('#accepted').inputValue();
    const [first, ...others] = listed.split('\n');
    const [from, to] = first.split('-');
    const serial = (places: number) =>
      `A${String(Number(from.slice(1)) + places).padStart(9, '0')}`;
    await page.locator('#accepted').fill([`${serial(3)}-${to}`, ...others].join('\n'));
    await page.locator('#damaged').fill(serial(0));
    await page.getByText('Not counted yet:').waitFor();
    await page.getByRole('button', { name: 'They are missing' }).click();
    expect(await page.locator('#missing').inputValue()).toBe(`${serial(1)}-${serial(2)}`);
    await page.locator('#countedBy_0').fill('吴桂兰');
    await page.locator('#countedBy_1').fill('吴桂兰');
    await check(page).click();
    await page.getByRole('alert').getByText('Not recorded').waitFor();
    await page.getByRole('button', { name: 'Go to the first field' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('杨秀珍');
    await page.keyboard.press('Control+Enter');
    await verdict(page).getByText('It needs a second person').waitFor();
    await clerk.picture('receive-verdict-en-GB-1440');
    await page.keyboard.press('Enter');
    await outcome(page).getByText('Waits for a second person').waitFor();
    await page.getByRole('link', { name: 'Back to the desk' }).first().click();
    await page.getByText('Counted: the receipt waits for a second person').waitFor();

    const lead = await arrive('city9.lead', '/proposals');
    const proposal = lead.page.locator('.proposal').first();
    expect(await proposal.innerText()).toContain(`${serial(1)} – ${serial(2)}`);
    await proposal.getByRole('button', { name: '批准……' }).click();
    await lead.page.keyboard.press('Enter');
    await lead.page.getByText('已批准并记录').waitFor();
    await page.locator('.desk-stock').waitFor();
    await page.getByText('Counted: the receipt').waitFor({ state: 'detached' });
  });

  it('stays pending when a rule says no at the second judgement', async () => {
    const clerk = await arrive('city2.clerk', '/posts/loss');
    const lost = serialOf(5, 1_700);
    for (const _ of [1, 2]) {
      await clerk.page.locator('#ranges').fill(lost);
      await clerk.page.locator('#circumstances').fill('盘点时未见');
      await goOnByKeyboard(clerk.page);
      await clerk.page.getByRole('button', { name: '再登记一笔' }).click();
    }
    const lead = await arrive('city2.lead', '/proposals', {
      locale: 'en-GB',
      expectedStatuses: [422],
    });
    const { page } = lead;
    for (const said of ['Approved and recorded', 'Judged again, a rule says no']) {
      await page.getByRole('button', { name: 'Approve …' }).first().click();
      await page.keyboard.press('Enter');
      await page.getByText(said).waitFor();
    }
    expect(await page.locator('.proposal').innerText()).toContain('the proposal stays pending');
    expect(await page.locator('.proposal').innerText()).toContain(lost);
  });
});

describe('[C7] issuing', () => {
  it('takes what a scanner types, line after line, and what is copied from a spreadsheet', async () => {
    const visitor = await arrive('city1.clerk', '/posts/issue');
    const { page } = visitor;
    await page.locator('#roster_reference').waitFor();
    await fillRoster(page, { reference: '黔鉴名〔2013〕018', level: '五级 初级' });
    await page.locator('#line-0-paper').focus();
    await visitor.scan(blank(1));
    await visitor.scan(blank(2));
    await page.locator('#line-0-certificateNumber').fill(certificateOf(301));
    await page.locator('#line-0-name').evaluate((cell) => {
      const data = new DataTransfer();
      data.setData('text/plain', '王芳\t护照\tE20000001\n李强\t护照\tE20000002\n');
      cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await page.getByRole('button', { name: '证书编码从第 1 行顺延' }).click();
    await page.getByText('2 人', { exact: true }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify(Object.values(sessionStorage)));
    expect(kept).toContain('黔鉴名〔2013〕018');
    expect(kept).not.toMatch(/王芳|E2000000/);
    await goOnByKeyboard(page);
    await page.getByRole('link', { name: `追溯 ${blank(1)}` }).click();
    await page.getByText('颁发给持证人').waitFor();
  });

  it('says at the line what is wrong with it', async () => {
    const { page } = await arrive('city1.clerk', '/posts/issue', { locale: 'en-GB' });
    await page.locator('#roster_reference').waitFor();
    await fillRoster(page, { reference: '黔鉴名〔2013〕019', level: 'Level 5 junior' });
    for (const [row, serial] of [blank(5), seeded.inZunyiStock].entries()) {
      if (row > 0) await page.getByRole('button', { name: 'Add a line' }).click();
      await page.locator(`#line-${row}-paper`).fill(serial);
      await page.locator(`#line-${row}-certificateNumber`).fill(certificateOf(311 + row));
      await page.locator(`#line-${row}-name`).fill('某人');
      await page.locator(`#line-${row}-documentNumber`).fill('not a number');
    }
    await check(page).click();
    await page.locator('.line-findings').first().waitFor();
    expect(await page.locator('.line-findings').allInnerTexts()).toHaveLength(2);
    expect(await page.locator('#line-1-findings').innerText()).toContain('N6');
    expect(await page.locator('#line-0-name').inputValue()).toBe('某人');
  });

  it('judges a file row by row, records the good ones, and gives the others back', async () => {
    const visitor = await arrive('city1.clerk', '/posts/roster', { locale: 'en-GB' });
    const { page } = visitor;
    await page.locator('#file').waitFor();
    const template = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    expect(await textOf(await template)).toContain('certificateNumber');
    await page.locator('#file').setInputFiles({
      name: 'roster.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        [
          '流水码,证书编码,姓名,证件类型,身份证号',
          `${blank(11)},${certificateOf(321)},赵敏,护照,E30000001`,
          `${seeded.inZunyiStock},${certificateOf(322)},钱进,护照,E30000002`,
          `${blank(12)},${certificateOf(323)},孙立,护照,E30000003`,
        ].join('\r\n'),
      ),
    });
    await fillRoster(page, { reference: '黔鉴名〔2013〕020', level: 'Level 5 junior' });
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByText('2 rows can be recorded. 1 row is refused.').waitFor();
    expect(await page.locator('.refused-rows').innerText()).toContain(seeded.inZunyiStock);
    await visitor.picture('roster-preview-en-GB-1440');
    await page.getByRole('button', { name: 'Record 2 rows' }).click();
    await page.getByText('3 of 3 rows done: 2 recorded, 1 refused.').waitFor();
    const refused = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    const rows = await textOf(await refused);
    expect(rows).toContain('钱进');
    expect(rows).not.toContain('赵敏');
    await visitor.picture('upload-done-en-GB-1440');
  });
});

it('[P1] replaces a lost certificate by the keyboard alone', async () => {
  const visitor = await arrive('city1.clerk', '/desk', { locale: 'en-GB' });
  const { page } = visitor;
  await page.locator('.desk-stock').waitFor();
  await page.keyboard.type('ne');
  await page.locator('#certificateNumber').waitFor();
  await visitor.page.keyboard.type(certificateOf(2));
  await page.getByText('持证人2').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type(blank(21));
  await page.locator('#lossNotice_newspaper').focus();
  await page.keyboard.type('贵州日报');
  await page.locator('#lossNotice_publishedOn').fill(daysAgo(3));
  await goOnByKeyboard(page);
  await visitor.picture('replaced-en-GB-1440');
  await page.getByRole('link', { name: `Trace ${certificateOf(2)}` }).click();
  await page.getByText('Void (lost)').waitFor();
});

it('[V1] gives vouchers while a shortage lasts, and prints them', async () => {
  const lead = await arrive('guizhou.lead', '/posts/shortage');
  await lead.page.getByLabel('四级 中级').check();
  await goOnByKeyboard(lead.page);

  const visitor = await arrive('city1.clerk', '/desk', { locale: 'en-GB' });
  const { page } = visitor;
  await page.getByText('Shortage declared: Level 4').waitFor();
  await page.goto(`${system.address}/posts/vouchers`);
  await page.locator('#roster_reference').waitFor();
  await fillRoster(page, { reference: '黔鉴名〔2013〕021', level: 'Level 4 intermediate' });
  await page.locator('#line-0-paper').fill('52010001PZ000001');
  await page
    .locator('#line-0-certificateNumber')
    .fill(certificateOf(1).replace(/5(\d{5})$/, '4$1'));
  await page.locator('#line-0-name').fill('周杰');
  await page.locator('#line-0-documentType').selectOption('passport');
  await page.locator('#line-0-documentNumber').fill('E40000001');
  await page.keyboard.press('Control+Enter');
  await verdict(page).waitFor();
  // The centre still holds blanks of the level.
  await verdict(page).getByText('Please look at this first').waitFor();
  await page.keyboard.press('Enter');
  await outcome(page).waitFor();
  await page.getByRole('link', { name: 'Vouchers', exact: true }).click();
  const voucher = page.locator('.voucher', { hasText: '52010001PZ000001' });
  await voucher.waitFor();
  const [paper] = await Promise.all([
    page.waitForEvent('popup'),
    voucher.getByRole('button', { name: 'Print' }).click(),
  ]);
  await paper.getByText('52010001PZ000001').first().waitFor();
});

it('[C13] counts the safe and says what differs, and who had it last', async () => {
  const visitor = await arrive('city3.clerk', '/posts/count');
  const { page } = visitor;
  await page.getByText('盘点自第').waitFor();
  for (const level of ['四级 中级', '三级 高级', '二级 技师', '一级 高级技师']) {
    await page.getByLabel(level, { exact: true }).uncheck();
  }
  await page.locator('#ranges').fill(serialOf(5, 2_241));
  await visitor.scan('');
  await visitor.scan(seeded.inGuiyangStock);
  await page.locator('#countedBy_0').fill('吴桂兰');
  await page.locator('#countedBy_1').fill('杨秀珍');
  await goOnByKeyboard(page);
  const told = await outcome(page).innerText();
  expect(told).toContain('账实不符');
  expect(told).toContain('实物有、账上在别处');
  expect(told).toContain(seeded.inGuiyangStock);
  await visitor.picture('counted-zh-CN-1440');
});

describe.each(['zh-CN', 'en-GB'])('every page in %s', (locale) => {
  const pages = [
    ['desk', '/desk', '.desk-stock'],
    ['receive-none', '/posts/receive', '.panel'],
    ['spoil', '/posts/spoil', '#ranges'],
    ['destroy', '/posts/destroy', '#ranges'],
    ['issue', '/posts/issue', '.lines'],
    ['roster', '/posts/roster', '#file'],
    ['replace', '/posts/replace', '#serial'],
    ['count', '/posts/count', '#ranges'],
    ['dispatch', '/posts/dispatch', '#ranges'],
    ['loss', '/posts/loss', '#ranges'],
    ['recovery', '/posts/recovery', '#ranges'],
    ['correct', '/posts/correct', '.corrected-lines'],
    ['void-issue', '/posts/void-issue', '#certificateNumber'],
    ['voucher-replace', '/posts/voucher-replace', '#voucher'],
    ['vouchers-list', '/vouchers', '.panel'],
    ['proposals', '/proposals', '.controls'],
    ['proposals-approved', '/proposals?status=approved', '.proposal'],
  ] as const;

  it.each([1440, 390])('can be read at %d pixels, without barriers', async (width) => {
    const visitor = await arrive('city1.lead', '/desk', { locale, width });
    const findings: string[] = [];
    await visitor.page.locator('.desk-stock').waitFor();
    for (const [name, path, landmark] of pages) {
      await visitor.go(path);
      await visitor.page.locator(landmark).first().waitFor();
      await visitor.settle();
      await visitor.picture(`${name}-${locale}-${width}`);
      const overflowPx = await visitor.overflowPx();
      if (overflowPx > 0) findings.push(`${name} is ${overflowPx} px too wide`);
      findings.push(...(await visitor.barriers()).map((barrier) => `${name}: ${barrier}`));
    }
    expect(findings).toEqual([]);
  });
});

/** Takes back complaints that a spec has provoked itself. */
function forget(complaints: string[], provoked: RegExp): void {
  const others = complaints.filter((complaint) => !provoked.test(complaint));
  complaints.splice(0, complaints.length, ...others);
}
