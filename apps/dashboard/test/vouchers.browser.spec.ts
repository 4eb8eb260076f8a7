/** Vouchers while blanks run short, from the declaration to the certificate, in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { attach, beside, keysInChinese, pressFor, ways } from './hands';
import { certificateOf, daysAgo, guiyang, serialOf } from './office';
import {
  atField,
  faults,
  fillFields,
  fillPerson,
  fillRoster,
  goOn,
  outcome,
  record,
  tryOut,
  verdict,
} from './posting';
import type { Visitor } from './visitor';
import { look, visits } from './visits';

const { arriveAs, postAs } = visits();

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

interface Signed {
  readonly reference: string;
  readonly signedOn: string;
  readonly passed: number;
}

const rosterOf = (reference: string, signedOn = daysAgo(6)): Signed => ({
  reference: `黔鉴名〔2013〕${reference}`,
  signedOn,
  passed: 2,
});

/** One voucher of level 4, for a passport of that number. */
function give(roster: Signed, ordinal: number, name: string) {
  const line = {
    voucherNumber: voucherOf(ordinal),
    certificateNumber: numberOf(4, ordinal, roster.signedOn),
    holder: { name, document: { type: 'passport', number: `E${70_000_000 + ordinal}` } },
  };
  return postAs('city1.clerk', `centres/${guiyang}/vouchers`, {
    ...{ roster, level: 4, occupation, station, lines: [line], occurredOn: daysAgo(0) },
  });
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
const voucherLine = (page: Page, voucher: string) => page.locator('.voucher', { hasText: voucher });

beforeAll(async () => {
  await postAs('guizhou.lead', `centres/${province}/shortages`, {
    levels: [4],
    occurredOn: daysAgo(0),
  });
});

/** In order: the shortage that the first declares is ended by the second. */
describe.each(ways)('[V1] a shortage, $name', (way) => {
  const { say, run } = way;
  const level = ([3, 2] as const)[run];
  const levelName = say(/^三级/, /^Level 2/);
  const personOf = (ordinal: number) => ({
    paper: voucherOf(ordinal),
    number: numberOf(level, ordinal),
    name: '田野',
    passport: `E7000000${ordinal}`,
  });

  it('is declared; from then on vouchers are given, and printed', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/vouchers', way);
    const { page } = clerk;
    const person = personOf(1 + run);
    await fillRoster(page, way, { ...rosterOf(`04${run}`), level: levelName });
    await fillPerson(page, way, person);
    await tryOut(page, way);
    await faults(page).waitFor();
    await atLevel(page).getByText(say('短缺', 'no shortage')).waitFor();
    expect(await page.locator('#line-0-name').inputValue()).toBe('田野');

    const second = beside(way);
    const lead = await arriveAs('guizhou.lead', '/posts/shortage', second);
    const now = second.say('本中心现已宣布缺证', 'Declared by your centre now');
    await lead.page.getByText(now).waitFor();
    const declared = boxOf(lead.page, second.say(/四级/, /^Level 4/));
    await second.toggle(declared);
    await second.toggle(boxOf(lead.page, second.say(/二级/, /^Level 3/)));
    await tryOut(lead.page, second);
    await faults(lead.page).waitFor();
    const told = second.say('已宣布', 'already');
    await atField(lead.page, 'levels').getByText(told).waitFor();
    await second.toggle(declared);
    await goOn(lead.page, second);
    await lead.picture(`shortage-declared-${second.locale}-1440`);

    await tryOut(page, way);
    // The centre still holds blanks of the level.
    await verdict(page).getByText(say('请先留意', 'Please look at this first')).first().waitFor();
    await record(page, way);
    const toVouchers = { name: say('成绩合格凭证', 'Vouchers'), exact: true };
    await way.press(outcome(page).getByRole('link', toVouchers));
    const line = voucherLine(page, person.paper);
    const print = line.getByRole('button', { name: say('打印', 'Print') });
    const paper = await pressFor(way, print, 'popup');
    await paper.getByText(person.paper).first().waitFor();
    await traced(clerk, person.paper, say('有效', 'In force'));
    await clerk.go('/desk');
    const onDesk = say(/已宣布缺证：.*三级/, /Shortage declared: .*Level 2/);
    await page.getByText(onDesk).waitFor();
  });

  it('is ended, and no voucher is given any more', async () => {
    const second = beside(way);
    const lead = await arriveAs('guizhou.lead', '/posts/shortage-end', second);
    const now = second.say(/本中心现已宣布缺证：.*二级/, /Declared by your centre now: .*Level 3/);
    await lead.page.getByText(now).waitFor();
    const undeclared = boxOf(lead.page, second.say(/^一级/, /^Level 1/));
    await second.toggle(undeclared);
    await tryOut(lead.page, second);
    await faults(lead.page).waitFor();
    const told = second.say('短缺', 'no shortage');
    await atField(lead.page, 'levels').getByText(told).waitFor();
    await second.toggle(undeclared);
    await second.toggle(boxOf(lead.page, second.say(/二级/, /^Level 3/)));
    await goOn(lead.page, second);

    const { page } = await arriveAs('city1.clerk', '/posts/vouchers', way);
    const person = personOf(3 + run);
    await fillRoster(page, way, { ...rosterOf(`04${run}`), level: levelName });
    await fillPerson(page, way, person);
    await tryOut(page, way);
    await faults(page).waitFor();
    await atLevel(page).getByText(say('短缺', 'no shortage')).waitFor();
    expect(await page.locator('#line-0-paper').inputValue()).toBe(person.paper);
  });
});

