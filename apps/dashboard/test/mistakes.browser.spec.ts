/** What was recorded wrongly, lost or ruined, set right in a real browser. */
import { eventually } from './eventually';
import {
  beside,
  clickInChinese,
  clickInEnglish,
  keysInChinese,
  keysInEnglish,
  otherWays,
  ways,
} from './hands';
import { certificateOf, daysAgo, seeded, serialOf } from './office';
import { approve, atField, faults, fillFields, goOn, outcome, proposalOn, tryOut } from './posting';
import type { Visitor } from './visitor';
import { look, visits } from './visits';

const { arriveAs, postAs, readAs } = visits();

const guiyang = 'centres/52010001';
/** For a number that is typed and not known. */
const expectedStatuses = [404];

/** A paper that fillBooks issued; its certificate has the same ordinal. */
const issued = (ordinal: number): string => serialOf(5, ordinal);
/** A blank of level 5 that Guiyang has; each spec takes some of its own. */
const blank = (ordinal: number): string => serialOf(5, 400 + ordinal);

/** Where the ledger has a serial in the end, in words, and what its last step was. */
async function seeFate(visitor: Visitor, serial: string, fate: string): Promise<void> {
  await visitor.go(`/trace/${serial}`);
  await eventually(async () => {
    const badge = await visitor.page.locator('.traced .badge').innerText();
    const step = await visitor.page.locator('.timeline h3').last().innerText();
    expect(`${badge}: ${step}`).toBe(fate);
  });
}

async function seePapers(visitor: Visitor, number: string, words: string): Promise<void> {
  await visitor.go(`/trace/${number}`);
  await visitor.page.locator('.papers', { hasText: words }).waitFor();
}

interface Row {
  readonly number: string;
  readonly recorded: string;
  readonly actual: string;
}

const rowOf = (row: number, { number, recorded, actual }: Row) => ({
  [`lines_${row}_certificateNumber`]: number,
  [`lines_${row}_recordedSerial`]: recorded,
  [`lines_${row}_actualSerial`]: actual,
});

