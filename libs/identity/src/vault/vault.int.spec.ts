import {
  chmodSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestEngine, testPostgres } from '#testing';
import { PrimaryDatabase } from '../primary/primary-database';
import { lineLabel, saltPath } from '../sealing/key-tree';
import { Sealing } from '../sealing/sealing';
import { line } from '../sealing/sealing-fixtures';
import { KEY_BYTES, randomBytes } from '../sealing/secret-bytes';
import { GenerationRow, MonthRow, RotatingKeyRow, TreeNodeRow } from './entities';
import { KeyFile, VaultLocked } from './key-file';
import { requestMacRotation } from './request-macs';
import { Vault } from './vault';

const place = { stream: 'book-52000001', eventId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' };
const context = { ...place, month: '2013-05' };
const lines = [line(1, '王'), line(2, '欧阳明月')];

/** One process of ours, as far as the vault can tell. */
interface Instance {
  readonly database: PrimaryDatabase;
  readonly vault: Vault;
  readonly sealing: Sealing;
}

let postgres: TestEngine;
let dataFolder: string;
const opened: PrimaryDatabase[] = [];

beforeEach(async () => {
  postgres = await testPostgres();
  dataFolder = mkdtempSync(join(tmpdir(), 'liushui-vault-'));
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function openDatabase(): Promise<PrimaryDatabase> {
  const database = await PrimaryDatabase.open(postgres.url, { connectionsMax: 4 });
  opened.push(database);
  return database;
}

async function instance(): Promise<Instance> {
  const database = await openDatabase();
  const vault = await Vault.open({ database, dataFolder });
  return { database, vault, sealing: new Sealing(vault) };
}

const keyPath = () => join(dataFolder, 'keys', 'holders.json');
const keyFile = () => new KeyFile(keyPath());
const keysInFile = () => keyFile().read()?.keys ?? [];
const generationsInFile = () => keysInFile().map(({ generation }) => generation);

describe('the key file', () => {
  it('is made at the first start, for its owner only, and stays as it is', async () => {
    await instance();
    expect(statSync(keyPath()).mode & 0o777).toBe(0o600);
    expect(statSync(join(dataFolder, 'keys')).mode & 0o777).toBe(0o700);
    const first = readFileSync(keyPath());
    await instance();
    expect(readFileSync(keyPath()).equals(first)).toBe(true);
    expect(keyFile().read()?.state).toBe('in-use');
  });

  it('is one file for processes that start at once', async () => {
    const instances = await Promise.all([instance(), instance(), instance()]);
    const block = await (instances[0] as Instance).sealing.seal(lines, context);
    for (const { sealing } of instances) expect(await sealing.openAll(block, place)).toEqual(lines);
    expect(generationsInFile()).toEqual([1]);
  });

  it('that is missing, foreign, damaged or open to others is refused, never made anew', async () => {
    await instance();
    const good = readFileSync(keyPath());
    const refusal = async () => {
      const database = await openDatabase();
      const error = await Vault.open({ database, dataFolder }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(VaultLocked);
      return (error as Error).message;
    };

    unlinkSync(keyPath());
    expect(await refusal()).toContain('is missing');
    expect(keyFile().read()).toBeUndefined();

    keyFile().create({ generation: 1, key: randomBytes(KEY_BYTES) });
    expect(await refusal()).toContain('another database');
    keyFile().replace([{ generation: 9, key: randomBytes(KEY_BYTES) }]);
    expect(await refusal()).toContain('no key of generation 1');

    writeFileSync(keyPath(), good.subarray(0, good.length - 5));
    expect(await refusal()).toContain('damaged');
    writeFileSync(keyPath(), good);
    chmodSync(keyPath(), 0o640);
    expect(await refusal()).toContain('chmod 600');
    chmodSync(keyPath(), 0o600);
    await instance();
  });

  it('in use with one database is not taken for another that is empty', async () => {
    await instance();
    const other = await testPostgres();
    const database = await PrimaryDatabase.open(other.url);
    await expect(Vault.open({ database, dataFolder })).rejects.toThrow('in use with a database');
    await database.close();
    await other.stop();
  });

  it('left by a first start that was killed before its commit is taken over', async () => {
    keyFile().create({ generation: 1, key: randomBytes(KEY_BYTES) });
    const [before] = keysInFile();
    await instance();
    expect(keysInFile()).toEqual([before]);
    expect(keyFile().read()?.state).toBe('in-use');
  });

  it.each([
    '',
    '{}',
    '{"format":2,"state":"in-use","generations":[]}',
    '{"format":1,"state":"in-use","generations":[]}',
    '{"format":1,"state":"in-use","generations":[{"generation":1,"key":"00"}]}',
    `{"format":1,"state":"in-use","generations":[{"generation":1,"key":"${'g'.repeat(64)}"}]}`,
    `{"format":1,"state":"in-use","generations":[{"generation":0,"key":"${'0'.repeat(64)}"}]}`,
  ])('is not read from %s', (text) => {
    const path = join(dataFolder, 'holders.json');
    writeFileSync(path, text, { mode: 0o600 });
    expect(() => new KeyFile(path).read()).toThrow(VaultLocked);
  });
});

describe('months', () => {
  it('have one root however many processes come first', async () => {
    const [one, other] = [await instance(), await instance()];
    const months = Array.from(
      { length: 12 },
      (_, index) => `2013-${String(index + 1).padStart(2, '0')}`,
    );
    const sealed = await Promise.all(
      months.flatMap((month) =>
        [one, other, one, other].map(({ sealing }) => sealing.seal(lines, { ...place, month })),
      ),
    );
    const third = await instance();
    for (const block of sealed) {
      for (const { sealing } of [one, other, third]) {
        expect(await sealing.openAll(block, place)).toEqual(lines);
      }
    }
    expect(await one.database.rows(TreeNodeRow).count()).toBe(12);
  });

  it('need no database for sealing once their root is known', async () => {
    const { database, sealing } = await instance();
    const blocks = [await sealing.seal(lines, context)];
    await database.close();
    blocks.push(await sealing.seal(lines, context));
    const other = await instance();
    for (const block of blocks) expect(await other.sealing.openAll(block, place)).toEqual(lines);
    await expect(sealing.openAll(blocks[0] as Uint8Array, place)).rejects.toThrow();
    await expect(sealing.seal(lines, { ...context, month: '2013-06' })).rejects.toThrow();
  });

  it('nobody ever sealed in are unknown, not forgotten', async () => {
    const one = await instance();
    const block = await one.sealing.seal(lines, context);
    await one.database.rows(TreeNodeRow).delete({ month: context.month });
    await one.database.rows(MonthRow).delete({ month: context.month });
    const other = await instance();
    await expect(other.sealing.openAll(block, place)).rejects.toThrow('unknown-month');
  });

  it('that were purged answer forgotten and seal nothing more', async () => {
    const one = await instance();
    const block = await one.sealing.seal(lines, context);
    await one.vault.puncture(new Map([[context.month, ['']]]));
    for (const { sealing } of [one, await instance()]) {
      expect(await sealing.openLine(block, place, 0)).toBe('forgotten');
      await expect(sealing.seal(lines, context)).rejects.toThrow('purged');
    }
    expect(await one.database.rows(TreeNodeRow).count()).toBe(0);
  });

  it('with punctured lines open all others, at once and after a restart', async () => {
    const one = await instance();
    const block = Buffer.from(await one.sealing.seal(lines, context));
    const neighbour = Buffer.from(await one.sealing.seal(lines, context));
    const label = lineLabel(saltPath(block.subarray(3, 11)), 0);
    await one.vault.puncture(new Map([[context.month, [label]]]));
    for (const { sealing } of [one, await instance()]) {
      expect(await sealing.openLine(block, place, 0)).toBe('forgotten');
      expect(await sealing.openLine(block, place, 1)).toEqual(lines[1]?.holder);
      expect(await sealing.openAll(neighbour, place)).toEqual(lines);
      expect(await sealing.openAll(await sealing.seal(lines, context), place)).toEqual(lines);
    }
  });

  it('wrap what a puncture leaves under another key than the nodes erased', async () => {
    const { database, vault, sealing } = await instance();
    await sealing.seal(lines, context);
    const nodes = database.rows(TreeNodeRow);
    const root = await nodes.findOneByOrFail({ path: '' });
    await vault.puncture(new Map([[context.month, ['0']]]));
    await nodes.clear();
    await nodes.insert(root);
    vault.wipe();
    await expect(sealing.seal(lines, context)).rejects.toThrow();
  });

  it('are wiped from memory and read anew', async () => {
    const { vault, sealing } = await instance();
    const block = await sealing.seal(lines, context);
    vault.wipe();
    expect(await sealing.openAll(block, place)).toEqual(lines);
  });
});

describe('a new generation of keys', () => {
  it('wraps everything again and overwrites the old key', async () => {
    const [one, other] = [await instance(), await instance()];
    const block = await one.sealing.seal(lines, context);
    const { id } = await one.vault.rotatingKeys(requestMacRotation).current();
    const oldFile = openSync(keyPath(), 'r');
    await one.vault.rotateGeneration();

    const oldBytes = Buffer.alloc(statSync(keyPath()).size, 1);
    const readBytes = readSync(oldFile, oldBytes, 0, oldBytes.length, 0);
    closeSync(oldFile);
    expect(oldBytes.subarray(0, readBytes).every((byte) => byte === 0)).toBe(true);
    expect(generationsInFile()).toEqual([2]);
    expect(await one.database.rows(MonthRow).countBy({ generation: 2 })).toBe(1);
    expect(await one.database.rows(RotatingKeyRow).countBy({ generation: 2 })).toBe(1);
    for (const { sealing } of [one, other, await instance()]) {
      expect(await sealing.openAll(block, place)).toEqual(lines);
      expect(await sealing.seal(lines, { ...context, month: '2013-07' })).toBeDefined();
    }
    expect(await other.vault.rotatingKeys(requestMacRotation).find(id)).toBeDefined();
  });

  it('leaves a usable pair when the process died before the commit', async () => {
    const one = await instance();
    const block = await one.sealing.seal(lines, context);
    const [old] = keysInFile();
    keyFile().replace([old!, { generation: 2, key: randomBytes(KEY_BYTES) }]);
    const { sealing } = await instance();
    expect(await sealing.openAll(block, place)).toEqual(lines);
    expect(generationsInFile()).toEqual([1]);
  });

  it('leaves a usable pair when the process died after the commit', async () => {
    const one = await instance();
    const block = await one.sealing.seal(lines, context);
    const [old] = keysInFile();
    await one.vault.rotateGeneration();
    const [next] = keysInFile();
    keyFile().replace([old!, next!]);
    const { sealing } = await instance();
    expect(await sealing.openAll(block, place)).toEqual(lines);
    expect(keysInFile()).toEqual([next]);
  });

  it('changes nothing when it fails on the way', async () => {
    const one = await instance();
    const block = await one.sealing.seal(lines, context);
    await one.vault.rotatingKeys(requestMacRotation).current();
    await one.database.rows(RotatingKeyRow).updateAll({ wrappedKey: Buffer.alloc(72) });
    const before = keysInFile();
    await expect(one.vault.rotateGeneration()).rejects.toThrow();
    expect(keysInFile()).toEqual(before);
    expect(await (await instance()).sealing.openAll(block, place)).toEqual(lines);
  });

  it('is one after the other when two processes ask at once, while a third makes months', async () => {
    const [one, other, third] = [await instance(), await instance(), await instance()];
    const sealing = Promise.all(
      ['2014-01', '2014-02', '2014-03', '2014-04'].map((month) =>
        third.sealing.seal(lines, { ...place, month }),
      ),
    );
    await Promise.all([one.vault.rotateGeneration(), other.vault.rotateGeneration()]);
    const blocks = await sealing;
    expect(generationsInFile()).toEqual([3]);
    expect(await one.database.rows(GenerationRow).count()).toBe(3);
    const fresh = await instance();
    for (const block of blocks) expect(await fresh.sealing.openAll(block, place)).toEqual(lines);
  });
});
