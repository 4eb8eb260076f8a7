/** What was recorded wrongly, lost or ruined, set right in a real browser. */
import type { Page } from 'playwright-core';
import { certificateOf, daysAgo, seeded, serialOf } from './office';
import {
  approveByClick,
  approveByKeyboard,
  atField,
  check,
  chooseAt,
  faults,
  goOnByClick,
  goOnByKeyboard,
  outcome,
  tabTo,
  turnTo,
  typeAt,
} from './posting';
import type { Visitor } from './visitor';
import { look, visits } from './visits';

const { arriveAs, postAs } = visits();

const guiyang = 'centres/52010001';
const zh = { locale: 'zh-CN' };
const en = { locale: 'en-GB' };
/** For a number that is typed and not known. */
const expectedStatuses = [404];

/** A paper that fillBooks issued; its certificate has the same ordinal. */
const issued = (ordinal: number): string => serialOf(5, ordinal);
/** A blank of level 5 that Guiyang has; each spec takes some of its own. */
const blank = (ordinal: number): string => serialOf(5, 400 + ordinal);

const badge = (page: Page) => page.locator('.traced .badge');
const papers = (page: Page) => page.locator('.papers');

/** Where the ledger has a serial now, in words, and what its last step was. */
async function fate(visitor: Visitor, serial: string): Promise<string> {
  await visitor.go(`/trace/${serial}`);
  await visitor.page.locator('.timeline').waitFor();
  const step = await visitor.page.locator('.timeline h3').last().innerText();
  return `${await badge(visitor.page).innerText()}: ${step}`;
}

async function papersOf(visitor: Visitor, number: string): Promise<string> {
  await visitor.go(`/trace/${number}`);
  await papers(visitor.page).waitFor();
  return papers(visitor.page).innerText();
}

interface Row {
  readonly number: string;
  readonly recorded: string;
  readonly actual: string;
}

async function typeRow(page: Page, row: number, { number, recorded, actual }: Row) {
  await page.locator(`#lines_${row}_certificateNumber`).fill(number);
  await page.locator(`#lines_${row}_recordedSerial`).fill(recorded);
  await page.locator(`#lines_${row}_actualSerial`).fill(actual);
}

