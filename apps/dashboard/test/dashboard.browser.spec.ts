/** The login, the session, stock, and what is said when something is away, in a real browser. */
import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { eventually } from './eventually';
import { add, numbersOf, stockRows, sum } from './figures';
import { ways } from './hands';
import { fillBooks, guiyang, openCentres, seeded } from './office';
import { adminPassword } from './running-system';
import { look, visits } from './visits';

const initialScriptBytesMax = 350 * 1024;

/** What an administrator saw before there were centres, and before there were blanks. */
let beforeCentres: string;
let beforeBlanks: string;

const { arrive, arriveAs, arriveAsAdmin } = visits(async (address) => {
  const first = await arriveAsAdmin('/stock');
  beforeCentres = await first.textWith('还没有空白证书');
  await first.picture('stock-empty-zh-CN-1440');
  await openCentres(address);
  await first.page.getByRole('button', { name: '刷新' }).click();
  beforeBlanks = await first.textWith(/由顶级中心/);
  await fillBooks(address);
});

describe('the first page', () => {
  it('is the login, in the reader’s language, and small', async () => {
    const { page } = await arrive('/');
    const login = page.getByRole('button', { name: '登录', exact: true });
    await login.waitFor();
    await page.waitForLoadState('networkidle');
    const answers: Response[] = [];
    page.on('response', (response) => answers.push(response));
    await page.reload();
    await login.waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.title()).toBe('登录 · 流水');
    const pathOf = (response: Response) => new URL(response.url()).pathname;
    expect(answers.map(pathOf).filter((path) => path.startsWith('/api/'))).toEqual([]);
    const scripts = answers.filter((response) => pathOf(response).endsWith('.js'));
    const bodies = await Promise.all(scripts.map((response) => response.body()));
    const scriptBytes = sum(bodies.map((body) => gzipSync(body).length));
    expect(scriptBytes).toBeGreaterThan(0);
    expect(scriptBytes).toBeLessThanOrEqual(initialScriptBytesMax);
  });

  it('changes the language with one click and remembers it, without a flash of the other', async () => {
    const { page } = await arrive('/');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.locator('html[lang=en]').waitFor();
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => seen.push(document.body?.innerText ?? '')).observe(document, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(seen.join('\n')).toContain('Log in');
    expect(seen.join('\n')).not.toContain('登录');
  });

  it('says that the password is wrong, keeps the name, and lets the right one in', async () => {
    const { page } = await arrive('/', { locale: 'en-GB', expectedStatuses: [401] });
    const username = page.getByLabel('User name');
    await username.fill('admin');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('User name or password is wrong').waitFor();
    expect(await username.inputValue()).toBe('admin');
    await page.keyboard.type(adminPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Stock', exact: true }).waitFor();
  });

  it('asks for what is missing', async () => {
    const visitor = await arrive('/');
    await visitor.page.getByRole('button', { name: '登录', exact: true }).click();
    await visitor.textWith('请输入用户名。');
    await visitor.textWith('请输入密码。');
  });

  it('comes back to the page that was asked for, and stays logged in over a reload', async () => {
    const { page } = await arriveAsAdmin(`/trace/${seeded.lost}`);
    await page.locator('.timeline').waitFor();
    await page.reload();
    await page.locator('.timeline').waitFor();
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
    expect(kept).not.toMatch(/eyJ|[Tt]oken/);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('button', { name: '登录', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: '登录', exact: true }).waitFor();
  });
});

describe('the session', () => {
  it('says that it has ended, and comes back to the page after logging in again', async () => {
    const visitor = await arriveAsAdmin(`/trace/${seeded.lost}`, { expectedStatuses: [401] });
    const { page } = visitor;
    await page.locator('.timeline').waitFor();
    await page.context().clearCookies();
    await page.reload();
    await page.getByText('会话已结束').waitFor();
    await visitor.logIn('admin', adminPassword);
    await page.locator('.timeline').waitFor();
  });

  it('is shared by all tabs, also when they load at the same moment', async () => {
    const { page } = await arriveAsAdmin('/stock');
    await page.locator('.conservation').waitFor();
    const others = await Promise.all([page.context().newPage(), page.context().newPage()]);
    const tabs = [page, ...others];
    await Promise.all(tabs.map((tab) => tab.goto(page.url())));
    for (const tab of tabs) await tab.locator('.conservation').waitFor();
  });

  it('waits for the cookie of a page that was left while it was renewing', async () => {
    const { page } = await arriveAsAdmin('/stock');
    await page.locator('.conservation').waitFor();
    const renewals: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/auth/refresh')) renewals.push(request.url());
    });
    await page.clock.install();
    // Ahead of the clock by more than the way to the page takes.
    const pausedAt = Date.now() + 30_000;
    await page.evaluate((at) => localStorage.setItem('liushui.renewing', String(at)), pausedAt);
    await page.clock.pauseAt(pausedAt);
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(renewals).toEqual([]);
    await page.clock.resume();
    await page.locator('.conservation').waitFor();
    expect(renewals).toHaveLength(1);
  });

  it('is not lost because the server cannot be asked for it', async () => {
    const visitor = await arriveAsAdmin('/stock');
    const { page } = visitor;
    await page.locator('.conservation').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.reload();
    await page.getByRole('alert').getByText('无法连接服务器').waitFor();
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('.conservation').waitFor();
    visitor.forgive(/ERR_FAILED/);
  });
});

