import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { evidencePagePath, serveEvidencePage } from '../src/evidence-page';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-page-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function served(page: string) {
  const file = join(folder, 'check-evidence.html');
  writeFileSync(file, page);
  const server = express();
  serveEvidencePage(server, file);
  return server;
}

it('[EV-7] serves the page with the policy that stands in it', async () => {
  const policy = "default-src 'none'; script-src 'sha256-x'";
  const page = `<meta http-equiv="Content-Security-Policy" content="${policy}"><p>`;
  const { status, headers, text } = await request(served(page)).get(evidencePagePath);
  expect([status, text]).toEqual([200, page]);
  expect(headers['content-security-policy']).toBe(`${policy}; frame-ancestors 'none'`);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
});

it('[EV-7] serves no page that states none, and nothing where none was built', async () => {
  expect(() => served('<p>')).toThrow('states no policy');
  const server = express();
  serveEvidencePage(server, join(folder, 'nowhere.html'));
  expect((await request(server).get(evidencePagePath)).status).toBe(404);
});