it.each(ways)('[V1] gives vouchers from a roster file, row by row, $name', async (way) => {
  const { say, run } = way;
  const [given, other] = [11, 12].map((ordinal) => ordinal + 2 * run);
  const elsewhere = `52020001PZ0000${other}`;
  const clerk = await arriveAs('city1.clerk', '/posts/voucher-roster', way);
  const { page } = clerk;
  await page.locator('#file').waitFor();
  const row = (ordinal: number, voucher: string, name: string) =>
    `${voucher},${numberOf(4, ordinal)},${name},护照,E${70_000_000 + ordinal}`;
  const rows = [
    '凭证编号,证书编码,姓名,证件类型,身份证号',
    row(given, voucherOf(given), '赵敏'),
    row(other, elsewhere, '钱进'),
  ];
  const buffer = Buffer.from(rows.join('\r\n'));
  await attach(way, page.locator('#file'), { name: '凭证.csv', mimeType: 'text/csv', buffer });
  await fillRoster(page, way, { ...rosterOf(`05${run}`), level: say(/^四级/, /^Level 4/) });
  await way.press(page.getByRole('button', { name: say('检查文件', 'Check the file') }));
  await page.getByText(say('1 行可以记录', '1 row can be recorded')).waitFor();
  await page.locator('.refused-rows').getByText(elsewhere).waitFor();
  await clerk.picture(`voucher-roster-preview-${way.locale}-1440`);
  await way.press(page.getByRole('button', { name: say('记录 1 行', 'Record 1 row') }));
  // The focus goes there when all rows are done.
  const done = page.getByRole('heading', { name: say('已完成', 'Done') });
  await done.and(page.locator(':focus')).waitFor();
  const download = await pressFor(way, page.getByRole('button', { name: /CSV/ }), 'download');
  const refused = readFileSync(await download.path(), 'utf8');
  expect(refused).toContain('钱进');
  expect(refused).not.toContain('赵敏');
  const toVouchers = { name: say('成绩合格凭证', 'Vouchers'), exact: true };
  await way.press(page.getByRole('link', toVouchers));
  await voucherLine(page, voucherOf(given)).waitFor();
  expect(await voucherLine(page, elsewhere).count()).toBe(0);
});

it.each(ways)('[V6] replaces a lost voucher after its notice, $name', async (way) => {
  const { say, run } = way;
  const [old, next] = [21, 22].map((ordinal) => voucherOf(ordinal + 4 * run));
  await give(rosterOf('043'), 21 + 4 * run, '周杰');
  const clerk = await arriveAs('city1.clerk', '/vouchers', way);
  const { page } = clerk;
  await way.press(voucherLine(page, old).getByRole('link', { name: say('补发', 'Replace') }));
  await page.locator('#replacementNumber').waitFor();
  expect(await page.locator('#voucher').inputValue()).toBe(old);
  await way.goTo(page.locator('#replacementNumber'));
  // Enter goes on to the next field, as after a scan.
  await clerk.scan('52020001PZ000022');
  await page.locator('#lossNotice_newspaper').and(page.locator(':focus')).waitFor();
  const notice = { lossNotice_newspaper: '贵州日报', lossNotice_publishedOn: daysAgo(2) };
  await fillFields(page, way, notice);
  await tryOut(page, way);
  await faults(page).waitFor();
  await atField(page, 'replacementNumber').getByText(guiyang).waitFor();
  expect(await page.locator('#lossNotice_newspaper').inputValue()).toBe('贵州日报');
  await fillFields(page, way, { replacementNumber: next });
  await goOn(page, way);
  expect(await traced(clerk, old, say('遗失，补发为', 'Lost and replaced'))).toContain(next);
  expect(await traced(clerk, next, say('有效', 'In force'))).toContain('贵州日报');
  await clerk.go('/posts/voucher-replace');
  const again = { voucher: old, replacementNumber: voucherOf(23 + 4 * run), ...notice };
  await fillFields(page, way, again);
  await tryOut(page, way);
  await faults(page).waitFor();
  await atField(page, 'voucher').getByText(old).waitFor();
});

