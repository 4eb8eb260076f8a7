/** A whole quarter by either hand: return, application, sign-offs, review, grant, dispatch. */
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
  secondCity,
} from './cycle-office';
import { beside, pressFor, ways } from './hands';
import { look, visits } from './visits';

let office: Office;
const { arriveAs } = visits((address) => {
  office = new Office(address);
  return openCycleOffice(office);
});

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

const done = (page: Page, step: string) => page.locator('.steps .is-done', { hasText: step });

/** In order: each goes on where the one before has left the papers. */
describe.each(ways)('a quarter, $name', (way) => {
  const { say, run } = way;
  const second = beside(way);
  const [code, name, team] = (
    [
      [city, '贵阳市', 'city'],
      [secondCity, '遵义市', 'second'],
    ] as const
  )[run];
  const cycle = `/quarters/${code}/${quarter}`;
  const day = say('发生日期（非当日时填写）', 'Day (if not today)');
  const button = (page: Page, chinese: string, english: string) =>
    page.getByRole('button', { name: say(chinese, english), exact: true });
  const cell = (page: Page, row: number, chinese: string, english: string) =>
    page.getByLabel(say(`第 ${row} 行 ${chinese}`, `${english}, row ${row}`), { exact: true });

  it('[Q1] begins with a return that is pasted from a spreadsheet; a wrong row says so', async () => {
    const habits = { ...way, expectedStatuses: [422] };
    const visitor = await arriveAs(`${team}.clerk`, '/quarters', habits);
    const { page } = visitor;
    await page.getByRole('heading', { name: `${name}职业技能鉴定指导中心` }).waitFor();
    await visitor.go(cycle);
    const file = button(page, '上报季度统计', 'File the return');
    await way.press(file);
    await way.goTo(cell(page, 1, '职业（工种）', 'Occupation'));
    await paste(
      page,
      '职业\t编码\t等级\t鉴定\t合格\n车工\t6-04-01-01\t五级\t24\t30\n焊工\t\t4\t12\t9\n',
    );
    expect(await cell(page, 2, '等级', 'Level').inputValue()).toBe('4');
    const signer = page.getByLabel(say('签字的分管领导', 'Leader who signed the return'));
    await way.fill(signer, '王主任');
    await way.fill(page.getByLabel(day), returnedOn);
    await way.press(file);
    await page.locator('.row-wrong').waitFor();
    expect(await page.locator('.row-wrong').innerText()).toMatch(/30/);
    expect(await signer.inputValue()).toBe('王主任');
    await visitor.picture(`return-refused-${way.locale}-1440`);
    await way.fill(cell(page, 1, '合格人数', 'Passed'), '20');
    await way.press(file);
    await page.getByText(say('已记录，请留意以下提示', 'Recorded, with something')).waitFor();
    await done(page, say('季度统计', 'Return')).waitFor();
    expect(await page.locator('.ledger').first().innerText()).toContain('车工');
  });

  it('[Q4] goes on with an application whose figures nobody types', async () => {
    const visitor = await arriveAs(`${team}.clerk`, cycle, way);
    const { page } = visitor;
    const apply = button(page, '提交申领', 'File the application');
    await way.press(apply);
    const planned = page.getByLabel(say('五级计划数', 'Planned, Level 5'));
    await way.fill(planned, '60');
    const beyond = say('五级超过参考数的 120%', 'Level 5: more than 120 % of the yardstick');
    await page.getByText(beyond).waitFor();
    expect(await page.getByRole('spinbutton').count()).toBe(5);
    await way.fill(planned, '20');
    await way.fill(page.getByLabel(say('联系人', 'Contact person')), '张磊');
    await way.fill(page.getByLabel(say('电话', 'Phone'), { exact: true }), '0851-5812345');
    await way.fill(page.getByLabel(say('手机', 'Mobile')), '13900000000');
    await way.fill(page.getByLabel(day), appliedOn);
    await way.press(apply);
    await page.getByText(`${code}-${quarter}`).waitFor();
    await page.getByText(say('待签字', 'Filed, to be signed'), { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: /^(以.+签字|Sign as .+)$/ }).count()).toBe(0);
    await visitor.picture(`application-${way.locale}-1440`);
  });

  it('[Q5] is signed by two others', async () => {
    const head = await arriveAs(`${team}.head`, cycle, way);
    await way.press(button(head.page, '以科室负责人签字', 'Sign as section head'));
    await head.page.getByText(say('蔡明 签字', 'signed by 蔡明')).waitFor();
    const asLeader = button(head.page, '以分管领导签字', 'Sign as leader in charge');
    expect(await asLeader.count()).toBe(0);
    const lead = await arriveAs(`${team}.lead`, cycle, second);
    const sign = second.say('以分管领导签字', 'Sign as leader in charge');
    await second.press(lead.page.getByRole('button', { name: sign }));
    await lead.page.getByText(second.say('待审核', 'To be reviewed')).first().waitFor();
  });

  it('[Q5] is sent back with a reason, filed again and signed again', async () => {
    const { page } = await arriveAs('province.lead', `/quarters?quarter=${quarter}`, way);
    await way.press(page.getByRole('link', { name: say('去审核', 'Review now') }));
    const sendBack = button(page, '退回', 'Send back');
    await way.press(sendBack);
    await page.getByText(say('请写明退回理由。', 'Say why it is sent back.')).waitFor();
    const reason = page.getByLabel(say('理由或说明', 'Reason, or a remark'));
    await way.fill(reason, '请核对四级计划数');
    await way.press(sendBack);
    await page.getByText('请核对四级计划数').first().waitFor();
    const clerk = await arriveAs(`${team}.clerk`, cycle, second);
    const back = second.say(/退回：请核对四级计划数/, /Sent back on .*: 请核对四级计划数/);
    await clerk.page.getByText(back).waitFor();
    const again = second.say('修改并重新提交', 'Change and file again');
    await second.press(clerk.page.getByRole('button', { name: again }));
    const planned = second.say('四级计划数', 'Planned, Level 4');
    await second.fill(clerk.page.getByLabel(planned), '9');
    await second.press(clerk.page.getByRole('button', { name: again }));
    const status = (words: string) => clerk.page.getByText(words, { exact: true }).first();
    await status(second.say('待签字', 'Filed, to be signed')).waitFor();
    const path = `centres/${code}/quarters/${quarter}/application/sign-offs`;
    await office.call('POST', path, `${team}.head`, { as: 'section-head' });
    await office.call('POST', path, `${team}.lead`, { as: 'leader' });
    await status(second.say('待审核', 'To be reviewed')).waitFor();
  });

  it('[Q6] is granted with yardstick and fee share in sight, and seen on the board as it is sent', async () => {
    const board = await arriveAs('province.clerk', `/quarters?quarter=${quarter}`, way);
    const row = board.page.locator('tbody tr', { hasText: name });
    await row.getByText(say('待审核', 'To be reviewed')).waitFor();
    const review = row.getByRole('link', { name: say('去审核', 'Review now') });
    expect(await review.count()).toBe(0);
    const { page: share } = await arriveAs('province.clerk', cycle, way);
    await way.press(button(share, '登记分成款', 'Note the fee share'));
    await way.fill(share.getByLabel(say('金额（元）', 'Amount, yuan')), '1200');
    await way.press(button(share, '保存', 'Save'));
    await share.getByText(say('1,200 元', '1,200 yuan')).waitFor();
    const { page } = await arriveAs('province.lead', `${cycle}#review`, way);
    await page.getByText(say('分成款已缴', 'Fee share paid'), { exact: true }).waitFor();
    await way.fill(page.getByLabel(say('五级核拨数', 'Granted, Level 5')), '15');
    await way.press(button(page, '核拨', 'Grant'));
    await page.getByText(say(/核拨 24 张/, /24 granted on/)).waitFor();
    await row.getByText(say('已核拨', 'Granted')).waitFor();
    const first = 1 + 10 * run;
    const serial = (number: number) => `A${String(number).padStart(9, '0')}`;
    await office.call('POST', `centres/${province}/consignments`, 'province.clerk', {
      to: code,
      ranges: [{ from: serial(first), to: serial(first + 9) }],
      handedOverBy: '押运员',
      application: quarter,
    });
    const figure = (label: string, hasText: string) =>
      row.locator(`td[data-label="${label}"]`, { hasText }).waitFor();
    await figure(say('已发出', 'Sent'), '10');
    await figure(say('核拨数', 'Granted'), '24');
  });

  it('[Q11] prints as the annexes lay it out', async () => {
    const { page } = await arriveAs(`${team}.clerk`, cycle, way);
    const print = page.getByRole('button', { name: say('申领表', 'Application form') });
    const paper = await pressFor(way, print, 'popup');
    await paper.getByText(/申领/).first().waitFor();
    await paper.getByText(`${name}职业技能鉴定指导中心`).first().waitFor();
  });
});

it('[Q10] the board says who has no certificate manager, and to that city what to do', async () => {
  const { page } = await arriveAs('province.lead', `/quarters?quarter=${quarter}`, {
    locale: 'en-GB',
  });
  const row = page.locator('tbody tr', { hasText: '六盘水市' });
  await row.getByText('no certificate manager').waitFor();
  await row.getByRole('link').first().click();
  await page.getByText('No return has been filed.').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/quarters/${otherCity}/${quarter}`);
  expect(await page.getByRole('button', { name: 'File the return' }).count()).toBe(0);
});

it.each(
  ['zh-CN', 'en-GB'].flatMap((locale) => [1440, 390].map((width) => [locale, width] as const)),
)('board and cycle can be read in %s at %d pixels, without barriers', async (locale, width) => {
  const board = `/quarters?quarter=${quarter}`;
  const visitor = await arriveAs('province.lead', board, { locale, width });
  await visitor.page.locator('.ledger').first().waitFor();
  const sights = [
    ['quarters-board', board, '.ledger'],
    ['quarters-cycle', `/quarters/${city}/${quarter}`, '.ledger'],
  ] as const;
  expect(await look(visitor, sights, `${locale}-${width}`)).toEqual([]);
});
