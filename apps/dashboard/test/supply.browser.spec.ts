/** Blanks on their way down and back, counted, closed away and withdrawn, in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { daysAgo, guiyang, seeded, serialOf, userPassword } from './office';
import {
  approveByClick,
  approveByKeyboard,
  atField,
  faults,
  goOnByClick,
  goOnByKeyboard,
  outcome,
  tabTo,
  turnTo,
  typeAt,
  verdict,
} from './posting';
import { look, visits } from './visits';

const { arriveAs, postAs, readAs } = visits();

const ministry = '00000001';
const province = '52000001';
const anshun = '52040001';
const bijie = '52050001';
const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };

interface Traced {
  readonly status: string;
  readonly centre: string;
  readonly edition: string;
  readonly history: readonly { readonly event: string }[];
}

/** What the books say of a serial, once they show that record. */
async function bookOn(username: string, serial: string, position: string) {
  const traced = await readAs<Traced>(username, `serials/${serial}`, position);
  return { ...traced, history: traced.history.map(({ event }) => event) };
}

/** Of what was recorded just now, as the page tells it. */
async function positionOn(page: Page): Promise<string> {
  const told = await outcome(page).first().innerText();
  const [, position] = /(?:record no\.|第) (\d+)/.exec(told) ?? [];
  if (position === undefined) throw new Error(`no record is told: ${told}`);
  return position;
}

interface Sent {
  readonly position: string;
  readonly consignment: string;
}

/** A centre's clerk sends somebody blanks meanwhile. */
async function send(username: string, from: string, to: string, ranges: object[]): Promise<Sent> {
  const { position, consignment } = await postAs(username, `centres/${from}/consignments`, {
    to,
    ranges,
    handedOverBy: '陈国强',
  });
  if (consignment === undefined) throw new Error('nothing was sent');
  return { position, consignment };
}

const counted = { countedBy: ['吴桂兰', '杨秀珍'] };

async function receiveAll(username: string, at: string, { consignment }: Sent, ranges: object[]) {
  const path = `centres/${at}/consignments/${consignment}/receipt`;
  return postAs(username, path, { accepted: ranges, ...counted });
}

async function openCentre(code: string, name: string, username: string): Promise<void> {
  await postAs('admin', 'centres', { code, name, tier: 'city', parent: province });
  const user = { username, displayName: '龙秀英', password: userPassword, centre: code };
  await postAs('admin', 'users', { ...user, roles: ['clerk'] });
}

describe('[C1] registration', () => {
  it('takes what the works delivered, by scanner and keyboard alone, and no serial twice', async () => {
    const clerk = await arriveAs('ministry.clerk', '/posts/register', en);
    const { page } = clerk;
    await typeAt(page, 'deliveryNote', '印送〔2013〕41号');
    const level = (number: number) => page.getByRole('radio', { name: `Level ${number}` });
    await turnTo(page, level(5), level(3));
    await typeAt(page, 'edition', '2013普通版');
    await tabTo(page, page.locator('#ranges'));
    await clerk.scan(serialOf(3, 12));
    await clerk.scan(`${serialOf(3, 100_001)}+200`);
    await page.keyboard.press('Control+Enter');
    await faults(page).getByText('Not recorded: 1 thing').waitFor();
    expect(await atField(page, 'ranges').innerText()).toContain(serialOf(3, 12));
    expect(await page.locator('#deliveryNote').inputValue()).toBe('印送〔2013〕41号');
    expect(await level(3).isChecked()).toBe(true);
    await clerk.picture('register-refused-en-GB-1440');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    await clerk.scan(`${serialOf(3, 100_001)}+200`);
    await goOnByKeyboard(page);
    expect(await outcome(page).innerText()).toContain('blanks registered');
    const position = await positionOn(page);
    expect(await bookOn('ministry.clerk', serialOf(3, 100_200), position)).toMatchObject({
      status: 'in-stock',
      centre: ministry,
      edition: '2013普通版',
      history: ['BlanksRegistered'],
    });
  });

  it('is the top centre’s alone, and says so', async () => {
    const { page } = await arriveAs('guizhou.clerk', '/posts/register', zh);
    await page.getByText('此项只能由顶级中心登记').waitFor();
    expect(await page.locator('.post-form').count()).toBe(0);
  });
});

