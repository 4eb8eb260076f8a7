/** The page that checks evidence, as a court clerk has it: one file, and no network at all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { type Habits, launchBrowser, Visitor } from './visitor';

const root = join(__dirname, '../../..');
const page = pathToFileURL(join(root, 'dist/evidence-page/check-evidence.html')).href;
const goldenPath = join(root, 'libs/transparency/src/evidence/golden-evidence.txt');
const golden = readFileSync(goldenPath, 'utf8');
const logKey = 'liushui/log+ce62af67+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c';
const witnessKey = '52010000+95f5328f+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU';
/** Pages from files have no origin. */
const noOrigin = 'null';

let browser: Browser;
let folder: string;
let visitors: Visitor[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'liushui-evidence-'));
});

afterEach(async () => {
  for (const visitor of visitors) expect(await visitor.leave()).toEqual([]);
  visitors = [];
});

afterAll(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

async function arrive(habits: Habits = {}): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, noOrigin, habits);
  visitors.push(visitor);
  await visitor.page.context().setOffline(true);
  await visitor.page.goto(page);
  await visitor.page.locator('#keys').waitFor();
  return visitor;
}

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function give({ page: on }: Visitor, key: string, path: string): Promise<string> {
  await on.locator('#keys').fill(key);
  await on.locator('#file').setInputFiles(path);
  await on.locator('.verdict').waitFor();
  return on.locator('main').innerText();
}

type Parts = Record<string, never> & { events: { leaf: string }[]; map: { block: string } };

/** The file with something changed, written in its one form again. */
function tampered(change: (parts: Parts) => void): string {
  const parts = JSON.parse(golden) as Parts;
  change(parts);
  return `${JSON.stringify(parts)}\n`;
}

it('[EV-7] tells what is proved, and the custody history, in Chinese', async () => {
  const visitor = await arrive();
  const text = await give(visitor, `${logKey}\n${witnessKey}`, goldenPath);
  for (const told of [
    '证明成立',
    'A000000017：52010000 已作废',
    '五级（初级），版本 2013-普通',
    '前 6 条完整：除所列 4 条外，没有其他事件涉及本流水码。',
    '截至日志第 6 条（记录时间 2013-06-30 10:03，北京时间',
    '已签名的 8 条中，最后 2 条不在完整性证明范围内',
    '核发证书',
    '黔鉴2013-017',
    '52010000 于 2013-05-31 19:33（北京时间）联署。',
  ]) {
    expect(text).toContain(told);
  }
  expect(await visitor.page.locator('tbody tr').count()).toBe(5);
  expect(await visitor.page.title()).toBe('流水码证明文件核验');
  expect(await visitor.barriers()).toEqual([]);
  await visitor.picture('check-evidence-zh');
});

it('[EV-7] tells the same in English, on a narrow screen, without a sideways scroll', async () => {
  const visitor = await arrive({ locale: 'en-GB', width: 390 });
  const text = await give(visitor, logKey, goldenPath);
  expect(text).toContain('Proved');
  expect(text).toContain('A000000017: void at 52010000');
  expect(text).toContain('none of them but the 4 listed touches this serial');
  expect(text).toContain('Carries a line by 52010000, not checked');
  expect(await visitor.overflowPx()).toBe(0);
  expect(await visitor.barriers()).toEqual([]);
  await visitor.picture('check-evidence-en-narrow');
  await visitor.page.getByRole('button', { name: '中文' }).click();
  expect(await visitor.page.locator('main').innerText()).toContain('证明成立');
  expect(await visitor.page.locator('#keys').inputValue()).toBe(logKey);
});

it('[EV-3] says of every tampered file that it proves nothing, and shows nothing of it', async () => {
  const visitor = await arrive();
  const cases: Record<string, [file: string, told: string]> = {
    'left-out.json': [tampered(({ events }) => events.splice(1, 1)), '有遗漏'],
    'swapped.json': [tampered(({ events }) => events.reverse()), '次序错乱'],
    'altered.json': [
      tampered(({ events }) => {
        const bytes = Buffer.from(events[0].leaf, 'base64');
        bytes[bytes.length - 20] ^= 1;
        events[0].leaf = bytes.toString('base64');
      }),
      '被改动或系伪造',
    ],
    'map.json': [
      tampered(({ map }) => {
        map.block = '';
      }),
      '流水码区段与映射不符',
    ],
    'cut.json': [golden.slice(0, 500), '不是 JSON，或不完整'],
    'script.json': ['<script>document.title = "x"</script>', '不是 JSON，或不完整'],
    'spaces.json': [JSON.stringify(JSON.parse(golden), null, 2), '文件被改写过'],
  };
  for (const [name, [file, told]] of Object.entries(cases)) {
    const text = await give(visitor, logKey, written(name, file));
    expect([name, text.includes('证明不成立'), text.includes(told)]).toEqual([name, true, true]);
    expect(await visitor.page.locator('table').count()).toBe(0);
  }
  await visitor.picture('check-evidence-not-proved');
});

