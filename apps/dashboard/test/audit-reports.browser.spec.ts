/** What auditors filed of their checks, in a real browser: found or not, overdue, never, and whose word. */
import { guiyang } from './office';
import { look, type Sight, visits } from './visits';

const { arriveAs, arriveAsAdmin, postAs, readAs } = visits();

const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const now = () => new Date().toISOString();

const verified = () => ({
  ...{ check: 'verify', program: 'liushui 1.0.0', begunAt: now(), endedAt: now() },
  verdict: 'in-order',
  log: {
    ...{ treeSize: 1, root, keys: [], headCount: 1, signedSize: 1, mapRootCount: 0, mappedSize: 0 },
    ...{ comparedWithDatabase: true, comparedWithKept: true },
  },
  ...{ findingCount: 0, errorCount: 0, findings: [] },
});

const reconciled = (findings: readonly object[] = [], findingCount = findings.length) => ({
  ...{ check: 'reconcile', program: 'liushui 1.0.0', begunAt: now(), endedAt: now() },
  verdict: findingCount === 0 ? 'in-order' : 'findings',
  views: {
    ...{ treeSize: 1, position: '900', eventCount: 1, laterEventCount: 0, registered: 59_100 },
    ...{ rows: [{ view: 'stock', count: 12 }], conservationHolds: true },
  },
  ...{ findingCount, errorCount: findings.length, findings },
});

interface Line {
  readonly revision: string;
  readonly position: string;
}

/** A finding about a record that is really there. */
async function spoiledWrongly() {
  const path = `centres/${guiyang}/book?event=SerialsSpoiled&limit=1`;
  const { items } = await readAs<{ items: Line[] }>('city1.clerk', path, '0');
  const [{ revision, position }] = items;
  const event = { stream: `book-${guiyang}`, revision, type: 'SerialsSpoiled', position };
  const params = {
    ...{ first: 'A000000241', last: 'A000000243' },
    ...{ stated: `stock@${guiyang}`, found: `issued@${guiyang}` },
  };
  const finding = { severity: 'error', check: 'serials-elsewhere', events: [event], params };
  const row = { view: 'stock', row: `${guiyang} 5`, column: 'quantity', expected: '3', found: '4' };
  const differs = { severity: 'error', check: 'row-differs', events: [], params: row };
  return { revision, findings: [finding, differs] };
}

beforeAll(async () => {
  const user = { username: 'auditor', displayName: '孙审计', roles: ['auditor'] };
  const password = 'eight cities and one more';
  await postAs('admin', 'users', { ...user, password, centre: '00000001' });
  await postAs('auditor', 'audit/reports', reconciled());
  await postAs('auditor', 'audit/reports', verified());
  const { findings } = await spoiledWrongly();
  await postAs('auditor', 'audit/reports', reconciled(findings, 4));
});

const path = '/audit/verification';