describe('[C15] [C12] issues corrected', () => {
  it('sets a wrong serial right by scanner, once a second person approves', async () => {
    const way = keysInChinese;
    const clerk = await arriveAs('city1.clerk', '/posts/correct', way);
    const { page } = clerk;
    await way.goTo(page.locator('#lines_0_certificateNumber'));
    await clerk.scan(certificateOf(10));
    await clerk.scan(issued(10));
    await clerk.scan(blank(10));
    await fillFields(page, way, { reason: '打印机取错了纸' });
    expect(await page.locator('.ant-form-item-explain-error').count()).toBe(0);
    await tryOut(page, way);
    await faults(page).getByText('请说明原登记的').waitFor();
    expect(await atField(page, 'lines_0_recordedSheet').innerText()).toContain(issued(10));
    expect(await page.locator('#reason').inputValue()).toBe('打印机取错了纸');
    expect(await page.locator('#lines_0_actualSerial').inputValue()).toBe(blank(10));
    await clerk.picture('correct-refused-zh-CN-1440');
    await way.choose(page.locator('#lines_0_recordedSheet'), '仍是空白，退回库存');
    await goOn(page, way);
    expect(await outcome(page).innerText()).toContain('等待第二人审批');

    const lead = await arriveAs('city1.lead', '/proposals', clickInEnglish);
    await approve(lead, clickInEnglish, issued(10));
    await seePapers(lead, certificateOf(10), blank(10));
    await seeFate(lead, issued(10), 'In stock: Issue corrected');
  });

  it('swaps two sheets back', async () => {
    const way = clickInEnglish;
    const { page } = await arriveAs('city1.clerk', '/posts/correct', way);
    const rows = [
      { number: certificateOf(11), recorded: issued(11), actual: issued(12) },
      { number: certificateOf(12), recorded: issued(12), actual: issued(11) },
    ];
    await fillFields(page, way, rowOf(0, rows[0]));
    await fillFields(page, way, { reason: 'Two sheets were swapped in the tray' });
    await tryOut(page, way);
    await faults(page).waitFor();
    const told = await atField(page, 'lines_0_actualSerial').innerText();
    expect(told).toContain('nor recorded in another line');
    await way.press(page.getByRole('button', { name: 'Add a line' }));
    await fillFields(page, way, rowOf(1, rows[1]));
    await goOn(page, way);
    expect(await outcome(page).innerText()).toContain(`${issued(12)} → ${issued(11)}`);

    const lead = await arriveAs('city1.lead', '/proposals', keysInChinese);
    await approve(lead, keysInChinese, certificateOf(11));
    await seePapers(lead, certificateOf(11), issued(12));
    await seePapers(lead, certificateOf(12), issued(11));
  });

  it('moves a roster that shifted by one in one correction', async () => {
    const first = 20;
    const people = 4;
    const sequences = Array.from({ length: people }, (_, index) => 500 + index);
    const { position } = await postAs('city1.clerk', `${guiyang}/issues`, {
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
    await readAs('city1.clerk', `certificates/${certificateOf(sequences[0])}`, position);
    const way = keysInEnglish;
    const clerk = await arriveAs('city1.clerk', '/posts/correct', { ...way, expectedStatuses });
    const { page } = clerk;
    await way.press(page.locator('.shift-tool summary'));
    await way.goTo(page.locator('#shifted-numbers'));
    for (const sequence of sequences) await clerk.scan(certificateOf(sequence));
    await clerk.scan(certificateOf(999));
    await way.press(page.getByRole('button', { name: 'Fill in the lines' }));
    const left = `Left out, for no paper of theirs is in force here: ${certificateOf(999)}`;
    await page.getByText(left).waitFor();
    await page.locator(`#lines_${people - 1}_actualSerial`).waitFor();
    expect(await page.locator('#lines_0_actualSerial').inputValue()).toBe(blank(first + 1));
    expect(await page.locator('.corrected-lines li').count()).toBe(people);
    await clerk.picture('correct-shifted-en-GB-1440');
    await fillFields(page, way, { reason: 'Every sheet was the next one' });
    await goOn(page, way);

    const lead = await arriveAs('city1.lead', '/proposals', clickInChinese);
    await approve(lead, clickInChinese, certificateOf(sequences[0]));
    await seePapers(lead, certificateOf(500 + people - 1), blank(first + people));
    await seeFate(lead, blank(first), '在库: 颁发更正');
  });

  it('[C9] takes a sheet that was ruined after the post as spoiled', async () => {
    const way = clickInChinese;
    const { page } = await arriveAs('city1.clerk', '/posts/correct', way);
    const row = { number: certificateOf(13), recorded: issued(13), actual: seeded.inZunyiStock };
    await fillFields(page, way, rowOf(0, row));
    await way.choose(page.locator('#lines_0_recordedSheet'), '已成废证');
    await fillFields(page, way, { reason: '卡纸撕裂' });
    await tryOut(page, way);
    await faults(page).waitFor();
    const told = await atField(page, 'lines_0_actualSerial').innerText();
    expect(told).toContain(`${seeded.inZunyiStock} 既不在本中心库存`);
    await fillFields(page, way, { lines_0_actualSerial: blank(13) });
    await goOn(page, way);
    const lead = await arriveAs('city1.lead', '/proposals', keysInEnglish);
    await approve(lead, keysInEnglish, certificateOf(13));
    await seeFate(lead, issued(13), 'Spoiled: Issue corrected');
    await seeFate(lead, blank(13), 'Issued: Issue corrected');
  });
});

describe('[P3] [C12] issues voided', () => {
  it('voids an issue by scanner', async () => {
    const way = keysInChinese;
    const habits = { ...way, expectedStatuses };
    const clerk = await arriveAs('city1.clerk', '/posts/void-issue', habits);
    const { page } = clerk;
    await way.goTo(page.locator('#certificateNumber'));
    await clerk.scan(certificateOf(998));
    await page.getByText('本账中没有这个编码的证书').waitFor();
    await fillFields(page, way, { reason: '当事人并未参加考核' });
    await tryOut(page, way);
    await faults(page).waitFor();
    expect(await atField(page, 'certificateNumber').innerText()).toContain(certificateOf(998));
    expect(await page.locator('#reason').inputValue()).toBe('当事人并未参加考核');
    await way.press(page.getByRole('button', { name: '跳到第一处' }));
    await page.keyboard.press('Control+A');
    await clerk.scan(certificateOf(14));
    await page.locator('.glance', { hasText: '持证人14' }).waitFor();
    await way.turn(page.getByRole('radio', { name: /找不到/ }));
    await goOn(page, way);
    const lead = await arriveAs('city1.lead', '/proposals', keysInEnglish);
    await approve(lead, keysInEnglish, certificateOf(14));
    await seeFate(lead, issued(14), 'Missing: Issue voided');
  });

  it('voids a replacement for loss, and the paper before it is in force again', async () => {
    await postAs('city1.clerk', `${guiyang}/replacements`, {
      certificateNumber: certificateOf(15),
      serial: blank(15),
      reason: 'lost',
      lossNotice: { newspaper: '贵州日报', publishedOn: daysAgo(3) },
      occurredOn: daysAgo(1),
    });
    const way = clickInEnglish;
    const { page } = await arriveAs('city1.clerk', '/posts/void-issue', way);
    await fillFields(page, way, { certificateNumber: certificateOf(15) });
    await page.locator('.glance', { hasText: blank(15) }).waitFor();
    await fillFields(page, way, { reason: 'The holder found the first one the same day' });
    await goOn(page, way);
    const lead = await arriveAs('city1.lead', '/proposals', clickInChinese);
    await approve(lead, clickInChinese, certificateOf(15));
    await seePapers(lead, certificateOf(15), '恢复有效');
    await seeFate(lead, issued(15), '已颁发: 撤销颁发');
    await seeFate(lead, blank(15), '废证: 撤销颁发');
  });
});

it.each(ways)('[C12] takes back a spoilage, $name', async (way) => {
  const [spoiled, other] = [0, 1].map((sheet) => blank(40 + 2 * way.run + sheet));
  await postAs('city1.clerk', `${guiyang}/spoilages`, {
    cause: 'other',
    ranges: [{ from: spoiled, to: other }],
    occurredOn: daysAgo(1),
  });
  const clerk = await arriveAs('city1.clerk', '/posts/reverse-spoilage', way);
  const { page } = clerk;
  await way.goTo(page.locator('#ranges'));
  await clerk.scan(spoiled);
  await clerk.scan(seeded.destroyed);
  await fillFields(page, way, { reason: 'Only the wrapping was torn' });
  await tryOut(page, way);
  await faults(page).waitFor();
  expect(await atField(page, 'ranges').innerText()).toContain(seeded.destroyed);
  await fillFields(page, way, { ranges: spoiled });
  expect(await page.locator('#reason').inputValue()).toBe('Only the wrapping was torn');
  await goOn(page, way);
  const second = beside(way);
  const lead = await arriveAs('city1.lead', '/proposals', second);
  await approve(lead, second, spoiled);
  const { say } = second;
  const back = say('在库: 撤销废证', 'In stock: Spoilage reversed');
  await seeFate(lead, spoiled, back);
  await seeFate(lead, other, say('废证: 登记废证', 'Spoiled: Spoiled'));
});

describe('[C12] lost and found', () => {
  it.each(otherWays)('reports a loss with its notice and the police, $name', async (way) => {
    const [from, to] = [0, 1].map((sheet) => blank(50 + 2 * way.run + sheet));
    const clerk = await arriveAs('city1.clerk', '/posts/loss', way);
    const { page } = clerk;
    await way.goTo(page.locator('#ranges'));
    await clerk.scan(from);
    await clerk.scan(issued(16));
    const told = {
      circumstances: '搬迁途中丢失一袋',
      noticePublished: '贵州日报 2013-05-06',
      policeReport: '筑公（2013）118号',
    };
    await fillFields(page, way, told);
    await tryOut(page, way);
    await faults(page).waitFor();
    expect(await atField(page, 'ranges').innerText()).toContain(issued(16));
    await fillFields(page, way, { ranges: `${from}+2` });
    expect(await page.locator('#policeReport').inputValue()).toBe('筑公（2013）118号');
    await goOn(page, way);
    const second = beside(way);
    const lead = await arriveAs('city1.lead', '/proposals', second);
    const proposal = await proposalOn(lead.page, from).innerText();
    for (const part of Object.values(told)) expect(proposal).toContain(part);
    await approve(lead, second, from);
    const missing = second.say('缺失: 报告缺失', 'Missing: Reported missing');
    await seeFate(lead, to, missing);
  });

  it.each(otherWays)(
    'finds blanks again, and nothing printed for the stock, $name',
    async (way) => {
      const { run, say } = way;
      const [spoiled, found] = [blank(55 + run), blank(58 + 2 * run)];
      await postAs('city1.clerk', `${guiyang}/spoilages`, {
        cause: 'misprint',
        ranges: [{ from: spoiled, to: spoiled }],
        occurredOn: daysAgo(1),
      });
      await loseAndApprove(spoiled);
      await loseAndApprove(found);
      const { page } = await arriveAs('city1.clerk', '/posts/recovery', way);
      await fillFields(page, way, { ranges: `${spoiled}\n${found}` });
      await way.turn(page.getByRole('radio', { name: say('库存', 'Stock') }));
      await fillFields(page, way, { circumstances: 'Behind the shelf' });
      await tryOut(page, way);
      await faults(page).waitFor();
      const told = await atField(page, 'ranges').innerText();
      expect(told).toContain(spoiled);
      expect(told).not.toContain(found);
      await fillFields(page, way, { ranges: '' });
      await way.press(page.getByRole('button', { name: new RegExp(found) }));
      expect(await page.locator('#ranges').inputValue()).toBe(found);
      expect(await page.locator('#circumstances').inputValue()).toBe('Behind the shelf');
      await goOn(page, way);
      const second = beside(way);
      const lead = await arriveAs('city1.lead', '/proposals', second);
      await approve(lead, second, found);
      await seeFate(lead, found, second.say('在库: 找回', 'In stock: Recovered'));
      const still = second.say('缺失: 报告缺失', 'Missing: Reported missing');
      await seeFate(lead, spoiled, still);
    },
  );

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
  it('replaces a damaged certificate by scanner', async () => {
    const way = keysInChinese;
    const clerk = await arriveAs('city1.clerk', '/posts/replace', way);
    const { page } = clerk;
    await way.goTo(page.locator('#certificateNumber'));
    await clerk.scan(certificateOf(17));
    await page.locator('.glance', { hasText: '持证人17' }).waitFor();
    await way.goTo(page.locator('#serial'));
    await clerk.scan(issued(18));
    await way.turn(page.getByRole('radio', { name: /^损坏/ }));
    await tryOut(page, way);
    await faults(page).waitFor();
    expect(await atField(page, 'serial').innerText()).toContain(issued(18));
    await fillFields(page, way, { serial: blank(17) });
    await goOn(page, way);
    await seeFate(clerk, issued(17), '废证: 交回，已换发');
    await seePapers(clerk, certificateOf(17), blank(17));
  });

  it('replaces a certificate older than the book, with its particulars and a second person', async () => {
    const number = `09${certificateOf(77).slice(2)}`;
    const way = clickInEnglish;
    const clerk = await arriveAs('city1.clerk', '/posts/replace', { ...way, expectedStatuses });
    const { page } = clerk;
    await fillFields(page, way, { certificateNumber: number });
    await page.getByText('No certificate of these books has this number').waitFor();
    await way.toggle(page.getByLabel('The certificate is older than this book'));
    await way.turn(page.getByRole('radio', { name: /^Level 5/ }));
    await fillFields(page, way, {
      original_issuedOn: '2009-07-01',
      original_occupation_name: '车工',
    });
    await way.choose(page.locator('#original_station'), '52011001');
    await fillFields(page, way, {
      original_serial: issued(19),
      original_holder_name: '陈旧',
      original_holder_documentNumber: '11010519491231002',
      serial: blank(19),
      lossNotice_newspaper: '贵州日报',
      lossNotice_publishedOn: daysAgo(3),
    });
    await tryOut(page, way);
    await faults(page).waitFor();
    expect(await atField(page, 'original_serial').innerText()).toContain(issued(19));
    const identity = atField(page, 'original_holder_documentNumber');
    expect(await identity.innerText()).toContain('identity number');
    await clerk.picture('replace-older-refused-en-GB-1440');
    await fillFields(page, way, {
      original_serial: 'W12345678',
      original_holder_documentNumber: '11010519491231002X',
    });
    expect(await page.locator('#original_holder_name').inputValue()).toBe('陈旧');
    await goOn(page, way);
    expect(await outcome(page).innerText()).toContain('Waits for a second person');
    const lead = await arriveAs('city1.lead', '/proposals', keysInChinese);
    const told = await proposalOn(lead.page, number).innerText();
    for (const part of ['遗失', '贵州日报', 'W12345678', '车工']) expect(told).toContain(part);
    await lead.picture('proposal-older-zh-CN-1440');
    await approve(lead, keysInChinese, number);
    await seePapers(lead, number, blank(19));
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
