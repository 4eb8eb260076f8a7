/** Where blanks are, how they are used and how long they last, looked at in a real browser. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually';
import { numbersOf, rowsOf, sum } from './figures';
import { keysInEnglish, ways } from './hands';
import { daysAgo, guiyang, serialOf } from './office';
import { look, visits } from './visits';

const { arriveAs, arriveAsAdmin, postAs } = visits();

const address = (page: Page) => new URL(page.url());

describe('the flow of custody', () => {
  it('[C16] conserves: every line adds up, and all of them to what was registered', async () => {
    const { page } = await arriveAsAdmin('/flow', { locale: 'en-GB' });
    await page.locator('.sankey svg').waitFor();
    await page.getByText('59,100 in, 59,100 accounted for').waitFor();
    const rows = await rowsOf(page, '.flow-figures tbody tr', 'td');
    for (const row of rows) expect(sum(row.slice(0, -1))).toBe(row.at(-1));
    const totals = await numbersOf(page, '.flow-figures tfoot td');
    expect(totals).toEqual(rows[0].map((_, column) => sum(rows.map((row) => row[column]))));
    expect(totals.at(-1)).toBe(59_100);
    await page.getByRole('img', { name: /^Flow of custody\. Registered: 59,100/ }).waitFor();
  });

  it.each(ways)(
    'goes down from the country to a city’s levels, and back up, $name',
    async (way) => {
      const { say } = way;
      const { page } = await arriveAsAdmin('/flow', way);
      for (const name of ['贵州省', '贵阳市']) {
        await way.press(page.locator('.flow-figures').getByRole('link', { name }));
        await page.getByRole('heading', { name: new RegExp(`^${name}`) }).waitFor();
      }
      expect(address(page).pathname).toBe(`/flow/${guiyang}`);
      const levels = await page.locator('.flow-figures tbody th').allInnerTexts();
      expect(levels[0]).toBe(say('五级 · 初级', 'Level 5 · junior'));
      const crumbs = page.getByRole('navigation', { name: say('所在层级', 'Where in the tree') });
      await way.press(crumbs.getByRole('link', { name: '贵州省' }));
      await page.getByRole('heading', { name: /^贵州省/ }).waitFor();
    },
  );

  it('is of one level when one is chosen, with the keyboard alone', async () => {
    const { page } = await arriveAsAdmin(`/flow/${guiyang}`, { locale: 'en-GB' });
    await page.locator('.flow-figures').waitFor();
    await keysInEnglish.choose(page.getByLabel('Level', { exact: true }), 'Level 5 · junior');
    await page.locator('.flow-figures tbody tr').nth(1).waitFor({ state: 'detached' });
    expect(address(page).searchParams.get('level')).toBe('5');
    expect(await page.locator('.flow-figures tbody th').allInnerTexts()).toEqual([
      'Level 5 · junior',
    ]);
  });

  it('shows what was used by month, as bars and as a table', async () => {
    const { page } = await arriveAsAdmin('/flow', { locale: 'en-GB' });
    await page.getByRole('img', { name: /Issued: 240; Replacements: 1; Spoiled: 3/ }).waitFor();
    await page.getByText('As a table').click();
    const table = page.getByRole('region', { name: 'Month by month' });
    expect(await table.locator('tfoot td').allInnerTexts()).toEqual(['240', '1', '3', '0', '2']);
  });

  it('says what is under way and for how long, and when that is too long', async () => {
    const { page } = await arriveAsAdmin('/flow', { locale: 'en-GB' });
    const box = page.getByRole('row', { name: /黔南州/ }).last();
    await box.locator('.badge.is-short', { hasText: '20 days' }).waitFor();
    await page.getByText('Longer than 15 days is long').waitFor();
  });

  it('says that nothing can be foreseen from quarters in which nothing was used', async () => {
    const { page } = await arriveAsAdmin('/flow', { locale: 'en-GB' });
    await page.getByText('Nothing was issued or spoiled in the last four').waitFor();
  });

  it('is live: what is posted elsewhere is seen without a reload', async () => {
    const watching = await arriveAs('city1.lead', '/flow');
    await watching.page.getByText('实时').waitFor();
    await watching.page.locator('.flow-figures').waitFor();
    const before = await numbersOf(watching.page, '.flow-figures tfoot td');
    const spoiled = [{ from: serialOf(4, 900), to: serialOf(4, 900) }];
    const misprint = { cause: 'misprint', ranges: spoiled };
    await postAs('city1.clerk', `centres/${guiyang}/spoilages`, misprint);
    await watching.page
      .locator('.flow-figures tfoot td', { hasText: new RegExp(`^${format(before[0] - 1)}$`) })
      .waitFor();
  });

  it('shows the names of centres as text, whatever they are made of', async () => {
    const visitor = await arriveAsAdmin('/login', { locale: 'en-GB' });
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.locator('.masthead').waitFor();
    await page.route('**/api/v1/centres', async (route) => {
      const body = await (await route.fetch()).text();
      await route.fulfill({ body: body.replaceAll(/贵州省[^"]*/g, '<img src=x>') });
    });
    await visitor.go('/flow');
    const picture = page.locator('.sankey');
    await picture.locator('svg').waitFor();
    await page.locator('.flow-figures').getByRole('link', { name: '<img src=x>' }).waitFor();
    const tooltip = picture.getByText('<img src=x>').and(page.locator('span'));
    let at = 0;
    // Up and down over the picture, which moves as long as the page grows.
    await eventually(async () => {
      const box = await picture.boundingBox();
      if (!box) throw new Error('the picture is nowhere');
      at = (at + 0.02) % 1;
      await page.mouse.move(box.x + box.width / 4, box.y + box.height * at);
      expect(await tooltip.count()).toBeGreaterThan(0);
    });
    expect(await picture.locator('img').count()).toBe(0);
    expect(asked.filter((path) => path.endsWith('/x'))).toEqual([]);
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('shows a centre no more than its own part', async () => {
    const visitor = await arriveAs('city1.clerk', '/flow', { expectedStatuses: [403] });
    await visitor.textWith('登记及调入，减调出');
    await visitor.settle();
    const text = await visitor.page.locator('body').innerText();
    expect(text).not.toContain('遵义市');
    await visitor.go('/flow/52030001');
    await visitor.page.locator('[role=alert]').waitFor();
  });
});