describe('[C2] [C5] a consignment', () => {
  it('is dispatched by the keyboard alone, from what the centre holds', async () => {
    const sender = await arriveAs('ministry.clerk', '/posts/dispatch', zh);
    await sender.page.locator('#to').waitFor();
    await sender.page.keyboard.type(province);
    await sender.page.keyboard.press('Enter');
    await tabTo(sender.page, sender.page.locator('#ranges'));
    await sender.scan(`${serialOf(4, 12_001)}+40`);
    await sender.scan(seeded.inGuiyangStock);
    await typeAt(sender.page, 'handedOverBy', '陈国强');
    await sender.page.keyboard.press('Control+Enter');
    await faults(sender.page).waitFor();
    expect(await atField(sender.page, 'ranges').innerText()).toContain(seeded.inGuiyangStock);
    expect(await sender.page.locator('#handedOverBy').inputValue()).toBe('陈国强');
    await sender.picture('dispatch-refused-zh-CN-1440');
    await typeAt(sender.page, 'ranges', `${serialOf(4, 12_001)}+40`);
    await goOnByKeyboard(sender.page);
    const position = await positionOn(sender.page);
    const traced = await bookOn('ministry.clerk', serialOf(4, 12_040), position);
    expect(traced).toMatchObject({ status: 'in-transit', centre: ministry });
    expect(traced.history).toEqual(['BlanksRegistered', 'BlanksDispatched']);
  });

  it('is received without difference, counted by two others, by the keyboard alone', async () => {
    const ranges = [{ from: serialOf(4, 12_101), to: serialOf(4, 12_150) }];
    await send('ministry.clerk', ministry, province, ranges);
    const receiver = await arriveAs('guizhou.clerk', '/desk', en);
    const { page } = receiver;
    const task = page.locator('.task.is-receive', { hasText: '50 blanks' });
    await tabTo(page, task.getByRole('link'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'All as listed' }));
    await page.keyboard.press('Enter');
    await page.getByText('Every serial of the list is accounted for').waitFor();
    await typeAt(page, 'countedBy_0', '刘洋');
    await typeAt(page, 'countedBy_1', '吴桂兰');
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await atField(page, 'countedBy_0').innerText()).not.toBe('');
    expect(await page.locator('#accepted').inputValue()).toContain(serialOf(4, 12_101));
    await receiver.picture('receive-refused-en-GB-1440');
    await typeAt(page, 'countedBy_0', '杨秀珍');
    await goOnByKeyboard(page);
    await tabTo(page, page.getByRole('button', { name: 'Print the receipt' }));
    const [form] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
    await form.getByText('杨秀珍').first().waitFor();
    expect(
      await bookOn('guizhou.clerk', serialOf(4, 12_140), await positionOn(page)),
    ).toMatchObject({
      status: 'in-stock',
      centre: province,
      history: ['BlanksRegistered', 'BlanksDispatched', 'BlanksReceived'],
    });
  });

  it('[C6] is refused with a reason, and taken back by who sent it', async () => {
    const ranges = [{ from: serialOf(4, 1_300), to: serialOf(4, 1_309) }];
    const sent = await send('city3.clerk', '52030001', province, ranges);
    const refuser = await arriveAs('guizhou.clerk', `/posts/receive/${sent.consignment}`, zh);
    await tabTo(refuser.page, refuser.page.getByRole('link', { name: '改为整批拒收' }));
    await refuser.page.keyboard.press('Enter');
    await refuser.page.locator('#reason').waitFor();
    await refuser.page.keyboard.press('Tab');
    await tabTo(refuser.page, refuser.page.getByRole('button', { name: '检查' }));
    await refuser.page.keyboard.press('Enter');
    await atField(refuser.page, 'reason').getByText('请填写此项').waitFor();
    expect(
      await refuser.page.locator('#reason').evaluate((field) => field === document.activeElement),
    ).toBe(true);
    await refuser.page.keyboard.type('箱体破损，封条不符');
    await goOnByKeyboard(refuser.page);
    await refuser.page.getByRole('button', { name: '再登记一笔' }).click();
    await refuser.page.getByText('拒收哪一批？').waitFor();

    const sender = await arriveAs('city3.clerk', '/desk', en);
    const { page } = sender;
    const task = page.locator('.task', { hasText: sent.consignment });
    expect(await task.innerText()).toContain('箱体破损，封条不符');
    await tabTo(page, task.getByRole('link'));
    await page.keyboard.press('Enter');
    await page.locator('#occurredOn').waitFor();
    await sender.picture('take-back-en-GB-1440');
    await tabTo(page, page.locator('#occurredOn'));
    await goOnByKeyboard(page);
    await page.getByRole('link', { name: 'Journal of the centre' }).waitFor();
    const traced = await bookOn('city3.clerk', serialOf(4, 1_305), await positionOn(page));
    expect(traced).toMatchObject({ status: 'in-stock', centre: '52030001' });
    expect(traced.history.slice(-2)).toEqual(['BlanksDispatched', 'BlanksTakenBack']);
    await page.getByRole('link', { name: 'Back to the desk' }).first().click();
    await page.locator('.desk-stock').waitFor();
    await task.waitFor({ state: 'detached' });
  });
});

