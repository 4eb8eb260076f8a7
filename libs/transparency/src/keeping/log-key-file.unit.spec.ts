import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatVerifierKey } from '../verifier-key';
import {
  logKeyPath,
  nextLogKeyPath,
  putNextLogKey,
  readLogKey,
  readLogKeyFile,
  readOrMakeLogKey,
  readOrMakeNextLogKey,
} from './log-key-file';
import { KeyFileUnusable } from './private-key-file';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liushui-log-key-'));
  path = logKeyPath(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('[TL-15] the key of the log', () => {
  it('is made once, for its owner alone, and is the same ever after', () => {
    expect(readLogKey(path)).toBeUndefined();
    const made = readOrMakeLogKey(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(path))).toHaveLength(1);
    const before = readFileSync(path);
    for (const again of [readLogKey(path), readOrMakeLogKey(path)]) {
      expect(again?.verifier).toEqual(made.verifier);
    }
    expect(readFileSync(path)).toEqual(before);
    expect(made.verifier.name).toMatch(/^liushui\/[0-9a-f]{16}$/);
  });

  it('is not used when others may read it, when it is damaged, or another kind of file', () => {
    readOrMakeLogKey(path);
    chmodSync(path, 0o640);
    expect(() => readLogKey(path)).toThrow('can be read by others');
    chmodSync(path, 0o600);
    writeFileSync(path, 'x');
    expect(() => readLogKey(path)).toThrow(KeyFileUnusable);
    expect(() => readOrMakeLogKey(path)).toThrow('is damaged');
    writeFileSync(path, 'x'.repeat(70_000));
    expect(() => readLogKey(path)).toThrow('too long');
  });

  it('[TL-19] is followed by one of the same name, which knows those before it', () => {
    const first = readOrMakeLogKey(path).verifier;
    const nextPath = nextLogKeyPath(folder);
    const second = readOrMakeNextLogKey(nextPath, [first]);
    expect(statSync(nextPath).mode & 0o777).toBe(0o600);
    expect(second.key.verifier.name).toBe(first.name);
    expect(second.key.verifier.publicKey).not.toEqual(first.publicKey);
    const again = readOrMakeNextLogKey(nextPath, [first]);
    expect(again.key.verifier).toEqual(second.key.verifier);
    for (let times = 0; times < 2; times += 1) {
      putNextLogKey(nextPath, path);
      const put = readLogKeyFile(path);
      expect(put?.key.verifier).toEqual(second.key.verifier);
      expect(put?.earlier.map(formatVerifierKey)).toEqual([formatVerifierKey(first)]);
    }
    expect(readdirSync(dirname(path))).toHaveLength(1);
  });
});
