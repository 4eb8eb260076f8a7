/** Blanks on their way down and back, closed away and withdrawn, in a real browser. */
import { beside, keysInChinese, otherWays, pressFor, ways } from './hands';
import { daysAgo, guiyang, seeded, serialOf, userPassword } from './office';
import {
  approve,
  atField,
  faults,
  fillFields,
  focused,
  goOn,
  outcome,
  positionOn,
  proposalOn,
  record,
  tryOut,
  verdict,
} from './posting';
import { look, visits } from './visits';

const { arriveAs, postAs, readAs } = visits();

const ministry = '00000001';
const province = '52000001';
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

it.each(ways)('[C1] registers by scanner, and no serial twice, $name', async (way) => {
  const { say } = way;
  const first = 100_001 + 1_000 * way.run;
  const clerk = await arriveAs('ministry.clerk', '/posts/register', way);
  const { page } = clerk;
  await fillFields(page, way, { deliveryNote: '印送〔2013〕41号' });
  const level = page.getByRole('radio', { name: say(/^三级/, /^Level 3/) });
  await way.turn(level);
  await fillFields(page, way, { edition: '2013普通版' });
  await way.goTo(page.locator('#ranges'));
  await clerk.scan(serialOf(3, 12));
  await clerk.scan(`${serialOf(3, first)}+200`);
  await tryOut(page, way);
  await faults(page).getByText(say('未记录：有 1 处', 'Not recorded: 1 thing')).waitFor();
  expect(await atField(page, 'ranges').innerText()).toContain(serialOf(3, 12));
  expect(await page.locator('#deliveryNote').inputValue()).toBe('印送〔2013〕41号');
  expect(await level.isChecked()).toBe(true);
  await clerk.picture(`register-refused-${way.locale}-1440`);
  await way.press(page.getByRole('button', { name: say('跳到第一处', 'Go to the first field') }));
  await focused(page.locator('#ranges'));
  await way.fill(page.locator('#ranges'), `${serialOf(3, first)}+200`);
  await goOn(page, way);
  expect(await outcome(page).innerText()).toContain(say('登记入库', 'blanks registered'));
  const traced = await bookOn('ministry.clerk', serialOf(3, first + 199), await positionOn(page));
  expect(traced).toMatchObject({ status: 'in-stock', centre: ministry, edition: '2013普通版' });
  expect(traced.history).toEqual(['BlanksRegistered']);
});

it.each(otherWays)('[C1] reverses a registration at the top centre, $name', async (way) => {
  const first = 900_001 + 1_000 * way.run;
  const [from, to] = [serialOf(5, first), serialOf(5, first + 99)];
  await postAs('ministry.clerk', 'centres/00000001/registrations', {
    level: 5,
    edition: '2013普通版',
    ranges: [{ from, to }],
    deliveryNote: '印送〔2013〕99号',
  });
  const { page } = await arriveAs('ministry.clerk', '/posts/reverse-registration', way);
  await fillFields(page, way, {
    ranges: `${from}+100\n${serialOf(5, 1)}`,
    reason: 'Delivered to the wrong house',
  });
  await tryOut(page, way);
  await faults(page).waitFor();
  expect(await atField(page, 'ranges').innerText()).toContain(serialOf(5, 1));
  expect(await page.locator('#reason').inputValue()).toBe('Delivered to the wrong house');
  await fillFields(page, way, { ranges: `${from}+100` });
  await goOn(page, way);
  const second = beside(way);
  const lead = await arriveAs('ministry.lead', '/proposals', second);
  await approve(lead, second, from);
  await lead.go('/journal/00000001?event=RegistrationReversed');
  await second.press(lead.page.locator('.journal-line summary').first());
  await lead.page.locator('.journal-open').getByText(from).waitFor();
});

