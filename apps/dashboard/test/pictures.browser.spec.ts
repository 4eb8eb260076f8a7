/**
 * The pictures of the READMEs, taken of the demo. They go to `ci-output` as all pictures do, or to
 * the folder that `LIUSHUI_PICTURES` names, and then of the whole demo.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { adminPassword, type RunningSystem, root, startSystem } from './running-system';
import { launchBrowser, Visitor } from './visitor';

const wanted = process.env.LIUSHUI_PICTURES;
const folder = wanted === undefined ? undefined : resolve(wanted);
const certificateCount = wanted === undefined ? 400 : 20_000;
const startMsMax = 600_000;
const sizeBytesMax = 250 * 1024;

/** The demo ends in November 2014: the pages are looked at as if that were just over. */
const lookedAt = new Date('2014-12-08T09:00:00+08:00');

let system: RunningSystem;
let browser: Browser;

async function loadDemo(): Promise<void> {
  const program = join(root, 'dist/apps/demo/src/main.js');
  await promisify(execFile)(
    process.execPath,
    [program, '--certificates', String(certificateCount)],
    {
      cwd: root,
      env: {
        ...process.env,
        LIUSHUI_URL: undefined,
        EVENTSTORE_URL: undefined,
        DATABASE_URL: undefined,
        LIUSHUI_DATA: system.data,
        LIUSHUI_ADMIN_PASSWORD: adminPassword,
      },
    },
  );
}

const passwordOf = (username: string): string =>
  JSON.parse(readFileSync(join(system.data, 'secrets/demo-users.json'), 'utf8')).users[username];

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), launchBrowser()]);
  await loadDemo();
}, startMsMax);

afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

const pictures = [
  ['desk', 'guiyang.clerk', '/desk', '.desk-stock tbody tr'],
  ['stock', 'guizhou.supervisor', '/stock?asOf=2014-05-31', '.chart svg'],
  ['flow', 'guizhou.supervisor', '/flow?asOf=2014-05-31', '.sankey svg'],
  ['trace', 'guizhou.supervisor', '/trace/CJ130000001', '.timeline'],
  ['board', 'guizhou.supervisor', '/quarters?quarter=2014Q2', '.ledger tbody tr'],
] as const;

it.each(
  pictures.flatMap((picture) => ['zh-CN', 'en'].map((language) => [...picture, language] as const)),
)('a picture of the %s, as %s at %s', async (name, username, path, landmark, language) => {
  const visitor = await Visitor.arrive(browser, system.address, {
    locale: language,
    width: 1280,
    expectedStatuses: [503],
  });
  await visitor.page.clock.setFixedTime(lookedAt);
  await visitor.go(path);
  await visitor.logIn(username, passwordOf(username));
  await visitor.page.locator(landmark).first().waitFor();
  await visitor.settle();
  expect(await visitor.overflowPx()).toBeLessThanOrEqual(0);
  if (folder === undefined) {
    await visitor.picture(`readme-${name}-${language}`);
  } else {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, language === 'en' ? `${name}.png` : `${name}.${language}.png`);
    await visitor.page.screenshot({ path: file, animations: 'disabled' });
    expect(statSync(file).size).toBeLessThan(sizeBytesMax);
  }
  expect(await visitor.leave()).toEqual([]);
});
