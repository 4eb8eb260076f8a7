/** Vouchers while blanks run short, from the declaration to the certificate, in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { certificateOf, daysAgo, guiyang, serialOf } from './office';
import {
  atField,
  check,
  faults,
  goOnByClick,
  goOnByKeyboard,
  outcome,
  tabTo,
  turnTo,
  typeAt,
  verdict,
} from './posting';
import type { Visitor } from './visitor';
import { look, visits } from './visits';

const { arriveAs, postAs } = visits();

const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };
const occupation = { name: '车工' };
const station = '52011001';
const province = '52000001';

/** Of the year of that signing. */
const numberOf = (level: 2 | 3 | 4, sequence: number, signedOn = daysAgo(6)): string =>
  signedOn.slice(2, 4) +
  certificateOf(sequence)
    .slice(2)
    .replace(/5(\d{5})$/, `${level}$1`);
const voucherOf = (ordinal: number): string => `${guiyang}PZ${String(ordinal).padStart(6, '0')}`;

interface Roster {
  readonly reference: string;
  readonly signedOn: string;
  readonly passed: number;
}

const rosterOf = (reference: string, signedOn = daysAgo(6)): Roster => ({
  reference: `黔鉴名〔2013〕${reference}`,
  signedOn,
  passed: 2,
});

/** One voucher of level 4, for a passport of that number. */
function give(roster: Roster, ordinal: number, name: string) {
  const line = {
    voucherNumber: voucherOf(ordinal),
    certificateNumber: numberOf(4, ordinal, roster.signedOn),
    holder: { name, document: { type: 'passport', number: `E${70_000_000 + ordinal}` } },
  };
  return postAs('city1.clerk', `centres/${guiyang}/vouchers`, {
    ...{ roster, level: 4, occupation, station, lines: [line], occurredOn: daysAgo(0) },
  });
}

/** The head of a roster, by the keyboard alone; a day is put in whole, as its form is the browser's. */
async function typeRoster(page: Page, roster: Roster, level: RegExp): Promise<void> {
  await typeAt(page, 'roster_reference', roster.reference);
  await tabTo(page, page.locator('#roster_signedOn'));
  await page.locator('#roster_signedOn').fill(roster.signedOn);
  await typeAt(page, 'roster_passed', String(roster.passed));
  const levels = page.locator('.level-choice');
  await turnTo(page, levels.getByRole('radio').first(), levels.getByRole('radio', { name: level }));
  await typeAt(page, 'occupation_name', occupation.name);
  await typeAt(page, 'station', station);
  await page.keyboard.press('Enter');
}

interface Person {
  readonly paper: string;
  readonly number: string;
  readonly name: string;
  readonly passport: string;
}

async function typePerson(page: Page, { paper, number, name, passport }: Person): Promise<void> {
  await typeAt(page, 'line-0-paper', paper);
  await typeAt(page, 'line-0-certificateNumber', number);
  await typeAt(page, 'line-0-name', name);
  await tabTo(page, page.locator('#line-0-documentType'));
  await page.keyboard.press('ArrowDown');
  await typeAt(page, 'line-0-documentNumber', passport);
}

/** What the ledger says of a voucher. */
async function traced(visitor: Visitor, voucher: string, wanted: string): Promise<string> {
  await visitor.go(`/trace/${voucher}`);
  return visitor.textWith(wanted);
}

/** What stands at the choice of a level after a check. */
const atLevel = (page: Page) =>
  page
    .locator('.ant-form-item', { has: page.locator('.level-choice') })
    .locator('.ant-form-item-explain');
const boxOf = (page: Page, level: RegExp) => page.getByRole('checkbox', { name: level });

async function tickByKeyboard(page: Page, level: RegExp): Promise<void> {
  await tabTo(page, boxOf(page, level));
  await page.keyboard.press('Space');
}

