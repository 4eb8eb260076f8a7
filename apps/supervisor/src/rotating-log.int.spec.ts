import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RotatingLog } from './rotating-log';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const contents = () =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

it('keeps the newest lines in a bounded number of bounded files', () => {
  const log = new RotatingLog(join(folder, 'api.log'), 10, 2);
  for (const line of ['one\n', 'two\n', 'three\n', 'four\n', 'five\n', 'six\n', 'seven\n']) {
    log.write(line);
  }
  log.close();
  expect(contents()).toEqual({
    'api.log': 'six\nseven\n',
    'api.log.1': 'four\nfive\n',
    'api.log.2': 'three\n',
  });
});

it('goes on where the last run stopped', () => {
  for (const line of ['first\n', 'second\n']) {
    const log = new RotatingLog(join(folder, 'api.log'), 8, 1);
    log.write(line);
    log.close();
  }
  expect(contents()).toEqual({ 'api.log': 'second\n', 'api.log.1': 'first\n' });
});
