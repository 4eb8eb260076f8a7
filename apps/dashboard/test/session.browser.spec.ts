/** A session that ends, or becomes somebody else's, while its pages are open, in a real browser. */
import type { Page } from 'playwright-core';
import { seeded, serialOf, userPassword } from './office';
import { check, outcome, verdict } from './posting';
import type { Visitor } from './visitor';
import { visits } from './visits';

const { arrive, arriveAs } = visits();

const zh = { locale: 'zh-CN', expectedStatuses: [401] };
const en = { locale: 'en-GB', expectedStatuses: [401] };
const clerk = 'city1.clerk';
const lead = 'city1.lead';
const leadsName = '周建国';

/** Another tab of the same browser. */
async function tabBeside({ page }: Visitor, path: string): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(new URL(path, page.url()).href);
  return tab;
}

/** As if the page had been left alone for so long that its token has ended. */
const waitForTokenToEnd = (page: Page) =>
  page.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => now() + 20 * 60_000;
  });

/** As a browser that offers no channel between tabs. */
const forbidChannel = ({ page }: Visitor) =>
  page.context().addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'BroadcastChannel');
  });

/** What is posted from that page, trials left out. */
function postsOf(page: Page): string[] {
  const posted: string[] = [];
  page.on('request', (request) => {
    const isTrial = request.url().includes('dryRun=true');
    if (request.method() === 'POST' && !request.url().includes('/auth/') && !isTrial) {
      posted.push(request.url());
    }
  });
  return posted;
}

async function logOutOf(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(退出|Log out)$/ }).click();
  await page.locator('input[autocomplete=username]').waitFor();
}

/** A spoilage, checked and ready to be recorded. */
async function checkSpoilage(page: Page, ordinal: number): Promise<void> {
  await page.locator('#ranges').fill(serialOf(5, ordinal));
  await check(page).click();
  await verdict(page).waitFor();
}

/** A roster of one person, which no draft may keep. */
async function typeRoster(page: Page): Promise<void> {
  await page.locator('#roster_reference').fill('黔鉴名〔2013〕031');
  await page.locator('#line-0-paper').fill(serialOf(5, 900));
  await page.locator('#line-0-name').fill('王芳');
}

const again = (page: Page) => page.locator('dialog.is-hiding');
const nameOf = (page: Page) => page.locator('#line-0-name').inputValue();

/** Ends the session; the level asks for the blanks of it, and finds out. */
async function endSession({ page }: Visitor): Promise<void> {
  await page.context().clearCookies();
  await waitForTokenToEnd(page);
  await page.getByLabel(/^(五级 初级|Level 5 junior)$/).check();
}

describe('two tabs', () => {
  it('show one person: another’s login ends the other tab, says who, and forgets', async () => {
    const first = await arriveAs(clerk, '/desk', zh);
    await first.page.locator('.who').waitFor();
    const tab = await tabBeside(first, '/posts/spoil');
    await tab.locator('#ranges').fill(serialOf(5, 700));
    await logOutOf(first.page);
    await first.logIn(lead, userPassword);
    await first.page.locator('.who').waitFor();
    await tab.getByText(`另一人已在此浏览器登录：${leadsName}`).waitFor();
    const kept = await tab.evaluate(() => JSON.stringify(sessionStorage));
    expect(kept).not.toContain(serialOf(5, 700));
    await tab.getByRole('button', { name: `以${leadsName}的身份继续` }).click();
    await tab.locator('.who').getByText(leadsName).waitFor();
  });

  it('never post in another name, also where tabs cannot tell each other', async () => {
    const first = await arrive('/desk', en);
    await forbidChannel(first);
    await first.page.reload();
    await first.logIn(clerk, userPassword);
    await first.page.locator('.who').waitFor();
    const tab = await tabBeside(first, '/posts/spoil');
    await checkSpoilage(tab, 701);
    await logOutOf(first.page);
    await first.logIn(lead, userPassword);
    await first.page.locator('.who').waitFor();
    const posted = postsOf(tab);
    await waitForTokenToEnd(tab);
    await tab.keyboard.press('Enter');
    await tab.getByText(`Another person logged in in this browser: ${leadsName}`).waitFor();
    expect(posted).toEqual([]);
  });

  it('close together, and come back together', async () => {
    const first = await arriveAs(clerk, '/desk', en);
    await first.page.locator('.who').waitFor();
    const tab = await tabBeside(first, '/posts/issue');
    await typeRoster(tab);
    await logOutOf(first.page);
    await tab.getByRole('heading', { name: 'Log in' }).waitFor();
    await first.logIn(clerk, userPassword);
    await first.page.locator('.who').waitFor();
    await tab.locator('.who').waitFor();
  });
});