beforeAll(async () => {
  await postAs('guizhou.lead', `centres/${province}/shortages`, {
    levels: [4],
    occurredOn: daysAgo(0),
  });
});

describe('[V1] a shortage', () => {
  it('is declared, and vouchers are given from then on, by the keyboard alone', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/vouchers', en);
    const { page } = clerk;
    await page.locator('#roster_reference').waitFor();
    await typeRoster(page, rosterOf('041'), /^Level 3/);
    const paper = voucherOf(1);
    const number = numberOf(3, 1);
    await typePerson(page, { paper, number, name: '田野', passport: 'E70000001' });
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await atLevel(page).innerText()).toContain('no shortage');
    expect(await page.locator('#line-0-name').inputValue()).toBe('田野');

    const lead = await arriveAs('guizhou.lead', '/posts/shortage', zh);
    await lead.page.getByText('本中心现已宣布缺证').waitFor();
    await tickByKeyboard(lead.page, /四级/);
    await tickByKeyboard(lead.page, /三级/);
    await lead.page.keyboard.press('Control+Enter');
    await faults(lead.page).waitFor();
    expect(await atField(lead.page, 'levels').innerText()).toContain('已宣布');
    await tickByKeyboard(lead.page, /四级/);
    await goOnByKeyboard(lead.page);
    await lead.picture('shortage-declared-zh-CN-1440');

    await page.keyboard.press('Control+Enter');
    await verdict(page).getByText('Please look at this first').waitFor();
    await page.keyboard.press('Enter');
    await outcome(page).waitFor();
    await traced(clerk, paper, 'In force');
  });

  it('is ended, and no voucher is given any more', async () => {
    const level = { levels: [2], occurredOn: daysAgo(0) };
    await postAs('guizhou.lead', `centres/${province}/shortages`, level);
    const lead = await arriveAs('guizhou.lead', '/posts/shortage-end', en);
    await lead.page.getByText(/Declared by your centre now: .*Level 2/).waitFor();
    await boxOf(lead.page, /^Level 1/).check();
    await check(lead.page).click();
    await faults(lead.page).waitFor();
    expect(await atField(lead.page, 'levels').innerText()).toContain('no shortage');
    await boxOf(lead.page, /^Level 1/).uncheck();
    await boxOf(lead.page, /^Level 2/).check();
    await goOnByClick(lead.page);

    const clerk = await arriveAs('city1.clerk', '/posts/vouchers', zh);
    const { page } = clerk;
    await page.locator('#roster_reference').waitFor();
    await typeRoster(page, rosterOf('040'), /^二级/);
    const person = {
      paper: voucherOf(2),
      number: numberOf(2, 2),
      name: '田野',
      passport: 'E70000002',
    };
    await typePerson(page, person);
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await atLevel(page).innerText()).toContain('缺');
    expect(await page.locator('#line-0-paper').inputValue()).toBe(voucherOf(2));
  });
});

it('[V1] gives vouchers from a roster file, row by row', async () => {
  const clerk = await arriveAs('city1.clerk', '/posts/voucher-roster', zh);
  const { page } = clerk;
  await page.locator('#file').waitFor();
  const row = (ordinal: number, voucher: string, name: string) =>
    `${voucher},${numberOf(4, ordinal)},${name},护照,E${70_000_000 + ordinal}`;
  await page.locator('#file').setInputFiles({
    name: 'vouchers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        '凭证编号,证书编码,姓名,证件类型,身份证号',
        row(11, voucherOf(11), '赵敏'),
        row(12, '52020001PZ000012', '钱进'),
      ].join('\r\n'),
    ),
  });
  await typeRoster(page, rosterOf('042'), /^四级/);
  await page.getByRole('button', { name: '检查文件' }).click();
  await page.getByText('1 行可以记录').waitFor();
  expect(await page.locator('.refused-rows').innerText()).toContain('52020001PZ000012');
  await clerk.picture('voucher-roster-preview-zh-CN-1440');
  await page.getByRole('button', { name: /^记录 1 行/ }).click();
  await page.getByRole('heading', { name: '完成' }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /CSV/ }).click();
  const refused = readFileSync(await (await download).path(), 'utf8');
  expect(refused).toContain('钱进');
  expect(refused).not.toContain('赵敏');
  await page.getByRole('link', { name: '成绩合格凭证', exact: true }).click();
  await page.locator('.voucher', { hasText: voucherOf(11) }).waitFor();
  expect(await page.locator('.voucher', { hasText: '52020001PZ000012' }).count()).toBe(0);
});

