/** Who may do what: forgotten, refused, withdrawn, given a right or shut out, in a real browser. */
import type { Page } from 'playwright-core';
import { beside, keysInEnglish, otherWays, tabTo, ways } from './hands';
import { certificateOf, daysAgo, serialOf, userPassword } from './office';
import {
  approve,
  atField,
  faults,
  fillFields,
  goOn,
  outcome,
  positionOn,
  proposalOn,
  verdict,
} from './posting';
import { look, visits } from './visits';

const { arrive, arriveAs, arriveAsAdmin, postAs, readAs } = visits();

const liupanshui = '52020001';
const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };

/** Blanks that Liupanshui holds; each spec takes one of its own. */
const blank = (ordinal: number): string => serialOf(5, 1_700 + ordinal);

/** Somebody of Liupanshui reports a blank missing, which a second person has to approve. */
async function lose(username: string, serial: string): Promise<string> {
  const { position } = await postAs(username, `centres/${liupanshui}/losses`, {
    ranges: [{ from: serial, to: serial }],
    circumstances: '盘点时未见',
  });
  return position;
}

interface Proposals {
  readonly items: readonly {
    readonly command: { readonly ranges?: readonly { readonly from: string }[] };
    readonly refusalReason: string | null;
  }[];
}

async function reasonOf(serial: string, position: string): Promise<string | null | undefined> {
  const path = 'proposals?status=refused&limit=100';
  const { items } = await readAs<Proposals>('city2.lead', path, position);
  return items.find(({ command }) => command.ranges?.[0].from === serial)?.refusalReason;
}

describe('[C15] a person', () => {
  beforeAll(async () => {
    await postAs('admin', 'users', {
      username: 'ministry.second',
      displayName: '吴建明',
      password: userPassword,
      centre: '00000001',
      roles: ['supervisor'],
    });
  });

  it.each(ways)('is forgotten when one asks and a second approves, $name', async (way) => {
    const { say, run } = way;
    const holder = 30 + run;
    const reason = `本人书面申请 ${holder} 号`;
    const habits = { ...way, expectedStatuses: [404, 422] };
    const lead = await arriveAs('ministry.lead', '/administration/forgetting', habits);
    const { page } = lead;
    const find = say('查找并提请审批', 'Find the person and ask for approval');
    const ask = () => way.press(page.getByRole('button', { name: find }));
    await way.choose(page.locator('#document_type'), say('护照', 'Passport'));
    await fillFields(page, way, { document_number: 'E99999999', reason });
    await ask();
    await page.locator('[role=alert], .ant-form-item-explain-error').first().waitFor();
    expect(await page.locator('#document_number').inputValue()).toBe('E99999999');
    expect(await page.locator('#reason').inputValue()).toBe(reason);
    await lead.picture(`forgetting-refused-${way.locale}-1440`);
    await fillFields(page, way, { document_number: `E100000${holder - 1}` });
    await ask();
    const waits = say('等待第二人审批', 'Waits for a second user');
    await page.getByRole('status').getByText(waits).waitFor();
    expect(await page.locator('#document_number').inputValue()).toBe('');

    await lead.go('/proposals');
    await proposalOn(page, reason).getByText(say('规则 C15', 'Rule C15')).waitFor();
    const other = beside(way);
    const second = await arriveAs('ministry.second', '/proposals', other);
    await proposalOn(second.page, reason).waitFor();
    await second.picture(`proposal-forgetting-${other.locale}-1440`);
    await approve(second, other, reason);

    const number = certificateOf(holder);
    const clerk = await arriveAs('city1.clerk', `/trace/${number}`, way);
    await clerk.page.getByText(say('已按要求删除', 'forgotten, on request')).waitFor();
    expect(await clerk.page.locator('body').innerText()).not.toContain(`持证人${holder}`);
    await clerk.page.getByText(say('有效', 'In force'), { exact: true }).waitFor();
    const position = await positionOn(second.page);
    const path = `certificates/${number}`;
    const told = await readAs<{ holder: unknown }>('city1.clerk', path, position);
    expect(told.holder).toBeNull();
  });
});