describe('a centre comes and goes', () => {
  it('[C17] gets what lay in its safe as opening stock, once a second person approves', async () => {
    await openCentre('52100001', '贵安新区职业技能鉴定指导中心', 'guian.clerk');
    const clerk = await arriveAs('guizhou.clerk', '/posts/dispatch', zh);
    const { page } = clerk;
    await page.locator('#to').waitFor();
    await page.keyboard.type(guiyang);
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator('#ranges'));
    await clerk.scan(`${serialOf(5, 19_001)}+20`);
    await typeAt(page, 'handedOverBy', '陈国强');
    await tabTo(page, page.locator('#opening'));
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await faults(page).getByText('规则 C17', { exact: true }).waitFor();
    expect(await atField(page, 'opening').innerText()).toContain('期初库存');
    expect(await page.locator('#ranges').inputValue()).toContain('+20');
    await clerk.picture('opening-refused-zh-CN-1440');
    await tabTo(page, page.locator('#to'));
    await page.keyboard.type('52100001');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await verdict(page).getByText('须第二人审批').waitFor();
    await page.keyboard.press('Enter');
    await outcome(page).getByText('等待第二人审批').waitFor();

    const lead = await arriveAs('guizhou.lead', '/proposals', en);
    const proposal = lead.page.locator('.proposal', { hasText: serialOf(5, 19_001) });
    expect(await proposal.innerText()).toContain('Opening stock');
    await approveByKeyboard(lead, serialOf(5, 19_001));
    const position = await positionOn(lead.page);
    expect(await bookOn('guizhou.clerk', serialOf(5, 19_020), position)).toMatchObject({
      status: 'in-transit',
    });
    const newcomer = await arriveAs('guian.clerk', '/desk', en);
    await newcomer.page.locator('.task.is-receive', { hasText: '20 blanks' }).waitFor();
  });

  it('[C18] is closed when nothing remains, and its past goes to the centre above it', async () => {
    const code = '52110001';
    await openCentre(code, '双龙新区职业技能鉴定指导中心', 'shuanglong.clerk');
    const ranges = [{ from: serialOf(5, 19_101), to: serialOf(5, 19_105) }];
    const opening = await postAs('guizhou.clerk', `centres/${province}/consignments`, {
      to: code,
      ranges,
      handedOverBy: '陈国强',
      opening: true,
    });
    await postAs('guizhou.lead', `proposals/${opening.proposal}/approval`, {});
    const lead = await arriveAs('guizhou.lead', '/administration/centres', {
      ...zh,
      expectedStatuses: [422],
    });
    const { page } = lead;
    const drawer = page.getByRole('dialog');
    const close = async () => {
      await tabTo(page, drawer.getByRole('button', { name: '撤销该中心' }));
      await page.keyboard.press('Enter');
    };
    await page.getByRole('button', { name: '双龙新区职业技能鉴定指导中心' }).click();
    await close();
    await drawer.getByLabel('理由').waitFor();
    await tabTo(page, drawer.getByLabel('理由'));
    await page.keyboard.type('机构改革，并入省中心');
    await close();
    await drawer.getByRole('alert').waitFor();
    expect(await drawer.getByRole('alert').innerText()).toMatch(/尚在途中[\s\S]*C18/);
    expect(await drawer.getByLabel('理由').inputValue()).toBe('机构改革，并入省中心');
    const coming = await readAs<{ items: { consignment: string; to: string }[] }>(
      'guizhou.clerk',
      `consignments?centre=${code}&status=in-transit`,
      opening.position,
    );
    const box = { consignment: coming.items[0].consignment, position: opening.position };
    await receiveAll('shuanglong.clerk', code, box, ranges);
    await close();
    await drawer.getByRole('alert').getByText(serialOf(5, 19_105)).waitFor();
    await lead.picture('closing-refused-zh-CN-1440');
    const back = await send('shuanglong.clerk', code, province, ranges);
    await receiveAll('guizhou.clerk', province, back, ranges);
    await close();
    await drawer.getByText('由贵州省职业技能鉴定指导中心办理').waitFor();
    await lead.picture('closed-zh-CN-1440');
    await tabTo(page, drawer.getByRole('link', { name: '登记找回' }));
    await page.keyboard.press('Enter');
    await page.locator('#ranges').waitFor();
    expect(new URL(page.url()).search).toBe(`?centre=${code}`);

    const { page: journal } = await arriveAs('guizhou.lead', `/journal/${code}`, en);
    await journal.locator('.journal-event', { hasText: 'Centre closed' }).waitFor();
    const { page: dispatch } = await arriveAs('guizhou.clerk', '/posts/dispatch', en);
    await dispatch.locator('#to').waitFor();
    await dispatch.keyboard.type('52');
    await dispatch.locator('.ant-select-item-option').first().waitFor();
    expect(await dispatch.getByTitle(code).count()).toBe(0);
  });
});

