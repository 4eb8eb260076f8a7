import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import request from 'supertest';
import { serveWitnessWorker, witnessWorkerPath } from '../src/witness-worker';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-worker-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('[TL-23] serves the script of the witness, which may reach nothing by itself', async () => {
  const file = join(folder, 'witness-worker.js');
  writeFileSync(file, 'postMessage(1);\n');
  const server = express();
  serveWitnessWorker(server, file);
  const { status, headers, text } = await request(server).get(witnessWorkerPath);
  expect([status, text]).toEqual([200, 'postMessage(1);\n']);
  expect(headers['content-security-policy']).toBe("default-src 'none'");
  expect(headers['content-type']).toContain('javascript');
  expect(headers['cache-control']).toBe('no-cache');
});

it('serves nothing where none was built', async () => {
  const server = express();
  serveWitnessWorker(server, join(folder, 'nowhere.js'));
  expect((await request(server).get(witnessWorkerPath)).status).toBe(404);
});
