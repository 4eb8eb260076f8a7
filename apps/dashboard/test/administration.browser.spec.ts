/** The first run of an empty installation, and what an administrator and a ministry set afterwards. */
import type { Page } from 'playwright-core';
import { Office } from './cycle-office';
import { type Way, ways } from './hands';
import { userPassword } from './office';
import { adminPassword } from './running-system';
import type { Habits } from './visitor';
import { look, visits } from './visits';

const ownPassword = 'a sentence of the administrator';
const ministry = '00000001';
const province = '52000001';
const ministryName = '部职业技能鉴定中心';
const provinceName = '贵州省职业技能鉴定指导中心';

/** Pages whose fields are named by their labels. */
function labelled(page: Page, way: Way) {
  const { say } = way;
  const field = (chinese: string, english: string) =>
    page.getByLabel(say(chinese, english), { exact: true });
  const button = (chinese: string, english: string) =>
    page.getByRole('button', { name: say(chinese, english), exact: true });
  return { field, button };
}

async function createUser(page: Page, way: Way, name: string, username: string): Promise<void> {
  const { field, button } = labelled(page, way);
  await way.fill(field('姓名', 'Name on paper'), name);
  await way.fill(field('用户名', 'User name'), username);
  await way.fill(field('初始密码', 'First password'), userPassword);
  await way.press(button('创建用户', 'Create the user'));
}

/**
 * In order: each goes on in the installation as the one before has left it. An installation is set
 * up only once, so that each hand has one of its own.
 */
