/** The pages in a real Chromium, which is installed when it is missing and may be. */
import './require-node.cjs';

const { accessSync, constants, readdirSync } = await import('node:fs');
const { delimiter, join } = await import('node:path');
const { installDebian } = await import('./debian.mjs');
const { prepare } = await import('./prepare.mjs');
const { root } = await import('./project.mjs');
const { runJest } = await import('./run-jest.mjs');

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGES = ['chromium', 'fonts-noto-cjk'];
const SPEC_FOLDERS = ['apps', 'libs'];

await prepare();
if (!SPEC_FOLDERS.some((folder) => hasBrowserSpec(join(root, folder)))) {
  console.log('There are no browser specs.');
  process.exit(0);
}
const chromium = findBrowser() ?? installBrowser();
process.exit(
  runJest(['browser'], process.argv.slice(2), { ...process.env, LIUSHUI_CHROMIUM: chromium }),
);

function hasBrowserSpec(folder) {
  return readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.browser.spec.ts'));
}

function findBrowser() {
  if (process.env.LIUSHUI_CHROMIUM) return process.env.LIUSHUI_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installBrowser() {
  installDebian(PACKAGES, 'Or name another Chromium in LIUSHUI_CHROMIUM.');
  const installed = findBrowser();
  if (installed) return installed;
  console.error('Chromium could not be installed.');
  process.exit(1);
}