describe('the last checks', () => {
  it('are shown with who, how far, what was found and where it stands in the journal', async () => {
    const { page } = await arriveAs('auditor', path);
    const last = page.getByRole('region', { name: '数据库对账' });
    await last.getByText('发现 4 处问题').waitFor();
    await last.getByText('孙审计').waitFor();
    await last.getByText(/ · 今天$/).waitFor();
    // A head may have been signed over the first event alone.
    await last.getByText(/^1 条事件 · 此后(又签名 [\d,]+ 条|尚无新签名的事件)$/).waitFor();
    await last.getByText('共 4 处，此处只列 2 处').waitFor();
    await last.getByText(`A000000241–A000000243 记为从 stock@${guiyang} 转出`).waitFor();
    expect(await last.getByRole('link', { name: 'A000000241' }).getAttribute('href')).toBe(
      '/trace/A000000241',
    );
    const { revision } = await spoiledWrongly();
    await last.getByRole('link', { name: new RegExp(`${guiyang} 第 ${revision} 条$`) }).click();
    const line = page.locator('.journal-line.is-pointed-at');
    await line.getByText(`第 ${revision} 行`).waitFor();
  });

  it('say in English too what the log here has at that size', async () => {
    const { page } = await arriveAs('auditor', path, { locale: 'en-GB' });
    const last = page.getByRole('region', { name: 'Verification of the log' });
    await last.getByText('No findings').waitFor();
    await last.getByText('Contradicts the log here').waitFor();
    await last.getByText('The log here has ANOTHER root at that size.').waitFor();
    await last.getByText('the head in the database and a head that the auditor had kept').waitFor();
    const earlier = page.getByRole('region', { name: 'Earlier ones' }).locator('tbody tr');
    await earlier.filter({ hasText: 'Reconciliation with the database' }).first().waitFor();
  });

  it('are followed by one that is filed meanwhile, without reload', async () => {
    const { page } = await arriveAs('auditor', path, { locale: 'en-GB' });
    const last = page.getByRole('region', { name: 'Verification of the log' });
    await last.getByText('No findings').waitFor();
    const reason = 'the store went away while it was read';
    const { log: _, ...broken } = { ...verified(), verdict: 'not-judged', reason };
    await postAs('auditor', 'audit/reports', broken);
    await last.getByText('Not judged to the end').waitFor();
    await last.getByText(reason).waitFor();
    await postAs('auditor', 'audit/reports', verified());
    await last.getByText('No findings').waitFor();
  });

  it('keep findings from who does not read the whole installation', async () => {
    const { page } = await arriveAs('guizhou.lead', path, { locale: 'en-GB' });
    const last = page.getByRole('region', { name: 'Reconciliation with the database' });
    await last.getByText('4 findings').waitFor();
    await last.getByText('What was found is told to those who read').waitFor();
    expect(await page.getByText('A000000241').count()).toBe(0);
  });

  it.each([
    ['zh-CN', '还没有人报送过。', '已逾期'],
    ['en-GB', 'Nobody has filed one yet.', 'Overdue'],
  ])('say in %s how to file the first one', async (locale, never, overdue) => {
    const visitor = await arriveAsAdmin('/audit/log', { locale, expectedStatuses: [404] });
    const { page } = visitor;
    await page.locator('.panel').first().waitFor();
    await page.route('**/audit/reports?*', (route) =>
      route.fulfill({ json: { items: [], unreadable: [], next: null } }),
    );
    await visitor.go(path);
    for (const name of ['#last-verify', '#last-reconcile']) {
      const check = page.locator('.last-check').filter({ has: page.locator(name) });
      await check.getByText(never).waitFor();
      await check.getByText(overdue, { exact: true }).waitFor();
      await check.locator('code', { hasText: /^npx liushui \w+ .*--report$/ }).waitFor();
    }
    expect(await visitor.barriers()).toEqual([]);
  });

  it.each([
    ['zh-CN', /^audit@5 无法读取$/, '内容已损坏。', /^已报送的 2 份报告无法读取/, '还没有人'],
    [
      'en-GB',
      /^audit@5 cannot be read$/,
      'Its content is damaged.',
      /^2 reports were filed/,
      'Nobody',
    ],
  ])('say in %s which cannot be read, and why', async (locale, named, why, some, never) => {
    const visitor = await arriveAsAdmin('/audit/log', { locale, expectedStatuses: [404] });
    const { page } = visitor;
    await page.locator('.panel').first().waitFor();
    const unreadable = [
      { revision: '5', why: 'damaged' },
      { revision: '2', why: 'unknown-type' },
    ];
    await page.route('**/audit/reports?*', (route) =>
      route.fulfill({ json: { items: [], unreadable, next: null } }),
    );
    await visitor.go(path);
    const newest = page.locator('.unreadable li').first();
    await newest.filter({ hasText: why }).getByText(named).waitFor();
    for (const name of ['#last-verify', '#last-reconcile']) {
      const check = page.locator('.last-check').filter({ has: page.locator(name) });
      await check.getByText(some).waitFor();
    }
    expect(await page.getByText(never).count()).toBe(0);
    expect(await visitor.barriers()).toEqual([]);
  });

  it.each([
    ['zh-CN', 40, 1],
    ['en-GB', 20, 0],
  ])('are overdue after a month: in %s, %d days', async (locale, days, overdue) => {
    const visitor = await arriveAsAdmin('/audit/anomalies', { locale });
    const { page } = visitor;
    await page.locator('.panel').first().waitFor();
    await page.route('**/audit/reports?*', async (route) => {
      const response = await route.fetch();
      const { items, ...rest } = await response.json();
      const endedAt = new Date(Date.now() - days * 86_400_000).toISOString();
      const aged = items.map((item: object) => ({ ...item, endedAt }));
      await route.fulfill({ json: { items: aged, ...rest } });
    });
    await visitor.go(path);
    const last = page.locator('.last-check').first();
    await last.getByText(new RegExp(`(${days}|${days + 1}) (days ago|天前)`)).waitFor();
    expect(await last.getByText(/^(Overdue|已逾期)$/).count()).toBe(overdue);
  });
});

const sights: readonly Sight[] = [['audit-reports', path, '.findings']];

it.each(
  ['zh-CN', 'en-GB'].flatMap((locale) => [1280, 390].map((width) => [locale, width] as const)),
)('checks can be read in %s at %d pixels, without barriers', async (locale, width) => {
  const visitor = await arriveAs('auditor', path, { locale, width });
  await visitor.page.locator('.findings').first().waitFor();
  expect(await look(visitor, sights, `${locale}-${width}`)).toEqual([]);
});
