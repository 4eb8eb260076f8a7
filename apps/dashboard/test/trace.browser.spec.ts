/** Where a paper is and where it has been, asked in a real browser. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { eventually } from './eventually';
import { pressFor, typeAtOnce, ways } from './hands';
import { certificateOf, daysAgo, guiyang, seeded, serialOf } from './office';
import { look, visits } from './visits';

const { arriveAs, arriveAsAdmin, postAs, readAs } = visits();

const ministry = '00000001';

/** A head of the log is signed each minute, and the page asks for it each half a minute. */
const headMsMax = 150_000;
const voucher = `${guiyang}PZ000001`;
/** Whom the voucher is for, and what it is for. */
const about = {
  roster: { reference: '黔鉴名〔2013〕018', signedOn: daysAgo(4), passed: 1 },
  level: 5,
  occupation: { code: '6-07-01-01', name: '车工' },
  station: certificateOf(1).slice(2, 10),
};
const holder = { name: '候补人', document: { type: 'passport', number: 'E20000000' } };
const line = { certificateNumber: certificateOf(300), holder };

beforeAll(async () => {
  await postAs('guizhou.lead', 'centres/52000001/shortages', { levels: [5] });
  const given = { ...about, lines: [{ ...line, voucherNumber: voucher }] };
  const { position } = await postAs('city1.clerk', `centres/${guiyang}/vouchers`, given);
  await readAs('city1.clerk', `vouchers/${voucher}`, position);
});

const stepTitles = (page: Page) => page.locator('.timeline h3').allInnerTexts();

