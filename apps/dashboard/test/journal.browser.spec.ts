/** The journal of a book, read, filtered and taken along in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { daysAgo, guiyang, seeded } from './office';
import { look, visits } from './visits';

const { arriveAs, arriveAsAdmin } = visits();

const events = (page: Page) => page.locator('.journal-event').allInnerTexts();
/** Says how many lines fit. */
const listed = (page: Page, count: number) =>
  page.getByRole('heading', { name: new RegExp(`^${count} lines? `) });
const address = (page: Page) => new URL(page.url());

describe('the journal of a book', () => {
  it('[C15] is the reader’s own at first, newest first, and opens line by line', async () => {
    const { page } = await arriveAs('city1.clerk', '/journal');
    await page.locator('.journal-line').first().waitFor();
    const listed = await events(page);
    expect(listed[0]).toBe('补发换发');
    expect(listed).toEqual(expect.arrayContaining(['颁发证书', '监督销毁', '登记废证', '签收']));
    await page.locator('.journal-line summary').first().focus();
    await page.keyboard.press('Enter');
    const open = page.locator('.journal-open').first();
    await open.getByText(seeded.replacement).waitFor();
    expect(await open.innerText()).toContain('贵阳市职业技能鉴定指导中心 经办人');
    await open.getByRole('link', { name: seeded.replacement }).click();
    await page.locator('.traced', { hasText: seeded.replacement }).waitFor();
  });

  it('names who posted and who approved, with their ids for who looks for them', async () => {
    const { page } = await arriveAs('city1.clerk', `/journal/${guiyang}?event=SerialDestroyed`);
    await page.locator('.journal-line summary').click();
    const open = page.locator('.journal-open');
    const clerk = open.getByText('贵阳市经办人', { exact: true });
    await clerk.waitFor();
    await open.getByText('周建国', { exact: true }).waitFor();
    expect(await clerk.getAttribute('title')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await open.innerText()).not.toMatch(/[0-9a-f]{8}-/);
  });

  it('opens a line that the address points at, in view, also when it is far down', async () => {
    const { page } = await arriveAsAdmin(`/journal/${guiyang}?line=0`);
    const line = page.locator('.journal-line.is-pointed-at');
    await line.locator('.journal-open').waitFor();
    expect(await line.count()).toBe(1);
    expect(await line.locator('.journal-event').innerText()).toBe('签收');
    expect(await page.locator('.journal-line details[open]').count()).toBe(1);
    const box = await line.boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(0);
    expect(box?.y).toBeLessThan(900);
  });

  it('is narrowed by event, level, serial, day and user, and the address carries it', async () => {
    const { page } = await arriveAsAdmin(`/journal/${guiyang}`, { locale: 'en-GB' });
    await page.locator('.journal-line').first().waitFor();
    await page.getByLabel('Event', { exact: true }).click();
    await page.getByTitle('Spoiled', { exact: true }).click();
    await listed(page, 1).waitFor();
    expect(await events(page)).toEqual(['Spoiled']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.locator('.journal-event', { hasText: 'Replacement' }).waitFor();
    await page.getByLabel('Serial', { exact: true }).fill(seeded.lost);
    await page.keyboard.press('Enter');
    await listed(page, 3).waitFor();
    expect(await events(page)).toEqual(['Replacement', 'Issued', 'Received']);
    await page.getByLabel('To', { exact: true }).fill(daysAgo(4));
    await listed(page, 2).waitFor();
    expect(address(page).searchParams.get('serial')).toBe(seeded.lost);
    await page.reload();
    await listed(page, 2).waitFor();
    await page.locator('.journal-line summary').first().click();
    await page.getByRole('button', { name: 'Only lines of this person' }).click();
    await page.getByText('Only of 贵阳市经办人').waitFor();
    await page.getByText('When recorded').click();
    await page.getByText('No line fits').waitFor();
  });

  it('[N1] says when what was typed is no serial', async () => {
    const visitor = await arriveAsAdmin(`/journal/${guiyang}`);
    await visitor.page.getByLabel('流水码', { exact: true }).fill('A-1');
    await visitor.page.keyboard.press('Enter');
    await visitor.textWith('流水码由至多 6 位大写字母和 6 至 12 位数字组成');
  });

  it('goes to another book by the keyboard, and says when one is empty', async () => {
    const { page } = await arriveAsAdmin('/journal', { locale: 'en-GB' });
    await page.locator('.journal-line').first().waitFor();
    await page.getByLabel('Book of').focus();
    await page.keyboard.type('黔南州');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing stands in this book yet').waitFor();
    expect(address(page).pathname).toBe('/journal/52090001');
  });

  it.each(['CSV', 'XLSX'])('gives what is filtered as a file of %s', async (format) => {
    const { page } = await arriveAsAdmin(`/journal/${guiyang}?event=SerialsSpoiled`);
    await page.locator('.journal-line').first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `${format} 文件` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`book-${guiyang}.${format.toLowerCase()}`);
    const bytes = readFileSync(await download.path());
    if (format === 'XLSX') {
      expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK');
      return;
    }
    const rows = bytes.toString('utf8').trimEnd().split('\r\n');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('记录号');
    expect(rows[1]).toContain('登记废证');
  });

  it('keeps what is asked for when the line is down', async () => {
    const { page, complaints } = await arriveAs('city1.clerk', '/stock', { locale: 'en-GB' });
    await page.locator('.conservation').waitFor();
    await page.route('**/book?**', (route) => route.abort());
    await page.getByRole('link', { name: 'Journal' }).click();
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    await page.unroute('**/book?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.journal-line').first().waitFor();
    const others = complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
    complaints.splice(0, complaints.length, ...others);
  });

  it('prints the lines, with where they come from', async () => {
    const { page } = await arriveAsAdmin(`/journal/${guiyang}`);
    await page.locator('.journal-line').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.filters').isVisible()).toBe(false);
    expect(await page.locator('.journal-line').first().isVisible()).toBe(true);
    expect(await page.locator('.print-source').innerText()).toContain(`/journal/${guiyang}`);
  });
});

