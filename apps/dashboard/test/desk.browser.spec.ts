/** A clerk's and a supervisor's morning, by click and by keyboard, against the whole system. */
import { eventually } from './eventually';
import { beside, clickInEnglish, keysInChinese, keysInEnglish, pressFor, ways } from './hands';
import { certificateOf, daysAgo, seeded, serialOf } from './office';
import {
  approve,
  check,
  faults,
  fillFields,
  focused,
  goOn,
  outcome,
  post,
  proposalOn,
  record,
  tryOut,
  verdict,
} from './posting';
import { look, visits } from './visits';

const { arriveAs, postAs } = visits();

const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };
const ministry = '00000001';
const province = '52000001';

/** Low blanks of level 5 that Guiyang has left; each spec takes some of its own. */
const blank = (ordinal: number): string => serialOf(5, 244 + ordinal);

describe('the desk', () => {
  it('is the first page of who works at a centre, with stock, tasks and what can be posted', async () => {
    const visitor = await arriveAs('city1.clerk', '/');
    await visitor.page.locator('.desk-stock').waitFor();
    expect(new URL(visitor.page.url()).pathname).toBe('/desk');
    await visitor.textWith('签收空白证书');
    await visitor.page.getByRole('heading', { name: '贵阳市职业技能鉴定指导中心' }).waitFor();
    const row = visitor.page.locator('.desk-stock tbody tr').first();
    expect(await row.innerText()).toContain('A000000245 – A000001600');
  });

  it('tells of a consignment as soon as it is dispatched, without a reload', async () => {
    const receiver = await arriveAs('guizhou.clerk', '/desk', zh);
    await receiver.page.locator('.tasks, .no-tasks').waitFor();
    expect(await receiver.page.locator('.task.is-receive').count()).toBe(0);
    const way = clickInEnglish;
    const { page } = await arriveAs('ministry.clerk', '/posts/dispatch', way);
    await way.choose(page.locator('#to'), province);
    await fillFields(page, way, {
      ranges: `${serialOf(5, 20_001)}+500`,
      handedOverBy: '陈国强',
    });
    await page.getByText('Read: 1 range, 500 in all').waitFor();
    await goOn(page, way);
    const task = receiver.page.locator('.task.is-receive', { hasText: '500 张' });
    await task.getByText('人力资源和社会保障部职业技能鉴定中心').waitFor();
  });

  it('tells its shortcuts, goes by them, and lets them be turned off', async () => {
    const visitor = await arriveAs('city1.clerk', '/desk', en);
    const { page } = visitor;
    await page.locator('.desk-stock').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Keyboard shortcuts').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.type('ns');
    await page.getByRole('heading', { name: 'Record spoiled sheets' }).waitFor();
    await focused(page.locator('#ranges'));
    await page.locator('#ranges').blur();
    await page.keyboard.type('gd');
    await page.locator('.desk-stock').waitFor();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByText('Shortcuts of one or two letters are on').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.type('ns');
    await page.keyboard.press('?');
    await visitor.settle();
    expect(new URL(page.url()).pathname).toBe('/desk');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

/** In order: what the first spoils is what the second destroys. */
describe.each(ways)('[C9] [C10] spoiled, then destroyed, $name', (way) => {
  const { say } = way;
  const [first, last] = [0, 1].map((sheet) => blank(111 + 10 * way.run + sheet));

  it('is recorded with a scanner, and shows on the desk', async () => {
    const visitor = await arriveAs('city1.clerk', '/posts/spoil', way);
    const { page } = visitor;
    // A scanner types into whatever has the focus: the box has it from the beginning.
    await focused(page.locator('#ranges'));
    await visitor.scan(first);
    await visitor.scan(last);
    await page.getByText(say('已读：1 段，共 2 张', 'Read: 1 range, 2 in all')).waitFor();
    await goOn(page, way);
    expect(await outcome(page).innerText()).toContain(say('已记录', 'Recorded'));
    expect(await outcome(page).innerText()).toContain(say('登记废证', 'sheets spoiled'));
  });

  it('waits for a second person, whose approval makes the minutes', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/destroy', way);
    const { page } = clerk;
    await way.press(page.getByRole('button', { name: new RegExp(first) }));
    await fillFields(page, way, {
      minutes_place: '贵阳市档案馆',
      minutes_method: '粉碎',
      minutes_witnesses_0: '罗成',
      minutes_witnesses_1: '石开明',
    });
    await goOn(page, way);
    const waits = say('等待第二人审批', 'Waits for a second person');
    expect(await outcome(page).innerText()).toContain(waits);
    await way.press(page.getByRole('link', { name: say('前往待批事项', 'Go to proposals') }));
    const own = proposalOn(page, first);
    await own.getByText(say('这是您提交的', 'You made it')).waitFor();
    expect(await own.getByRole('button', { name: /^(批准……|Approve …)$/ }).count()).toBe(0);

    const second = beside(way);
    const lead = await arriveAs('city1.lead', '/desk', second);
    const task = second.say('1 项等您审批', '1 proposal waits for your decision');
    await second.press(lead.page.getByRole('link', { name: task }));
    const told = await proposalOn(lead.page, first).innerText();
    for (const part of [last, '贵阳市档案馆', '粉碎', '罗成', '石开明', '贵阳市经办人']) {
      expect(told).toContain(part);
    }
    await lead.picture(`proposal-pending-${second.locale}-1440`);
    await approve(lead, second, first);
    const print = second.say('打印销毁记录', 'Print the minutes');
    const form = await pressFor(second, lead.page.getByRole('button', { name: print }), 'popup');
    for (const part of ['罗成', '贵阳市档案馆']) await form.getByText(part).first().waitFor();
  });
});

describe('[C9] what is spoiled', () => {
  it('says at the field which serials are not in stock, and keeps what was typed over a reload', async () => {
    const { page } = await arriveAs('city1.clerk', '/posts/spoil', en);
    await page.locator('#ranges').fill(`${seeded.inZunyiStock}\n${blank(103)}`);
    await page.locator('#note').fill('coffee');
    await check(page).click();
    await page
      .getByRole('alert')
      .getByText(/Not recorded: 1 thing/)
      .waitFor();
    await page.locator('.ant-form-item-explain').getByText(seeded.inZunyiStock).waitFor();
    await page.reload();
    await page.getByText('What you typed before is still here').waitFor();
    expect(await page.locator('#ranges').inputValue()).toContain(blank(103));
    expect(await page.locator('#note').inputValue()).toBe('coffee');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in' }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('coffee');
  });

  it('records once what was sent twice over a line that broke', async () => {
    const visitor = await arriveAs('city1.clerk', '/posts/spoil', en);
    const { page } = visitor;
    await page.locator('#ranges').fill(blank(104));
    await check(page).click();
    await verdict(page).waitFor();
    await page.route('**/spoilages', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await post(page, keysInEnglish);
    await page.getByRole('alert').getByText('No answer came back').waitFor();
    await page.unroute('**/spoilages');
    await page.reload();
    await page.getByRole('alert').getByText('No answer came back').waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await outcome(page).waitFor();
    expect(await outcome(page).innerText()).toContain('recorded the first time already');
    visitor.forgive(/ERR_FAILED/);
  });
});

describe.each(ways)('[C5] a box with a difference, $name', (way) => {
  const { say } = way;
  const quantity = 41 + way.run;
  const serial = (place: number) => serialOf(5, 21_001 + 100 * way.run + place);

  it('is counted against the list, and received once a second person approves', async () => {
    const listed = [{ from: serial(0), to: serial(quantity - 1) }];
    const box = { to: province, ranges: listed, handedOverBy: '陈国强' };
    await postAs('ministry.clerk', `centres/${ministry}/consignments`, box);
    const clerk = await arriveAs('guizhou.clerk', '/desk', way);
    const { page } = clerk;
    const task = page.locator('.task', { hasText: `${quantity} ${say('张', 'blanks')}` });
    await way.press(task.getByRole('link'));
    await way.press(page.getByRole('button', { name: say('全部与清单相符', 'All as listed') }));
    const complete = say('清单上的每一张都有着落', 'Every serial of the list is accounted for');
    await page.getByText(complete).waitFor();
    expect(await page.locator('#accepted').inputValue()).toContain(serial(0));
    await fillFields(page, way, {
      accepted: `${serial(3)}-${serial(quantity - 1)}`,
      damaged: serial(0),
    });
    const left = page.locator('.difference', { hasText: `${serial(1)} – ${serial(2)}` });
    await left.getByText(say('尚未清点：', 'Not counted yet:')).waitFor();
    await way.press(page.getByRole('button', { name: say('列为短缺', 'They are missing') }));
    await eventually(async () => {
      expect(await page.locator('#missing').inputValue()).toBe(`${serial(1)}-${serial(2)}`);
    });
    await fillFields(page, way, { countedBy_0: '吴桂兰', countedBy_1: '吴桂兰' });
    await tryOut(page, way);
    await faults(page).waitFor();
    const toField = say('跳到第一处', 'Go to the first field');
    await way.press(page.getByRole('button', { name: toField }));
    await way.fill(page.locator('.people input:focus'), '杨秀珍');
    await tryOut(page, way);
    await verdict(page).getByText(say('须第二人审批', 'It needs a second person')).waitFor();
    await clerk.picture(`receive-verdict-${way.locale}-1440`);
    await record(page, way);
    await outcome(page).getByText(say('等待第二人审批', 'Waits for a second person')).waitFor();
    await way.press(
      page.getByRole('link', { name: say('返回工作台', 'Back to the desk') }).first(),
    );
    const counted = say('已清点：签收等待第二人审批', 'Counted: the receipt waits for a second');
    await task.getByText(counted).waitFor();

    const second = beside(way);
    const lead = await arriveAs('guizhou.lead', '/proposals', second);
    const proposal = proposalOn(lead.page, serial(1));
    expect(await proposal.innerText()).toContain(`${serial(1)} – ${serial(2)}`);
    await approve(lead, second, serial(1));
    await task.waitFor({ state: 'detached' });
  });
});

it.each(ways)('[P1] replaces a lost certificate after its notice, $name', async (way) => {
  const { say, run } = way;
  const number = certificateOf(2 + run);
  const visitor = await arriveAs('city1.clerk', '/desk', way);
  const { page } = visitor;
  await page.locator('.desk-stock').waitFor();
  if (way.hand === 'keyboard') await page.keyboard.type('ne');
  else await way.press(page.getByRole('link', { name: say(/^补发证书/, /^Replace a/) }));
  await fillFields(page, way, { certificateNumber: number });
  await page.locator('.glance', { hasText: `持证人${2 + run}` }).waitFor();
  await fillFields(page, way, {
    serial: blank(21 + run),
    lossNotice_newspaper: '贵州日报',
    lossNotice_publishedOn: daysAgo(3),
  });
  await goOn(page, way);
  await visitor.picture(`replaced-${way.locale}-1440`);
  await way.press(page.getByRole('link', { name: `${say('追溯', 'Trace')} ${number}` }));
  await page.getByText(say('作废（遗失）', 'Void (lost)')).waitFor();
});

it('[C12] a proposal stays pending when a rule says no at the second judgement', async () => {
  const clerk = await arriveAs('city2.clerk', '/posts/loss', zh);
  const lost = serialOf(5, 1_700);
  for (const _ of [1, 2]) {
    await fillFields(clerk.page, keysInChinese, { ranges: lost, circumstances: '盘点时未见' });
    await goOn(clerk.page, keysInChinese);
    await keysInChinese.press(clerk.page.getByRole('button', { name: '再登记一笔' }));
  }
  const lead = await arriveAs('city2.lead', '/proposals', { ...en, expectedStatuses: [422] });
  const { page } = lead;
  await page.locator('.proposal').nth(1).waitFor();
  for (const said of ['Approved and recorded', 'Judged again, a rule says no']) {
    await page.getByRole('button', { name: 'Approve …' }).first().click();
    await focused(page.getByRole('button', { name: 'Approve now' }));
    await page.keyboard.press('Enter');
    await page.getByText(said).waitFor();
  }
  expect(await page.locator('.proposal').innerText()).toContain('the proposal stays pending');
  expect(await page.locator('.proposal').innerText()).toContain(lost);
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
    await focused(opener);
  });
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
    const visitor = await arriveAs('city1.lead', '/desk', { locale, width });
    await visitor.page.locator('.desk-stock').waitFor();
    expect(await look(visitor, pages, `${locale}-${width}`)).toEqual([]);
  });
});