describe('trace', () => {
  it('tells where a serial has been: when, what, from where to where, which document, who', async () => {
    const visitor = await arriveAsAdmin(`/trace/${seeded.lost}`);
    await visitor.page.locator('.timeline').waitFor();
    expect(await stepTitles(visitor.page)).toEqual([
      '登记入库',
      '调拨发出',
      '签收入库',
      '调拨发出',
      '签收入库',
      '颁发给持证人',
      '遗失作废，已补发',
    ]);
    expect(await visitor.page.locator('.traced .badge').innerText()).toBe('作废');
    const issue = await visitor.page.locator('.step').nth(5).innerText();
    for (const part of ['黔鉴名〔2013〕017', '贵阳市职业技能鉴定指导中心 经办人', '晚 5 天']) {
      expect(issue).toContain(part);
    }
  });

  it('names the second user of a destruction', async () => {
    const { page } = await arriveAsAdmin(`/trace/${seeded.destroyed}`, { locale: 'en-GB' });
    const last = page.locator('.step').last();
    await last.getByText('Destroyed before witnesses').waitFor();
    expect(await last.innerText()).toContain('and a second user');
  });

  it.each(ways)('is asked in one box for whatever is printed, $name', async (way) => {
    const { page } = await arriveAsAdmin('/trace', way);
    const range = `${serialOf(5, 1)}-${serialOf(5, 300)}`;
    for (const [number, wanted] of [
      [seeded.destroyed, way.say('监督销毁', 'Destroyed before witnesses')],
      [certificateOf(1), way.say('此编码的证书纸张', 'Papers with this number')],
      [voucher, way.say('成绩合格凭证', 'Voucher')],
      [range, way.say('300 个流水码，全部已登记', '300 serials, every one registered')],
    ]) {
      await way.fill(page.locator('#traced-number'), number);
      await way.press(page.getByRole('button', { name: way.say('追溯', 'Trace'), exact: true }));
      await page.waitForURL(`**/trace/${number}`);
      // The box itself speaks of all that it takes.
      await page.locator('main .panel:not(.trace-box)').getByText(wanted).first().waitFor();
    }
  });

  it('works with a scanner, also when an input method types full-width letters', async () => {
    const visitor = await arriveAsAdmin('/trace');
    await visitor.page.locator('#traced-number').waitFor();
    await visitor.scan(seeded.inGuiyangStock);
    await visitor.page.locator('.traced', { hasText: seeded.inGuiyangStock }).waitFor();
    await visitor.scan('ａ０００００００01 ');
    await visitor.page.locator('.traced', { hasText: seeded.lost }).waitFor();
    expect(new URL(visitor.page.url()).pathname).toBe(`/trace/${seeded.lost}`);
    await visitor.page.goBack();
    await visitor.page.locator('.traced', { hasText: seeded.inGuiyangStock }).waitFor();
    await eventually(async () => {
      const typed = await visitor.page.locator('#traced-number').inputValue();
      expect(typed).toBe(seeded.inGuiyangStock);
    });
    await visitor.scan(seeded.destroyed);
    await visitor.page.locator('.traced', { hasText: seeded.destroyed }).waitFor();
  });

  it('does not write over the next serial while it turns to the last one', async () => {
    const { page } = await arriveAsAdmin('/trace');
    await page.locator('#traced-number').waitFor();
    await typeAtOnce(page, [
      ['traced-number', `${seeded.lost}\n`],
      ['traced-number', `${seeded.destroyed}\n`],
      ['traced-number', 'A0'],
    ]);
    await page.locator('.traced', { hasText: seeded.destroyed }).waitFor();
    expect(await page.locator('#traced-number').inputValue()).toBe('A0');
  });

  it('is reached from every page', async () => {
    const visitor = await arriveAsAdmin('/stock', { locale: 'en-GB' });
    await visitor.page.getByLabel('Trace a serial or certificate number').fill(seeded.lost);
    await visitor.page.keyboard.press('Enter');
    await visitor.page.locator('.timeline').waitFor();
  });

  it('follows a certificate number from paper to paper', async () => {
    const visitor = await arriveAsAdmin(`/trace/${certificateOf(1)}`, { locale: 'en-GB' });
    const text = await visitor.textWith('Printed as a replacement');
    expect(text).toContain('Void (lost)');
    expect(text).toContain('In force');
    const papers = await visitor.page.locator('.papers .serial').allInnerTexts();
    expect(papers).toEqual([seeded.lost, seeded.replacement]);
    expect(text).not.toContain('Holder');
  });

  it('names the holder to those who work with people’s papers', async () => {
    const visitor = await arriveAs('city1.clerk', `/trace/${certificateOf(1)}`);
    const text = await visitor.textWith(/ · …\w{4}/);
    expect(text).toMatch(/持证人\s*\S+ · …\w{4}/);
    // The way of the paper began above this clerk's centre, and names that centre all the same.
    expect(await visitor.textWith('登记入库')).not.toMatch(/库存\s*\d{8}\s/);
  });

  it('[C1] says in plain words that a serial was never registered', async () => {
    const visitor = await arriveAsAdmin(`/trace/${seeded.never}`, { expectedStatuses: [404] });
    await visitor.textWith(`流水码 ${seeded.never} 从未登记`);
    await visitor.textWith('C1：真实的空白证书都须先登记');
    await visitor.page.getByRole('button', { name: 'English' }).click();
    await visitor.textWith(`Serial ${seeded.never} was never registered`);
    expect(await visitor.page.locator('#traced-number').inputValue()).toBe(seeded.never);
  });

  it('[C1] keeps saying so while it asks again after news, until there is another answer', async () => {
    const visitor = await arriveAs('city1.clerk', `/trace/${seeded.never}`, {
      expectedStatuses: [404],
    });
    const { page } = visitor;
    const refusal = page.locator('.notice');
    await refusal.waitFor();
    // The request of the page before is long sent, though its answer may come late.
    const [news] = await Promise.all([page.waitForRequest('**/api/v1/changes'), page.reload()]);
    await news.response();
    await refusal.waitFor();
    await visitor.settle();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const asking = page.waitForRequest(`**/serials/${seeded.never}`);
    await page.route(`**/serials/${seeded.never}`, async (route) => {
      await held;
      await route.continue();
    });
    const ranges = [{ from: serialOf(4, 800), to: serialOf(4, 800) }];
    await postAs('city1.clerk', `centres/${guiyang}/spoilages`, { cause: 'misprint', ranges });
    await asking;
    // Whoever dropped the refusal when asking again would have drawn the page without it by now.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    expect(await refusal.isVisible()).toBe(true);
    const answered = page.waitForResponse(`**/serials/${seeded.never}`);
    answer();
    await answered;
    expect(await refusal.isVisible()).toBe(true);
  });

  it('[C1] says when and by whom a registration was reversed, and leads to the event', async () => {
    const reversed = serialOf(5, 90_001);
    const ranges = [{ from: reversed, to: reversed }];
    const lot = { level: 5, edition: '2013普通版', deliveryNote: '印送〔2013〕99号' };
    await postAs('ministry.clerk', `centres/${ministry}/registrations`, { ...lot, ranges });
    const path = `centres/${ministry}/registration-reversals`;
    const { proposal } = await postAs('ministry.clerk', path, { ranges, reason: '误登' });
    const { position } = await postAs('ministry.lead', `proposals/${proposal}/approval`, {});
    await readAs('ministry.clerk', `centres/${ministry}/book`, position);
    const expectedStatuses = [404];
    const visitor = await arriveAs('ministry.clerk', `/trace/${reversed}`, { expectedStatuses });
    const { page } = visitor;
    await visitor.textWith(`流水码 ${reversed} 已撤销登记`);
    expect(await page.locator('.notice').innerText()).toContain('及第二人审批');
    await visitor.picture('trace-reversed');
    await page.getByRole('button', { name: 'English' }).click();
    await visitor.textWith(`The registration of serial ${reversed} was reversed`);
    await page.setViewportSize({ width: 390, height: 900 });
    await eventually(async () => expect(await visitor.overflowPx()).toBe(0));
    await visitor.picture('trace-reversed-narrow');
    await page.getByRole('link', { name: 'The reversal in the journal' }).click();
    const line = page.locator('.journal-line.is-pointed-at');
    await line.getByText('Registration reversed').first().waitFor();
  });

  it('[N1] says what a serial looks like when this is none', async () => {
    const visitor = await arriveAsAdmin('/trace/A12-34');
    const text = await visitor.textWith('“A12-34”不是流水码、号段、证书编码或凭证编号');
    expect(text).toContain('按规则 N1');
  });

  it('reads an address with a stray % as it stands, and what is typed with one', async () => {
    const visitor = await arriveAsAdmin('/trace/100%');
    const { page } = visitor;
    await visitor.textWith('“100%”不是流水码、号段、证书编码或凭证编号');
    expect(await page.locator('#traced-number').inputValue()).toBe('100%');
    await page.locator('#traced-number').fill('%');
    await page.keyboard.press('Enter');
    await visitor.textWith('“%”不是流水码、号段、证书编码或凭证编号');
    await page.reload();
    await visitor.textWith('“%”不是流水码、号段、证书编码或凭证编号');
  });

  it('says whom to ask about a serial of another centre', async () => {
    const visitor = await arriveAs('city1.clerk', `/trace/${seeded.inZunyiStock}`, {
      expectedStatuses: [403],
    });
    await visitor.textWith(`您无权查看流水码 ${seeded.inZunyiStock}`);
  });

  it('prints the trace alone, with where it comes from', async () => {
    const visitor = await arriveAsAdmin(`/trace/${seeded.lost}`);
    const { page } = visitor;
    await page.locator('.timeline').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.masthead').isVisible()).toBe(false);
    expect(await page.locator('.trace-box').isVisible()).toBe(false);
    expect(await page.locator('.timeline').isVisible()).toBe(true);
    expect(await page.locator('.print-source').innerText()).toContain(`/trace/${seeded.lost}`);
    await visitor.picture('trace-print-zh-CN-1440');
  });

  it('draws the way, and tells it in words to who cannot see it', async () => {
    const { page } = await arriveAsAdmin(`/trace/${seeded.lost}`, { locale: 'en-GB' });
    const route = page.getByRole('img', {
      name: /The way of the paper\..*Lost and replaced: void/,
    });
    await route.waitFor();
    expect(await route.locator('circle').count()).toBe(8);
  });

  it.each(ways)(
    'is proved by the log, with evidence and EPCIS to take along, $name',
    async (way) => {
      const habits = { ...way, expectedStatuses: [404, 503] };
      const { page } = await arriveAsAdmin(`/trace/${seeded.destroyed}`, habits);
      const proved = way.say(/有 [4-9] 条涉及此流水码/, /^[4-9] entries of the log touch/);
      await page.getByText(proved).waitFor({ timeout: headMsMax });
      const keep = async (name: string): Promise<unknown> => {
        const download = await pressFor(way, page.getByRole('button', { name }), 'download');
        return JSON.parse(readFileSync(await download.path(), 'utf8'));
      };
      const evidence = await keep(way.say('证据文件', 'Evidence'));
      expect(evidence).toMatchObject({ serial: seeded.destroyed });
      expect(await keep('EPCIS')).toMatchObject({ type: 'EPCISDocument' });
      const check = page.getByRole('link', { name: way.say('核验证据', 'check evidence') });
      expect(await check.getAttribute('href')).toBe('/check-evidence.html');
    },
  );

  it('looks back to a past day, when it was elsewhere', async () => {
    const { page } = await arriveAsAdmin(`/trace/${seeded.lost}?asOf=${daysAgo(27)}`);
    await page.locator('.traced .badge', { hasText: '在途' }).waitFor();
    expect(await stepTitles(page)).toEqual(['登记入库', '调拨发出']);
    await page.getByLabel('日期', { exact: true }).fill(daysAgo(4));
    await page.locator('.traced .badge', { hasText: '已颁发' }).waitFor();
  });

  it('says that a serial was not there yet', async () => {
    const path = `/trace/${seeded.lost}?asOf=2001-01-01`;
    const visitor = await arriveAsAdmin(path, { locale: 'en-GB', expectedStatuses: [404] });
    await visitor.textWith(`Serial ${seeded.lost} was not registered by 1 January 2001`);
  });

  it('[N2] tells what is where of a range, stretch by stretch', async () => {
    const visitor = await arriveAsAdmin('/trace', { locale: 'en-GB' });
    const { page } = visitor;
    await page.locator('#traced-number').waitFor();
    await visitor.scan(`${serialOf(5, 1)}–${serialOf(5, 300)}`);
    await page.getByText('300 serials, every one registered and accounted for.').waitFor();
    await page.locator('.sankey svg').waitFor();
    const rows = await page.locator('.figures tbody tr').allInnerTexts();
    const [lost, issued, destroyed, spoiled] = rows;
    expect(lost).toContain('Void');
    expect(issued).toMatch(/239\s+Issued/);
    expect(destroyed).toMatch(/2\s+Destroyed/);
    expect(spoiled).toMatch(/1\s+Spoiled/);
    await page.getByRole('link', { name: seeded.destroyed }).click();
    await page.locator('.timeline').waitFor();
  });

  it('[N2] says when some of a range were never registered', async () => {
    const path = `/trace/${serialOf(5, 29_990)}-${serialOf(5, 30_010)}`;
    const visitor = await arriveAsAdmin(path, { locale: 'en-GB' });
    const text = await visitor.textWith('Not all of the range were registered');
    expect(text).toContain('Not registered');
  });

  it('[V5] tells the life of a voucher, up to its certificate', async () => {
    const visitor = await arriveAsAdmin('/trace', { locale: 'en-GB' });
    const { page } = visitor;
    await page.locator('#traced-number').waitFor();
    await visitor.scan(voucher.toLowerCase());
    await page.locator('.traced .badge', { hasText: 'In force' }).waitFor();
    const serial = serialOf(5, 400);
    const issued = { ...about, lines: [{ ...line, serial }] };
    await postAs('city1.clerk', `centres/${guiyang}/issues`, issued);
    await page.locator('.traced .badge', { hasText: 'Followed by the certificate' }).waitFor();
    await visitor.textWith('The certificate was issued');
    await page.getByRole('link', { name: serial }).click();
    await page.locator('.timeline').waitFor();
  });

  it('[N7] offers to read a number as a voucher’s when there is no such serial', async () => {
    const visitor = await arriveAsAdmin('/trace/520100001234', {
      locale: 'en-GB',
      expectedStatuses: [404],
    });
    await visitor.page.getByRole('link', { name: /look it up as one/ }).click();
    await visitor.textWith('No voucher has the number 520100001234');
  });
});

describe.each(['zh-CN', 'en-GB'])('trace in %s', (locale) => {
  it.each([1440, 390])('can be read at %d pixels, without barriers', async (width) => {
    const visitor = await arriveAsAdmin('/trace', { locale, width, expectedStatuses: [404] });
    await visitor.page.locator('#traced-number').waitFor();
    const findings = await look(
      visitor,
      [
        ['trace', `/trace/${seeded.lost}`, '.timeline'],
        ['trace-past', `/trace/${seeded.lost}?asOf=${daysAgo(27)}`, '.timeline'],
        ['range', `/trace/${serialOf(5, 1)}-${serialOf(5, 300)}`, '.sankey svg'],
        ['certificate', `/trace/${certificateOf(1)}`, '.timeline'],
        ['unknown', `/trace/${seeded.never}`, '.notice'],
        ['start', '/trace', '.empty'],
      ],
      `${locale}-${width}`,
    );
    expect(findings).toEqual([]);
  });
});
