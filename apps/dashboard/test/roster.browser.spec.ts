/** The lines of a roster by hand and from a spreadsheet, and what neighbours them, in a real browser. */
import type { Page } from 'playwright-core';
import { certificateOf, guiyang, serialOf } from './office';
import { faults, fillRoster, verdict } from './posting';
import { visits } from './visits';

const { arriveAs, postAs } = visits();

const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };
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
    const { page, complaints } = await arriveAs('city1.clerk', '/posts/issue', en);
    await page.locator('#roster_reference').waitFor();
    await fillRoster(page, { reference: '黔鉴名〔2013〕077', level: 'Level 5 junior' });
    const row = `${serialOf(5, 245)}\t${certificateOf(301)}\t王芳\t护照\tE20000001`;
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
    await page.keyboard.press('Enter');
    await faults(page).waitFor();
    await fixed();
    await page.getByRole('button', { name: 'Change it first' }).click();
    await page.locator('#line-0-name:enabled').waitFor();
    const others = complaints.filter((complaint) => !complaint.includes('ERR_FAILED'));
    complaints.splice(0, complaints.length, ...others);
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

describe('what is not for everybody', () => {
  it.each([
    ['/posts/register', 'Only the top centre posts this'],
    ['/posts/reverse-registration', 'Only the top centre posts this'],
    ['/posts/shortage', 'Only supervisors of a province'],
  ])('%s is no form for the clerk of a city', async (path, words) => {
    const { page } = await arriveAs('city1.clerk', path, en);
    await page.getByText(words).waitFor();
    expect(await page.locator('.post-form').count()).toBe(0);
  });

  it('is a form for whom it is for', async () => {
    const { page } = await arriveAs('ministry.clerk', '/posts/register', en);
    await page.locator('.post-form').waitFor();
    const lead = await arriveAs('guizhou.lead', '/posts/shortage', en);
    await lead.page.locator('.post-form').waitFor();
  });
});

describe('the dialog of shortcuts', () => {
  it('gives the focus back to where it was', async () => {
    const { page } = await arriveAs('city1.clerk', '/desk', en);
    const opener = page.getByRole('button', { name: 'Keyboard shortcuts' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await opener.and(page.locator(':focus')).waitFor();
  });
});

describe('a proposal that is withdrawn while somebody refuses it', () => {
  it('stays with what was typed, and tells who withdrew it', async () => {
    const serial = serialOf(4, 21);
    const { proposal } = await postAs('city1.clerk', `centres/${guiyang}/losses`, {
      ranges: [{ from: serial, to: serial }],
      circumstances: '盘点时未见',
      occurredOn: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(),
    });
    const { page } = await arriveAs('city1.lead', '/proposals', en);
    const card = page.locator('.proposal', { hasText: serial });
    await card.getByRole('button', { name: 'Refuse' }).click();
    await card.getByRole('textbox').fill('It lies in the second drawer');
    await postAs('city1.clerk', `proposals/${proposal}/refusal`, { reason: '找到了' });
    await card.getByText('It no longer waits for a decision').waitFor();
    await card.getByText(/Withdrawn by .*经办人/).waitFor();
    expect(await card.getByRole('textbox').inputValue()).toBe('It lies in the second drawer');
    await card.getByRole('button', { name: 'Put away' }).click();
    await card.waitFor({ state: 'detached' });
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
  await visitor.settle();
  await visitor.picture(`roster-notes-${locale}-${width}`);
  expect(await visitor.overflowPx()).toBeLessThanOrEqual(0);
  expect(await visitor.barriers()).toEqual([]);
});