describe('a session that ends while a page is open', () => {
  it.each([
    ['zh-CN', zh],
    ['en-GB', en],
  ])('is gone on with over the page, which keeps everything, in %s', async (locale, habits) => {
    const visitor = await arriveAs(clerk, '/posts/issue', habits);
    const { page } = visitor;
    await typeRoster(page);
    await endSession(visitor);
    await again(page).waitFor();
    expect(new URL(page.url()).pathname).toBe('/posts/issue');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await visitor.picture(`login-again-${locale}-${width}`);
      expect(await visitor.overflowPx()).toBe(0);
      expect(await visitor.barriers()).toEqual([]);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.type('not the password');
    await page.keyboard.press('Enter');
    await again(page).getByRole('alert').waitFor();
    await page.keyboard.type(userPassword);
    await page.keyboard.press('Enter');
    await again(page).waitFor({ state: 'detached' });
    expect(await nameOf(page)).toBe('王芳');
  });

  it('sends then what was begun, in the same name', async () => {
    const visitor = await arriveAs(clerk, '/posts/spoil', en);
    const { page } = visitor;
    await checkSpoilage(page, 702);
    const posted = postsOf(page);
    await page.context().clearCookies();
    await waitForTokenToEnd(page);
    await page.keyboard.press('Enter');
    await again(page).waitFor();
    expect(posted).toEqual([]);
    await page.keyboard.type(userPassword);
    await page.keyboard.press('Enter');
    await outcome(page).waitFor();
    expect(posted).toHaveLength(1);
  });

  it('is left by whoever is somebody else, with nothing sent and nothing kept', async () => {
    const visitor = await arriveAs(clerk, '/posts/spoil', zh);
    const { page } = visitor;
    await checkSpoilage(page, 703);
    const posted = postsOf(page);
    await page.context().clearCookies();
    await waitForTokenToEnd(page);
    await page.keyboard.press('Enter');
    await again(page).getByRole('button', { name: '离开本页' }).click();
    await visitor.logIn(lead, userPassword);
    await page.locator('.who').getByText(leadsName).waitFor();
    expect(posted).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('A000000703');
  });

  it('comes back in every tab once its user is back in one', async () => {
    const visitor = await arriveAs(clerk, '/posts/issue', en);
    const { page } = visitor;
    await typeRoster(page);
    const tab = await tabBeside(visitor, '/desk');
    await tab.locator('.who').waitFor();
    await endSession(visitor);
    await again(page).waitFor();
    await logOutSilently(tab);
    await tab.locator('input[autocomplete=username]').fill(clerk);
    await tab.locator('input[autocomplete=current-password]').fill(userPassword);
    await tab.keyboard.press('Enter');
    await again(page).waitFor({ state: 'detached' });
    expect(await nameOf(page)).toBe('王芳');
  });
});

/** A tab that is loaded again after its session has ended. */
async function logOutSilently(tab: Page): Promise<void> {
  await tab.reload();
  await tab.locator('input[autocomplete=username]').waitFor();
}

describe('what no draft keeps', () => {
  it('is asked about before a link, the way back or the logout leaves it', async () => {
    const visitor = await arriveAs(clerk, '/desk', en);
    const { page } = visitor;
    await page.locator('.who').waitFor();
    await visitor.go('/posts/issue');
    await typeRoster(page);
    const question = page.getByRole('dialog', { name: 'Leave this page?' });
    await page.getByRole('link', { name: 'Stock', exact: true }).click();
    await question.waitFor();
    expect(await visitor.barriers()).toEqual([]);
    await visitor.picture('leave-page-en-GB-1440');
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await nameOf(page)).toBe('王芳');
    await page.getByRole('button', { name: 'Log out' }).click();
    await question.getByRole('button', { name: 'Stay' }).click();
    expect(await nameOf(page)).toBe('王芳');
    await page.getByRole('link', { name: 'Stock', exact: true }).click();
    await question.getByRole('button', { name: 'Leave and forget it' }).click();
    await page.getByRole('heading', { name: 'Stock', exact: true }).waitFor();
  });

  it('is asked about by the browser before the page is closed or loaded again', async () => {
    const { page } = await arriveAs(clerk, '/posts/roster', zh);
    await page.locator('#file').setInputFiles({
      name: 'roster.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('流水码,证书编码\n'),
    });
    // The page has noticed that there is something to lose.
    await page.waitForFunction(
      () => !dispatchEvent(new Event('beforeunload', { cancelable: true })),
    );
    const asked = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await closing;
    expect(await page.locator('.file-drop').innerText()).toContain('roster.csv');
  });

  it('asks nothing of who leaves a form that a draft keeps', async () => {
    const { page } = await arriveAs(clerk, '/posts/spoil', en);
    await page.locator('#ranges').fill(serialOf(5, 704));
    await page.getByRole('link', { name: 'Stock', exact: true }).click();
    await page.getByRole('heading', { name: 'Stock', exact: true }).waitFor();
  });
});

describe('the login', () => {
  it.each(['//evil.example/x', '///evil.example/x'])(
    'leads from %s to a page of its own',
    async (path) => {
      const visitor = await arrive(path, { ...en, expectedStatuses: [401, 404] });
      await visitor.logIn(clerk, userPassword);
      await visitor.page.getByText('There is no such page').waitFor();
      expect(new URL(visitor.page.url()).pathname).toBe('/evil.example/x');
    },
  );

  it('comes back to the very place of a page', async () => {
    const visitor = await arriveAs(clerk, `/trace/${seeded.lost}?x=1#proof`, zh);
    await visitor.page.locator('.timeline').waitFor();
    const { pathname, search, hash } = new URL(visitor.page.url());
    expect(pathname + search + hash).toBe(`/trace/${seeded.lost}?x=1#proof`);
  });

  it('promises nothing of what was typed when nobody can be asked after a reload', async () => {
    const visitor = await arriveAs(clerk, '/desk', en);
    const { page } = visitor;
    await page.locator('.who').waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.reload();
    const told = await page.getByRole('alert').innerText();
    expect(told).toContain('The server cannot be reached');
    expect(told).not.toContain('what you typed is still here');
    await page.unroute('**/api/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.who').waitFor();
    visitor.forgive(/ERR_FAILED/);
  });
});
