/** The forms in a real browser, as PDF: all of it on the paper, in Chinese, heads repeated. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { formatRange } from '#domain';
import { applicationForm } from '../src/forms/application-form';
import { consignmentReceipt } from '../src/forms/consignment-receipt';
import { destructionMinutes } from '../src/forms/destruction-minutes';
import { managerForm } from '../src/forms/manager-form';
import { returnForm } from '../src/forms/return-form';
import { statementForm } from '../src/forms/statement-form';
import { type PdfPage, pdfPages } from './pdf-pages';
import {
  longestDestruction,
  longestReceipt,
  longestStatement,
  receiptInTransit,
  sampleDestruction,
  sampleReceipt,
  sampleStatement,
} from './printed-custody';
import { scattered } from './printed-parties';
import {
  annualReturn,
  longestApplication,
  longestManager,
  longestReturn,
  sampleApplication,
  sampleManager,
  sampleReturn,
  zeroApplication,
} from './printed-quarters';

const pictures = join(__dirname, '../../../ci-output/forms');
/** Longer pages are some forty sheets: their PDF is kept alone. */
const picturedCharactersMax = 50_000;
const pointsPerMillimetre = 72 / 25.4;
/** A millimetre less than the forms' margin. */
const side = 14 * pointsPerMillimetre;
const sheets = {
  portrait: { width: 595, height: 842, dots: 680 },
  landscape: { width: 842, height: 595, dots: 1_009 },
} as const;

describe('a printed form', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.LIUSHUI_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
    });
    mkdirSync(pictures, { recursive: true });
  });

  afterAll(() => browser?.close());

  async function printed(
    name: string,
    html: string,
    orientation: keyof typeof sheets,
  ): Promise<PdfPage[]> {
    const { dots } = sheets[orientation];
    const page = await browser.newPage({ viewport: { width: dots, height: 1_000 } });
    const noticed = await watch(page);
    await page.emulateMedia({ media: 'print' });
    await page.setContent(html);
    expect(await page.evaluate(cutOff)).toEqual([]);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    writeFileSync(join(pictures, `${name}.pdf`), pdf);
    await page.setViewportSize({ width: 1_200, height: 900 });
    await page.emulateMedia({ media: 'screen' });
    if (html.length < picturedCharactersMax) {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    }
    await page.close();
    expect(noticed).toEqual([]);
    return pdfPages(pdf);
  }

  it.each([
    [
      'application',
      applicationForm(sampleApplication()),
      'portrait',
      1,
      '贵州省职业资格证书申领审核表',
    ],
    ['application-zero', applicationForm(zeroApplication()), 'portrait', 1, '由系统登记为零申领'],
    ['manager', managerForm(sampleManager()), 'portrait', 1, '贵州省职业资格证书管理员信息表'],
    ['return', returnForm(sampleReturn()), 'landscape', 3, '贵州省职业技能鉴定综合情况表'],
    ['return-annual', returnForm(annualReturn()), 'landscape', 3, '2013年全年（四个季度合计）'],
    ['destruction', destructionMinutes(sampleDestruction()), 'portrait', 1, '职业资格证书销毁记录'],
    ['receipt', consignmentReceipt(sampleReceipt()), 'portrait', 1, '空白职业资格证书调拨接收单'],
    ['receipt-in-transit', consignmentReceipt(receiptInTransit()), 'portrait', 1, '清点结果'],
    ['statement', statementForm(sampleStatement()), 'landscape', 2, '空白职业资格证书收支表'],
  ] as const)(
    '%s: lies on its sheets within the margins',
    async (name, html, turned, count, title) => {
      const pages = await printed(name, html, turned);
      expect(pages).toHaveLength(count);
      expectOnPaper(pages, turned);
      expect(pages[0].text).toContain(title);
    },
  );

  it.each([
    ['longest-application', applicationForm(longestApplication()), 'portrait', 0],
    ['longest-manager', managerForm(longestManager()), 'portrait', 0],
    ['longest-return', returnForm(longestReturn()), 'landscape', 1],
    ['longest-destruction', destructionMinutes(longestDestruction()), 'portrait', 1],
    ['longest-receipt', consignmentReceipt(longestReceipt()), 'portrait', 2],
    ['longest-statement', statementForm(longestStatement()), 'landscape', 0],
  ] as const)(
    '%s: loses nothing, and nothing typed becomes markup',
    async (name, html, turned, lists) => {
      const pages = await printed(name, html, turned);
      expectOnPaper(pages, turned);
      const all = pages.map(({ text }) => text).join('');
      expect(all).toContain('<script>alert("1")</script>');
      const times = new Map<string, number>();
      for (const [serial] of all.matchAll(/A0000\d{5}/g)) {
        times.set(serial, (times.get(serial) ?? 0) + 1);
      }
      // A range of one serial names it twice, in each list of them.
      const expected = (lists > 0 ? scattered(1_000) : []).map((range) => formatRange(range).from);
      expect(expected.filter((serial) => times.get(serial) !== 2 * lists)).toEqual([]);
      const withSerials = pages.filter(({ text }) => /A0000\d{5}/.test(text));
      if (lists > 0) expect(withSerials.length).toBeGreaterThan(10);
      for (const page of withSerials) expect(page.text).toContain('起始流水码');
    },
  );
});

/** Requests to the network, and dialogs of scripts that ran. */
async function watch(page: Page): Promise<string[]> {
  const noticed: string[] = [];
  page.on('request', (request) => noticed.push(request.url()));
  page.on('dialog', (dialog) => {
    noticed.push(dialog.message());
    dialog.dismiss().catch(() => undefined);
  });
  return noticed;
}

/** Runs in the page: what is wider than the paper or than the part that holds it. */
const cutOff = `(() => {
  const right = document.documentElement.clientWidth + 0.5;
  const isCut = (part) =>
    part.getBoundingClientRect().right > right ||
    (part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1);
  return [...document.querySelectorAll('body *')].filter(isCut).map((part) => part.outerHTML);
})()`;

/** Every text of every page begins within its margins, and each page says which it is. */
function expectOnPaper(pages: readonly PdfPage[], orientation: keyof typeof sheets): void {
  const { width, height } = sheets[orientation];
  for (const [index, page] of pages.entries()) {
    expect(Math.abs(page.width - width) + Math.abs(page.height - height)).toBeLessThan(2);
    expect(page.text).toContain(`第 ${index + 1} 页　共 ${pages.length} 页`);
    const outside = page.texts.filter(({ text, x, y }) => {
      const isBeside = x < side || x > width - side;
      const isBeyond = y < 13 * pointsPerMillimetre || y > height - 4 * pointsPerMillimetre;
      return text.includes('\uFFFD') || (text.trim() !== '' && (isBeside || isBeyond));
    });
    expect(outside).toEqual([]);
  }
}