describe('[C12] a proposal', () => {
  it.each(otherWays)('is refused with a reason, $name', async (way) => {
    const { say, run } = way;
    const serial = blank(10 + run);
    await lose('city2.clerk', serial);
    const lead = await arriveAs('city2.lead', '/proposals', way);
    const { page } = lead;
    const card = proposalOn(page, serial);
    const refuse = card.getByRole('button', { name: say('不批准', 'Refuse') });
    await way.press(refuse);
    await card.locator('textarea').waitFor();
    await way.press(refuse);
    await card.getByRole('alert').getByText(say('请填写此项', 'Fill this in')).waitFor();
    await page.keyboard.type('请先复核保险柜');
    await card.getByRole('alert').waitFor({ state: 'detached' });
    await lead.picture(`refusing-${way.locale}-1440`);
    await way.press(refuse);
    await page.locator('.outcome').getByText(say('未批准', 'Not approved')).waitFor();
    await lead.go('/proposals?status=refused');
    await card.getByText(say('原因：请先复核保险柜', 'Reason: 请先复核保险柜')).waitFor();
    expect(await card.innerText()).toContain('六盘水市分管领导');
    expect(await reasonOf(serial, '0')).toBe('请先复核保险柜');
    const traced = await readAs('city2.lead', `serials/${serial}`, '0');
    expect(traced).toMatchObject({ status: 'in-stock' });
  });

  it.each(ways)('is withdrawn by its author, and told as withdrawn, $name', async (way) => {
    const { say, run } = way;
    const serial = blank(20 + run);
    await lose('city2.clerk', serial);
    const clerk = await arriveAs('city2.clerk', '/proposals', way);
    const { page } = clerk;
    const card = proposalOn(page, serial);
    const withdraw = card.getByRole('button', { name: say('撤回', 'Withdraw') });
    await way.press(withdraw);
    await way.fill(card.locator('textarea'), 'It was in the other drawer');
    await way.press(withdraw);
    await page.locator('.outcome').getByText(say('已撤回', 'Withdrawn')).waitFor();
    await clerk.go('/proposals?status=refused');
    await card.getByText(say(/于 .* 撤回/, /Withdrawn by/)).waitFor();
    expect(await card.locator('.badge').innerText()).toBe(say('已撤回', 'Withdrawn'));
    await clerk.picture(`proposal-withdrawn-${way.locale}-1440`);
    expect(await reasonOf(serial, '0')).toBe('It was in the other drawer');
  });

  it('is not its author’s to approve, whatever they are, and the rule is told', async () => {
    await lose('city2.lead', blank(3));
    const { page } = await arriveAs('city2.lead', '/proposals', en);
    const card = proposalOn(page, blank(3));
    await card.getByText('another supervisor of your centre').waitFor();
    await card.getByText('Rule C12').waitFor();
    expect(await card.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    const { page: clerks } = await arriveAs('city2.clerk', '/proposals', zh);
    await proposalOn(clerks, blank(3)).getByText('提交人本人除外').waitFor();
    const above = await arriveAs('guizhou.lead', '/proposals', en);
    await approve(above, keysInEnglish, blank(3));
    const position = await positionOn(above.page);
    const traced = await readAs('city2.lead', `serials/${blank(3)}`, position);
    expect(traced).toMatchObject({ status: 'missing' });
  });

  it('that is withdrawn while it is being refused stays with what was typed', async () => {
    const serial = blank(7);
    const { proposal } = await postAs('city2.clerk', `centres/${liupanshui}/losses`, {
      ranges: [{ from: serial, to: serial }],
      circumstances: '盘点时未见',
    });
    const { page } = await arriveAs('city2.lead', '/proposals', en);
    const card = proposalOn(page, serial);
    await card.getByRole('button', { name: 'Refuse' }).click();
    await card.getByRole('textbox').fill('It lies in the second drawer');
    await postAs('city2.clerk', `proposals/${proposal}/refusal`, { reason: '找到了' });
    await card.getByText('It no longer waits for a decision').waitFor();
    await card.getByText(/Withdrawn by .*经办人/).waitFor();
    expect(await card.getByRole('textbox').inputValue()).toBe('It lies in the second drawer');
    await card.getByRole('button', { name: 'Put away' }).click();
    await card.waitFor({ state: 'detached' });
  });

  it('keeps what was typed when the list cannot be read again', async () => {
    await lose('city2.clerk', blank(5));
    const lead = await arriveAs('city2.lead', '/proposals', { ...en, expectedStatuses: [404] });
    const { page } = lead;
    const card = proposalOn(page, blank(5));
    await card.getByRole('button', { name: 'Refuse' }).click();
    await card.getByRole('textbox').fill('It lies in the second drawer');
    const lost = { title: 'Not found', status: 404, detail: 'The list is lost.' };
    await page.route(/\/api\/v1\/proposals\?/, (route) =>
      route.fulfill({ status: 404, contentType: 'application/problem+json', json: lost }),
    );
    await lose('city2.clerk', blank(6));
    await page.getByRole('alert').getByText('The list is lost.').waitFor();
    expect(await card.getByRole('textbox').inputValue()).toBe('It lies in the second drawer');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('that nobody decided in time is told as expired, and offers nothing', async () => {
    await lose('city2.clerk', blank(4));
    const visitor = await arrive('/proposals?status=expired', zh);
    const { page } = visitor;
    // A week goes by for one answer: no user can hurry the clock.
    await page.route(/\/api\/v1\/proposals\?.*status=expired/, async (route) => {
      const url = route.request().url().replace('status=expired', 'status=pending');
      const response = await route.fetch({ url });
      const { items } = (await response.json()) as { items: { expiresAt: string }[] };
      const expired = items.map((one) => ({ ...one, status: 'expired', closedAt: one.expiresAt }));
      await route.fulfill({ response, json: { items: expired, next: null } });
    });
    await visitor.logIn('city2.lead', userPassword);
    const card = proposalOn(page, blank(4));
    await card.getByText('无人审批').waitFor();
    expect(await card.locator('.badge').innerText()).toBe('已过期');
    expect(await card.getByRole('button').count()).toBe(0);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

describe('a user', () => {
  const userDrawer = async (page: Page, name: string) => {
    await page.getByRole('button', { name }).click();
    return page.getByRole('dialog');
  };

  it('whose password was reset logs in with it, and chooses their own', async () => {
    const clerk = await arriveAs('city6.clerk', '/posts/spoil', {
      ...zh,
      expectedStatuses: [401, 422],
    });
    await clerk.page.locator('#ranges').fill(serialOf(5, 5_400));
    const admin = await arriveAsAdmin('/administration/users', en);
    const drawer = await userDrawer(admin.page, '铜仁市经办人');
    await tabTo(admin.page, drawer.getByLabel('New password'));
    await admin.page.keyboard.type('short');
    await admin.page.keyboard.press('Enter');
    await drawer.getByText('At least 8 characters.').waitFor();
    expect(await drawer.getByLabel('New password').inputValue()).toBe('short');
    await admin.page.keyboard.type(' but longer now');
    await admin.page.keyboard.press('Enter');
    await drawer.getByText('Saved.').waitFor();
    await admin.picture('password-reset-en-GB-1440');

    const { page } = clerk;
    await page.reload();
    await page.getByText('会话已结束').waitFor();
    await clerk.logIn('city6.clerk', userPassword);
    await page.getByRole('alert').getByText('用户名或密码错误').waitFor();
    await page.locator('input[autocomplete=current-password]').fill('short but longer now');
    await page.keyboard.press('Enter');
    await page.locator('#ranges').waitFor();
    expect(await page.locator('#ranges').inputValue()).toContain(serialOf(5, 5_400));

    await clerk.go('/administration/account');
    await tabTo(page, page.getByLabel('当前密码'));
    await page.keyboard.type('not this one');
    for (const label of ['新密码', '再次输入新密码']) {
      await tabTo(page, page.getByLabel(label, { exact: true }));
      await page.keyboard.type('a sentence of my own');
    }
    await page.keyboard.press('Enter');
    await page.getByText('当前密码错误').waitFor();
    expect(await page.getByLabel('再次输入新密码').inputValue()).toBe('a sentence of my own');
    await tabTo(page, page.getByLabel('当前密码'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type('short but longer now');
    await page.keyboard.press('Enter');
    await page.getByText('密码已修改').waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await clerk.logIn('city6.clerk', 'a sentence of my own');
    await page.locator('.desk-stock').waitFor();
  });

  it('[T2] who may load paper books states days that nobody else may', async () => {
    const before = serialOf(1, 900_001);
    const between = serialOf(1, 900_101);
    const clerk = await arriveAs('ministry.clerk', '/posts/register', en);
    const { page } = clerk;
    const fill = async (first: string, day: string) => {
      await page.locator('#deliveryNote').fill('印送〔2012〕7号');
      await page.getByRole('radio', { name: 'Level 1' }).check();
      await page.locator('#edition').fill('2013普通版');
      await page.locator('#ranges').fill(`${first}+10`);
      await page.locator('#occurredOn').fill(day);
    };
    await fill(before, daysAgo(70));
    await page.keyboard.press('Control+Enter');
    await faults(page).getByText('Rule T2').waitFor();
    await atField(page, 'occurredOn').getByText('31').waitFor();
    expect(await page.locator('#occurredOn').inputValue()).toBe(daysAgo(70));

    const admin = await arriveAsAdmin('/administration/users', zh);
    const drawer = await userDrawer(admin.page, '李建华');
    await tabTo(admin.page, drawer.getByRole('checkbox', { name: '可补录纸质台账' }));
    await admin.page.keyboard.press('Space');
    await tabTo(admin.page, drawer.getByRole('button', { name: '保存' }));
    await admin.page.keyboard.press('Enter');
    await drawer.getByText('已保存。').waitFor();

    await page.reload();
    await page.getByText('because you load paper books').waitFor();
    expect(await page.locator('#occurredOn').inputValue()).toBe(daysAgo(70));
    await tabTo(page, page.locator('#occurredOn'));
    await goOn(page, keysInEnglish);
    expect(await outcome(page).innerText()).toContain('Recorded');
    const position = await positionOn(page);
    const traced = await readAs<{ history: object[] }>(
      'ministry.clerk',
      `serials/${before}`,
      position,
    );
    const [entry] = traced.history;
    expect(entry).toMatchObject({ event: 'BlanksRegistered', occurredOn: daysAgo(70) });
    await page.getByRole('button', { name: 'Post another' }).click();
    await fill(between, daysAgo(45));
    await goOn(page, keysInEnglish);
    await outcome(page).getByText('Waits for a second person').waitFor();
  });

  it('who is disabled while logged in is shut out, and finds what was typed when let in again', async () => {
    const clerk = await arriveAs('city8.clerk', '/posts/spoil', {
      ...en,
      expectedStatuses: [401, 422],
    });
    const { page } = clerk;
    await page.locator('#ranges').fill(serialOf(4, 4_000));
    const admin = await arriveAsAdmin('/administration/users', zh);
    const drawer = await userDrawer(admin.page, '黔东南州经办人');
    await tabTo(admin.page, drawer.getByRole('button', { name: '停用该用户' }));
    await admin.page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: '恢复该用户' }).waitFor();
    await tabTo(page, page.locator('#ranges'));
    await page.keyboard.press('Control+Enter');
    const again = page.locator('dialog.is-hiding');
    await again.locator('input[autocomplete=current-password]').fill(userPassword);
    await page.keyboard.press('Enter');
    await again.getByText('User name or password is wrong').waitFor();
    await clerk.picture('disabled-en-GB-1440');
    await tabTo(admin.page, drawer.getByRole('button', { name: '恢复该用户' }));
    await admin.page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: '停用该用户' }).waitFor();
    await page.keyboard.press('Enter');
    await again.waitFor({ state: 'detached' });
    expect(await page.locator('#ranges').inputValue()).toBe(serialOf(4, 4_000));
    // The check that was under way goes on by itself.
    await verdict(page).waitFor();
  });
});

describe.each(['zh-CN', 'en-GB'])('every page of people in %s', (locale) => {
  it.each([1280, 390])('can be read at %d pixels, without barriers', async (width) => {
    const visitor = await arriveAs('ministry.lead', '/proposals', { locale, width });
    await visitor.page.locator('.controls').waitFor();
    const sights = [
      ['forgetting', '/administration/forgetting', '#reason'],
      ['account', '/administration/account', '.narrow-form'],
      ['proposals-pending', '/proposals', '.controls'],
      ['proposals-refused', '/proposals?status=refused', '.proposal'],
      ['proposals-expired', '/proposals?status=expired', '.controls'],
    ] as const;
    expect(await look(visitor, sights, `${locale}-${width}`)).toEqual([]);
  });
});