describe('[C2] [C5] a consignment', () => {
  it('is dispatched from what the centre holds', async () => {
    const way = keysInChinese;
    const sender = await arriveAs('ministry.clerk', '/posts/dispatch', way);
    const { page } = sender;
    await way.choose(page.locator('#to'), province);
    await way.goTo(page.locator('#ranges'));
    await sender.scan(`${serialOf(4, 12_001)}+40`);
    await sender.scan(seeded.inGuiyangStock);
    await fillFields(page, way, { handedOverBy: '陈国强' });
    await tryOut(page, way);
    await faults(page).waitFor();
    expect(await atField(page, 'ranges').innerText()).toContain(seeded.inGuiyangStock);
    expect(await page.locator('#handedOverBy').inputValue()).toBe('陈国强');
    await sender.picture('dispatch-refused-zh-CN-1440');
    await fillFields(page, way, { ranges: `${serialOf(4, 12_001)}+40` });
    await goOn(page, way);
    const traced = await bookOn('ministry.clerk', serialOf(4, 12_040), await positionOn(page));
    expect(traced).toMatchObject({ status: 'in-transit', centre: ministry });
    expect(traced.history).toEqual(['BlanksRegistered', 'BlanksDispatched']);
  });

  it.each(ways)('is received without difference, counted by two others, $name', async (way) => {
    const { say } = way;
    const first = 12_101 + 100 * way.run;
    const quantity = 51 + way.run;
    const ranges = [{ from: serialOf(4, first), to: serialOf(4, first + quantity - 1) }];
    await send('ministry.clerk', ministry, province, ranges);
    const receiver = await arriveAs('guizhou.clerk', '/desk', way);
    const { page } = receiver;
    const task = page.locator('.task.is-receive', {
      hasText: `${quantity} ${say('张', 'blanks')}`,
    });
    await way.press(task.getByRole('link'));
    await way.press(page.getByRole('button', { name: say('全部与清单相符', 'All as listed') }));
    await fillFields(page, way, { countedBy_0: '刘洋', countedBy_1: '吴桂兰' });
    await tryOut(page, way);
    await faults(page).waitFor();
    expect(await atField(page, 'countedBy_0').innerText()).not.toBe('');
    expect(await page.locator('#accepted').inputValue()).toContain(serialOf(4, first));
    await receiver.picture(`receive-refused-${way.locale}-1440`);
    await fillFields(page, way, { countedBy_0: '杨秀珍' });
    await goOn(page, way);
    const print = page.getByRole('button', { name: say('打印签收单', 'Print the receipt') });
    const form = await pressFor(way, print, 'popup');
    await form.getByText('杨秀珍').first().waitFor();
    const traced = await bookOn('guizhou.clerk', serialOf(4, first + 39), await positionOn(page));
    expect(traced).toMatchObject({ status: 'in-stock', centre: province });
    expect(traced.history).toEqual(['BlanksRegistered', 'BlanksDispatched', 'BlanksReceived']);
  });

  it.each(ways)('[C6] is refused with a reason, $name, and taken back', async (way) => {
    const { say } = way;
    const from = `520${3 + way.run}0001`;
    const who = `city${3 + way.run}.clerk`;
    const first = [1_300, 2_100][way.run];
    const ranges = [{ from: serialOf(4, first), to: serialOf(4, first + 9) }];
    const sent = await send(who, from, province, ranges);
    const refuser = await arriveAs('guizhou.clerk', `/posts/receive/${sent.consignment}`, way);
    const instead = say('改为整批拒收', 'Refuse the whole consignment instead');
    await way.press(refuser.page.getByRole('link', { name: instead }));
    const reason = refuser.page.locator('#reason');
    await way.goTo(reason);
    await tryOut(refuser.page, way);
    await atField(refuser.page, 'reason').getByText(say('请填写此项', 'Fill this in')).waitFor();
    await focused(reason);
    await way.fill(reason, '箱体破损，封条不符');
    await goOn(refuser.page, way);
    await way.press(refuser.page.getByRole('button', { name: say('再登记一笔', 'Post another') }));
    await refuser.page.getByText(say('拒收哪一批？', 'Which consignment is refused?')).waitFor();

    const second = beside(way);
    const sender = await arriveAs(who, '/desk', second);
    const { page } = sender;
    const task = page.locator('.task', { hasText: sent.consignment });
    expect(await task.innerText()).toContain('箱体破损，封条不符');
    await second.press(task.getByRole('link'));
    await page.locator('#occurredOn').waitFor();
    await sender.picture(`take-back-${second.locale}-1440`);
    await second.goTo(page.locator('#occurredOn'));
    await goOn(page, second);
    const toJournal = second.say('本中心台账', 'Journal of the centre');
    await page.getByRole('link', { name: toJournal }).waitFor();
    const traced = await bookOn(who, serialOf(4, first + 5), await positionOn(page));
    expect(traced).toMatchObject({ status: 'in-stock', centre: from });
    expect(traced.history.slice(-2)).toEqual(['BlanksDispatched', 'BlanksTakenBack']);
    const toDesk = second.say('返回工作台', 'Back to the desk');
    await second.press(page.getByRole('link', { name: toDesk }).first());
    await page.locator('.desk-stock').waitFor();
    await task.waitFor({ state: 'detached' });
  });
});

