/** Reports and the audit in a real browser: statements, monthly files, editions, what stands out. */
import { readFileSync } from 'node:fs';
import { ways } from './hands';
import { guiyang } from './office';
import { look, type Sight, visits } from './visits';

const { arriveAs, arriveAsAdmin } = visits();

/** A head of the log is signed each minute, and the page asks for it. */
const headMsMax = 150_000;

describe('the custody statement', () => {
  it('adds up, and a cell opens to its events, which lead to the trace', async () => {
    const { page } = await arriveAs('city1.clerk', '/reports/statement');
    await page.getByText('账目相符').waitFor();
    const table = page.getByRole('region', { name: '库存' }).locator('tbody tr').first();
    const figures = (await table.locator('td').allInnerTexts()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
    const [opening, ...between] = figures;
    const closing = between.pop() ?? 0;
    const signs = await page
      .getByRole('region', { name: '库存' })
      .locator('thead .sign')
      .allInnerTexts();
    const sum = between.reduce(
      (total, figure, index) => total + (signs[index].trim() === '+' ? figure : -figure),
      opening,
    );
    expect(sum).toBe(closing);
    await page.getByRole('button', { name: /五级.*颁发.*查看记录/ }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('黔鉴名〔2013〕017').waitFor();
    await drawer.getByRole('link', { name: 'A000000001' }).click();
    await page.locator('.timeline').waitFor();
  });

  it('says what was known then, and what is known now', async () => {
    const path = '/reports/statement?asOf=2013-06-01T00:00';
    const { page } = await arriveAs('city1.clerk', path, { locale: 'en-GB' });
    await page.getByText(/^As known on/).waitFor();
    await page.getByText('What was posted since').waitFor();
    await page.locator('.posts-list li').nth(2).waitFor();
  });

  it('prints on A4', async () => {
    const { page } = await arriveAs('city1.clerk', '/reports/statement');
    const opening = page.context().waitForEvent('page');
    await page.getByRole('button', { name: '打印' }).click();
    const paper = await opening;
    await paper.getByText('贵阳市职业技能鉴定指导中心').first().waitFor();
  });
});

describe('the monthly file', () => {
  it('[Q9] is made by the centre and downloaded as CSV', async () => {
    const { page } = await arriveAs('city1.clerk', '/reports/monthly');
    await page.getByText('该月文件尚未生成。').waitFor();
    await page.getByRole('button', { name: '生成文件' }).click();
    await page.getByText('文件已生成并留有记录，可在下方下载。').waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载 CSV' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${guiyang}-\\d{4}-\\d{2}\\.csv$`));
    expect(readFileSync(await download.path(), 'utf8')).toContain('证书编码');
  });

  it.each([
    ['zh-CN', '当月又补记 1 条记录'],
    ['en-GB', '1 event of the month was posted after this file'],
  ])('[Q9] says in %s what was posted after it, to the province too', async (locale, told) => {
    const visitor = await arriveAs('guizhou.clerk', '/reports/statement', { locale });
    const { page } = visitor;
    await page.locator('.centre-picker').first().waitFor();
    const event = { position: '7', event: 'CertificatesIssued', reference: '名册补记' };
    const facts = { centre: guiyang, revision: '7', recordedAt: '2013-01-01T00:00:00Z' };
    const events = [{ ...event, ...facts, occurredOn: '2013-01-31' }];
    const file = {
      ...{ centre: guiyang, month: '2013-01', rowCount: 3, sha256: 'ab', layout: 1 },
      ...{ forgottenCount: 0, countedAt: [], late: false, dueOn: '2013-02-10', makings: 1 },
      ...{ madeBy: 'u', madeAt: '2013-02-01T00:00:00Z', agrees: true, items: [], next: null },
      addedSince: { count: 1, events, complete: true },
    };
    await page.route(`**/centres/${guiyang}/quarters/2013Q2`, async (route) => {
      const answer = await route.fetch();
      const quarter = await answer.json();
      await route.fulfill({ json: { ...quarter, monthlyFiles: [{ month: '2013-01' }] } });
    });
    await page.route('**/reports/monthly/2013-01?*', (route) => route.fulfill({ json: file }));
    await visitor.go(`/reports/monthly?centre=${guiyang}&month=2013-01`);
    const notice = page.getByRole('alert').filter({ hasText: told });
    await notice.getByText('名册补记').waitFor();
  });

  it('names people, and is not shown to an administrator', async () => {
    const { page } = await arriveAsAdmin('/reports/monthly', { locale: 'en-GB' });
    await page.getByText('The file names holders.').waitFor();
  });
});

describe('vouchers and editions', () => {
  it('say that there are none, and what is left of an edition where', async () => {
    const { page } = await arriveAs('guizhou.clerk', '/reports/vouchers?status=expiring');
    await page.getByText('30 天内没有到期的凭证。').waitFor();
    await page.getByRole('link', { name: '版本', exact: true }).click();
    await page.getByText('可以使用').waitFor();
    await page.locator('.ledger', { hasText: '贵阳市职业技能鉴定指导中心' }).waitFor();
    expect(await page.getByRole('button', { name: '停用此版本' }).count()).toBe(0);
  });
});

describe.each(ways)('the audit, $name', (way) => {
  const { say } = way;

  it('shows what stands out with its events, each of which opens in the journal', async () => {
    const { page } = await arriveAsAdmin('/audit', way);
    await page.locator('.anomaly').first().waitFor();
    const link = page.locator('.event-link').first();
    const place = await link.getAttribute('href');
    await way.press(link);
    await page.waitForURL(`**${place}`);
    const [, revision] = /^\/journal\/\d{8}\?event=.*&line=(\d+)$/.exec(place ?? '') ?? [];
    const line = page.locator('.journal-line.is-pointed-at');
    await line.getByText(say(`第 ${revision} 行`, `line ${revision} of`)).waitFor();
  });

  it('lists what took two people, who asked and who decided', async () => {
    const { page } = await arriveAsAdmin('/audit/corrections?view=approved', way);
    const row = page.locator('tbody tr', { hasText: '周建国' });
    await row.getByText(say('已批准', 'Approved')).waitFor();
    const corrections = say('更正、缺失、找回', 'Corrections, losses, finds');
    await way.turn(page.getByRole('radio', { name: corrections }));
    const none = say('没有更正、缺失或找回。', 'Nothing has been corrected, lost or found.');
    await page.getByText(none).waitFor();
  });

  it('shows the signed head of the log, and says what only a program of one’s own can say', async () => {
    const { page } = await arriveAsAdmin('/audit/log', { ...way, expectedStatuses: [404] });
    await page.getByText(say('根散列', 'Root hash')).waitFor({ timeout: headMsMax });
    await way.press(page.getByRole('link', { name: say('核验', 'Verification'), exact: true }));
    await page.locator('.commands').getByText('npx liushui reconcile').waitFor();
    const holds = say('账目平衡，每一张空白证书都有下落', 'Every blank is accounted for');
    await page.getByText(holds).waitFor();
  });
});

const sights: readonly Sight[] = [
  ['reports-statement', `/reports/statement?centre=${guiyang}`, '.ledger'],
  ['reports-editions', '/reports/editions', '.ledger'],
  ['audit-anomalies', '/audit/anomalies', '.anomaly'],
  ['audit-corrections', '/audit/corrections?view=approved', '.ledger'],
  ['audit-log', '/audit/log', '.facts'],
  ['audit-verification', '/audit/verification', '.commands'],
];

it.each(
  ['zh-CN', 'en-GB'].flatMap((locale) => [1440, 390].map((width) => [locale, width] as const)),
)('reports and audit can be read in %s at %d pixels, without barriers', async (locale, width) => {
  const visitor = await arriveAsAdmin('/audit/verification', { locale, width });
  await visitor.page.locator('.commands').waitFor();
  expect(await look(visitor, sights, `${locale}-${width}`)).toEqual([]);
});
