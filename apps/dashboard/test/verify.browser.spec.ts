/** The public check in a real browser, by somebody who has no login. */
import type { Browser } from 'playwright-core';
import { certificateOf, fillBooks, openCentres, seeded } from './office';
import { type RunningSystem, startSystem } from './running-system';
import { type Habits, launchBrowser, Visitor } from './visitor';

const startMsMax = 120_000;
/** The number of the certificate that was lost and replaced, and one that never was. */
const replacedNumber = certificateOf(1);
const number = certificateOf(2);
const name = '持证人2';

let system: RunningSystem;
let browser: Browser;
let visitors: Visitor[] = [];

async function arrive(path: string, habits: Habits = {}): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, system.address, habits);
  visitors.push(visitor);
  await visitor.go(path);
  await visitor.page.locator('form').waitFor();
  return visitor;
}

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  await openCentres(system.address);
  await fillBooks(system.address);
}, startMsMax);

afterEach(async () => {
  for (const visitor of visitors) expect(await visitor.leave()).toEqual([]);
  visitors = [];
});

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

describe('[V7] the public check', () => {
  it('comes from the QR code with its number, needs no login and the keyboard alone', async () => {
    const { page } = await arrive(`/verify?number=${number}`);
    expect(await page.title()).toBe('证书查验 · 流水');
    expect(await page.getByLabel('证书编码或凭证编码').inputValue()).toBe(number);
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('该证书编码真实有效').waitFor();
    const facts = await page.locator('.verdict .facts').innerText();
    expect(facts).toContain('贵阳市职业技能鉴定指导中心');
    expect(facts).toContain('五级 初级');
    expect(await page.locator('body').innerText()).not.toContain(name);
    expect(page.url()).toBe(`${system.address}/verify?number=${number}`);
  });

  it('takes the end of the identity number instead, and says when nothing fits', async () => {
    const { page } = await arrive('/verify', { locale: 'en-GB' });
    await page.getByLabel('Certificate or voucher number').fill(number);
    await page.getByText('End of the identity number').click();
    await page.getByLabel('Last four characters').fill('0001');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('status').getByText('The certificate number is genuine').waitFor();
    await page.getByLabel('Last four characters').fill('9999');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('status').getByText('Not confirmed').waitFor();
    expect(await page.locator('.verdict .facts').count()).toBe(0);
  });

  it('does not let a paper pass that was declared void', async () => {
    const { page } = await arrive(`/verify?number=${replacedNumber}`);
    await page.getByLabel('持证人姓名').fill('持证人1');
    await page.getByLabel(/流水码/).fill(seeded.lost);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('这张纸已作废').waitFor();
    await page.getByLabel(/流水码/).fill(seeded.replacement);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('手中这张纸有效').waitFor();
  });

  it('asks for what is missing, and keeps what was typed when the line is down', async () => {
    const visitor = await arrive('/verify', { locale: 'en-GB' });
    const { page, complaints } = visitor;
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Enter the number.').waitFor();
    await page.getByText('Enter the holder’s full name.').waitFor();
    await page.getByLabel('Certificate or voucher number').fill(number);
    await page.getByLabel('Holder’s name').fill(name);
    await page.route('**/api/**', (route) => route.abort());
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await page.getByLabel('Holder’s name').inputValue()).toBe(name);
    const others = complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
    complaints.splice(0, complaints.length, ...others);
  });

  it('is one click away in English', async () => {
    const { page } = await arrive(`/verify?number=${number}`);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Check a certificate' }).waitFor();
    expect(await page.getByLabel('Certificate or voucher number').inputValue()).toBe(number);
  });

  it.each(
    ['zh-CN', 'en-GB'].flatMap((locale) => [1440, 375].map((width) => [locale, width] as const)),
  )('can be read in %s at %d pixels, without barriers', async (locale, width) => {
    const findings: string[] = [];
    const visitor = await arrive(`/verify?number=${replacedNumber}`, { locale, width });
    const { page } = visitor;
    await look('verify');
    await page.locator('#name').fill('持证人1');
    await page.locator('#serial').fill(seeded.lost);
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    await look('verify-void');
    await page.locator('#serial').fill('');
    await page.keyboard.press('Enter');
    await page.locator('.ant-alert-success').waitFor();
    await look('verify-genuine');
    expect(findings).toEqual([]);

    async function look(what: string): Promise<void> {
      await page.waitForLoadState('networkidle');
      await visitor.picture(`${what}-${locale}-${width}`);
      const overflowPx = await visitor.overflowPx();
      if (overflowPx > 0) findings.push(`${what} is ${overflowPx} px too wide`);
      findings.push(...(await visitor.barriers()).map((barrier) => `${what}: ${barrier}`));
    }
  });
});
