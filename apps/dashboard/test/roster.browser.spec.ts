/** Lists, by hand, by scanner and as files: the lines of a roster, and what was counted. */
import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { eventually } from './eventually';
import {
  attach,
  clickInChinese,
  clickInEnglish,
  keysInChinese,
  keysInEnglish,
  pressFor,
  tabTo,
  ways,
} from './hands';
import { certificateOf, seeded, serialOf } from './office';
import {
  faults,
  fillRoster,
  goOn,
  outcome,
  positionOn,
  post,
  tryOut,
  typeAt,
  verdict,
} from './posting';
import { lookOn, visits } from './visits';

const { arriveAs, readAs } = visits();

const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };
const anshun = '52040001';
const bijie = '52050001';
const linesMax = 1_000;
const notes = (page: Page) => page.locator('.roster-notes');
const cell = (page: Page, row: number, column: string) => page.locator(`#line-${row}-${column}`);

/** As a browser does with what a spreadsheet copied. */
async function paste(page: Page, row: number, column: string, text: string): Promise<void> {
  await cell(page, row, column).evaluate((element, content) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', content);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Holds the requests back until what it returns is called. */
async function heldBack(page: Page, address: string): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(address, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

const people = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) => `${serialOf(5, 245 + index)}\t${index}\t人${index}\t护照\tE${index}`,
  ).join('\n');

/** Blanks of level 5 that Guiyang has; each spec takes some of its own. */
const blank = (ordinal: number): string => serialOf(5, 600 + ordinal);
const textOf = async (download: Download): Promise<string> =>
  readFileSync(await download.path(), 'utf8');

describe('[C7] issuing', () => {
  it('takes what a scanner types, line after line, and what is copied from a spreadsheet', async () => {
    const way = clickInEnglish;
    const visitor = await arriveAs('city1.clerk', '/posts/issue', way);
    const { page } = visitor;
    await fillRoster(page, way, { reference: '黔鉴名〔2013〕018', level: /^Level 5/ });
    await way.goTo(cell(page, 0, 'paper'));
    await visitor.scan(blank(1));
    await visitor.scan(blank(2));
    await way.fill(cell(page, 0, 'certificateNumber'), certificateOf(301));
    await paste(page, 0, 'name', '王芳\t护照\tE20000001\n李强\t护照\tE20000002\n');
    await way.press(page.getByRole('button', { name: 'Count certificate numbers on from line 1' }));
    await page.getByText('2 people', { exact: true }).waitFor();
    const keeps = () => page.evaluate(() => JSON.stringify(Object.values(sessionStorage)));
    await eventually(async () => expect(await keeps()).toContain('黔鉴名〔2013〕018'));
    expect(await keeps()).not.toMatch(/王芳|E2000000/);
    await goOn(page, way);
    await way.press(page.getByRole('link', { name: `Trace ${blank(1)}` }));
    await page.locator('.traced .badge', { hasText: 'Issued' }).waitFor();
  });

  it('says at the line what is wrong with it, and keeps the line', async () => {
    const way = keysInChinese;
    const { page } = await arriveAs('city1.clerk', '/posts/issue', way);
    await fillRoster(page, way, { reference: '黔鉴名〔2013〕019', level: /^五级/ });
    for (const [row, paper] of [blank(5), seeded.inZunyiStock].entries()) {
      if (row > 0) await way.press(page.getByRole('button', { name: '增加一行' }));
      const certificateNumber = certificateOf(311 + row);
      const line = { paper, certificateNumber, name: '某人', documentNumber: 'no number' };
      for (const [column, text] of Object.entries(line)) {
        await way.fill(cell(page, row, column), text);
      }
    }
    await tryOut(page, way);
    await page.locator('.line-findings').first().waitFor();
    expect(await page.locator('.line-findings').allInnerTexts()).toHaveLength(2);
    expect(await page.locator('#line-1-findings').innerText()).toContain('N6');
    expect(await cell(page, 0, 'name').inputValue()).toBe('某人');
  });

  it.each(ways)('judges a file row by row, and gives the refused rows back, $name', async (way) => {
    const { say, run } = way;
    const visitor = await arriveAs('city1.clerk', '/posts/roster', way);
    const { page } = visitor;
    await page.locator('#file').waitFor();
    const template = await pressFor(way, page.getByRole('button', { name: 'CSV' }), 'download');
    expect(await textOf(template)).toContain(say('流水码', 'certificateNumber'));
    const row = (paper: string, ordinal: number, name: string) =>
      `${paper},${certificateOf(ordinal + 10 * run)},${name},护照,E3000${run}${ordinal}`;
    const rows = [
      '流水码,证书编码,姓名,证件类型,身份证号',
      row(blank(11 + 2 * run), 321, '赵敏'),
      row(seeded.inZunyiStock, 322, '钱进'),
      row(blank(12 + 2 * run), 323, '孙立'),
    ];
    const buffer = Buffer.from(rows.join('\r\n'));
    await attach(way, page.locator('#file'), { name: '名册.csv', mimeType: 'text/csv', buffer });
    const level = say(/^五级/, /^Level 5/);
    await fillRoster(page, way, { reference: `黔鉴名〔2013〕02${run}`, level });
    await way.press(page.getByRole('button', { name: say('检查文件', 'Check the file') }));
    const told = say('2 行可以记录。 1 行被拒。', '2 rows can be recorded. 1 row is refused.');
    await page.getByText(told).waitFor();
    expect(await page.locator('.refused-rows').innerText()).toContain(seeded.inZunyiStock);
    await visitor.picture(`roster-preview-${way.locale}-1440`);
    await way.press(page.getByRole('button', { name: say('记录 2 行', 'Record 2 rows') }));
    const done = say(
      '共 3 行，已处理 3 行：记录 2 行，被拒 1 行。',
      '3 of 3 rows done: 2 recorded, 1 refused.',
    );
    await page.getByText(done).waitFor();
    const refused = page.getByRole('button', { name: say('下载 CSV', 'Download CSV') });
    const back = await textOf(await pressFor(way, refused, 'download'));
    expect(back).toContain('钱进');
    expect(back).not.toContain('赵敏');
    await visitor.picture(`upload-done-${way.locale}-1440`);
  });
});

describe('the lines of a roster', () => {
  it('take what is understood, mark what is not, and are not checked before it is filled in', async () => {
    const { page } = await arriveAs('city1.clerk', '/posts/issue', en);
    await page.getByRole('button', { name: 'More columns' }).click();
    const row = (name: string, type: string, day: string) =>
      `A1\t1\t"${name}"\t${type}\tE1\t女\t${day}\t高中`;
    await paste(
      page,
      0,
      'paper',
      [row('王\n芳', '军官证', '1990/1/2'), row('李强', '护照', '2/1/1990')].join('\r\n'),
    );
    await notes(page).getByText('2 pasted cells were not understood').waitFor();
    expect(await page.locator('.line-number + th, .roster-grid tbody th').count()).toBe(3);
    expect(await cell(page, 0, 'name').inputValue()).toBe('王 芳');
    expect(await cell(page, 0, 'birthDate').inputValue()).toBe('1990-01-02');
    expect(await cell(page, 0, 'documentType').inputValue()).toBe('');
    expect(await cell(page, 0, 'documentType').getAttribute('aria-invalid')).toBe('true');
    expect(await cell(page, 1, 'birthDate').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Fill in the cells that were not understood').waitFor();
    await notes(page).getByRole('button', { name: 'Line 1: Document' }).click();
    await cell(page, 0, 'documentType').selectOption('other');
    await notes(page).getByText('1 pasted cell was not understood').waitFor();
    await notes(page).getByRole('button', { name: 'Leave these days' }).click();
    await notes(page).getByRole('alert').waitFor({ state: 'detached' });
  });

  it('say above them what of a long paste was left out, draw some only, and stop a scan when full', async () => {
    const { page } = await arriveAs('city1.clerk', '/posts/issue', zh);
    await paste(page, 0, 'paper', people(linesMax + 200));
    await notes(page).getByText('有 200 行放不下，未录入').waitFor();
    await notes(page).getByText(`人${linesMax}`).waitFor();
    const table = page.getByRole('table');
    expect(await table.getAttribute('aria-rowcount')).toBe(String(linesMax + 1));
    expect(await table.locator('input').count()).toBeLessThan(linesMax);
    await page.getByText('名册已满').scrollIntoViewIfNeeded();
    const last = cell(page, linesMax - 1, 'paper');
    await last.focus();
    const before = await last.inputValue();
    await page.keyboard.press('Enter');
    await page.keyboard.type('A000009999');
    expect(await last.inputValue()).toBe(before);
    expect(await page.locator(':focus').innerText()).toContain('名册已满');
  });

  it('go on by Enter into lines that were not drawn yet', async () => {
    const { page } = await arriveAs('city1.clerk', '/posts/issue', en);
    await paste(page, 0, 'paper', people(200));
    await cell(page, 35, 'name').focus();
    for (let row = 35; row < 90; row += 1) {
      await cell(page, row, 'name').and(page.locator(':focus')).waitFor();
      await page.keyboard.press('Enter');
    }
    await cell(page, 90, 'name').and(page.locator(':focus')).waitFor();
    expect(await cell(page, 90, 'name').inputValue()).toBe('人90');
  });

  it('are fixed while they are under way, and while nobody said whether they are recorded', async () => {
    const visitor = await arriveAs('city1.clerk', '/posts/issue', en);
    const { page } = visitor;
    await fillRoster(page, clickInEnglish, { reference: '黔鉴名〔2013〕077', level: /^Level 5/ });
    const row = `${serialOf(5, 245)}\t${certificateOf(377)}\t王芳\t护照\tE20000001`;
    await paste(page, 0, 'paper', row);
    const fixed = async () => {
      await page.locator('#line-0-name:disabled').waitFor();
      expect(await page.locator('.cell:enabled, .line-remove:enabled').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Add a line' }).isDisabled()).toBe(true);
    };
    const letChecked = await heldBack(page, '**/issues?dryRun=true');
    await page.getByRole('button', { name: 'Check' }).click();
    await fixed();
    letChecked();
    await verdict(page).waitFor();
    expect(await cell(page, 0, 'name').isEnabled()).toBe(true);
    await page.route('**/issues', (route) => route.abort());
    await post(page, keysInEnglish);
    await faults(page).waitFor();
    await fixed();
    await page.getByRole('button', { name: 'Change it first' }).click();
    await page.locator('#line-0-name:enabled').waitFor();
    visitor.forgive(/ERR_FAILED/);
  });

  it('and the stock of the desk are each one landmark', async () => {
    const { page } = await arriveAs('city1.clerk', '/posts/issue', en);
    await cell(page, 0, 'paper').waitFor();
    expect(await page.getByRole('region', { name: 'People' }).count()).toBe(1);
    await page.goto(new URL('/desk', page.url()).href);
    await page.locator('.desk-stock').waitFor();
    expect(await page.getByRole('region', { name: 'Stock', exact: true }).count()).toBe(1);
  });
});

describe('[C13] a count', () => {
  it('reads the scanner, and tells who had last what differs', async () => {
    const clerk = await arriveAs('city4.clerk', '/posts/count', en);
    const { page } = clerk;
    await page.getByText('Counting began').waitFor();
    for (const level of [5, 4, 3, 2]) {
      await tabTo(page, page.getByRole('checkbox', { name: `Level ${level}` }));
      await page.keyboard.press('Space');
    }
    await tabTo(page, page.locator('#ranges'));
    for (let ordinal = 47; ordinal < 54; ordinal += 1) await clerk.scan(serialOf(1, ordinal));
    await clerk.scan(serialOf(1, 400));
    await page.getByText('Read: 2 ranges, 8 in all').waitFor();
    await typeAt(page, 'countedBy_0', '吴桂兰');
    await typeAt(page, 'countedBy_1', '吴桂兰');
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await page.locator('#ranges').inputValue()).toContain(serialOf(1, 400));
    await typeAt(page, 'countedBy_1', '杨秀珍');
    await goOn(page, keysInEnglish);
    const lines = outcome(page).locator('.differences-found li');
    // The name of a centre may come a moment after its code.
    await lines.getByText(/In the book: in stock · last: consignment received, .*安顺市/).waitFor();
    const [missing, unexpected] = await lines.allInnerTexts();
    expect(missing).toContain(serialOf(1, 54));
    expect(missing).toContain(' · posted by 安顺市经办人');
    expect(unexpected).toContain(serialOf(1, 400));
    expect(unexpected).toMatch(/nothing of it · last: blanks registered, .* · posted by 李建华/);
    await clerk.picture('counted-en-GB-1440');
    const position = await positionOn(page);
    const counts = await readAs<{ items: { missing: object[] }[] }>(
      'city4.lead',
      `centres/${anshun}/stock-counts`,
      position,
    );
    expect(counts.items[0].missing).toMatchObject([{ from: serialOf(1, 54), to: serialOf(1, 54) }]);
    await tabTo(page, page.getByRole('link', { name: 'Report them missing' }));
    await page.keyboard.press('Enter');
    await page.locator('#circumstances').waitFor();
  });

  it('reads a .csv, says which row is wrong, and takes it once it is mended', async () => {
    const way = clickInChinese;
    const habits = { ...way, expectedStatuses: [400, 422] };
    const clerk = await arriveAs('city4.clerk', '/posts/count', habits);
    const { page } = clerk;
    await page.getByText('盘点自第').waitFor();
    for (const level of ['五级 初级', '四级 中级', '三级 高级', '二级 技师']) {
      await way.toggle(page.getByLabel(level, { exact: true }));
    }
    await way.turn(page.getByLabel('上传文件'));
    const attachRows = (...rows: string[]) => {
      const buffer = Buffer.from(['起号,止号,状态', ...rows].join('\r\n'));
      const file = { name: '盘点.csv', mimeType: 'text/csv', buffer };
      return attach(way, page.locator('#file'), file);
    };
    const good = `${serialOf(1, 47)},${serialOf(1, 50)},在库`;
    await attachRows(good, `E-51,${serialOf(1, 54)},在库`);
    await way.fill(page.locator('#countedBy_0'), '吴桂兰');
    await way.fill(page.locator('#countedBy_1'), '杨秀珍');
    await tryOut(page, way);
    await faults(page).getByText('3').first().waitFor();
    expect(await page.locator('#countedBy_1').inputValue()).toBe('杨秀珍');
    await clerk.picture('count-file-refused-zh-CN-1440');
    const elsewhere = seeded.inGuiyangStock;
    const single = (serial: string) => `${serial},${serial},在库`;
    await attachRows(good, single(serialOf(1, 51)), single(elsewhere));
    await goOn(page, way);
    const told = await outcome(page).innerText();
    expect(told).toContain('账实不符');
    expect(told).toContain(`${serialOf(1, 52)} – ${serialOf(1, 54)}`);
    expect(told).toContain('最后一笔：签收入库');
    expect(told).toMatch(new RegExp(`实物有、账上在别处[\\s\\S]*${elsewhere}`));
    await clerk.picture('counted-zh-CN-1440');
  });

  it('reads an .xlsx, and agrees when the safe does', async () => {
    const { page: journal } = await arriveAs(
      'city5.clerk',
      `/journal/${bijie}?event=BlanksReceived`,
      zh,
    );
    await journal.locator('.journal-line').first().waitFor();
    const [received] = await Promise.all([
      journal.waitForEvent('download'),
      journal.getByRole('button', { name: 'XLSX 文件' }).click(),
    ]);
    const clerk = await arriveAs('city5.clerk', '/posts/count', en);
    const { page } = clerk;
    await page.getByText('Counting began').waitFor();
    await page.getByLabel('comes as a file').check();
    await page.locator('#file').setInputFiles({
      name: 'count.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: readFileSync(await received.path()),
    });
    await page.locator('#countedBy_0').fill('吴桂兰');
    await page.locator('#countedBy_1').fill('杨秀珍');
    await goOn(page, keysInEnglish);
    await outcome(page).getByText('The safe agrees with the book').waitFor();
    const counts = await readAs<{ items: object[] }>(
      'city5.lead',
      `centres/${bijie}/stock-counts`,
      await positionOn(page),
    );
    expect(counts.items[0]).toMatchObject({ missing: [], unexpected: [] });
  });
});

it.each([
  [zh, 1280],
  [zh, 390],
  [en, 1280],
  [en, 390],
])('the lines of a roster with marks bar nobody (%j, %d px)', async ({ locale }, width) => {
  const visitor = await arriveAs('city1.clerk', '/posts/issue', { locale, width });
  const { page } = visitor;
  await paste(page, 0, 'paper', `A1\t1\t王芳\t军官证\tE1\t女\n${people(linesMax + 1)}`);
  await notes(page).getByRole('alert').nth(2).waitFor();
  expect(await lookOn(visitor, 'roster-notes', `${locale}-${width}`)).toEqual([]);
});