describe('[C15] [C12] issues corrected', () => {
  it('sets a wrong serial right by scanner and keyboard alone, once a second person approves', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/correct', zh);
    const { page } = clerk;
    await tabTo(page, page.locator('#lines_0_certificateNumber'));
    await clerk.scan(certificateOf(10));
    await clerk.scan(issued(10));
    await clerk.scan(blank(10));
    expect(await page.locator('.ant-form-item-explain-error').count()).toBe(0);
    await typeAt(page, 'reason', '打印机取错了纸');
    await page.keyboard.press('Control+Enter');
    await faults(page).getByText('请说明原登记的').waitFor();
    expect(await atField(page, 'lines_0_recordedSheet').innerText()).toContain(issued(10));
    expect(await page.locator('#reason').inputValue()).toBe('打印机取错了纸');
    expect(await page.locator('#lines_0_actualSerial').inputValue()).toBe(blank(10));
    await clerk.picture('correct-refused-zh-CN-1440');
    await chooseAt(page, 'lines_0_recordedSheet', '仍是空白，退回库存');
    await goOnByKeyboard(page);
    expect(await outcome(page).innerText()).toContain('等待第二人审批');

    const lead = await arriveAs('city1.lead', '/proposals', en);
    await approveByClick(lead, issued(10));
    expect(await papersOf(lead, certificateOf(10))).toContain(blank(10));
    expect(await fate(lead, issued(10))).toBe('In stock: Issue corrected');
  });

  it('swaps two sheets back', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/correct', en);
    const { page } = clerk;
    await page.locator('#lines_0_certificateNumber').waitFor();
    const rows = [
      { number: certificateOf(11), recorded: issued(11), actual: issued(12) },
      { number: certificateOf(12), recorded: issued(12), actual: issued(11) },
    ];
    await typeRow(page, 0, rows[0]);
    await page.locator('#reason').fill('Two sheets were swapped in the tray');
    await check(page).click();
    await faults(page).waitFor();
    const told = await atField(page, 'lines_0_actualSerial').innerText();
    expect(told).toContain('nor recorded in another line');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await typeRow(page, 1, rows[1]);
    await goOnByClick(page);
    expect(await outcome(page).innerText()).toContain(`${issued(12)} → ${issued(11)}`);

    const lead = await arriveAs('city1.lead', '/proposals', zh);
    await approveByKeyboard(lead, certificateOf(11));
    expect(await papersOf(lead, certificateOf(11))).toContain(issued(12));
    expect(await papersOf(lead, certificateOf(12))).toContain(issued(11));
  });

  it('moves a roster that shifted by one in one correction, by the keyboard alone', async () => {
    const first = 20;
    const people = 4;
    const sequences = Array.from({ length: people }, (_, index) => 500 + index);
    await postAs('city1.clerk', `${guiyang}/issues`, {
      roster: { reference: '黔鉴名〔2013〕031', signedOn: daysAgo(6), passed: people },
      level: 5,
      occupation: { name: '车工' },
      station: '52011001',
      lines: sequences.map((sequence, index) => ({
        serial: blank(first + index),
        certificateNumber: certificateOf(sequence),
        holder: { name: `错位${index}`, document: { type: 'passport', number: `E9000${index}` } },
      })),
      occurredOn: daysAgo(1),
    });
    const clerk = await arriveAs('city1.clerk', '/posts/correct', { ...en, expectedStatuses });
    const { page } = clerk;
    await tabTo(page, page.locator('.shift-tool summary'));
    await page.keyboard.press('Enter');
    await tabTo(page, page.locator('#shifted-numbers'));
    for (const sequence of sequences) await clerk.scan(certificateOf(sequence));
    await clerk.scan(certificateOf(999));
    await tabTo(page, page.getByRole('button', { name: 'Fill in the lines' }));
    await page.keyboard.press('Enter');
    await page
      .getByText(`Left out, for no paper of theirs is in force here: ${certificateOf(999)}`)
      .waitFor();
    await page.locator(`#lines_${people - 1}_actualSerial`).waitFor();
    expect(await page.locator('#lines_0_actualSerial').inputValue()).toBe(blank(first + 1));
    expect(await page.locator('.corrected-lines li').count()).toBe(people);
    await clerk.picture('correct-shifted-en-GB-1440');
    await typeAt(page, 'reason', 'Every sheet was the next one');
    await goOnByKeyboard(page);

    const lead = await arriveAs('city1.lead', '/proposals', zh);
    await approveByClick(lead, certificateOf(sequences[0]));
    expect(await papersOf(lead, certificateOf(500 + people - 1))).toContain(blank(first + people));
    expect(await fate(lead, blank(first))).toBe('在库: 颁发更正');
  });

  it('[C9] takes a sheet that was ruined after the post as spoiled', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/correct', zh);
    const { page } = clerk;
    await page.locator('#lines_0_certificateNumber').waitFor();
    const row = { number: certificateOf(13), recorded: issued(13), actual: seeded.inZunyiStock };
    await typeRow(page, 0, row);
    await page.locator('#lines_0_recordedSheet').click();
    await page.getByTitle('已成废证').click();
    await page.locator('#reason').fill('卡纸撕裂');
    await check(page).click();
    await faults(page).waitFor();
    const told = await atField(page, 'lines_0_actualSerial').innerText();
    expect(told).toContain(`${seeded.inZunyiStock} 既不在本中心库存`);
    await page.locator('#lines_0_actualSerial').fill(blank(13));
    await goOnByClick(page);
    const lead = await arriveAs('city1.lead', '/proposals', en);
    await approveByKeyboard(lead, certificateOf(13));
    expect(await fate(lead, issued(13))).toBe('Spoiled: Issue corrected');
    expect(await fate(lead, blank(13))).toBe('Issued: Issue corrected');
  });
});