/** Pages on paper: what says which they are, of whom or when. */
describe('on paper', () => {
  it.each([
    ['desk', '/desk', '.desk-stock', '贵阳市职业技能鉴定指导中心'],
    ['stock', '/stock', '.conservation', '库存'],
    ['flow', `/flow?asOf=${daysAgo(10)}`, '.flow-figures', '流向'],
    ['trace', `/trace/${seeded.lost}`, '.timeline', '追溯'],
    ['reports', '/reports', '.statement-table', '贵阳市职业技能鉴定指导中心'],
    ['quarter', '/quarters', 'main h1', '季度申领'],
  ])(
    'the page %s at %s says what it is, and who printed it when',
    async (name, path, there, said) => {
      const visitor = await arriveAs('city1.clerk', path);
      const { page } = visitor;
      await page.locator(there).first().waitFor();
      await visitor.settle();
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('main h1').isVisible()).toBe(true);
      expect(await page.locator('main').innerText()).toContain(said);
      const source = await page.locator('.print-source').innerText();
      expect(source).toMatch(/贵阳市经办人.* 于北京时间 .+ 打印自 http/);
      expect(await page.locator('.ant-btn:visible').count()).toBe(0);
      await visitor.picture(`paper-${name}-zh-CN`);
    },
  );
});

describe('a window of 640 pixels at 200%', () => {
  it.each([
    '/desk',
    '/reports',
    '/posts/roster',
    '/posts/issue',
    '/vouchers',
    '/journal',
    `/trace/${seeded.lost}`,
  ])('has room for %s', async (path) => {
    const visitor = await arriveAs('city1.clerk', path, { locale: 'en-GB', width: 320 });
    await visitor.page.locator('main h1').waitFor();
    await visitor.settle();
    await visitor.picture(`narrow${path.replaceAll('/', '-')}-en-GB-320`);
    expect(await visitor.overflowPx()).toBeLessThanOrEqual(0);
  });
});

describe.each(['zh-CN', 'en-GB'])('the journal in %s', (locale) => {
  it.each([1440, 390])('can be read at %d pixels, without barriers', async (width) => {
    const visitor = await arriveAsAdmin('/journal', { locale, width });
    await visitor.page.locator('.journal-line').first().waitFor();
    const findings = await look(
      visitor,
      [
        ['journal', `/journal/${guiyang}`, '.journal-line'],
        ['journal-none', `/journal/${guiyang}?level=1&to=2001-01-01`, '.filters'],
      ],
      `${locale}-${width}`,
    );
    await visitor.go(`/journal/${guiyang}`);
    await visitor.page.locator('.journal-line summary').nth(1).click();
    await visitor.settle();
    await visitor.picture(`journal-open-${locale}-${width}`);
    findings.push(...(await visitor.barriers()));
    expect(findings).toEqual([]);
  });
});
