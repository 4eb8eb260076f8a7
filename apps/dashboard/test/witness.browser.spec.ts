/** The witness's key and memory in a real browser, before the log of a spec. */
import { execFileSync } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Operator } from './operator';
import { root as built } from './running-system';
import { launchBrowser } from './visitor';

const centre = '52010000';
/** A book without events. */
const bookPath = `api/v1/centres/${centre}/witness/leaves?from=0`;
const buildMsMax = 120_000;
const root = join(__dirname, '../../..');
const worker = join(built, 'dist/witness-worker/witness-worker.js');

interface Said {
  readonly fault?: string;
  readonly evidence?: { readonly heads: readonly string[] };
  readonly line: string;
  readonly key: string;
  readonly checkpoint: string;
  readonly size: number;
  readonly seenSize: number;
}

let browser: Browser;
let context: BrowserContext;
let server: Server;
let script: string;
let operator: Operator;

/** The dashboard's own bundler makes one file of the modules. */
function bundle(): string {
  const folder = mkdtempSync(join(tmpdir(), 'liushui-witness-page-'));
  const entry = join(__dirname, 'witness-page.fixture.ts');
  const lib = JSON.stringify({ entry, formats: ['iife'], name: 'page' });
  const code = `
    import { build } from 'vite';
    const lib = { ...${lib}, fileName: () => 'page.js' };
    const outDir = ${JSON.stringify(folder)};
    await build({ configFile: false, logLevel: 'error', build: { lib, outDir, emptyOutDir: true } });`;
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
    return readFileSync(join(folder, 'page.js'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function answer(path: string, response: ServerResponse): void {
  const tile = /^tile\/(\d)\/([x\d/]+?)(?:\.p\/(\d+))?$/.exec(path);
  if (path === 'page') response.setHeader('Content-Type', 'text/html').end('<title>page</title>');
  else if (path === 'checkpoint') response.end(operator.head());
  else if (path === 'witness-worker.js') {
    response.setHeader('Content-Type', 'text/javascript').end(readFileSync(worker));
  } else if (path === 'witnesses' || path === bookPath) {
    response.end('{"items":[],"next":null}');
  } else if (path === 'keys') {
    response.end(JSON.stringify({ items: [{ key: operator.publicKey }], next: null }));
  } else if (tile) {
    const [, level, index, width = '256'] = tile;
    const at = Number(index.replace(/[x/]/g, ''));
    response.end(operator.tile(Number(level), at, Number(width)));
  } else response.writeHead(404).end();
}

beforeAll(async () => {
  script = bundle();
  server = createServer((request, response) => {
    answer((request.url ?? '').replace(/^\/api\/v1\/transparency\/|^\//, ''), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await launchBrowser();
}, buildMsMax);
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});
beforeEach(async () => {
  context = await browser.newContext();
  operator = new Operator(1).grow(600);
});
afterEach(() => context.close());

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/page`);
  await page.addScriptTag({ content: script });
  return page;
}

const witness = (page: Page, refusal?: string): Promise<Said> =>
  page.evaluate(`witness(${JSON.stringify(centre)}, ${JSON.stringify(refusal)})`) as Promise<Said>;

const putAside = (page: Page): Promise<unknown> =>
  page.evaluate(`putAside(${JSON.stringify(centre)})`);

function isCosigned({ line, key, checkpoint }: Said): boolean {
  const bytes = Buffer.from(line.split(' ')[2], 'base64');
  const material = Buffer.from(key.slice(key.lastIndexOf('+', key.length - 45) + 1), 'base64');
  const x = material.subarray(1).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const text = checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1);
  const time = bytes.readBigUInt64BE(4);
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
  return verify(null, message, publicKey, bytes.subarray(12));
}

it('[TL-17] [TL-20] cosigns with a key that stays in the browser, over reloads', async () => {
  const page = await open();
  expect(await page.evaluate('canWitness()')).toBe(true);
  const first = await witness(page);
  expect(first).toMatchObject({ size: 600, seenSize: 0 });
  expect(first.key.split('+')[0]).toBe(`liushui/log/${centre}`);
  expect(isCosigned(first)).toBe(true);
  expect(await page.evaluate('readOut()')).toEqual([
    'pkcs8: InvalidAccessError',
    'jwk: InvalidAccessError',
    'raw: InvalidAccessError',
  ]);
  await page.close();
  operator.grow(900);
  const again = await witness(await open());
  expect(again).toMatchObject({ size: 900, seenSize: 600, key: first.key });
  expect(isCosigned(again)).toBe(true);
});

it('[TL-21] finds what it was shown otherwise before, and cosigns nothing', async () => {
  const page = await open();
  await witness(page);
  operator = new Operator(1).grow(599);
  expect((await witness(page)).fault).toBe('log-rolled-back');
  await putAside(page);
  operator = new Operator(1).grow(600, '!');
  expect((await witness(page)).fault).toBe('log-forked');
  await putAside(page);
  operator = new Operator(1).grow(700, '!');
  expect((await witness(await open())).fault).toBe('log-forked');
  await putAside(page);
  operator = new Operator(1).grow(700);
  expect(await witness(page)).toMatchObject({ size: 700, seenSize: 600 });
});

it('[TL-20] is done by one tab at a time', async () => {
  const pages = [await open(), await open()];
  const said = await Promise.all(pages.map((page) => witness(page)));
  expect(said.map(({ seenSize }) => seenSize).sort()).toEqual([0, 600]);
  expect(said[0].key).toBe(said[1].key);
});

it('[TL-23] keeps what it found, and cosigns nothing until that is put aside', async () => {
  const page = await open();
  await witness(page);
  operator = new Operator(1).grow(599);
  const found = await witness(page);
  await page.close();
  operator = new Operator(1).grow(700);
  const next = await open();
  expect(found.fault).toBe('log-rolled-back');
  expect(await witness(next)).toEqual(found);
  await putAside(next);
  expect(await witness(next)).toMatchObject({ size: 700, seenSize: 600 });
});

it('[TL-20] finds a fork where the API refuses a head that its own public log showed', async () => {
  const page = await open();
  const found = await witness(page, 'witness-checkpoint-differs');
  const own = operator.head();
  expect(found).toMatchObject({ fault: 'log-forked', evidence: { heads: [own, own] } });
  await page.close();
  expect(await witness(await open())).toEqual(found);
});

it('[TL-20] ends when it is cancelled, and keeps nobody else from beginning', async () => {
  const page = await open();
  expect(await page.evaluate(`cancelled(${JSON.stringify(centre)})`)).toBe('AbortError');
  expect(await witness(page)).toMatchObject({ size: 600, seenSize: 0 });
});