it('[V6] replaces a lost voucher after its notice, by the keyboard alone', async () => {
  await give(rosterOf('043'), 21, '周杰');
  const clerk = await arriveAs('city1.clerk', '/vouchers', en);
  const { page } = clerk;
  const line = page.locator('.voucher', { hasText: voucherOf(21) });
  await tabTo(page, line.getByRole('link', { name: 'Replace' }));
  await page.keyboard.press('Enter');
  await page.locator('#replacementNumber').waitFor();
  expect(await page.locator('#voucher').inputValue()).toBe(voucherOf(21));
  await tabTo(page, page.locator('#replacementNumber'));
  await clerk.scan('52020001PZ000022');
  await page.keyboard.type('贵州日报');
  await tabTo(page, page.locator('#lossNotice_publishedOn'));
  await page.locator('#lossNotice_publishedOn').fill(daysAgo(2));
  await page.keyboard.press('Control+Enter');
  await faults(page).waitFor();
  expect(await atField(page, 'replacementNumber').innerText()).toContain(guiyang);
  expect(await page.locator('#lossNotice_newspaper').inputValue()).toBe('贵州日报');
  await typeAt(page, 'replacementNumber', voucherOf(22));
  await goOnByKeyboard(page);
  expect(await traced(clerk, voucherOf(21), 'Lost and replaced')).toContain(voucherOf(22));
  expect(await traced(clerk, voucherOf(22), 'In force')).toContain('贵州日报');
  await clerk.go('/posts/voucher-replace');
  await typeAt(page, 'voucher', voucherOf(21));
  await typeAt(page, 'replacementNumber', voucherOf(23));
  await typeAt(page, 'lossNotice_newspaper', '贵州日报');
  await tabTo(page, page.locator('#lossNotice_publishedOn'));
  await page.locator('#lossNotice_publishedOn').fill(daysAgo(2));
  await page.keyboard.press('Control+Enter');
  await faults(page).waitFor();
  expect(await atField(page, 'voucher').innerText()).toContain(voucherOf(21));
});

it('[V4] [V6] voids a wrong voucher, whose certificate number may be used again', async () => {
  await give(rosterOf('044'), 31, '错名');
  const habits = { ...zh, expectedStatuses: [404] };
  const clerk = await arriveAs('city1.clerk', '/posts/voucher-void', habits);
  const { page } = clerk;
  await page.locator('#voucher').fill(voucherOf(39));
  await page.locator('#reason').fill('姓名有误');
  await check(page).click();
  await faults(page).waitFor();
  expect(await atField(page, 'voucher').innerText()).toContain('没有此凭证编号');
  expect(await page.locator('#reason').inputValue()).toBe('姓名有误');
  await page.locator('#voucher').fill(voucherOf(31));
  await goOnByClick(page);
  expect(await traced(clerk, voucherOf(31), '声明作废')).toContain('姓名有误');

  await clerk.go('/posts/vouchers');
  await page.locator('#roster_reference').waitFor();
  await typeRoster(page, rosterOf('044'), /^四级/);
  const right = {
    paper: voucherOf(32),
    number: numberOf(4, 31),
    name: '正名',
    passport: 'E70000031',
  };
  await typePerson(page, right);
  await goOnByKeyboard(page);
  await traced(clerk, voucherOf(32), '有效');
});