describe('stock', () => {
  it('says what to do next while there is nothing to show', () => {
    expect(beforeCentres).toContain('还没有中心');
    expect(beforeCentres).toContain('npm run demo');
    expect(beforeBlanks).toContain('由顶级中心经办人登记');
  });

  it('[C16] adds up: parts to their centre, centres to the total, accounts to what was registered', async () => {
    const { page } = await arriveAsAdmin('/stock', { locale: 'en-GB' });
    await page.getByText('Every blank is accounted for').waitFor();
    const terms = await numbersOf(page, '.equation dd');
    expect(terms[0]).toBe(59_100);
    expect(sum(terms.slice(1))).toBe(terms[0]);
    const rows = await stockRows(page);
    const [ministry, ministryItself, province, provinceItself, ...cities] = rows;
    expect(cities).toHaveLength(9);
    expect(add(provinceItself, ...cities)).toEqual(province);
    expect(add(ministryItself, province)).toEqual(ministry);
    for (const row of rows) expect(sum(row.slice(0, -1))).toBe(row.at(-1));
    expect(await numbersOf(page, '.total-row .quantity')).toEqual(ministry);
    expect(ministry.at(-1)).toBe(terms[1]);
    await page.getByText('By account').click();
    await eventually(async () => {
      const [everything] = await stockRows(page);
      expect(everything).toEqual([...terms.slice(1), terms[0]]);
    });
  });

  it('draws a bar for every centre and tells it in words', async () => {
    const { page } = await arriveAsAdmin('/stock');
    const chart = page.getByRole('img', { name: /贵阳市职业技能鉴定指导中心: 2,736/ });
    await chart.locator('svg').getByText('遵义市职业技能鉴定指导中心').waitFor();
  });

  it.each(ways)('shows the ranges that a centre holds, each to be traced, $name', async (way) => {
    const { page } = await arriveAsAdmin('/stock', way);
    await way.press(page.getByRole('link', { name: '贵阳市职业技能鉴定指导中心' }).first());
    const drawer = page.getByRole('dialog');
    await drawer.getByText('A000000245').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/stock/${guiyang}`);
    expect(await drawer.innerText()).toContain('A000001600');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(new URL(page.url()).pathname).toBe('/stock');
    await way.turn(page.getByRole('radio', { name: way.say('按账户', 'By account') }));
    const columns = page.locator('.stock-table thead');
    await columns.getByText(way.say('在途', 'In transit')).first().waitFor();
    await way.choose(page.locator('#stock-of'), way.say('四级 · 中级', 'Level 4 · intermediate'));
    await page.locator('.total-row .quantity', { hasText: /^18,000$/ }).waitFor();
  });

  it('shows a city its own part alone, and says what its sum means', async () => {
    const visitor = await arriveAs('city1.clerk', '/stock');
    const text = await visitor.textWith('账目平衡，每一张空白证书都有下落');
    expect(text).toContain('登记及调入，减调出');
    expect(text).not.toContain('遵义市');
    expect(await stockRows(visitor.page)).toHaveLength(1);
  });
});

describe('when something is away', () => {
  it('keeps what was typed at the login', async () => {
    const visitor = await arrive('/', { locale: 'en-GB' });
    const { page } = visitor;
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill(adminPassword);
    await page.route('**/api/**', (route) => route.abort());
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await page.getByLabel('Password').inputValue()).toBe(adminPassword);
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('Every blank is accounted for').waitFor();
    visitor.forgive(/ERR_FAILED/);
  });

  it('keeps the number and shows the trace once the line is back', async () => {
    const visitor = await arriveAsAdmin('/trace', { locale: 'en-GB' });
    const { page } = visitor;
    await page.locator('#traced-number').waitFor();
    await page.route('**/api/v1/serials/**', (route) => route.abort());
    await page.locator('#traced-number').fill(seeded.lost);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await page.locator('#traced-number').inputValue()).toBe(seeded.lost);
    await page.unroute('**/api/v1/serials/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.timeline').waitFor();
    visitor.forgive(/ERR_FAILED/);
  });

  it('says what is safe when an engine is away', async () => {
    const { page } = await arriveAsAdmin('/trace', { expectedStatuses: [503] });
    await page.locator('#traced-number').waitFor();
    await page.route('**/api/v1/stock', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          code: 'engine-away',
          title: '不可用',
          detail: '无法连接：postgres',
        }),
      }),
    );
    await page.getByRole('link', { name: '库存' }).click();
    await page.getByRole('alert').getByText('已记录的数据是安全的').waitFor();
  });
});

describe.each(['zh-CN', 'en-GB'])('every page in %s', (locale) => {
  const pages = [
    ['stock', '/stock', '.chart svg'],
    ['held', `/stock/${guiyang}`, '.figures'],
    ['nowhere', '/no/such/page', '.empty'],
  ] as const;

  it.each([1440, 375])('can be read at %d pixels, without barriers', async (width) => {
    const mark = `${locale}-${width}`;
    const visitor = await arrive('/', { locale, width, expectedStatuses: [404] });
    expect(await look(visitor, [['login', '/', 'form']], mark)).toEqual([]);
    await visitor.logIn('admin', adminPassword);
    await visitor.page.locator('.conservation').waitFor();
    expect(await look(visitor, pages, mark)).toEqual([]);
  });
});

it('lets the keyboard skip to the content', async () => {
  const { page } = await arriveAsAdmin('/stock', { locale: 'en-GB' });
  await page.getByText('Every blank is accounted for').waitFor();
  await page.reload();
  await page.getByText('Every blank is accounted for').waitFor();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content', exact: true });
  await skip.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('#content:focus').waitFor();
});