it.each(ways)('[V4] [V6] voids a wrong voucher, whose number is free again, $name', async (way) => {
  const { say, run } = way;
  const [wrong, right] = [31, 32].map((ordinal) => voucherOf(ordinal + 4 * run));
  const ordinal = 31 + 4 * run;
  await give(rosterOf('044'), ordinal, '错名');
  const habits = { ...way, expectedStatuses: [404] };
  const clerk = await arriveAs('city1.clerk', '/posts/voucher-void', habits);
  const { page } = clerk;
  await fillFields(page, way, { voucher: voucherOf(39), reason: '姓名有误' });
  await tryOut(page, way);
  await faults(page).waitFor();
  const told = say('没有此凭证编号', 'No voucher has this number');
  await atField(page, 'voucher').getByText(told).waitFor();
  expect(await page.locator('#reason').inputValue()).toBe('姓名有误');
  await fillFields(page, way, { voucher: wrong });
  await goOn(page, way);
  expect(await traced(clerk, wrong, say('声明作废', 'Declared void'))).toContain('姓名有误');

  await clerk.go('/posts/vouchers');
  await fillRoster(page, way, { ...rosterOf('044'), level: say(/^四级/, /^Level 4/) });
  await fillPerson(page, way, {
    paper: right,
    number: numberOf(4, ordinal),
    name: '正名',
    passport: `E${70_000_000 + ordinal}`,
  });
  await goOn(page, way);
  await traced(clerk, right, say('有效', 'In force'));
});

describe('[V3] vouchers that expire soon', () => {
  beforeAll(async () => {
    await give(rosterOf('045', daysAgo(345)), 41, '将满');
    await give(rosterOf('046'), 42, '尚早');
  });

  it.each(ways)('are listed, and the desk leads there, $name', async (way) => {
    const { say } = way;
    const clerk = await arriveAs('city1.clerk', '/desk', way);
    const { page } = clerk;
    const task = page.getByRole('link', { name: say(/1 份凭证 30 天内到期/, /1 voucher expires/) });
    await way.press(task);
    await voucherLine(page, voucherOf(41)).waitFor();
    expect(await voucherLine(page, voucherOf(42)).count()).toBe(0);
    await clerk.picture(`vouchers-expiring-${way.locale}-1440`);
    await way.turn(page.getByRole('radio', { name: say('有效', 'In force'), exact: true }));
    await voucherLine(page, voucherOf(42)).waitFor();
  });
});

it('[V2] [V5] supersedes a voucher by the certificate, which must say the same', async () => {
  const roster = rosterOf('047');
  await give(roster, 51, '郑重');
  const way = keysInChinese;
  const clerk = await arriveAs('city1.clerk', '/posts/issue', way);
  const { page } = clerk;
  await fillRoster(page, way, { ...roster, level: /^四级/ });
  const paper = serialOf(4, 300);
  const person = { paper, number: numberOf(4, 51), name: '郑众', passport: 'E70000051' };
  await fillPerson(page, way, person);
  await tryOut(page, way);
  await faults(page).waitFor();
  expect(await page.locator('#line-0-findings').innerText()).toContain(voucherOf(51));
  expect(await page.locator('#line-0-paper').inputValue()).toBe(paper);
  await way.fill(page.locator('#line-0-name'), '郑重');
  await goOn(page, way);
  await traced(clerk, voucherOf(51), '已换发证书');
  await clerk.go('/vouchers?status=superseded');
  const line = page.locator('.voucher', { hasText: voucherOf(51) });
  await way.press(line.getByRole('link', { name: numberOf(4, 51) }));
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
