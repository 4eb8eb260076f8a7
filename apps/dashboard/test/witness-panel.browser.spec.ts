/** A centre witnesses on its page: the log, and the serial map as its own book has it. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { eventually } from './eventually';
import { guiyang } from './office';
import type { Habits, Visitor } from './visitor';
import { visits } from './visits';

/** A root of the serial map is recorded, and signed over, each minute. */
const rootMsMax = 150_000;
const askAgainMs = 1_000;

const { arriveAs, readAs } = visits();

/** The books were filled behind the first head: until the next one the map proves nothing of them. */
beforeAll(async () => {
  const until = performance.now() + rootMsMax;
  const path = `centres/${guiyang}/witness/blocks/A000000001`;
  for (;;) {
    try {
      await readAs('city1.lead', path, '0');
      return;
    } catch (fault) {
      if (performance.now() > until) throw fault;
      await delay(askAgainMs);
    }
  }
}, rootMsMax + 30_000);

async function arrive(habits: Habits = {}): Promise<Visitor> {
  const visitor = await arriveAs('city1.lead', '/audit/log', habits);
  await visitor.page.locator('.witness .facts').waitFor();
  return visitor;
}

const begin = (page: Page) =>
  page.getByRole('button', { name: /^(立即核验并联署|Verify and cosign now)$/ }).click();

const cosignedOf = (page: Page): Promise<unknown[]> =>
  page.evaluate(async () => {
    const { items } = await (await fetch('/api/v1/transparency/witnesses')).json();
    return items.filter(({ seen }: { seen?: object }) => seen);
  });

async function evidenceOf(page: Page): Promise<Record<string, unknown>> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: /^(保存证据|Save the evidence)$/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('liushui-evidence.json');
  return JSON.parse(readFileSync(await download.path(), 'utf8'));
}

/** What the API answers about a block, as somebody between it and the page rewrites it. */
async function rewrite(
  page: Page,
  path: string,
  change: (body: Record<string, unknown[]>) => object,
): Promise<void> {
  await page.route(`**/api/v1/centres/*/witness/${path}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: change(await response.json()) });
  });
}

describe('[TL-23] the witness on the page', () => {
  it('cosigns nothing when an event is left out of a block, and keeps what it was shown', async () => {
    const visitor = await arrive({ locale: 'en-GB' });
    const { page } = visitor;
    const left: unknown[] = [];
    await rewrite(page, 'blocks/*', (body) => {
      left.push(...body.leaves.slice(-1));
      return { ...body, leaves: body.leaves.slice(0, -1) };
    });
    await begin(page);
    const found = page.getByText(/^What is shown of serials A\d+–A\d+ is not what the recorded/);
    await found.waitFor();
    await page.getByText('Nothing was cosigned.').waitFor();
    expect(left).not.toEqual([]);
    await visitor.picture('witness-found-en-GB-1440');
    expect(await visitor.barriers()).toEqual([]);
    expect(await evidenceOf(page)).toMatchObject({
      found: 'map-block-differs',
      params: { why: 'chain' },
      heads: [],
      block: { record: { index: expect.any(Number), leaf: expect.any(String) } },
    });
    await page.getByText('None yet; it is made the first time.').waitFor();
    expect(await cosignedOf(page)).toEqual([]);
  });

  it('cosigns nothing when its book is not shown whole', async () => {
    const visitor = await arrive({ width: 390 });
    const { page } = visitor;
    await rewrite(page, 'leaves*', (body) => ({ ...body, items: body.items.slice(1) }));
    await begin(page);
    await page.getByText('所示本中心账册不完整').waitFor();
    await page.getByText('未联署。请保存证据并告知其他中心。').waitFor();
    await visitor.picture('witness-found-zh-CN-390');
    expect(await visitor.overflowPx()).toBeLessThanOrEqual(0);
    expect(await evidenceOf(page)).toMatchObject({ found: 'book-incomplete', heads: [] });
    expect(await cosignedOf(page)).toEqual([]);
  });

  it('judges nothing when the book is not answered', async () => {
    const { page } = await arrive({ expectedStatuses: [503] });
    await page.route('**/api/v1/centres/*/witness/leaves*', (route) =>
      route.fulfill({ status: 503, json: { code: 'log-differs', detail: '账册与日志不符' } }),
    );
    await begin(page);
    await page.getByText('账册与日志不符').waitFor();
    expect(await cosignedOf(page)).toEqual([]);
  });

  it('recomputes the map from its book, says how much of it, and cosigns', async () => {
    // Nothing is registered yet: what is handed in is refused.
    const visitor = await arrive({ expectedStatuses: [422] });
    const { page } = visitor;
    await begin(page);
    const said = page.getByText(/已按账册 \d+ 条事件重算流水码映射 \d+ 段中的 \d+ 段。/);
    await said.waitFor();
    const [events, held, blocks] = ((await said.innerText()).match(/\d+/g) ?? []).map(Number);
    expect(events).toBeGreaterThan(3);
    expect(blocks).toBe(held);
    expect(held).toBeGreaterThan(0);
    await visitor.settle();
    await visitor.picture('witness-zh-CN-1440');
    expect(await visitor.barriers()).toEqual([]);
    await page.getByRole('button', { name: '为本中心登记此浏览器的密钥' }).click();
    await page.getByText('即此浏览器的密钥。').waitFor();
    await begin(page);
    await page.getByText('已提交。').waitFor();
    await eventually(async () => expect(await cosignedOf(page)).toHaveLength(1));
  });

  it('says so in English, and where the window is narrow', async () => {
    const visitor = await arrive({ locale: 'en-GB', width: 390, expectedStatuses: [422] });
    const { page } = visitor;
    await begin(page);
    await page
      .getByText(/Recomputed (\d+) of \1 blocks of the serial map from \d+ events/)
      .waitFor();
    await visitor.settle();
    await visitor.picture('witness-en-GB-390');
    expect(await visitor.overflowPx()).toBeLessThanOrEqual(0);
    expect(await visitor.barriers()).toEqual([]);
  });
});