it('[EV-4] leaves nothing of an earlier file standing where it fails over the next', async () => {
  const visitor = await arrive();
  await give(visitor, logKey, goldenPath);
  expect(await visitor.page.locator('.verdict.proved').count()).toBe(1);
  await visitor.page.evaluate(() => {
    Object.hasOwn = () => {
      throw new TypeError('as a fault in the page would');
    };
  });
  await visitor.page.locator('#file').setInputFiles(written('next.json', golden));
  expect(await visitor.textWith('未能证明其中任何内容')).toContain('next.json');
  expect(await visitor.page.locator('.verdict.proved').count()).toBe(0);
});

it('[EV-4] takes back what it said of an earlier file before it reads the next', async () => {
  const visitor = await arrive();
  await give(visitor, logKey, goldenPath);
  await visitor.page.evaluate(() => {
    const read = Blob.prototype.arrayBuffer;
    const held: (() => void)[] = [];
    const goOn = (): void => {
      for (const each of held) each();
    };
    Object.assign(window, { goOn });
    Blob.prototype.arrayBuffer = async function arrayBuffer() {
      await new Promise<void>((resolve) => held.push(resolve));
      return read.call(this);
    };
  });
  await visitor.page.locator('#file').setInputFiles(written('next.json', golden));
  expect(await visitor.textWith('正在核验文件')).not.toContain('证明成立');
  expect(await visitor.page.locator('.verdict').count()).toBe(0);
  // A third one comes in between: of the two it alone is judged.
  await visitor.page.locator('#file').setInputFiles(written('third.json', 'x'));
  await visitor.page.evaluate('goOn()');
  expect(await visitor.textWith('不是 JSON，或不完整')).toContain('third.json');
  expect(await visitor.page.locator('.verdict.proved').count()).toBe(0);
});

it('[EV-2] proves nothing without a key, nor with another, and shows the fingerprint', async () => {
  const visitor = await arrive({ locale: 'en-GB' });
  expect(await give(visitor, '', goldenPath)).toContain('Give the public key of the log first');
  await visitor.page.locator('#keys').fill(witnessKey);
  expect(await visitor.textWith('is of another log')).toContain('Not proved');
  await visitor.page.locator('#keys').fill('no key');
  await visitor.page.getByText('Line 1 is no public key.').waitFor();
  await visitor.page.locator('#keys').fill(logKey);
  await visitor.page.locator('.verdict.proved').waitFor();
  const print = await visitor.page.locator('.fingerprint').innerText();
  expect(print).toMatch(/^(?:[0-9a-f]{4} ){7}[0-9a-f]{4}$/);
});

it('[EV-9] tells which smaller states centres cosigned, in both languages', async () => {
  const path = join(root, 'libs/transparency/src/evidence/golden-earlier.txt');
  const chinese = await arrive({ width: 1280 });
  const keys = `${logKey}\n${witnessKey}`;
  const told = await give(chinese, keys, path);
  expect(told).toContain('52010000 于 2013-05-31 19:33（北京时间）在 7 条时联署。');
  await chinese.picture('check-evidence-earlier-1280');
  const english = await arrive({ locale: 'en-GB', width: 390 });
  const unknown = await give(english, logKey, path);
  expect(unknown).toContain('Carries a line by 52010000 for 7 entries, not checked');
  await english.picture('check-evidence-earlier-390-en');
});

it('[EV-7] is one file whose policy lets it ask nobody, and prints what it found', async () => {
  const html = readFileSync(new URL(page), 'utf8');
  expect(html).toContain("default-src 'none'; script-src 'sha256-");
  expect(html).not.toMatch(/<(?:link|img|iframe)|\ssrc=/);
  const visitor = await arrive();
  await give(visitor, logKey, goldenPath);
  const asked = await visitor.page.evaluate(() =>
    fetch('http://127.0.0.1:9/').then(
      () => 'answered',
      () => 'refused',
    ),
  );
  expect(asked).toBe('refused');
  visitor.complaints.splice(0);
  await visitor.page.emulateMedia({ media: 'print' });
  expect(await visitor.page.locator('.drop').isVisible()).toBe(false);
  expect(await visitor.page.locator('.verdict').isVisible()).toBe(true);
  await visitor.picture('check-evidence-print');
});
