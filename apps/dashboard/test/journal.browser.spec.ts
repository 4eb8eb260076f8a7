/** The journal of a book, read, filtered and taken along in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually } from './eventually';
import { clickInChinese, keysInEnglish, pressFor, typeAtOnce, ways } from './hands';
import { daysAgo, guiyang, seeded } from './office';
import { look, visits } from './visits';

const { arriveAs, arriveAsAdmin } = visits();

const events = (page: Page) => page.locator('.journal-event').allInnerTexts();
/** Says how many lines fit. */
const listed = (page: Page, count: number) =>
  page.getByRole('heading', { name: new RegExp(`^${count} (条|lines? )`) });
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
    await open.getByText('贵阳市职业技能鉴定指导中心 经办人').waitFor();
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
    await eventually(async () => {
      const box = await line.boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect(box?.y).toBeLessThan(900);
    });
  });

  it.each(ways)(
    'is narrowed by event, serial, day and user, as the address says, $name',
    async (way) => {
      const { say } = way;
      const { page } = await arriveAsAdmin(`/journal/${guiyang}`, way);
      await page.locator('.journal-line').first().waitFor();
      await way.choose(page.locator('#journal-event'), say('登记废证', 'Spoiled'));
      await listed(page, 1).waitFor();
      expect(await events(page)).toEqual([say('登记废证', 'Spoiled')]);
      await way.press(page.getByRole('button', { name: say('显示全部', 'Show all') }));
      const replacement = say('补发换发', 'Replacement');
      await page.locator('.journal-event', { hasText: replacement }).waitFor();
      await way.fill(page.locator('#journal-serial'), seeded.lost);
      await page.keyboard.press('Enter');
      await listed(page, 3).waitFor();
      const [issued, received] = say(['颁发证书', '签收'], ['Issued', 'Received']);
      expect(await events(page)).toEqual([replacement, issued, received]);
      await way.fill(page.locator('#journal-to'), daysAgo(4));
      await listed(page, 2).waitFor();
      expect(address(page).searchParams.get('serial')).toBe(seeded.lost);
      await page.reload();
      await listed(page, 2).waitFor();
      await way.press(page.locator('.journal-line summary').first());
      const only = say('只看此人的记录', 'Only lines of this person');
      await way.press(page.getByRole('button', { name: only }));
      await page.getByText(say('仅 贵阳市经办人', 'Only of 贵阳市经办人')).waitFor();
      await way.turn(page.getByRole('radio', { name: say('按记录时间', 'When recorded') }));
      await page.getByText(say('没有符合条件的记录', 'No line fits')).waitFor();
    },
  );

  it('follows two days that are changed before it can follow the first', async () => {
    const { page } = await arriveAsAdmin(`/journal/${guiyang}?event=SerialsSpoiled`);
    await listed(page, 1).waitFor();
    await typeAtOnce(page, [
      ['journal-from', daysAgo(40)],
      ['journal-to', daysAgo(30)],
    ]);
    await page.getByText('没有符合条件的记录').waitFor();
    const asked = { event: 'SerialsSpoiled', from: daysAgo(40), to: daysAgo(30) };
    expect(Object.fromEntries(address(page).searchParams)).toEqual(asked);
  });

  it('is asked by a scanner, whose next serial is not written over', async () => {
    const visitor = await arriveAsAdmin(`/journal/${guiyang}`);
    const { page } = visitor;
    await page.locator('#journal-serial').focus();
    for (const serial of [seeded.lost.toLowerCase(), seeded.replacement]) {
      await visitor.scan(serial);
      await page.waitForURL(`**/journal/${guiyang}?serial=${serial.toUpperCase()}`);
    }
    await typeAtOnce(page, [
      ['journal-serial', `${seeded.lost}\n`],
      ['journal-serial', 'A0'],
    ]);
    await listed(page, 3).waitFor();
    expect(await page.locator('#journal-serial').inputValue()).toBe('A0');
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
    await keysInEnglish.choose(page.getByLabel('Book of'), '黔南州');
    await page.getByText('Nothing stands in this book yet').waitFor();
    expect(address(page).pathname).toBe('/journal/52090001');
  });

  it.each(ways)('gives what is filtered as a file, $name', async (way) => {
    const { say } = way;
    const { page } = await arriveAsAdmin(`/journal/${guiyang}?event=SerialsSpoiled`, way);
    await page.locator('.journal-line').first().waitFor();
    const fileOf = async (format: 'CSV' | 'XLSX'): Promise<Buffer> => {
      const name = say(`${format} 文件`, `${format} file`);
      const download = await pressFor(way, page.getByRole('button', { name }), 'download');
      expect(download.suggestedFilename()).toBe(`book-${guiyang}.${format.toLowerCase()}`);
      return readFileSync(await download.path());
    };
    expect((await fileOf('XLSX')).subarray(0, 2).toString('latin1')).toBe('PK');
    const rows = (await fileOf('CSV')).toString('utf8').trimEnd().split('\r\n');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain(say('发生日期', 'happened on'));
    expect(rows[1]).toContain(say('登记废证', 'Spoiled'));
  });

  it('keeps what is asked for when the line is down', async () => {
    const visitor = await arriveAs('city1.clerk', '/stock', { locale: 'en-GB' });
    const { page } = visitor;
    await page.locator('.conservation').waitFor();
    await page.route('**/book?**', (route) => route.abort());
    await page.getByRole('link', { name: 'Journal' }).click();
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    await page.unroute('**/book?**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.journal-line').first().waitFor();
    visitor.forgive(/ERR_FAILED/);
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

describe('old papers', () => {
  it('[C10] minutes are printed again from the line of the destruction', async () => {
    const way = keysInEnglish;
    const { page } = await arriveAs('city1.lead', `/trace/${seeded.destroyed}`, way);
    await way.press(page.getByRole('link', { name: 'The minutes, in the journal' }));
    const line = page.locator('.journal-line', { hasText: 'Destroyed' });
    await way.press(line.locator('summary'));
    const print = line.getByRole('button', { name: 'Print the minutes' });
    const form = await pressFor(way, print, 'popup');
    await form.getByText('石开明').first().waitFor();
    await form.getByText(seeded.destroyed).first().waitFor();
  });

  it('[C5] a receipt is printed again from its line and from the trace', async () => {
    const way = clickInChinese;
    const visitor = await arriveAs('city1.clerk', '/journal?event=BlanksReceived', way);
    const { page } = visitor;
    const line = page.locator('.journal-line').first();
    await way.press(line.locator('summary'));
    const named = { name: '打印签收单' };
    const form = await pressFor(way, line.getByRole('button', named), 'popup');
    await form.getByText('吴桂兰').first().waitFor();
    await visitor.go(`/trace/${seeded.inGuiyangStock}`);
    const step = page.locator('.timeline .step').last();
    const again = await pressFor(way, step.getByRole('button', named), 'popup');
    await again.getByText('杨秀珍').first().waitFor();
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
    ['quarter', '/quarters', '.steps', '季度申领'],
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
    // The login has a heading, too.
    await visitor.page.locator('#content h1').waitFor();
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
