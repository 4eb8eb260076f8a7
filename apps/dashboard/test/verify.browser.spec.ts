/** The public check in a real browser, by somebody who has no login. */
import { certificateOf, seeded } from './office';
import { look, lookOn, visits } from './visits';

const { arrive } = visits();

/** The number of the certificate that was lost and replaced, and one that never was. */
const replacedNumber = certificateOf(1);
const number = certificateOf(2);
const name = '持证人2';

describe('[V7] the public check', () => {
  it('comes from the QR code with its number, needs no login and the keyboard alone', async () => {
    const { page } = await arrive(`/verify?number=${number}`);
    expect(await page.getByLabel('证书编码或凭证编码').inputValue()).toBe(number);
    await page.waitForFunction(() => document.title === '证书查验 · 流水');
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('该证书编码真实有效').waitFor();
    const facts = await page.locator('.verdict .facts').innerText();
    expect(facts).toContain('贵阳市职业技能鉴定指导中心');
    expect(facts).toContain('五级 初级');
    expect(await page.locator('body').innerText()).not.toContain(name);
    const { pathname, search } = new URL(page.url());
    expect(pathname + search).toBe(`/verify?number=${number}`);
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
    const { page } = visitor;
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Enter the number.').waitFor();
    await page.getByText('Enter the holder’s full name.').waitFor();
    await page.getByLabel('Certificate or voucher number').fill(number);
    await page.getByLabel('Holder’s name').fill(name);
    await page.route('**/api/**', (route) => route.abort());
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
    expect(await page.getByLabel('Holder’s name').inputValue()).toBe(name);
    visitor.forgive(/ERR_FAILED/);
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
    const path = `/verify?number=${replacedNumber}`;
    const visitor = await arrive(path, { locale, width });
    const { page } = visitor;
    const mark = `${locale}-${width}`;
    expect(await look(visitor, [['verify', path, 'form']], mark)).toEqual([]);
    await page.locator('#name').fill('持证人1');
    await page.locator('#serial').fill(seeded.lost);
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await lookOn(visitor, 'verify-void', mark)).toEqual([]);
    await page.locator('#serial').fill('');
    await page.keyboard.press('Enter');
    await page.locator('.ant-alert-success').waitFor();
    expect(await lookOn(visitor, 'verify-genuine', mark)).toEqual([]);
  });
});