describe('[P3] [C12] issues voided', () => {
  it('voids an issue by scanner and keyboard alone', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/void-issue', { ...zh, expectedStatuses });
    const { page } = clerk;
    await tabTo(page, page.locator('#certificateNumber'));
    await clerk.scan(certificateOf(998));
    await page.getByText('本账中没有这个编码的证书').waitFor();
    await typeAt(page, 'reason', '当事人并未参加考核');
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await atField(page, 'certificateNumber').innerText()).toContain(certificateOf(998));
    expect(await page.locator('#reason').inputValue()).toBe('当事人并未参加考核');
    await tabTo(page, page.getByRole('button', { name: '跳到第一处' }));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+A');
    await clerk.scan(certificateOf(14));
    await page.locator('.glance', { hasText: '持证人14' }).waitFor();
    const found = page.getByRole('radio', { name: /^在手/ });
    await turnTo(page, found, page.getByRole('radio', { name: /找不到/ }));
    await goOnByKeyboard(page);
    const lead = await arriveAs('city1.lead', '/proposals', en);
    await approveByKeyboard(lead, certificateOf(14));
    expect(await fate(lead, issued(14))).toBe('Missing: Issue voided');
  });

  it('voids a replacement for loss, and the paper before it is in force again', async () => {
    await postAs('city1.clerk', `${guiyang}/replacements`, {
      certificateNumber: certificateOf(15),
      serial: blank(15),
      reason: 'lost',
      lossNotice: { newspaper: '贵州日报', publishedOn: daysAgo(3) },
      occurredOn: daysAgo(1),
    });
    const clerk = await arriveAs('city1.clerk', '/posts/void-issue', en);
    const { page } = clerk;
    await page.locator('#certificateNumber').fill(certificateOf(15));
    await page.locator('.glance', { hasText: blank(15) }).waitFor();
    await page.locator('#reason').fill('The holder found the first one the same day');
    await goOnByClick(page);
    const lead = await arriveAs('city1.lead', '/proposals', zh);
    await approveByClick(lead, certificateOf(15));
    expect(await papersOf(lead, certificateOf(15))).toContain('恢复有效');
    expect(await fate(lead, issued(15))).toBe('已颁发: 撤销颁发');
    expect(await fate(lead, blank(15))).toBe('废证: 撤销颁发');
  });
});

it('[C12] takes back a spoilage by scanner and keyboard alone', async () => {
  await postAs('city1.clerk', `${guiyang}/spoilages`, {
    cause: 'other',
    ranges: [{ from: blank(40), to: blank(41) }],
    occurredOn: daysAgo(1),
  });
  const clerk = await arriveAs('city1.clerk', '/posts/reverse-spoilage', en);
  const { page } = clerk;
  await tabTo(page, page.locator('#ranges'));
  await clerk.scan(blank(40));
  await clerk.scan(seeded.destroyed);
  await typeAt(page, 'reason', 'Only the wrapping was torn');
  await page.keyboard.press('Control+Enter');
  await faults(page).waitFor();
  expect(await atField(page, 'ranges').innerText()).toContain(seeded.destroyed);
  await typeAt(page, 'ranges', blank(40));
  expect(await page.locator('#reason').inputValue()).toBe('Only the wrapping was torn');
  await goOnByKeyboard(page);
  const lead = await arriveAs('city1.lead', '/proposals', zh);
  await approveByKeyboard(lead, blank(40));
  expect(await fate(lead, blank(40))).toBe('在库: 撤销废证');
  expect(await fate(lead, blank(41))).toBe('废证: 登记废证');
});