describe('a centre comes and goes', () => {
  it.each(ways)('[C17] gets what lay in its safe as opening stock, $name', async (way) => {
    const { say, run } = way;
    const code = ['52100001', '52120001'][run];
    const newcomer = `newcomer${run}.clerk`;
    await openCentre(code, '贵安新区职业技能鉴定指导中心', newcomer);
    const clerk = await arriveAs('guizhou.clerk', '/posts/dispatch', way);
    const { page } = clerk;
    const [first, last] = [1, 20].map((place) => serialOf(5, 19_000 + 40 * run + place));
    await way.choose(page.locator('#to'), guiyang);
    await fillFields(page, way, { ranges: `${first}+20`, handedOverBy: '陈国强' });
    await way.toggle(page.locator('#opening'));
    await tryOut(page, way);
    await faults(page).getByText(say('规则 C17', 'Rule C17'), { exact: true }).waitFor();
    expect(await atField(page, 'opening').innerText()).toMatch(say(/期初库存/, /opening stock/i));
    expect(await page.locator('#ranges').inputValue()).toContain('+20');
    await clerk.picture(`opening-refused-${way.locale}-1440`);
    await way.choose(page.locator('#to'), code);
    await tryOut(page, way);
    await verdict(page).getByText(say('须第二人审批', 'It needs a second person')).waitFor();
    await record(page, way);
    await outcome(page).getByText(say('等待第二人审批', 'Waits for a second person')).waitFor();

    const second = beside(way);
    const lead = await arriveAs('guizhou.lead', '/proposals', second);
    const proposal = await proposalOn(lead.page, first).innerText();
    expect(proposal).toContain(second.say('期初库存', 'Opening stock'));
    await approve(lead, second, first);
    const position = await positionOn(lead.page);
    const traced = await bookOn('guizhou.clerk', last, position);
    expect(traced).toMatchObject({ status: 'in-transit' });
    const { page: desk } = await arriveAs(newcomer, '/desk', way);
    await desk.locator('.task.is-receive', { hasText: say('20 张', '20 blanks') }).waitFor();
  });

  it.each(otherWays)(
    '[C18] is closed when nothing remains; its past goes up, $name',
    async (way) => {
      const { say, run } = way;
      const code = ['52110001', '52130001'][run];
      const name = ['双龙新区', '大龙新区'][run];
      const username = `closing${run}.clerk`;
      await openCentre(code, name, username);
      const [from, to] = [1, 5].map((place) => serialOf(5, 19_100 + 10 * run + place));
      const ranges = [{ from, to }];
      const opening = await postAs('guizhou.clerk', `centres/${province}/consignments`, {
        to: code,
        ranges,
        handedOverBy: '陈国强',
        opening: true,
      });
      await postAs('guizhou.lead', `proposals/${opening.proposal}/approval`, {});
      const habits = { ...way, expectedStatuses: [422] };
      const lead = await arriveAs('guizhou.lead', '/administration/centres', habits);
      const { page } = lead;
      const drawer = page.getByRole('dialog');
      const button = drawer.getByRole('button', { name: say('撤销该中心', 'Close the centre') });
      const close = () => way.press(button);
      const reason = drawer.getByLabel(say('理由', 'Reason'));
      await way.press(page.getByRole('button', { name }));
      await close();
      await way.fill(reason, '机构改革，并入省中心');
      await close();
      const refusal = drawer.getByRole('alert');
      await refusal.getByText(say('尚在途中', 'is under way')).waitFor();
      expect(await refusal.innerText()).toContain('C18');
      expect(await reason.inputValue()).toBe('机构改革，并入省中心');
      const coming = await readAs<{ items: { consignment: string; to: string }[] }>(
        'guizhou.clerk',
        `consignments?centre=${code}&status=in-transit`,
        opening.position,
      );
      const box = { consignment: coming.items[0].consignment, position: opening.position };
      await receiveAll(username, code, box, ranges);
      await close();
      await refusal.getByText(to).waitFor();
      await lead.picture(`closing-refused-${way.locale}-1440`);
      const back = await send(username, code, province, ranges);
      await receiveAll('guizhou.clerk', province, back, ranges);
      await close();
      const above = '贵州省职业技能鉴定指导中心';
      await drawer.getByText(say(`由${above}办理`, `Users of ${above} settle`)).waitFor();
      await lead.picture(`closed-${way.locale}-1440`);
      await way.press(
        drawer.getByRole('link', { name: say('登记找回', 'Record sheets found again') }),
      );
      await page.locator('#ranges').waitFor();
      expect(new URL(page.url()).search).toBe(`?centre=${code}`);

      const { page: journal } = await arriveAs('guizhou.lead', `/journal/${code}`, en);
      await journal.locator('.journal-event', { hasText: 'Centre closed' }).waitFor();
      const { page: dispatch } = await arriveAs('guizhou.clerk', '/posts/dispatch', en);
      await focused(dispatch.locator('#to'));
      await dispatch.keyboard.type(code.slice(0, 2));
      await dispatch.locator('.ant-select-item-option').first().waitFor();
      await dispatch.keyboard.type(code.slice(2));
      await dispatch.locator('.ant-select-item-empty').waitFor();
    },
  );
});