describe.each(ways)('an empty installation, $name', (way) => {
  const { say } = way;
  let office: Office;
  const { arrive, arriveAs } = visits(async (address) => {
    office = new Office(address);
  });
  const arriveAsAdmin = async (path: string, habits: Habits, password = ownPassword) => {
    const visitor = await arrive(path, habits);
    await visitor.logIn('admin', password);
    return visitor;
  };

  it('asks its administrator for a password of their own', async () => {
    const visitor = await arriveAsAdmin('/', { ...way, expectedStatuses: [422] }, adminPassword);
    const { page } = visitor;
    const { field, button } = labelled(page, way);
    await page.getByRole('heading', { name: say('初始化系统', 'Setting up') }).waitFor();
    await visitor.picture(`first-run-${way.locale}-1440`);
    expect(await visitor.barriers()).toEqual([]);
    const [current, next] = [
      field('当前密码', 'Present password'),
      field('新密码', 'New password'),
    ];
    const again = field('再次输入新密码', 'New password once more');
    const change = () => way.press(button('修改密码', 'Change the password'));
    await way.fill(current, 'not the password');
    await way.fill(next, ownPassword);
    await way.fill(again, 'something else');
    await change();
    await page.getByText(say('两次输入不一致。', 'The two are not the same.')).waitFor();
    await way.fill(again, ownPassword);
    await change();
    await page.getByText(say('当前密码错误', 'The present password is wrong')).waitFor();
    expect(await next.inputValue()).toBe(ownPassword);
    await way.fill(current, adminPassword);
    await change();
    await page.locator('.first-steps .mark.is-good').first().waitFor();
    await page.reload();
    await page.locator('.first-steps .mark.is-good').first().waitFor();
  });

  it('gets its top centre, one below it, and a clerk and a supervisor, step by step', async () => {
    const { page } = await arriveAsAdmin('/', { ...way, expectedStatuses: [422] });
    const { field, button } = labelled(page, way);
    const code = field('机构代码', 'Institution code');
    const register = () => way.press(button('登记', 'Register'));
    await way.press(page.getByRole('button', { name: say(/^部中心/, /^A ministry/) }));
    await way.fill(code, '123');
    await way.fill(field('名称', 'Name'), ministryName);
    await register();
    await page.locator('.ant-form-item-explain-error').first().waitFor();
    expect(await field('名称', 'Name').inputValue()).toBe(ministryName);
    await way.fill(code, ministry);
    await register();
    const below = (count: number) =>
      say(`${ministryName}及下级 ${count} 个中心`, `${ministryName} and ${count} centre`);
    await page.getByText(below(0)).waitFor();
    await way.press(button('继续登记下级', 'Register another below it'));
    await way.fill(code, province);
    await way.fill(field('名称', 'Name'), provinceName);
    await register();
    await page.getByText(below(1)).waitFor();
    await createUser(page, way, '李建华', 'ministry.clerk');
    await page.getByText(say('已有：李建华', 'So far: 李建华')).waitFor();
    await createUser(page, way, '李珍萍', 'ministry.lead');
    await page.getByText(say('已有：李建华、李珍萍', 'So far: 李建华, 李珍萍')).waitFor();
    const clerk = await arriveAs('ministry.clerk', '/', way);
    await clerk.page.locator('.who').getByText('李建华').waitFor();
  });

  it('registers another centre among those that there are', async () => {
    const { page } = await arriveAsAdmin('/administration/centres', way);
    const { field, button } = labelled(page, way);
    await way.press(button('登记中心', 'Register a centre'));
    await way.choose(field('上级', 'Belongs to'), provinceName);
    await way.fill(field('机构代码', 'Institution code'), '52010001');
    await way.fill(field('名称', 'Name'), '贵阳市职业技能鉴定指导中心');
    await way.press(button('登记', 'Register'));
    const name = '贵阳市职业技能鉴定指导中心';
    await page.getByText(say(`已登记${name}。`, `${name} is registered.`)).waitFor();
    await page.locator('.branches').getByRole('button', { name }).waitFor();
  });

  it('has users created, found, given keys that are shown once, and disabled', async () => {
    const habits = { ...way, expectedStatuses: [422] };
    const { page } = await arriveAsAdmin('/administration/users', habits);
    const { field, button } = labelled(page, way);
    await way.press(button('新建用户', 'New user'));
    await way.fill(field('姓名', 'Name on paper'), '审计员甲');
    await way.fill(field('用户名', 'User name'), 'ministry.clerk');
    await way.press(button('随机生成', 'Draw one'));
    const drawn = await field('初始密码', 'First password').inputValue();
    expect(drawn).toMatch(/^[a-z2-9]{16}$/);
    await way.choose(field('中心', 'Centre'), `${ministryName} ${ministry}`);
    await way.toggle(page.getByLabel(say(/^审计员/, /^Auditor/)));
    await way.press(button('创建用户', 'Create the user'));
    await page.getByText(say('该用户名已被使用', 'This user name is taken')).waitFor();
    await way.fill(field('用户名', 'User name'), 'ministry.auditor');
    await way.press(button('创建用户', 'Create the user'));
    const created = say('已创建用户 ministry.auditor。', 'User ministry.auditor is created.');
    await page.getByText(created).waitFor();
    await way.fill(field('按姓名、用户名或中心查找', 'Find by name or centre'), 'auditor');
    await way.press(page.getByRole('button', { name: '审计员甲' }));
    const drawer = page.getByRole('dialog');
    await way.press(drawer.getByRole('button', { name: say('创建密钥', 'Make a key') }));
    const key = await drawer.locator('.new-key').innerText();
    expect(await office.statusWith(key)).toBe(200);
    await way.press(drawer.getByRole('button', { name: say(/^删除密钥/, /^Delete the key/) }));
    await drawer.getByText(say('没有密钥。', 'There are none.')).waitFor();
    expect(await office.statusWith(key)).toBe(401);
    await way.press(drawer.getByRole('button', { name: say('停用该用户', 'Disable the user') }));
    await page.locator('tbody .mark', { hasText: say('已停用', 'disabled') }).waitFor();
  });

  it('shows its users to nobody but an administrator, and says so', async () => {
    const { page } = await arriveAs('ministry.clerk', '/administration/users', way);
    const whose = say('管理员管理本中心及下级的用户', 'An administrator keeps the users');
    await page.getByText(whose).waitFor();
    const users = page.getByRole('link', { name: say('用户', 'Users'), exact: true });
    expect(await users.count()).toBe(0);
  });

  it('[Q10] gets certificate managers', async () => {
    const habits = { ...way, expectedStatuses: [400] };
    const { page } = await arriveAsAdmin('/administration/centres', habits);
    await way.press(page.getByRole('button', { name: provinceName, exact: true }));
    const drawer = page.getByRole('dialog');
    const appoint = drawer.getByRole('button', { name: say('指定', 'Appoint'), exact: true });
    await way.press(appoint);
    const { field } = labelled(page, way);
    const phone = field('负责人电话', 'Phone of the responsible person');
    await way.fill(field('负责人', 'Responsible person'), '杨柳');
    await way.fill(phone, 'none');
    await way.fill(field('证书管理员', 'Certificate manager'), '石磊');
    await way.fill(field('管理员电话', 'Phone of the manager'), '0851-5812346');
    await way.fill(field('管理员电子邮箱', 'E-mail of the manager'), 'name@example.cn');
    await way.press(appoint);
    const wrong = drawer.locator('.ant-form-item-explain-error');
    await wrong.getByText(say('格式', 'must look like')).waitFor();
    await way.fill(phone, '0851-5812345');
    await way.press(appoint);
    await drawer.getByText('0851-5812345').waitFor();
  });

  it('has its policy set by the top centre’s supervisor, within bounds, from a day on', async () => {
    const habits = { ...way, expectedStatuses: [422] };
    const { page } = await arriveAs('ministry.lead', '/administration/policy', habits);
    const policy = say('申领受理末日', 'Last day of the application window');
    await way.press(page.getByRole('button', { name: policy }));
    const drawer = page.getByRole('dialog');
    const value = drawer.getByLabel(say('数值', 'Value'), { exact: true });
    const set = () =>
      way.press(drawer.getByRole('button', { name: say('设定', 'Set'), exact: true }));
    await way.fill(value, '40');
    await set();
    await drawer.locator('[role=alert], .ant-form-item-explain-error').first().waitFor();
    await way.fill(value, '12');
    await set();
    await drawer.getByText(say('已设定。', 'It is set.')).waitFor();
    await drawer.getByText(say('12 日', 'day 12')).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('tr', { hasText: policy }).getByText(say('12 日', 'day 12')).waitFor();
  });

  it('lets others only read its policy', async () => {
    const { page } = await arriveAs('ministry.clerk', '/administration/policy', way);
    const whoSets = say('由顶级中心的主管设定。', 'A supervisor of the top centre sets them.');
    await page.getByText(whoSets).waitFor();
    const policy = say('申领受理末日', 'Last day of the application window');
    await way.press(page.getByRole('button', { name: policy }));
    const drawer = page.getByRole('dialog');
    await drawer.getByText(say('12 日', 'day 12')).waitFor();
    const set = drawer.getByRole('button', { name: say('设定', 'Set'), exact: true });
    expect(await set.count()).toBe(0);
  });

  it.each([1440, 390])('can be read at %d pixels, without barriers', async (width) => {
    const path = '/administration/centres';
    const visitor = await arriveAsAdmin(path, { locale: way.locale, width });
    await visitor.page.locator('.branches').first().waitFor();
    const sights = (['centres', 'users', 'policy', 'account'] as const).map(
      (name) => [`administration-${name}`, `/administration/${name}`, landmarks[name]] as const,
    );
    expect(await look(visitor, sights, `${way.locale}-${width}`)).toEqual([]);
  });
});

const landmarks = {
  centres: '.branches',
  users: '.ledger',
  policy: '.ledger',
  account: '.narrow-form',
};