it('[C1] registers blanks and reverses it, at the top centre alone', async () => {
  const first = serialOf(5, 900_001);
  const last = serialOf(5, 900_100);
  const clerk = await arriveAs('ministry.clerk', '/posts/register', en);
  const { page } = clerk;
  await typeAt(page, 'deliveryNote', '印送〔2013〕99号');
  const levelFive = page.getByRole('radio', { name: /^Level 5/ });
  await turnTo(page, levelFive, levelFive);
  await typeAt(page, 'edition', '2013普通版');
  await typeAt(page, 'ranges', `${first}-${last}\n${serialOf(5, 1)}`);
  await page.keyboard.press('Control+Enter');
  await faults(page).waitFor();
  expect(await atField(page, 'ranges').innerText()).toContain(serialOf(5, 1));
  await typeAt(page, 'ranges', `${first}-${last}`);
  await goOnByKeyboard(page);

  await clerk.go('/posts/reverse-registration');
  await page.locator('#ranges').fill(`${first}+100\n${serialOf(5, 1)}`);
  await page.locator('#reason').fill('Delivered to the wrong house');
  await check(page).click();
  await faults(page).waitFor();
  expect(await atField(page, 'ranges').innerText()).toContain(serialOf(5, 1));
  expect(await page.locator('#reason').inputValue()).toBe('Delivered to the wrong house');
  await page.locator('#ranges').fill(`${first}+100`);
  await goOnByClick(page);
  const lead = await arriveAs('ministry.lead', '/proposals', zh);
  await approveByClick(lead, first);
  await lead.go('/journal/00000001?event=RegistrationReversed');
  await lead.page.locator('.journal-line summary').first().click();
  await lead.page.locator('.journal-open').getByText(first).waitFor();
});

describe('[C12] lost and found', () => {
  it('reports a loss with its notice and the police report, by the keyboard alone', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/loss', zh);
    const { page } = clerk;
    await tabTo(page, page.locator('#ranges'));
    await clerk.scan(blank(50));
    await clerk.scan(issued(16));
    await typeAt(page, 'circumstances', '搬迁途中丢失一袋');
    await typeAt(page, 'noticePublished', '贵州日报 2013-05-06');
    await typeAt(page, 'policeReport', '筑公（2013）118号');
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await atField(page, 'ranges').innerText()).toContain(issued(16));
    await typeAt(page, 'ranges', `${blank(50)}+2`);
    expect(await page.locator('#policeReport').inputValue()).toBe('筑公（2013）118号');
    await goOnByKeyboard(page);
    const lead = await arriveAs('city1.lead', '/proposals', en);
    const told = await lead.page.locator('.proposal', { hasText: blank(50) }).innerText();
    for (const part of ['搬迁途中丢失一袋', '贵州日报 2013-05-06', '筑公（2013）118号']) {
      expect(told).toContain(part);
    }
    await approveByKeyboard(lead, blank(50));
    expect(await fate(lead, blank(51))).toBe('Missing: Reported missing');
  });

  it('records what was found again, and lets nothing printed back into stock', async () => {
    const spoiled = blank(55);
    await postAs('city1.clerk', `${guiyang}/spoilages`, {
      cause: 'misprint',
      ranges: [{ from: spoiled, to: spoiled }],
      occurredOn: daysAgo(1),
    });
    await loseAndApprove(spoiled);
    await loseAndApprove(blank(58));
    const clerk = await arriveAs('city1.clerk', '/posts/recovery', en);
    const { page } = clerk;
    for (const serial of [spoiled, blank(58)]) {
      await page.getByRole('button', { name: new RegExp(serial) }).click();
    }
    await page.getByRole('radio', { name: 'Stock' }).check();
    await page.locator('#circumstances').fill('Behind the shelf');
    await check(page).click();
    await faults(page).waitFor();
    const told = await atField(page, 'ranges').innerText();
    expect(told).toContain(spoiled);
    expect(told).not.toContain(blank(58));
    await page.locator('#ranges').fill(blank(58));
    expect(await page.locator('#circumstances').inputValue()).toBe('Behind the shelf');
    await goOnByClick(page);
    const lead = await arriveAs('city1.lead', '/proposals', zh);
    await approveByClick(lead, blank(58));
    expect(await fate(lead, blank(58))).toBe('在库: 找回');
    expect(await fate(lead, spoiled)).toBe('缺失: 报告缺失');
  });

  async function loseAndApprove(serial: string): Promise<void> {
    const proposal = await postAs('city1.clerk', `${guiyang}/losses`, {
      ranges: [{ from: serial, to: serial }],
      circumstances: '盘点时未见',
      occurredOn: daysAgo(0),
    });
    await postAs('city1.lead', `proposals/${proposal.proposal}/approval`, {});
  }
});