it.each(ways)(
  '[C14] an edition is withdrawn from a day on, and its rest told, $name',
  async (way) => {
    const { say, run } = way;
    const edition = ['2013试点版', '2013试点二版'][run];
    const username = `ministry.second${run}`;
    const from = daysAgo(-7);
    const [first, middle, last] = [1, 30, 100].map((place) =>
      serialOf(2, 50_000 + 100 * run + place),
    );
    const ranges = [{ from: first, to: last }];
    const lower = [{ from: first, to: middle }];
    await postAs('ministry.clerk', `centres/${ministry}/registrations`, {
      level: 2,
      edition,
      ranges,
      deliveryNote: '印送〔2013〕43号',
    });
    const sent = await send('ministry.clerk', ministry, province, lower);
    await receiveAll('guizhou.clerk', province, sent, lower);
    await postAs('admin', 'users', {
      username,
      displayName: '吴建明',
      password: userPassword,
      centre: ministry,
      roles: ['supervisor'],
    });
    const path = `/reports/editions?edition=${encodeURIComponent(edition)}`;
    const lead = await arriveAs('ministry.lead', path, { ...way, expectedStatuses: [422] });
    const { page } = lead;
    const rows = page.locator('table.ledger tbody tr');
    await rows.filter({ hasText: '贵州省' }).getByText('30', { exact: true }).waitFor();
    await rows.filter({ hasText: '人力资源' }).getByText('70', { exact: true }).waitFor();
    const button = page.getByRole('button', { name: say('停用此版本', 'Withdraw this edition') });
    const withdraw = () => way.press(button);
    const day = page.getByLabel(say('停用日期（须晚于今天）', 'From (later than today)'));
    const reason = page.getByLabel(say('理由', 'Reason'));
    await withdraw();
    await way.fill(day, daysAgo(0));
    await way.fill(reason, '防伪缺陷');
    await withdraw();
    await page.locator('.ant-form-item-explain-error').first().waitFor();
    expect(await reason.inputValue()).toBe('防伪缺陷');
    await lead.picture(`withdrawal-refused-${way.locale}-1440`);
    await way.fill(day, from);
    await withdraw();
    await page.getByRole('status').getByText(say('第二人', 'second')).first().waitFor();

    const other = beside(way);
    const second = await arriveAs(username, '/proposals', other);
    await approve(second, other, edition);
    const position = await positionOn(second.page);
    const answer = await readAs(
      'ministry.lead',
      `editions/${encodeURIComponent(edition)}`,
      position,
    );
    expect(answer).toMatchObject({ withdrawal: { from, reason: '防伪缺陷' } });
    await page
      .getByText(say(/^自.*起停用$/, /^Withdrawn from/))
      .first()
      .waitFor();
  },
);

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
