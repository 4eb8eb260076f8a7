import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './client';
import { type RunningApi, startApi } from './running-api';

const html = { Accept: 'text/html,application/xhtml+xml' };

describe('the dashboard', () => {
  let api: RunningApi;
  let anyone: Client;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liushui-pages-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>pages of specs</title>');
    writeFileSync(join(folder, 'assets/index-a1b2.js'), 'export {}');
    writeFileSync(join(folder, '../liushui-outside.txt'), 'outside');
    api = await startApi(folder);
    anyone = new Client(api.port);
  });
  afterAll(async () => {
    await api?.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(folder, '../liushui-outside.txt'), { force: true });
  });

  it.each(['/', '/stock', '/serials/A000000001'])(
    'is one page for its own addresses: %s',
    async (path) => {
      const page = await anyone.get(path, html);
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('pages of specs')]);
      expect(page.headers['cache-control']).toBe('no-cache');
      expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    },
  );

  it('has a first page for everyone', async () => {
    expect((await anyone.get('/')).text).toContain('pages of specs');
  });

  it('has its hashed files kept for good by whoever fetched them', async () => {
    const file = await anyone.get('/assets/index-a1b2.js');
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('leaves the description of the API where it is', async () => {
    const page = await anyone.get('/docs', html);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('swagger-ui')]);
    const files = [...page.text.matchAll(/(?:src|href)="(\.[^"]+)"/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(2);
    for (const file of [...files, '/docs/openapi.json']) {
      const { pathname } = new URL(file, 'http://127.0.0.1/docs');
      expect([file, (await anyone.get(pathname)).status]).toEqual([file, 200]);
    }
  });

  it.each([
    ['/api/v1/nowhere', html],
    ['/API/v1/nowhere', html],
    ['/health/nowhere', html],
    ['/assets/gone.js', { Accept: '*/*' }],
    ['/nowhere', { Accept: 'application/json' }],
    ['/..%2fliushui-outside.txt', { Accept: '*/*' }],
  ])('leaves other addresses alone: %s', async (path, headers) => {
    const answer = await anyone.get(path, headers);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});