const format = (value: number): string => value.toLocaleString('en');

describe('the time machine', () => {
  const said = (page: Page) => page.locator('.moment-said').first();
  /** Nothing can be moved before it is known how far back anything goes. */
  const movable = (field: Locator) => field.and(field.page().locator('[min]:enabled')).waitFor();

  it.each(ways)(
    'redraws stock and flow as of a day, and the address carries it, $name',
    async (way) => {
      const { say } = way;
      const visitor = await arriveAsAdmin('/stock', way);
      const { page } = visitor;
      await page.locator('.conservation').waitFor();
      const day = page.getByLabel(say('日期', 'Day'), { exact: true });
      await movable(day);
      await way.fill(day, daysAgo(27));
      await said(page).getByText(say('按业务发生日期计', 'by the dates on which')).waitFor();
      // A day that is typed is another one until its last figure.
      await page.waitForURL((url) => url.searchParams.get('asOf') === daysAgo(27));
      await page.getByText(say('据台账至记录号', 'Told from the books')).waitFor();
      await eventually(async () => {
        const terms = await numbersOf(page, '.equation dd');
        // Two days after the dispatch, a day before the receipt.
        expect(terms[0]).toBe(59_100);
        expect(terms[2]).toBe(39_200);
      });
      await visitor.go(`/flow?asOf=${daysAgo(27)}`);
      await page.locator('.flow-figures').waitFor();
      const [moved, all] = [39_200, 59_100];
      expect(await numbersOf(page, '.flow-figures tfoot td')).toEqual([all - moved, moved, all]);
      await page.reload();
      await said(page).waitFor();
      await way.press(page.getByRole('button', { name: say('回到现在', 'Now') }));
      await page.getByText(say('显示的是现在的情况。', 'Shown as it is now.')).waitFor();
      expect(address(page).search).toBe('');
    },
  );

  it.each(ways)('is moved by its slider, and by a month at a time, $name', async (way) => {
    const { say } = way;
    const { page } = await arriveAsAdmin('/flow', way);
    const slider = page.getByLabel(say('回看到哪一天', 'Day to look back to'));
    await movable(slider);
    if (way.hand === 'keyboard') {
      await way.goTo(slider);
      await page.keyboard.press('ArrowLeft');
      await page.waitForURL(`**/flow?asOf=${daysAgo(1)}`);
      await page.keyboard.press('ArrowLeft');
      await page.waitForURL(`**/flow?asOf=${daysAgo(2)}`);
    } else {
      // At its left end is the day from which anything is known.
      await slider.click({ position: { x: 2, y: 8 } });
      await page.waitForURL(/asOf=\d{4}-\d{2}-\d{2}/);
      await said(page).waitFor();
    }
    const next = say('到下一个月末', 'To the next end of a month');
    const back = say('回到上个月末', 'To the end of the month before');
    const before = address(page).search;
    await way.press(page.getByRole('button', { name: way.hand === 'keyboard' ? back : next }));
    await page.waitForURL(
      ({ search }) => search !== before && /asOf=\d{4}-\d{2}-(28|29|30|31)$/.test(search),
    );
  });

  it('asks by record time as well, and says that nothing was recorded then', async () => {
    const { page } = await arriveAsAdmin(`/flow?asOf=${daysAgo(27)}`, { locale: 'en-GB' });
    await page.locator('.flow-figures').waitFor();
    await page.getByText('When recorded').click();
    await page.getByRole('heading', { name: 'Nothing was there yet' }).waitFor();
    await page.getByText('By that day nothing had been recorded').waitFor();
    expect(address(page).searchParams.get('asOfRecorded')).toBe(daysAgo(27));
  });

  it.each([
    ['/flow?asOf=2013-02-30', 'asOf=2013-02-30'],
    ['/flow?asOf=1000-01-01', 'asOf=1000-01-01'],
    ['/stock?asOf=2999-01-01', 'asOf=2999-01-01'],
    [`/flow?asOf=${daysAgo(2)}&asOfRecorded=${daysAgo(3)}`, `asOf=${daysAgo(2)}`],
    [`/trace/${serialOf(5, 1)}?asOf=never`, 'asOf=never'],
    [`/journal/${guiyang}?event=Nope&level=9`, 'event=Nope, level=9'],
  ])('at %s says that %s was passed over', async (path, said) => {
    const { page } = await arriveAsAdmin(path, { locale: 'en-GB' });
    const note = page.locator('.passed-over');
    await note.waitFor();
    expect(await note.innerText()).toMatch(new RegExp(`passed over: ${said}$`));
  });

  it('shows where the focus is on its slider', async () => {
    const { page } = await arriveAsAdmin('/flow', { locale: 'en-GB' });
    const slider = page.getByLabel('Day to look back to');
    await movable(slider);
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await slider.evaluate((element) => getComputedStyle(element).outlineWidth)).toBe('3px');
  });

  it('says what it cannot answer', async () => {
    const visitor = await arriveAsAdmin(`/flow?asOf=${daysAgo(3)}`, { locale: 'en-GB' });
    await visitor.textWith('Which boxes were under way on a past day is not kept');
  });

  it('plays from month to month until it is today, and can be stopped', async () => {
    const { page } = await arriveAsAdmin(`/flow?asOf=${daysAgo(27)}`, { locale: 'en-GB' });
    await page.locator('.flow-figures').waitFor();
    await page.getByRole('button', { name: 'Play month by month' }).click();
    await page.getByText('Shown as it is now.').waitFor();
    await page.getByRole('button', { name: 'Play month by month' }).waitFor();
  });

  it('offers no playing to who wants less motion', async () => {
    const visitor = await arriveAsAdmin('/stock', { locale: 'en-GB' });
    const { page } = visitor;
    await page.locator('.conservation').waitFor();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.reload();
    await page.locator('.conservation').waitFor();
    expect(await page.getByRole('button', { name: 'Play month by month' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'To the end of the month' }).count()).toBe(1);
  });
});

describe.each(['zh-CN', 'en-GB'])('flow in %s', (locale) => {
  it.each([1440, 390])('can be read at %d pixels, without barriers', async (width) => {
    const visitor = await arriveAsAdmin('/flow', { locale, width });
    await visitor.page.locator('.flow-figures').waitFor();
    const past = `asOf=${daysAgo(10)}`;
    const findings = await look(
      visitor,
      [
        ['flow', '/flow', '.sankey svg'],
        ['flow-city', `/flow/${guiyang}?level=5`, '.sankey svg'],
        ['flow-past', `/flow/52000001?${past}`, '.sankey svg'],
        ['stock-past', `/stock?${past}`, '.chart svg'],
        ['flow-before', '/flow?asOf=2001-01-01', '.empty'],
      ],
      `${locale}-${width}`,
    );
    expect(findings).toEqual([]);
  });
});