it('[C14] an edition is withdrawn from a day on, and what remains of it is told by centre', async () => {
  const edition = '2013试点版';
  const from = daysAgo(-7);
  const ranges = [{ from: serialOf(2, 50_001), to: serialOf(2, 50_100) }];
  const lower = [{ from: serialOf(2, 50_001), to: serialOf(2, 50_030) }];
  await postAs('ministry.clerk', `centres/${ministry}/registrations`, {
    level: 2,
    edition,
    ranges,
    deliveryNote: '印送〔2013〕43号',
  });
  const sent = await send('ministry.clerk', ministry, province, lower);
  await receiveAll('guizhou.clerk', province, sent, lower);
  await postAs('admin', 'users', {
    username: 'ministry.second',
    displayName: '吴建明',
    password: userPassword,
    centre: ministry,
    roles: ['supervisor'],
  });
  const path = `/reports/editions?edition=${encodeURIComponent(edition)}`;
  const lead = await arriveAs('ministry.lead', path, { ...en, expectedStatuses: [422] });
  const { page } = lead;
  const rows = page.locator('table.ledger tbody tr');
  await rows.filter({ hasText: '贵州省' }).getByText('30', { exact: true }).waitFor();
  await rows.filter({ hasText: '人力资源' }).getByText('70', { exact: true }).waitFor();
  await tabTo(page, page.getByRole('button', { name: 'Withdraw this edition' }));
  await page.keyboard.press('Enter');
  await page.getByLabel('From (later than today)').fill(daysAgo(0));
  await tabTo(page, page.getByLabel('Reason'));
  await page.keyboard.type('防伪缺陷');
  await tabTo(page, page.getByRole('button', { name: 'Withdraw this edition' }));
  await page.keyboard.press('Enter');
  await page.locator('.ant-form-item-explain-error').first().waitFor();
  expect(await page.getByLabel('Reason').inputValue()).toBe('防伪缺陷');
  await lead.picture('withdrawal-refused-en-GB-1440');
  await page.getByLabel('From (later than today)').fill(from);
  await tabTo(page, page.getByRole('button', { name: 'Withdraw this edition' }));
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('second').first().waitFor();

  const second = await arriveAs('ministry.second', '/proposals', zh);
  await approveByClick(second, edition);
  const position = await positionOn(second.page);
  const answer = await readAs('ministry.lead', `editions/${encodeURIComponent(edition)}`, position);
  expect(answer).toMatchObject({ withdrawal: { from, reason: '防伪缺陷' } });
  await page.getByText('Withdrawn from').first().waitFor();
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
    await goOnByKeyboard(page);
    const lines = outcome(page).locator('.differences-found li');
    const [missing, unexpected] = await lines.allInnerTexts();
    expect(missing).toContain(serialOf(1, 54));
    expect(missing).toMatch(/In the book: in stock · last: consignment received, .*安顺市/);
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
    const clerk = await arriveAs('city4.clerk', '/posts/count', {
      ...zh,
      expectedStatuses: [400, 422],
    });
    const { page } = clerk;
    await page.getByText('盘点自第').waitFor();
    for (const level of ['五级 初级', '四级 中级', '三级 高级', '二级 技师']) {
      await page.getByLabel(level, { exact: true }).uncheck();
    }
    await page.getByLabel('上传文件').check();
    const csv = (rows: string[]) => ({
      name: '盘点.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['起号,止号,状态', ...rows].join('\r\n')),
    });
    const good = [`${serialOf(1, 47)},${serialOf(1, 50)},在库`];
    await page.locator('#file').setInputFiles(csv([...good, `E-51,${serialOf(1, 54)},在库`]));
    await page.locator('#countedBy_0').fill('吴桂兰');
    await page.locator('#countedBy_1').fill('杨秀珍');
    await page.getByRole('button', { name: '检查' }).click();
    await faults(page).getByText('3').first().waitFor();
    expect(await page.locator('#countedBy_1').inputValue()).toBe('杨秀珍');
    await clerk.picture('count-file-refused-zh-CN-1440');
    await page
      .locator('#file')
      .setInputFiles(csv([...good, `${serialOf(1, 51)},${serialOf(1, 51)},在库`]));
    await goOnByClick(page);
    const told = await outcome(page).innerText();
    expect(told).toContain('账实不符');
    expect(told).toContain(`${serialOf(1, 52)} – ${serialOf(1, 54)}`);
    expect(told).toContain('最后一笔：签收入库');
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
    await goOnByKeyboard(page);
    await outcome(page).getByText('The safe agrees with the book').waitFor();
    const counts = await readAs<{ items: object[] }>(
      'city5.lead',
      `centres/${bijie}/stock-counts`,
      await positionOn(page),
    );
    expect(counts.items[0]).toMatchObject({ missing: [], unexpected: [] });
  });
});