it('[V3] lists the vouchers that expire soon, and the desk leads there', async () => {
  await give(rosterOf('045', daysAgo(345)), 41, '将满');
  await give(rosterOf('046'), 42, '尚早');
  const clerk = await arriveAs('city1.clerk', '/desk', en);
  const { page } = clerk;
  const task = page.getByRole('link', { name: /voucher/i }).filter({ hasText: /expire/ });
  await tabTo(page, task);
  await page.keyboard.press('Enter');
  await page.locator('.voucher', { hasText: voucherOf(41) }).waitFor();
  expect(await page.locator('.voucher', { hasText: voucherOf(42) }).count()).toBe(0);
  await clerk.picture('vouchers-expiring-en-GB-1440');
  const statuses = page.getByRole('radiogroup', { name: 'Status' });
  const expiring = statuses.getByRole('radio', { name: 'Expiring within 30 days' });
  const inForce = statuses.getByRole('radio', { name: 'In force' });
  await tabTo(page, expiring);
  await page.keyboard.press('ArrowLeft');
  await page.locator('.voucher', { hasText: voucherOf(42) }).waitFor();
  expect(await inForce.isChecked()).toBe(true);
});

it('[V2] [V5] supersedes a voucher by the certificate, which must say the same', async () => {
  const roster = rosterOf('047');
  await give(roster, 51, '郑重');
  const clerk = await arriveAs('city1.clerk', '/posts/issue', zh);
  const { page } = clerk;
  await page.locator('#roster_reference').waitFor();
  await typeRoster(page, roster, /^四级/);
  const paper = serialOf(4, 300);
  const person = { paper, number: numberOf(4, 51), name: '郑众', passport: 'E70000051' };
  await typePerson(page, person);
  await page.keyboard.press('Control+Enter');
  await faults(page).waitFor();
  expect(await page.locator('#line-0-findings').innerText()).toContain(voucherOf(51));
  expect(await page.locator('#line-0-paper').inputValue()).toBe(paper);
  await typeAt(page, 'line-0-name', '郑重');
  await page.keyboard.press('Control+Enter');
  await verdict(page).waitFor();
  await page.keyboard.press('Enter');
  await outcome(page).waitFor();
  await traced(clerk, voucherOf(51), '已换发证书');
  await clerk.go('/vouchers?status=superseded');
  const line = page.locator('.voucher', { hasText: voucherOf(51) });
  await tabTo(page, line.getByRole('link', { name: numberOf(4, 51) }));
  await page.keyboard.press('Enter');
  await page.locator('.papers', { hasText: paper }).waitFor();
  await clerk.go(`/trace/${paper}`);
  await page.locator('.traced .badge', { hasText: '已颁发' }).waitFor();
});

describe.each([1280, 390])('at %d pixels', (width) => {
  const ofCity = [
    ['vouchers', '/posts/vouchers', '.lines'],
    ['voucher-roster', '/posts/voucher-roster', '#file'],
    ['voucher-replace', '/posts/voucher-replace', '#voucher'],
    ['voucher-void', '/posts/voucher-void', '#voucher'],
    ['vouchers-list', '/vouchers?status=in-force', '.voucher, .list-none'],
  ] as const;
  const ofProvince = [
    ['shortage', '/posts/shortage', '#levels'],
    ['shortage-end', '/posts/shortage-end', '#levels'],
  ] as const;

  it.each(['zh-CN', 'en-GB'])('every page can be read in %s, without barriers', async (locale) => {
    const habits = { locale, width };
    const city = await arriveAs('city1.clerk', '/desk', habits);
    await city.page.locator('.desk-stock').waitFor();
    const province = await arriveAs('guizhou.lead', '/desk', habits);
    await province.page.locator('.desk-stock').waitFor();
    expect(await look(city, ofCity, `${locale}-${width}`)).toEqual([]);
    expect(await look(province, ofProvince, `${locale}-${width}`)).toEqual([]);
  });
});
