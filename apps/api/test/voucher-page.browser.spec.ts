/** The printed voucher in a real browser: one page of A4, all of it there. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { type PrintedVoucher, voucherPage } from '../src/vouchers/voucher-page';
import { samplePrinted } from './printed-voucher';

const pictures = join(__dirname, '../../../ci-output/vouchers');

/** The longest that requests let through. */
function longest(): PrintedVoucher {
  const printed = samplePrinted();
  const replaces = {
    number: `52010000${'9'.repeat(20)}`,
    lossNotice: { newspaper: '报'.repeat(100), publishedOn: '2013-05-01' },
  };
  return {
    ...printed,
    voucher: {
      ...printed.voucher,
      number: `52010000${'8'.repeat(20)}`,
      occupation: { name: '职'.repeat(100) },
      replaces,
    },
    holder: {
      name: '名'.repeat(100),
      sex: '女'.repeat(10),
      birthDate: '1980-12-31',
      education: '学'.repeat(100),
      document: { type: 'other', number: 'W'.repeat(50) },
      scores: { theory: 100.25, practical: 100.25, overall: 100.25 },
    },
    centreName: '中'.repeat(50),
    verifyAt: `https://zs.example.cn/${'x'.repeat(178)}/verify?number=52010000${'8'.repeat(20)}`,
  };
}

/** 10 mm at 96 dots an inch. */
const marginDots = 37.8;

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  // Line breaks have none.
  return box ?? { x: 0, y: 0, width: 0, height: 0 };
}

describe('a printed voucher', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.LIUSHUI_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
    });
    mkdirSync(pictures, { recursive: true });
  });

  afterAll(() => browser?.close());

  /** The page as it lies in the printer, 96 dots an inch. */
  async function opened(printed: PrintedVoucher): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 794, height: 1_123 } });
    await page.emulateMedia({ media: 'print' });
    await page.setContent(voucherPage(printed));
    return page;
  }

  it.each([
    ['usual', samplePrinted()],
    ['longest', longest()],
  ])('%s: is one page, and nothing of it is cut off', async (name, printed) => {
    const page = await opened(printed);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    writeFileSync(join(pictures, `${name}.pdf`), pdf);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g);
    expect(pages).toHaveLength(1);
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    const sheet = await boxOf(page.locator('.sheet'));
    const parts = await page.locator('.sheet *').all();
    expect(parts.length).toBeGreaterThan(40);
    for (const part of parts) {
      const { x, y, width, height } = await boxOf(part);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(sheet.width + 0.5);
      expect(y + height).toBeLessThanOrEqual(sheet.height + 0.5);
    }
    // Above the margin, so nothing was pushed into it.
    const notes = await boxOf(page.locator('.notes'));
    expect(notes.y + notes.height).toBeLessThanOrEqual(sheet.height - marginDots + 1);
    await page.close();
  });

  it('shows its Chinese in a Chinese font, and asks nothing of the network', async () => {
    const asked: string[] = [];
    const page = await opened(samplePrinted());
    page.on('request', (request) => asked.push(request.url()));
    const text = await page.innerText('main');
    for (const shown of ['职业技能鉴定成绩合格凭证', '四级（中级技能）', '考生1']) {
      expect(text).toContain(shown);
    }
    await page.setContent('<span style="font: 100px serif">职业凭证</span>');
    const { width } = await boxOf(page.locator('span'));
    // A character that no font has is drawn as a narrower box.
    expect(width).toBe(400);
    expect(asked).toEqual([]);
    await page.close();
  });
});