describe('old papers', () => {
  it('[C10] minutes are printed again from the line of the destruction, by the keyboard', async () => {
    const { page } = await arriveAs('city1.lead', `/trace/${seeded.destroyed}`, en);
    await tabTo(page, page.getByRole('link', { name: 'The minutes, in the journal' }));
    await page.keyboard.press('Enter');
    const line = page.locator('.journal-line', { hasText: 'Destroyed' });
    await tabTo(page, line.locator('summary'));
    await page.keyboard.press('Enter');
    await tabTo(page, line.getByRole('button', { name: 'Print the minutes' }));
    const [form] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('Enter')]);
    await form.getByText('石开明').first().waitFor();
    expect(await form.locator('body').innerText()).toContain(seeded.destroyed);
  });

  it('[C5] a receipt is printed again from its line and from the trace', async () => {
    const { page } = await arriveAs('city1.clerk', '/journal?event=BlanksReceived', zh);
    const line = page.locator('.journal-line').first();
    await line.locator('summary').click();
    const [form] = await Promise.all([
      page.waitForEvent('popup'),
      line.getByRole('button', { name: '打印签收单' }).click(),
    ]);
    await form.getByText('吴桂兰').first().waitFor();
    await page.goto(new URL(`/trace/${seeded.inGuiyangStock}`, page.url()).href);
    const step = page.locator('.timeline .step').last();
    const [again] = await Promise.all([
      page.waitForEvent('popup'),
      step.getByRole('button', { name: '打印签收单' }).click(),
    ]);
    await again.getByText('杨秀珍').first().waitFor();
  });
});

describe.each(['zh-CN', 'en-GB'])('every page of supply in %s', (locale) => {
  it.each([1280, 390])('can be read at %d pixels, without barriers', async (width) => {
    const visitor = await arriveAs('ministry.lead', '/posts/register', { locale, width });
    await visitor.page.locator('#edition').waitFor();
    const sights = [
      ['register', '/posts/register', '#edition'],
      ['dispatch-top', '/posts/dispatch', '#ranges'],
      ['take-back-none', '/posts/take-back', '.panel'],
      ['refuse-none', '/posts/refuse', '.panel'],
      ['editions', '/reports/editions', '.ledger'],
      ['trace-destroyed', `/trace/${seeded.destroyed}`, '.timeline'],
    ] as const;
    expect(await look(visitor, sights, `${locale}-${width}`)).toEqual([]);
  });
});