describe('[P1] [P2] replacements', () => {
  it('replaces a damaged certificate by scanner and keyboard alone', async () => {
    const clerk = await arriveAs('city1.clerk', '/posts/replace', zh);
    const { page } = clerk;
    await tabTo(page, page.locator('#certificateNumber'));
    await clerk.scan(certificateOf(17));
    await page.locator('.glance', { hasText: '持证人17' }).waitFor();
    await tabTo(page, page.locator('#serial'));
    await clerk.scan(issued(18));
    const lost = page.getByRole('radio', { name: '遗失' });
    await turnTo(page, lost, page.getByRole('radio', { name: /^损坏/ }));
    await page.keyboard.press('Control+Enter');
    await faults(page).waitFor();
    expect(await atField(page, 'serial').innerText()).toContain(issued(18));
    await typeAt(page, 'serial', blank(17));
    await goOnByKeyboard(page);
    expect(await fate(clerk, issued(17))).toBe('废证: 交回，已换发');
    expect(await papersOf(clerk, certificateOf(17))).toContain(blank(17));
  });

  it('replaces a certificate older than the book, with its particulars and a second person', async () => {
    const number = `09${certificateOf(77).slice(2)}`;
    const clerk = await arriveAs('city1.clerk', '/posts/replace', { ...en, expectedStatuses });
    const { page } = clerk;
    await page.locator('#certificateNumber').fill(number);
    await page.getByText('No certificate of these books has this number').waitFor();
    await page.getByLabel('The certificate is older than this book').check();
    await page.getByRole('radio', { name: /^Level 5/ }).check();
    await page.locator('#original_issuedOn').fill('2009-07-01');
    await page.locator('#original_occupation_name').fill('车工');
    await page.locator('#original_station').click();
    await page.keyboard.type('52011001');
    await page.keyboard.press('Enter');
    await page.locator('#original_serial').fill(issued(19));
    await page.locator('#original_holder_name').fill('陈旧');
    await page.locator('#original_holder_documentNumber').fill('11010519491231002');
    await page.locator('#serial').fill(blank(19));
    await page.locator('#lossNotice_newspaper').fill('贵州日报');
    await page.locator('#lossNotice_publishedOn').fill(daysAgo(3));
    await check(page).click();
    await faults(page).waitFor();
    expect(await atField(page, 'original_serial').innerText()).toContain(issued(19));
    const identity = atField(page, 'original_holder_documentNumber');
    expect(await identity.innerText()).toContain('identity number');
    await clerk.picture('replace-older-refused-en-GB-1440');
    await page.locator('#original_serial').fill('W12345678');
    await page.locator('#original_holder_documentNumber').fill('11010519491231002X');
    expect(await page.locator('#original_holder_name').inputValue()).toBe('陈旧');
    await goOnByClick(page);
    expect(await outcome(page).innerText()).toContain('Waits for a second person');
    const lead = await arriveAs('city1.lead', '/proposals', zh);
    const proposal = lead.page.locator('.proposal', { hasText: number });
    const told = await proposal.innerText();
    for (const part of ['遗失', '贵州日报', 'W12345678', '车工']) expect(told).toContain(part);
    await lead.picture('proposal-older-zh-CN-1440');
    await approveByKeyboard(lead, number);
    expect(await papersOf(lead, number)).toContain(blank(19));
    await lead.page.getByText('建账前的证书').waitFor();
  });
});

/** The others are looked at with the rest of the clerk's pages, in the specs of the desk. */
describe.each([1280, 390])('at %d pixels', (width) => {
  const ofTop = [
    ['register', '/posts/register', '#ranges'],
    ['reverse-registration', '/posts/reverse-registration', '#ranges'],
    ['reverse-spoilage', '/posts/reverse-spoilage', '#ranges'],
  ] as const;

  it.each(['zh-CN', 'en-GB'])('every form can be read in %s, without barriers', async (locale) => {
    const visitor = await arriveAs('ministry.clerk', '/desk', { locale, width });
    await visitor.page.locator('.desk-stock').waitFor();
    expect(await look(visitor, ofTop, `${locale}-${width}`)).toEqual([]);
  });
});
